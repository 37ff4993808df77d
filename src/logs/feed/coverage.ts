import type { EntryItem } from '../items';
import type { Range } from './rangeReader';
import {
  type Instant,
  addMicroseconds,
  compareInstants,
  compareTimestamps,
  microsecondsBetween,
  parseTimestamp,
} from '../timestamp';

/** Entries arrive up to 30 s behind the newest one there is; the rest is margin. In microseconds. */
export const LATE_US = 32_000_000;
/** What a poll reads again at most, beyond what is new. */
const OVERLAP_ENTRIES = 100;
const OVERLAP_CHARACTERS = 256 * 1024;
/**
 * The newest time is taken from the tenth newest entry, so that a stray entry from a machine whose clock is ahead does
 * not move the window past everybody else's.
 */
const STRAYS = 9;
/**
 * How long a window that polls do not cover waits for its sweep while nothing moves it on: longer each time, and so
 * that sweeps take at most a dozen requests of an idle hour.
 */
const QUIET_SWEEP_MS = 35_000;
const QUIET_MS_PER_PAGE = 300_000;

interface Recent {
  readonly timestamp: string;
  readonly instant: Instant;
  readonly size: number;
}

/**
 * Keeps book of what may still be missing. Everything at or before `settled` was read, or stands in the backlog to be
 * read, when the newest entry was at least 30 s younger: nothing can arrive there any more. A poll that reads from
 * there on settles all but the last 30 s. Where that is too much to read each time, polls read less, and what they
 * left out is swept once it is old enough.
 */
export class Coverage {
  private settled: string | undefined;
  /** The newest known entries, oldest first. */
  private recent: Recent[] = [];
  private unsweptSince: number | undefined;
  private quietWait = QUIET_SWEEP_MS;

  /** Whether any entry with a readable time is known. */
  get started(): boolean {
    return this.recent.length > 0;
  }

  /** Of the newest entry that is known; undefined while there is none with a readable time. */
  get newest(): string | undefined {
    return this.recent.at(-1)?.timestamp;
  }

  /**
   * Takes over from another feed.
   *
   * @param items the newest known, in order
   * @param settled up to where nothing can be missing; undefined where that was not said
   */
  goOn(items: readonly EntryItem[], settled: string | undefined): void {
    this.note(items);
    const horizon = this.horizon();
    this.settled = settled ?? (horizon && addMicroseconds(horizon, -3 * LATE_US));
  }

  /** Everything at or before this was read, or stands in the backlog; undefined while nothing is known. */
  get settledThrough(): string | undefined {
    return this.settled;
  }

  /** @param items entries that were not known before, in order */
  note(items: readonly EntryItem[]): void {
    const found: Recent[] = [];
    const full = this.recent.length > OVERLAP_ENTRIES;
    const oldest = full ? this.recent[0]?.instant : undefined;
    for (let index = items.length - 1; index >= 0 && found.length <= OVERLAP_ENTRIES; index--) {
      const entry = items[index]?.entry;
      const instant = entry && parseTimestamp(entry.timestamp);
      if (!instant) {
        continue;
      }
      if (oldest && compareInstants(instant, oldest) <= 0) {
        break;
      }
      found.push({ timestamp: entry.timestamp, instant, size: entry.message.length });
    }
    if (found.length > 0) {
      this.recent = [...this.recent, ...found]
        .sort((a, b) => compareInstants(a.instant, b.instant))
        .slice(-OVERLAP_ENTRIES - 1);
    }
  }

  /** From where the next poll reads, exclusive; undefined while nothing is known. */
  get pollAfter(): string | undefined {
    const reach = this.affordable();
    return this.settled !== undefined && (reach === undefined || compareTimestamps(reach, this.settled) < 0)
      ? this.settled
      : reach;
  }

  /**
   * Takes it that a poll from `after` on has read its first page, noted here already, and that whatever of the poll
   * did not fit that page stands in the backlog.
   *
   * @param found whether the poll brought anything new
   * @param now milliseconds, for waiting only: never compared with what the server says
   * @param pages how many requests it takes to read again everything after a time
   * @returns what to read once more
   */
  polled(
    after: string | undefined,
    found: boolean,
    now: number,
    pages: (after: string) => number,
  ): Range | undefined {
    const horizon = this.horizon();
    if (horizon === undefined) {
      return undefined;
    }
    const { settled } = this;
    if (settled === undefined || after === undefined || compareTimestamps(after, settled) <= 0) {
      this.settle(horizon);
      this.unsweptSince = undefined;
      return undefined;
    }
    if (found) {
      this.quietWait = QUIET_SWEEP_MS;
    }
    if (compareTimestamps(horizon, after) >= 0) {
      this.settle(horizon);
      this.unsweptSince = now;
      return sweep(settled, after);
    }
    if (microsecondsBetween(settled, horizon) >= LATE_US) {
      this.settle(horizon);
      this.unsweptSince = now;
      return sweep(settled, horizon);
    }
    this.unsweptSince ??= now;
    if (now - this.unsweptSince < this.quietWait) {
      return undefined;
    }
    this.unsweptSince = now;
    this.quietWait = QUIET_MS_PER_PAGE * pages(settled);
    return sweep(settled, after);
  }

  private settle(horizon: string): void {
    if (this.settled === undefined || compareTimestamps(horizon, this.settled) > 0) {
      this.settled = horizon;
    }
  }

  private horizon(): string | undefined {
    const newest = this.recent[Math.max(0, this.recent.length - 1 - STRAYS)];
    return newest && addMicroseconds(newest.timestamp, -LATE_US);
  }

  /** The bound behind which a poll would read too much again; undefined where all that is known may be read. */
  private affordable(): string | undefined {
    let characters = 0;
    for (let index = this.recent.length - 1; index >= 0; index--) {
      const entry = this.recent[index];
      characters += entry?.size ?? 0;
      if (entry && (characters > OVERLAP_CHARACTERS || this.recent.length - index > OVERLAP_ENTRIES)) {
        return addMicroseconds(entry.timestamp, 0);
      }
    }
    return undefined;
  }
}

/** Up to and including `to`. */
function sweep(after: string, to: string): Range {
  return { after, before: addMicroseconds(to, 1) };
}
