import type { Clock } from '../api/clock';
import { BACKLOG_PAGE, type Backlog, SWEEP_PAGE } from './backlog';
import type { LogBuffer } from './buffer';
import { Coverage } from './coverage';
import type { EntryItem } from './items';
import type { OlderLoader } from './olderLoader';
import { PollPace } from './pace';
import { type Range, RangeReader } from './rangeReader';
import { addMicroseconds, compareTimestamps, parseTimestamp } from './timestamp';

const FIRST_PAGE = 200;
/** How many items of a buffer tell where its end is. */
const KNOWN_ITEMS = 200;

export interface Poll {
  readonly reader: RangeReader;
  readonly after: string | undefined;
  readonly startedAt: number;
  /** What does not fit the page is history, not something missed. */
  readonly firstPageOnly: boolean;
}

/**
 * The live end of a log: when to poll, from where, and what a poll's first page leaves to do: a hole when it was full,
 * a sweep when a window is old enough. Both go to the backlog before anything else happens, so nothing can fall
 * between.
 */
export class LiveEnd {
  private readonly coverage = new Coverage();
  private readonly pace: PollPace;
  /** Everything after this is read first; undefined for the newest page only. */
  private readonly start: string | undefined;
  private poll: Poll | undefined;
  private lastReply: number | undefined;
  private nextAt: number;

  /**
   * @param buffer what it holds already is followed on from
   * @param since where the buffer holds nothing, everything from this timestamp on is read
   */
  constructor(
    private readonly clock: Clock,
    private readonly buffer: LogBuffer,
    private readonly backlog: Backlog,
    private readonly older: OlderLoader,
    since: string | undefined,
  ) {
    this.pace = new PollPace(clock);
    this.nextAt = clock.now();
    this.coverage.goOn(buffer.slice(-KNOWN_ITEMS));
    const { oldestTimestamp: oldest } = buffer;
    if (oldest !== undefined && this.coverage.newest !== undefined) {
      this.older.startBefore(addMicroseconds(oldest, 1));
    } else if (since !== undefined && parseTimestamp(since)) {
      this.start = addMicroseconds(since, -1);
      this.older.startBefore(since);
    }
  }

  /** When the next poll is due, in milliseconds. */
  get at(): number {
    return this.nextAt;
  }

  /** When the last poll was answered, in milliseconds; undefined before the first. */
  get polledAt(): number | undefined {
    return this.lastReply;
  }

  /** Of the newest entry that is known. */
  get newest(): string | undefined {
    return this.coverage.newest;
  }

  /** @param entries that were not known, in order */
  note(entries: readonly EntryItem[]): void {
    this.coverage.note(entries);
  }

  /** Polls at once, and as often as when entries come. */
  hurry(): void {
    this.pace.reset();
    this.postpone(this.clock.now());
  }

  /** Gives up a poll that has brought nothing yet, and starts a new one at `at`. */
  postpone(at: number): void {
    this.poll = undefined;
    this.nextAt = at;
  }

  /** The poll that is under way, or a new one. */
  current(): Poll {
    this.poll ??= this.newPoll();
    return this.poll;
  }

  /** To be called after each reply, also a refused one. @param added how many new entries it brought */
  progressed(poll: Poll, accepted: boolean, added: number): void {
    const { reader } = poll;
    if (reader.before === undefined && !reader.done && (!accepted || reader.searching)) {
      return;
    }
    const now = this.clock.now();
    this.poll = undefined;
    this.bound(poll);
    if (!reader.done && !poll.firstPageOnly) {
      this.backlog.addHole(reader);
    }
    const unswept = this.coverage.polled(poll.after, added > 0, now, (after) => this.sweepPages(after));
    if (unswept) {
      this.sweep(unswept);
    }
    this.lastReply = now;
    this.nextAt = Math.max(now, poll.startedAt + this.pace.next(added > 0));
  }

  private newPoll(): Poll {
    const known = this.coverage.pollAfter ?? this.start;
    const after = this.backlog.newestIn({ after: known, before: undefined }) ?? known;
    // A log that was empty has no history: all that is in it now came since. Where no entry has a readable time there
    // is no cursor, and no way back either.
    const firstPageOnly = after === undefined && (this.lastReply === undefined || this.buffer.size > 0);
    const pageSize = firstPageOnly ? FIRST_PAGE : BACKLOG_PAGE;
    const reader = new RangeReader({ after, before: undefined }, pageSize, this.backlog);
    return { reader, after, startedAt: this.clock.now(), firstPageOnly };
  }

  /** Tells the first time where history begins. */
  private bound({ reader }: Poll): void {
    if (this.lastReply !== undefined) {
      return;
    }
    if (this.older.before !== undefined) {
      return;
    }
    if (reader.done) {
      this.older.reachBeginning();
    } else if (reader.before !== undefined) {
      this.older.startBefore(reader.before);
    }
  }

  private sweepPages(after: string): number {
    return 1 + Math.floor((this.buffer.size - this.buffer.indexAt(after)) / SWEEP_PAGE);
  }

  /** What reaches back into history was never read: it is a hole there. */
  private sweep(range: Range): void {
    const history = this.older.before;
    if (
      history === undefined ||
      range.after === undefined ||
      compareTimestamps(addMicroseconds(range.after, 1), history) >= 0
    ) {
      this.backlog.addSweep(range);
      return;
    }
    this.backlog.addHole(
      new RangeReader({ after: range.after, before: history }, BACKLOG_PAGE, this.backlog),
    );
    this.older.lower(addMicroseconds(range.after, 1));
    if (range.before !== undefined && compareTimestamps(history, range.before) < 0) {
      this.backlog.addSweep({ after: addMicroseconds(history, -1), before: range.before });
    }
  }
}
