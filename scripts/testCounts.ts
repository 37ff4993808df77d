import { stripVTControlCharacters } from 'node:util';

const LAST_LINES = 40;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Files that passed only at a second try. */
  readonly flaky: readonly string[];
}

/**
 * Reads mocha's closing lines out of what a test program printed. A program that failed without a failing test, or
 * that ran no test at all, counts as one failure.
 */
export function countTests(output: string, exitCode: number): Counts {
  const plain = stripVTControlCharacters(output);
  const passed = closingNumber(plain, 'passing');
  const failed = closingNumber(plain, 'failing');
  const brokeOtherwise = failed === 0 && (exitCode !== 0 || passed === 0);
  return {
    passed,
    failed: brokeOtherwise ? 1 : failed,
    skipped: closingNumber(plain, 'pending'),
    flaky: [...plain.matchAll(/^ {2}flaky: (.+)$/gm)].map(([, file = '']) => file),
  };
}

export function addUp(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, { passed, failed, skipped, flaky }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
      flaky: [...sum.flaky, ...flaky],
    }),
    { passed: 0, failed: 0, skipped: 0, flaky: [] },
  );
}

/**
 * What a test program that failed said of it: mocha's closing list, or its last lines where it did not come to that.
 * To be said again at the end of a long run, where it is looked for.
 */
export function describeFailures(output: string): string {
  const plain = stripVTControlCharacters(output);
  const list = [...plain.matchAll(/^ {2}\d+ failing$/gm)].at(-1);
  return (list ? plain.slice(list.index) : plain.trimEnd().split('\n').slice(-LAST_LINES).join('\n')).trim();
}

/** The last such line: titles and logs above it may look alike. */
function closingNumber(output: string, word: 'passing' | 'failing' | 'pending'): number {
  const lines = [...output.matchAll(new RegExp(`^ {2}(\\d+) ${word}( \\(\\w+\\))?$`, 'gm'))];
  return Number(lines.at(-1)?.[1] ?? 0);
}
