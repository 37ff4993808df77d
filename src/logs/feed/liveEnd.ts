import type { Clock } from '../../api/clock';
import { BACKLOG_PAGE, type Backlog, SWEEP_PAGE } from './backlog';
import { Coverage, LATE_US } from './coverage';
import type { FeedBuffer } from './feedBuffer';
import type { EntryItem } from '../items';
import type { OlderLoader } from './olderLoader';
import { PollPace } from './pace';
import type { PollSchedule, Turn } from './pollSchedule';
import { PollTurn } from './pollTurn';
import { MOST_ROWS, type Range, RangeReader } from './rangeReader';
import { Retention } from './retention';
import { addMicroseconds, compareTimestamps, earliestOf, parseTimestamp } from '../timestamp';

const FIRST_PAGE = 200;
/** A server with its own idea of a limit gives pages of a hundred or two. */
const ROUND = 100;
/** How many entries of a buffer tell where its end is. */
const KNOWN_ENTRIES = 200;
/** The first page of a poll is so many times as long as the one before when that was full. */
const GROWTH = 4;
/** After so many pages with far fewer rows than fitted, pages become shorter again. */
const ROOMY_PAGES = 4;

export interface Poll {
  readonly reader: RangeReader;
  readonly after: string | undefined;
  /** An entry at or before this must come, if the server still has what was there. */
  readonly known: string | undefined;
  readonly startedAt: number;
  /** What does not fit the page is history, not something missed. */
  readonly firstPageOnly: boolean;
}

export interface LiveEndOptions {
  readonly clock: Clock;
  /** What it holds already is followed on from. */
  readonly buffer: FeedBuffer;
  readonly backlog: Backlog;
  readonly older: OlderLoader;
  readonly schedule: PollSchedule;
  /** Where the buffer holds nothing, everything from this timestamp on is read. */
  readonly since: string | undefined;
}

/**
 * The live end of a log: when to poll, from where, and what a poll's first page leaves to do: a hole when it was full,
 * a sweep when a window is old enough. Both go to the backlog before anything else happens, so nothing can fall
 * between.
 */
export class LiveEnd {
  private readonly coverage = new Coverage();
  private readonly retention: Retention;
  private readonly pace: PollPace;
  private readonly turn: PollTurn;
  /** Everything after this is read first; undefined for the newest page only. */
  private readonly start: string | undefined;
  private poll: Poll | undefined;
  private lastReply: number | undefined;
  /** Rows of a poll's first page: more of them while pages come back full. */
  private pageSize = BACKLOG_PAGE;
  /** How many pages in a row had far fewer rows than fitted. */
  private roomyPages = 0;
  /** More came than fitted the last poll. */
  private crowded = false;
  /** When the last poll began, how long after the one before, in milliseconds, and how many new entries came since. */
  private begun = Number.NaN;
  private sinceBefore = 0;
  private arrived = 0;

  constructor(private readonly options: LiveEndOptions) {
    const { clock, buffer, older, since } = options;
    this.pace = new PollPace(clock);
    this.turn = new PollTurn(clock, options.schedule, () => this.kind);
    const { left, oldestTimestamp: oldest } = buffer;
    this.coverage.goOn(buffer.newestEntries(KNOWN_ENTRIES), left?.settled);
    if (left?.settled !== undefined) {
      older.goOn(left.history);
    } else if (oldest !== undefined && this.coverage.newest !== undefined) {
      older.startBefore(addMicroseconds(oldest, 1));
    } else if (since !== undefined && parseTimestamp(since)) {
      // Of another config it says only when that one had an entry: this one's may still arrive late.
      this.start = addMicroseconds(since, buffer.config === undefined ? -1 : -LATE_US);
      older.startBefore(addMicroseconds(this.start, 1));
    }
    older.startAtFloor();
    // In a panel of several configs `since` is an entry of any of them, and proves nothing of this one.
    const proof = buffer.config === undefined && this.start !== undefined ? since : undefined;
    this.retention = new Retention(clock, options.backlog, proof);
  }

  /** When the next poll may go, in milliseconds. Asks the schedule for a turn as soon as a poll is due. */
  get at(): number {
    return this.poll ? this.turn.dueAt : this.turn.at;
  }

  /** When the next poll is due, turn or not. */
  get dueAt(): number {
    return this.turn.dueAt;
  }

  /** When the last poll was answered, in milliseconds; undefined before the first. */
  get polledAt(): number | undefined {
    return this.lastReply;
  }

  /** Up to this nothing can be missing any more, but for what gaps stand for; undefined while nothing is known. */
  get settled(): string | undefined {
    const { settledThrough } = this.coverage;
    return settledThrough && earliestOf(settledThrough, this.options.backlog.sweepsFrom);
  }

  /** What requests of this feed are for now. */
  get kind(): Turn {
    return this.pace.flowing ? 'flowing' : 'idle';
  }

  /** @param entries that were not known, in order */
  note(entries: readonly EntryItem[]): void {
    this.arrived += entries.length;
    this.coverage.note(entries);
  }

  /** Someone looks: polls at once, and as often as when entries come. */
  hurry(): void {
    this.pace.reset();
    if (!this.poll) {
      this.turn.now();
    }
  }

  /** The same after a pause, in which anything may have happened to the log. */
  restart(): void {
    this.retention.breakOff();
    this.poll = undefined;
    this.hurry();
  }

  /** No poll for now. */
  rest(): void {
    this.turn.giveBack();
  }

  /** Gives up a poll that has brought nothing yet, and starts a new one at `at`. */
  postpone(at: number): void {
    this.poll = undefined;
    this.turn.nextAt(at);
  }

  /**
   * All holes are closed. Where so much comes that the buffer would be more than half full of it by the next poll, that
   * goes earlier; not at once, which would take more requests for the same entries.
   */
  caughtUp(): void {
    if (this.crowded) {
      this.crowded = false;
      const halfFull = (this.sinceBefore * this.options.buffer.cap) / (2 * Math.max(1, this.arrived));
      const at = Math.max(this.options.clock.now(), this.begun + halfFull);
      this.turn.nextAt(Math.min(this.turn.dueAt, at));
    }
  }

  /** The poll that is under way, or a new one: for a request that goes now. */
  current(): Poll {
    if (this.poll) {
      this.options.schedule.count('flowing');
    } else {
      this.poll = this.newPoll();
      this.turn.use();
    }
    return this.poll;
  }

  /** To be called after each reply, also a refused one. @param added how many new entries it brought */
  progressed(poll: Poll, accepted: boolean, rows: number, added: number): void {
    const { reader } = poll;
    if (!accepted) {
      this.pageSize = Math.max(BACKLOG_PAGE, Math.floor(this.pageSize / 2));
    }
    if (reader.before === undefined && !reader.done && (!accepted || reader.searching)) {
      return;
    }
    const now = this.options.clock.now();
    this.poll = undefined;
    this.bound(poll, rows);
    this.crowded = !reader.done && !poll.firstPageOnly;
    if (this.crowded) {
      this.options.backlog.addHole(reader, this.retention.expected(poll.known));
    } else if (!poll.firstPageOnly) {
      this.retention.check(reader, poll.known);
    }
    this.retention.polled(reader.oldestSeen !== undefined);
    this.fitPage(rows);
    const unswept = this.coverage.polled(poll.after, added > 0, now, (after) => this.sweepPages(after));
    if (unswept) {
      this.sweep(unswept);
    }
    this.lastReply = now;
    this.turn.nextAt(Math.max(now, poll.startedAt + this.pace.next(added > 0)));
  }

  private newPoll(): Poll {
    const { backlog, buffer, clock } = this.options;
    const reach = this.coverage.pollAfter ?? this.start;
    const unreadable = backlog.newestIn({ after: reach, before: undefined });
    const after = unreadable ?? this.retention.reachBack(reach, this.coverage.newest);
    // A log that was empty has no history: all that is in it now came since. Where no entry has a readable time there
    // is no cursor, and no way back either.
    const firstPageOnly = after === undefined && (this.lastReply === undefined || !this.isEmpty(buffer));
    const pageSize = firstPageOnly ? FIRST_PAGE : this.pageSize;
    const reader = new RangeReader({ after, before: undefined }, pageSize, backlog);
    const known = this.retention.knownIn(after, this.coverage.newest);
    const startedAt = clock.now();
    this.sinceBefore = startedAt - this.begun || 0;
    this.begun = startedAt;
    this.arrived = 0;
    return { reader, after, known, startedAt, firstPageOnly };
  }

  private isEmpty(buffer: FeedBuffer): boolean {
    return buffer.newestTimestamp === undefined;
  }

  /** Tells the first time where history begins. */
  private bound({ reader }: Poll, rows: number): void {
    const { older } = this.options;
    if (this.lastReply !== undefined || older.before !== undefined) {
      return;
    }
    if (reader.before !== undefined) {
      older.startBefore(reader.before);
    } else if (reader.done && reader.oldestSeen !== undefined && rows % ROUND === 0) {
      older.startBefore(addMicroseconds(reader.oldestSeen, 1));
    } else if (reader.done) {
      older.reachBeginning();
    }
    older.startAtFloor();
  }

  private fitPage(rows: number): void {
    if (rows >= this.pageSize) {
      this.pageSize = Math.min(MOST_ROWS, this.pageSize * GROWTH);
      this.roomyPages = 0;
    } else if (rows >= this.pageSize / (2 * GROWTH)) {
      this.roomyPages = 0;
    } else if (++this.roomyPages > ROOMY_PAGES) {
      this.pageSize = Math.max(BACKLOG_PAGE, Math.floor(this.pageSize / 2));
    }
  }

  private sweepPages(after: string): number {
    return 1 + Math.floor(this.options.buffer.countFrom(after) / SWEEP_PAGE);
  }

  /** What reaches back into history was never read: it is a hole there. */
  private sweep({ after, before }: Range): void {
    const { backlog, buffer, older } = this.options;
    const { evictedThrough } = buffer;
    const gone = evictedThrough !== undefined && parseTimestamp(evictedThrough) ? evictedThrough : undefined;
    if (gone !== undefined && after !== undefined && compareTimestamps(after, gone) < 0) {
      // What made room is not wanted; others on the last timestamp that did may still be.
      backlog.addSweep({ after: addMicroseconds(gone, -1), before });
      return;
    }
    const history = older.before;
    if (
      history === undefined ||
      after === undefined ||
      compareTimestamps(addMicroseconds(after, 1), history) >= 0
    ) {
      backlog.addSweep({ after, before });
      return;
    }
    // In this order: the gap of the hole may make older entries go, and history then begins where they were.
    older.lower(addMicroseconds(after, 1));
    backlog.addHole(new RangeReader({ after, before: history }, BACKLOG_PAGE, backlog));
    if (before !== undefined && compareTimestamps(history, before) < 0) {
      backlog.addSweep({ after: addMicroseconds(history, -1), before });
    }
  }
}
