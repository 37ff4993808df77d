import path from 'node:path';
import { addUp, countTests, describeFailures, type Counts } from './testCounts';

/** Failures in more files than this are no accident: then none is tried again. */
const MOST_TRIED_AGAIN = 3;

/** What one file of tests printed, and how its process ended. */
export interface FileOutput {
  readonly output: string;
  readonly code: number;
}

export interface UiRunOptions {
  readonly files: readonly string[];
  /** How many files run side by side. */
  readonly lanes: number;
  readonly run: (file: string) => Promise<FileOutput>;
  readonly print: (text: string) => void;
  /** Milliseconds, for the durations that are printed. */
  readonly now: () => number;
}

export interface UiRunResult {
  readonly counts: Counts;
  /** What failed, in mocha's words; empty where nothing did. */
  readonly failures: string;
  /** Files that passed only at a second try, or failed once in a way that was no test's. */
  readonly flaky: readonly string[];
}

interface Ended extends FileOutput {
  readonly file: string;
  readonly counts: Counts;
  readonly seconds: number;
}

/**
 * Runs test files side by side, each in a process of its own. What fails runs once more, by itself: a machine that was
 * busy for a moment is no reason to doubt the product, a real fault fails again. What needed that is *flaky*, which is
 * printed and counted, because it is a fault of the test or of the product all the same.
 */
export async function runUiFiles(options: UiRunOptions): Promise<UiRunResult> {
  const { lanes, print } = options;
  const waiting = [...options.files];
  const ended: Ended[] = [];
  const lane = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      ended.push(await runFile(file, options));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const failed = ended.filter(({ counts }) => counts.failed > 0);
  const again = failed.length <= MOST_TRIED_AGAIN ? failed : [];
  const flaky: string[] = [];
  const final = ended.filter((file) => !again.includes(file));
  for (const first of again) {
    print(`\n${first.file} failed. Once more, by itself:\n`);
    const second = await runFile(first.file, options);
    if (second.counts.failed === 0) {
      flaky.push(first.file);
      final.push(second);
    } else {
      final.push(first);
    }
  }
  print(`\n${timesOf(final)}\n`);
  return {
    counts: addUp(final.map(({ counts }) => counts)),
    failures: final
      .filter(({ counts }) => counts.failed > 0)
      .map(({ file, output }) => `${file}:\n${describeFailures(output)}`)
      .join('\n\n'),
    flaky,
  };
}

async function runFile(file: string, { run, print, now }: UiRunOptions): Promise<Ended> {
  const start = now();
  const { output, code } = await run(file);
  const seconds = Math.round((now() - start) / 1000);
  print(`\n${file} (${seconds} s)\n${output.trimEnd()}\n`);
  return { file, output, code, seconds, counts: countTests(output, code) };
}

/** How long each file took, the longest first. */
function timesOf(files: readonly Ended[]): string {
  return [...files]
    .sort((a, b) => b.seconds - a.seconds)
    .map(
      ({ file, seconds, counts }) =>
        `${String(seconds).padStart(5)} s  ${String(counts.passed).padStart(3)} passed  ${path.basename(file)}`,
    )
    .join('\n');
}
