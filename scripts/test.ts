import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findBrowser } from './findBrowser';
import { runMain } from './plainError';
import { npmCommand, runCommand } from './runCommand';
import { FAILED_FILES_VARIABLE, tryAgain } from './secondTry';
import { setUpHost } from './setupHost';
import { addUp, countTests, describeFailures, type Counts } from './testCounts';

interface Step {
  readonly script: string;
  /** Whether mocha runs in it and counts. A step that does not count is one test itself. */
  readonly counted: boolean;
  /** Whether a few failures are looked at once more: a browser on a busy machine is late now and then. */
  readonly secondTry?: true;
}

interface Result extends Step {
  readonly counts: Counts;
  readonly seconds: number;
  /** What was said of failures; empty where there are none. */
  readonly failures: string;
}

const EVERYWHERE: readonly Step[] = [
  { script: 'lint', counted: false },
  { script: 'types', counted: false },
  { script: 'test:unit', counted: true },
];
const IN_BROWSER: readonly Step[] = [
  { script: 'test:host', counted: true },
  { script: 'test:ui', counted: true, secondTry: true },
];
const ON_DESKTOP: readonly Step[] = [{ script: 'test:desktop', counted: true }];

/** Sets up what the tests need, runs them all, also after a failure, and sums up. Answers the exit code. */
async function testAll(): Promise<number> {
  const results: Result[] = [];
  for (const step of [...EVERYWHERE, ...(await editorSteps())]) {
    console.log(`\n── npm run ${step.script} ──`);
    const result = await run(step);
    results.push(result);
    console.log(`── ${step.script}: ${describe(result.counts)}, ${result.seconds} s ──`);
  }
  for (const { script, failures } of results.filter((result) => result.failures !== '')) {
    console.log(`\n── what failed in ${script} ──\n${failures}`);
  }
  console.log('');
  for (const { script, counts, seconds } of results) {
    console.log(`${script.padEnd(13)} ${describe(counts).padEnd(24)} ${String(seconds).padStart(4)} s`);
  }
  const total = addUp(results.map(({ counts }) => counts));
  console.log(`\n${describe(total)}`);
  return total.failed === 0 ? 0 : 1;
}

async function editorSteps(): Promise<readonly Step[]> {
  if (process.platform !== 'linux') {
    console.log(
      'The browser-served VS Code is proven on Linux only: here the host tests run in a desktop VS Code, and no UI tests run.',
    );
    return ON_DESKTOP;
  }
  await setUpHost();
  await findBrowser();
  return IN_BROWSER;
}

async function run(step: Step): Promise<Result> {
  const start = Date.now();
  let output = '';
  const [command, args] = npmCommand('run', '--silent', step.script);
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const failedFiles = path.join(os.tmpdir(), `ui-tests-failed-${process.pid}`);
  const code = await runCommand(command, args, {
    env: { ...process.env, ...colour, [FAILED_FILES_VARIABLE]: failedFiles },
    onOutput: (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    },
  });
  const first = step.counted
    ? countTests(output, code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const counts = step.secondTry
    ? await tryAgain(first, failedFiles, (chunk) => void process.stdout.write(chunk))
    : first;
  fs.rmSync(failedFiles, { force: true });
  const failures = counts.failed > 0 ? describeFailures(output) : '';
  return { ...step, counts, seconds: Math.round((Date.now() - start) / 1000), failures };
}

/** The last line is read by machines too: keep its form. */
function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

if (require.main === module) {
  void runMain(testAll);
}
