import { findBrowser } from './findBrowser';
import { runMain } from './plainError';
import { npmCommand, runCommand } from './runCommand';
import { setUpHost } from './setupHost';
import { addUp, countTests, describeFailures, type Counts } from './testCounts';

interface Step {
  readonly script: string;
  /** Whether mocha runs in it and counts. A step that does not count is one test itself. */
  readonly counted: boolean;
}

interface Result extends Step {
  readonly counts: Counts;
  readonly seconds: number;
  /** What was said of failures; empty where there are none. */
  readonly failures: string;
}

/** Steps that run side by side, each on one processor. */
type Group = readonly Step[];

const EVERYWHERE: readonly Group[] = [
  [
    { script: 'lint', counted: false },
    { script: 'types', counted: false },
  ],
  [{ script: 'test:unit', counted: true }],
];
const IN_BROWSER: readonly Group[] = [
  [{ script: 'test:host', counted: true }],
  [{ script: 'test:ui', counted: true }],
];
const ON_DESKTOP: readonly Group[] = [[{ script: 'test:desktop', counted: true }]];

/** Sets up what the tests need, runs them all, also after a failure, and sums up. Answers the exit code. */
async function testAll(): Promise<number> {
  const start = Date.now();
  const results: Result[] = [];
  for (const group of [...EVERYWHERE, ...(await editorSteps())]) {
    results.push(...(await Promise.all(group.map((step) => run(step, group.length > 1)))));
  }
  for (const { script, failures } of results.filter((result) => result.failures !== '')) {
    console.log(`\n── what failed in ${script} ──\n${failures}`);
  }
  console.log('');
  for (const { script, counts, seconds } of results) {
    console.log(`${script.padEnd(13)} ${describe(counts).padEnd(24)} ${String(seconds).padStart(4)} s`);
  }
  const total = addUp(results.map(({ counts }) => counts));
  console.log(`${'all'.padEnd(38)} ${String(secondsSince(start)).padStart(4)} s`);
  console.log(`\nflaky, passed at the second try only: ${total.flaky.length}`);
  total.flaky.forEach((file) => console.log(`  ${file}`));
  console.log(`\n${describe(total)}`);
  return total.failed === 0 ? 0 : 1;
}

async function editorSteps(): Promise<readonly Group[]> {
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

/** @param isBeside whether another step runs meanwhile: what it prints comes when it is done then */
async function run(step: Step, isBeside: boolean): Promise<Result> {
  const start = Date.now();
  const heading = `\n── npm run ${step.script} ──\n`;
  const write = (text: string): void => void process.stdout.write(text);
  if (!isBeside) {
    write(heading);
  }
  let output = '';
  const [command, args] = npmCommand('run', '--silent', step.script);
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const code = await runCommand(command, args, {
    env: { ...process.env, ...colour },
    onOutput: (chunk) => {
      output += chunk;
      if (!isBeside) {
        write(chunk);
      }
    },
  });
  const ended = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, flaky: [] };
  const counts = step.counted ? countTests(output, code) : ended;
  const failures = counts.failed > 0 ? describeFailures(output) : '';
  const seconds = secondsSince(start);
  write(`${isBeside ? heading + output : ''}── ${step.script}: ${describe(counts)}, ${seconds} s ──\n`);
  return { ...step, counts, seconds, failures };
}

function secondsSince(start: number): number {
  return Math.round((Date.now() - start) / 1000);
}

/** The last line is read by machines too: keep its form. */
function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

if (require.main === module) {
  void runMain(testAll);
}
