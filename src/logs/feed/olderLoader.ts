import type { ApiError } from '../../api/errors';
import type { Backlog } from './backlog';
import type { FeedBuffer, HistoryStart } from './feedBuffer';
import { endless } from './feedErrors';
import { MOST_ROWS, RangeReader } from './rangeReader';
import { BEGINNING, addMicroseconds, compareTimestamps, earliestOf, parseTimestamp } from '../timestamp';

export interface OlderResult {
  /** How many entries came. */
  readonly added: number;
  /** Nothing more will come: the log begins here, or the buffer is full. */
  readonly end: boolean;
  /** The buffer holds all it may. */
  readonly full: boolean;
}

const OLDER_PAGE = 500;

interface Pending {
  reader: RangeReader;
  /** History begins later than when the reader began: what lies between is not here, and not read by it. */
  overtaken: boolean;
  /** Until where to read; undefined until anything comes. */
  target: string | undefined;
  readonly result: Promise<OlderResult>;
  readonly resolve: (result: OlderResult) => void;
  readonly reject: (error: ApiError) => void;
  added: number;
}

/**
 * History, loaded when a person asks for it: older than all that the feed has read or is going to read by itself, and
 * what has made room since.
 */
export class OlderLoader {
  private start: HistoryStart = { before: undefined, atBeginning: false };
  private pending: Pending | undefined;
  /** Up to where the buffer had let go of entries when it was last looked at. */
  private floor: string | undefined;

  constructor(
    private readonly buffer: FeedBuffer,
    private readonly backlog: Backlog,
  ) {
    this.floor = buffer.evictedThrough;
  }

  get history(): HistoryStart {
    return this.start;
  }

  /** Everything before this, exclusive, is history; undefined while nothing is, or nothing is known. */
  get before(): string | undefined {
    return this.start.before;
  }

  /** What is being asked for now. */
  get reader(): RangeReader | undefined {
    return this.pending?.reader;
  }

  /** Takes over from another feed. */
  goOn(history: HistoryStart): void {
    this.start = history;
  }

  /** History starts here from now on: what is younger was read. */
  startBefore(before: string): void {
    this.start = { before, atBeginning: false };
    if (this.pending) {
      this.pending.overtaken = true;
    }
  }

  /** The feed reads everything from `timestamp` on by itself. */
  lower(timestamp: string): void {
    if (isBefore(timestamp, this.before)) {
      this.start = { ...this.start, before: timestamp };
    }
  }

  /** The log holds nothing older. */
  reachBeginning(): void {
    this.start = { before: undefined, atBeginning: true };
  }

  /**
   * To be called after each change of the buffer. What made room is history again, with all on the timestamp up to which
   * it goes: some of it may still be here.
   */
  followEviction(): void {
    const { floor } = this;
    const { evictedThrough } = this.buffer;
    if (evictedThrough === floor) {
      return;
    }
    this.floor = evictedThrough;
    const hasRisen = floor === undefined || compareTimestamps(evictedThrough ?? floor, floor) > 0;
    if (hasRisen) {
      this.startAtFloor();
    }
  }

  /** History begins where the buffer has let go of entries, unless it is known to begin later. */
  startAtFloor(): void {
    const { evictedThrough } = this.buffer;
    if (evictedThrough === undefined || !parseTimestamp(evictedThrough)) {
      return;
    }
    const floor = addMicroseconds(evictedThrough, 1);
    const { before, atBeginning } = this.start;
    if (before === undefined ? atBeginning : isBefore(before, floor)) {
      this.startBefore(floor);
    }
  }

  /** Whether everything from `timestamp` on is here, or stands in a gap. */
  reaches(timestamp: string): boolean {
    const { before } = this;
    return before === undefined ? this.start.atBeginning : compareTimestamps(before, timestamp) <= 0;
  }

  /**
   * Reads on until something comes. A call while another is under way gets the other's answer.
   *
   * @param target reads on until this timestamp is reached instead
   */
  load(target?: string): Promise<OlderResult> {
    if (this.pending) {
      return this.pending.result;
    }
    const { before, full } = this;
    if (full || before === undefined) {
      return Promise.resolve({ added: 0, end: full || this.start.atBeginning, full });
    }
    const { promise: result, resolve, reject } = deferred<OlderResult>();
    const reader = this.readerBefore(before, target);
    this.pending = { reader, overtaken: false, target, result, resolve, reject, added: 0 };
    return result;
  }

  /** To be called after each reply, also a refused one. */
  progressed(added: number): void {
    const { pending } = this;
    if (!pending) {
      return;
    }
    pending.added += added;
    const { reader } = pending;
    if (reader.endless) {
      this.cancel(endless());
      return;
    }
    const { full } = this;
    if (pending.overtaken) {
      // Below what has gone meanwhile lies what has just come: it is read down to there before anybody is told.
      pending.overtaken = false;
      pending.target = earliestOf(reader.done ? BEGINNING : reader.before, pending.target);
      pending.reader = this.readerBefore(this.before, pending.target);
    } else {
      this.reachedBy(reader, full);
    }
    this.backlog.showAgain(this.before);
    const { target } = pending;
    const isThere = target === undefined ? pending.added > 0 : this.reaches(target);
    if (isThere || this.start.atBeginning || full) {
      this.pending = undefined;
      pending.resolve({ added: pending.added, end: full || this.start.atBeginning, full });
    }
  }

  /** Answers whoever waits with `error`. What was loaded stays. */
  cancel(error: ApiError): void {
    const { pending } = this;
    this.pending = undefined;
    pending?.reject(error);
  }

  private readerBefore(before: string | undefined, target: string | undefined): RangeReader {
    return new RangeReader({ after: undefined, before }, this.pageSize(target), this.backlog);
  }

  private reachedBy(reader: RangeReader, full: boolean): void {
    if (reader.before !== undefined) {
      this.lower(reader.before);
    }
    if (reader.done) {
      this.reachBeginning();
    }
    if (full) {
      // Some of what has just come may have made room at once.
      this.startAtFloor();
    } else {
      this.buffer.admitFrom(this.before);
      this.floor = this.buffer.evictedThrough;
    }
  }

  private get full(): boolean {
    return this.buffer.size >= this.buffer.cap;
  }

  /** Much at once where it is far to go, but hardly more than there is room for. */
  private pageSize(target: string | undefined): number {
    const room = this.buffer.cap - this.buffer.size;
    return target === undefined ? OLDER_PAGE : Math.max(OLDER_PAGE, Math.min(MOST_ROWS / 10, room));
  }
}

function isBefore(timestamp: string, other: string | undefined): boolean {
  return other !== undefined && compareTimestamps(timestamp, other) < 0;
}

function deferred<T>(): Pick<Pending, 'reject'> & { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: ApiError) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
