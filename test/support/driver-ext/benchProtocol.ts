/** Commands of the driver extension that only benchmarks use. */
export const BENCH_COMMANDS = {
  /** Shows an output channel that was never written to. */
  newOutput: 'testDriver.newOutput',
  /** Takes a `LinesRequest`. */
  appendLines: 'testDriver.appendLines',
  openEmptyPanel: 'testDriver.openEmptyPanel',
  /** Runs a command and answers when it began: milliseconds since the epoch. */
  timed: 'testDriver.timed',
} as const;

/** Numbered lines for the output channel. */
export interface LinesRequest {
  readonly from: number;
  readonly count: number;
  /** As one text instead of line by line. */
  readonly atOnce: boolean;
}
