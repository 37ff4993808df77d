import { LEVELS } from '../protocol';

export interface Timeline {
  /** When the first bar begins, in milliseconds since the epoch. */
  readonly from: number;
  /** How much time a bar stands for, in milliseconds. */
  readonly step: number;
  /** Errors, warnings, others. */
  readonly bars: [number, number, number][];
}

/** What is counted: an entry, with its time in milliseconds since the epoch. */
export interface TimedEntry {
  readonly time: number;
  /** Index in `LEVELS`. */
  readonly level: number;
}

const ERROR = LEVELS.indexOf('ERROR');
const WARN = LEVELS.indexOf('WARN');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
];

/** Of the entries at each end, this share may be strays, and this many where there are few. */
const STRAY_SHARE = 0.001;
const STRAYS = 3;
const FEWEST = 20;

/**
 * Counts entries over time, in bars on round steps: these begin at multiples of the step, so they stay where they are
 * while entries come in. A few entries that are more than a day and twenty times the range of all others away from them,
 * from a machine whose clock is wrong, do not stretch the range; they are counted in its first or last bar.
 *
 * @param entries in order; those whose time is not finite are left out
 * @param maxBars at least 1
 */
export function timelineOf(entries: readonly TimedEntry[], maxBars: number): Timeline {
  const timed = untilUnreadable(entries);
  if (timed === 0) {
    return { from: 0, step: 1, bars: [] };
  }
  const [first, last] = rangeOf(entries, timed);
  const step = stepFor(first, last, Math.max(1, maxBars));
  const from = Math.floor(first / step) * step;
  const count = Math.floor((last - from) / step) + 1;
  const bars = Array.from({ length: count }, (): [number, number, number] => [0, 0, 0]);
  for (let index = 0; index < timed; index++) {
    const entry = entries[index];
    const bar = entry && bars[Math.min(count - 1, Math.max(0, Math.floor((entry.time - from) / step)))];
    if (bar) {
      bar[entry.level === ERROR ? 0 : entry.level === WARN ? 1 : 2]++;
    }
  }
  return { from, step, bars };
}

/** How many entries come before those whose time cannot be read, which are the last. */
function untilUnreadable(entries: readonly TimedEntry[]): number {
  let count = entries.length;
  while (count > 0 && !Number.isFinite(entries[count - 1]?.time)) {
    count--;
  }
  return count;
}

function rangeOf(entries: readonly TimedEntry[], count: number): readonly [first: number, last: number] {
  const timeAt = (index: number): number => entries[index]?.time ?? 0;
  if (count < FEWEST) {
    return [timeAt(0), timeAt(count - 1)];
  }
  const strays = Math.max(STRAYS, Math.floor(count * STRAY_SHARE));
  const [inFirst, inLast] = [timeAt(strays), timeAt(count - 1 - strays)];
  const far = Math.max(DAY, 20 * (inLast - inFirst));
  let [begin, end] = [0, count - 1];
  while (inFirst - timeAt(begin) > far) {
    begin++;
  }
  while (timeAt(end) - inLast > far) {
    end--;
  }
  return [timeAt(begin), timeAt(end)];
}

/** The smallest round step that does with so many bars. */
function stepFor(first: number, last: number, maxBars: number): number {
  for (let index = 0; ; index++) {
    const step = STEPS[index] ?? days(index - STEPS.length) * DAY;
    if (Math.floor(last / step) - Math.floor(first / step) < maxBars) {
      return step;
    }
  }
}

/** 1, 2, 5, 10, 20, … */
function days(index: number): number {
  return ([1, 2, 5][index % 3] ?? 1) * 10 ** Math.floor(index / 3);
}
