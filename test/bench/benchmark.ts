import type { Sample } from './statistics';

/** One line of the report. */
export interface Finding {
  readonly key: string;
  readonly what: string;
  readonly unit: string;
  /** What the product is compared with; undefined where it is held to a limit alone. */
  readonly baseline?: Sample;
  readonly product: Sample;
  /** What is held against the limit: a ratio, or the product's own value. */
  readonly result: number;
  readonly limit: number;
  readonly limitIs: 'most' | 'least';
  /** Entries that the server held and the product did not get; anything but 0 fails the run. */
  readonly lost: number;
  /** What else was seen. */
  readonly notes: readonly string[];
}

/** Measures one thing, or several in one go. */
export interface Benchmark {
  readonly keys: readonly string[];
  run(context: BenchContext): Promise<readonly Finding[]>;
}

export interface BenchContext {
  /** Shorter, for trying out: its numbers do not count. */
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

export function isGood({ result, limit, limitIs, lost }: Finding): boolean {
  return lost === 0 && (limitIs === 'most' ? result <= limit : result >= limit);
}
