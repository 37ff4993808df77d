import type { FeedBuffer } from './feedBuffer';
import type { GapItem } from '../items';
import { compareTimestamps } from '../timestamp';

/** Gaps that stay until somebody asks for them, also while they have made room for newer items. */
export class LastingGaps {
  private readonly gaps = new Map<string, GapItem>();

  constructor(private readonly buffer: FeedBuffer) {}

  has(key: string): boolean {
    return this.gaps.has(key);
  }

  /** @param gap in the buffer already */
  adopt(gap: GapItem): void {
    this.gaps.set(gap.key, gap);
  }

  /** Nothing happens where another gap says the same. */
  keep(gap: GapItem): void {
    if (![...this.gaps.values()].some((other) => saysTheSame(gap, other))) {
      this.gaps.set(gap.key, gap);
      this.buffer.insertGap(gap);
    }
  }

  /** Takes a gap out; undefined for an unknown key. */
  take(key: string): GapItem | undefined {
    const gap = this.gaps.get(key);
    if (gap) {
      this.gaps.delete(key);
      this.buffer.closeGap(gap);
    }
    return gap;
  }

  /** The gap that says that the server no longer has what came after `timestamp`. */
  missingFrom(timestamp: string): GapItem | undefined {
    return [...this.gaps.values()].find(
      (gap) => gap.reason === 'notOnServer' && compareTimestamps(gap.from, timestamp) === 0,
    );
  }

  /**
   * Everything from a time on was loaded again (undefined for all there is): what could not be had is shown again, and what only waited to be asked
   * for has come.
   */
  showAgain(from: string | undefined): void {
    for (const gap of this.gaps.values()) {
      if (this.buffer.indexOf(gap.key, gap.to) >= 0) {
        continue;
      }
      if (gap.reason === 'tooFarBack') {
        this.gaps.delete(gap.key);
      } else if (from === undefined || compareTimestamps(gap.to, from) >= 0) {
        this.buffer.insertGap(gap);
      }
    }
  }
}

function saysTheSame(a: GapItem, b: GapItem): boolean {
  return a.reason === b.reason && a.from === b.from && a.to === b.to;
}
