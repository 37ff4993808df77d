import fs from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './projectRoot';
import { runCommand } from './runCommand';
import { countTests, type Counts } from './testCounts';

/** Where a run of the UI tests notes the files of those that failed, one a line. */
export const FAILED_FILES_VARIABLE = 'UI_TEST_FAILED_FILES';

/** Failures in more files than this are no accident. Within a file one failure brings others along. */
const MOST_FILES = 3;

/**
 * Runs the files of UI tests that failed once more, in a new window: a machine that was busy for a moment is no reason
 * to doubt the product, and a real fault fails again. It is said which ones needed it.
 *
 * @param failedFiles where the first run noted them
 * @returns what counts in the end
 */
export async function tryAgain(
  first: Counts,
  failedFiles: string,
  onOutput: (chunk: string) => void,
  { require }: { readonly require: readonly string[] } = { require: ['./test/ui/rootHooks.ts'] },
): Promise<Counts> {
  const noted = fs.existsSync(failedFiles)
    ? fs.readFileSync(failedFiles, 'utf8').split('\n').filter(Boolean)
    : [];
  // A failure without a note is one of a hook, or of mocha itself.
  const files = [...new Set(noted)];
  if (first.failed === 0 || files.length > MOST_FILES || noted.length !== first.failed) {
    return first;
  }
  const names = files.map((file) => path.relative(PROJECT_ROOT, file));
  onOutput(`\n${first.failed} failed. Once more, in a new window: ${names.join(', ')}\n`);
  let output = '';
  const mocha = path.join(PROJECT_ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const required = require.flatMap((file) => ['--require', file]);
  const options = ['--import=tsx', ...required, '--timeout', '120000'];
  const code = await runCommand(process.execPath, [mocha, ...options, ...files], {
    onOutput: (chunk) => {
      onOutput(chunk);
      output += chunk;
    },
  });
  const second = countTests(output, code);
  if (second.failed > 0) {
    return first;
  }
  onOutput(`\nPassed at the second try only: ${names.join(', ')}\n`);
  return { ...first, passed: first.passed + first.failed, failed: 0 };
}
