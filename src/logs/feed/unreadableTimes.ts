import type { Range } from './rangeReader';
import { compareTimestamps } from '../timestamp';

/** Timestamps whose entries do not fit a reply. */
export class UnreadableTimes {
  private readonly times = new Set<string>();

  add(timestamp: string): void {
    this.times.add(timestamp);
  }

  delete(timestamp: string): void {
    this.times.delete(timestamp);
  }

  /** All of them, as they were found. */
  get all(): readonly string[] {
    return [...this.times];
  }

  /** The newest one inside `range`. */
  newestIn(range: Range): string | undefined {
    let newest: string | undefined;
    for (const timestamp of this.times) {
      const inside =
        (range.after === undefined || compareTimestamps(timestamp, range.after) > 0) &&
        (range.before === undefined || compareTimestamps(timestamp, range.before) < 0);
      if (inside && (newest === undefined || compareTimestamps(timestamp, newest) > 0)) {
        newest = timestamp;
      }
    }
    return newest;
  }
}
