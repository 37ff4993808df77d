import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PREPARED_VARIABLE, prepareExtensions } from '../test/support/uiSession';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { runCommand } from './runCommand';
import { setUpHost } from './setupHost';
import { runUiFiles, type FileOutput } from './uiRun';

const FOLDER = path.join('test', 'ui');
/** Two hosts keep two cores busy; with more, each waits for the others. */
const LANES = 2;

/** Runs test/ui, or of it the files whose names contain one of the words that are given. Answers the exit code. */
async function testUi(words: readonly string[]): Promise<number> {
  const files = testFiles(words);
  const start = Date.now();
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'posthog-plugins-ui-'));
  try {
    const extensionsDir = await prepareExtensions(await setUpHost(), root);
    const { counts, failures, flaky } = await runUiFiles({
      files,
      lanes: LANES,
      run: (file) => runFile(file, extensionsDir),
      print: (text) => void process.stdout.write(text),
      now: () => Date.now(),
    });
    const seconds = Math.round((Date.now() - start) / 1000);
    // In mocha's form, so that it is counted as what mocha prints is.
    const lines = [`${counts.passed} passing (${seconds}s)`];
    lines.push(...(counts.skipped > 0 ? [`${counts.skipped} pending`] : []));
    lines.push(...flaky.map((file) => `flaky: ${file}`));
    lines.push(...(counts.failed > 0 ? [`${counts.failed} failing`] : []));
    console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n${failures}`);
    return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
  } finally {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The longest first, so that no lane ends long before the other: the length of a file is a fair guess of its time. */
function testFiles(words: readonly string[]): readonly string[] {
  const size = (file: string): number => fs.statSync(path.join(PROJECT_ROOT, file)).size;
  return fs
    .readdirSync(path.join(PROJECT_ROOT, FOLDER))
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .map((name) => path.join(FOLDER, name))
    .sort((a, b) => size(b) - size(a));
}

async function runFile(file: string, extensionsDir: string): Promise<FileOutput> {
  let output = '';
  const mocha = path.join(PROJECT_ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const options = ['--import=tsx', '--require', './test/ui/rootHooks.ts', '--timeout', '120000'];
  const code = await runCommand(process.execPath, [mocha, ...options, file], {
    env: { ...process.env, [PREPARED_VARIABLE]: extensionsDir },
    onOutput: (chunk) => (output += chunk),
  });
  return { output, code };
}

if (require.main === module) {
  void runMain(() => testUi(process.argv.slice(2)));
}
