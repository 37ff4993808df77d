import type { Clock } from '../../api/clock';
import type { Backlog } from './backlog';
import { RangeReader } from './rangeReader';
import { addMicroseconds, compareTimestamps, microsecondsBetween } from '../timestamp';

/** Polls that are not further apart see an entry come before it can grow old. */
const CONTINUOUS_MS = 300_000;
/** In a longer time even a known entry that had gone before says nothing about those that came since. */
const LONG_MS = 24 * 3_600_000;
/** Rows that are asked for to see whether there is anything older after all. */
const CHECK_PAGE = 1_000;

/**
 * Notices when a server no longer has what would join on to the known entries: it keeps a week. A poll reads from before
 * the newest known entry on, so that entry, or an older one, must come again. Where none does, entries between it and
 * the oldest that came may be gone, and a gap says so.
 *
 * Server facts: rows on one timestamp may collapse to one, so any row at or before that time is proof enough.
 */
export class Retention {
  /** Whether the newest known entry was there when it was last asked for. */
  private anchored = true;
  /** Whether nothing can have come and gone since the last poll. */
  private continuous = false;
  private polledAt: number | undefined;

  /** @param since the entry at this time is known to have been there */
  constructor(
    private readonly clock: Clock,
    private readonly backlog: Backlog,
    private readonly since: string | undefined,
  ) {}

  /** Anything may have happened since the last poll. */
  breakOff(): void {
    this.continuous = false;
  }

  /** The bound from which a poll reads on, so that it takes in the newest known entry where that matters. */
  reachBack(after: string | undefined, newest: string | undefined): string | undefined {
    const matters = !this.isContinuous && after !== undefined && newest !== undefined;
    return matters && compareTimestamps(after, newest) >= 0 ? addMicroseconds(newest, -1) : after;
  }

  /** The newest known entry that a poll from `after` on must bring again; undefined where it need not. */
  knownIn(after: string | undefined, newest: string | undefined): string | undefined {
    const known = newest ?? this.since;
    return after !== undefined && known !== undefined && microsecondsBetween(after, known) > 0
      ? known
      : undefined;
  }

  /** What a stretch that goes on from a poll has to reach; undefined where it would say nothing. */
  expected(known: string | undefined): string | undefined {
    return known !== undefined && this.wouldTell(known) ? known : undefined;
  }

  /** Looks at a poll that was read to its end. */
  check(reader: RangeReader, known: string | undefined): void {
    if (known === undefined) {
      return;
    }
    if (this.backlog.reached(reader, known)) {
      this.backlog.found(known);
    } else if (reader.oldestSeen !== undefined) {
      this.askAgain(reader.after, reader.oldestSeen, known);
    } else {
      this.nothingCame(known);
    }
  }

  /** A poll was answered. @param brought whether there was anything in it, known or not */
  polled(brought: boolean): void {
    this.anchored = brought;
    this.continuous = true;
    this.polledAt = this.clock.now();
  }

  private get isContinuous(): boolean {
    return this.continuous && this.sinceLastPoll <= CONTINUOUS_MS;
  }

  private get sinceLastPoll(): number {
    return this.polledAt === undefined ? 0 : this.clock.now() - this.polledAt;
  }

  private wouldTell(known: string): boolean {
    return this.anchored || this.sinceLastPoll >= LONG_MS || this.backlog.isMissingFrom(known);
  }

  /** Only newer entries came. Asks once more for older ones: a server may give less than it was asked for. */
  private askAgain(after: string | undefined, oldestSeen: string, known: string): void {
    if (this.wouldTell(known)) {
      const range = { after, before: addMicroseconds(oldestSeen, 1) };
      this.backlog.addHole(new RangeReader(range, CHECK_PAGE, this.backlog), known);
    }
  }

  /** Not even the known ones are there. Where polls go on all the time, they just grew old, and nothing came. */
  private nothingCame(known: string): void {
    const mayHaveCome = !this.isContinuous && (this.anchored || this.sinceLastPoll >= LONG_MS);
    if (mayHaveCome && !this.backlog.isMissingFrom(known)) {
      this.backlog.addMissing(
        known,
        addMicroseconds(known, 1000 * Math.max(1, Math.round(this.sinceLastPoll))),
      );
    }
  }
}
