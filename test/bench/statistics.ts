/** Several measurements of one thing. */
export interface Sample {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** @throws RangeError without any value */
export function sample(values: readonly number[]): Sample {
  return {
    median: percentile(values, 50),
    min: percentile(values, 0),
    max: percentile(values, 100),
    count: values.length,
  };
}

/** The smallest value that so many per cent of the values do not exceed. @throws RangeError without any value */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) {
    throw new RangeError('nothing was measured');
  }
  return value;
}
