import type { LogEntry } from '../../api/schemas';
import type { LogPageRequest } from './logPage';
import {
  BEGINNING,
  addMicroseconds,
  compareTimestamps,
  earliestTimestamp,
  microsecondsBetween,
} from '../timestamp';

/** Both exclusive; undefined for no bound. */
export interface Range {
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** Timestamps whose entries do not fit a reply. Readers step over them. */
export interface Unreadable {
  /** The newest one inside `range`. */
  newestIn(range: Range): string | undefined;
  add(timestamp: string): void;
}

/** Rows that a request asks for at most; more only where so many share a timestamp. */
export const MOST_ROWS = 20_000;
/** A page that came back full is followed by one that is so many times as long. */
const GROWTH = 4;
/** After a page that was too large, pages grow slowly. */
const CAREFUL_GROWTH = 1.1;
/** More rows than any reply can hold. */
const TOO_MANY_ROWS = 1_000_000;
/** A page of a hundred, two hundred and so on may have been cut by a server that has its own idea of a limit. */
const ROUND = 100;

/** Where an entry that is too big for any reply stands at the latest, when nothing else is known. */
const LATEST = '2100-01-01T00:00:00.000000Z';

/**
 * Reads a stretch of the log completely, newest first, one request after the other: give it each reply, or say that
 * the reply was too large, and ask again until it is done. It does no requests itself, so a stretch can wait through
 * an outage and go on where it was.
 *
 * Server facts: rows come newest first with no tie-break; bounds are strict; `count` and `next` say nothing when a
 * `limit` is given, so only a page that is not full tells that there is no more.
 */
export class RangeReader {
  private upper: string | undefined;
  private finished = false;
  private isEndless = false;
  private oldest: string | undefined;
  private limit: number;
  /** Longer pages would probably be too large. */
  private ceiling = MOST_ROWS;
  /** The largest limit that brought nothing new on the timestamp at the top, and the smallest that was too large. */
  private least = 0;
  private most = Number.POSITIVE_INFINITY;
  /** Whether it reads nothing but the timestamp at the top, to see whether that is what does not fit a reply. */
  private single = false;
  /** Whether the last page had no readable time on it. */
  private untimed = false;
  /** Bounds of the search for a single entry that is too large. */
  private pin: { readonly low: string; readonly high: string } | undefined;

  /** @param pageSize rows a request asks for when nothing speaks against it */
  constructor(
    private readonly range: Range,
    private readonly pageSize: number,
    private readonly unreadable: Unreadable,
  ) {
    this.upper = range.before;
    this.limit = pageSize;
  }

  get done(): boolean {
    return this.finished;
  }

  /** Whether it ended only because the server gives the same rows again whatever it is asked for. */
  get endless(): boolean {
    return this.isEndless;
  }

  /** The oldest timestamp of all rows that came, also those that were known; undefined while there is none. */
  get oldestSeen(): string | undefined {
    return this.oldest;
  }

  /** Entries at and above this are read; undefined while none are. */
  get before(): string | undefined {
    return this.upper;
  }

  /** Whether it is looking for a single entry that is too large, and replies tell nothing else. */
  get searching(): boolean {
    return this.pin !== undefined;
  }

  get after(): string | undefined {
    return this.range.after;
  }

  get request(): LogPageRequest {
    const { pin } = this;
    const bounds = pin
      ? { after: middle(pin), before: pin.high }
      : { after: this.segmentStart(), before: this.upper };
    return {
      limit: pin ? 1 : this.limit,
      ...(bounds.after === undefined ? {} : { after: bounds.after }),
      ...(bounds.before === undefined ? {} : { before: bounds.before }),
    };
  }

  /** Takes the reply to `request`. */
  accept(rows: readonly LogEntry[]): void {
    if (this.pin) {
      this.acceptWhilePinning(this.pin, rows);
      return;
    }
    // Also right where a server, or something between, has mixed up the rows of a page.
    const oldest = earliestTimestamp(rows.length, (index) => rows[index]?.timestamp ?? '');
    this.note(oldest);
    if (rows.length < this.limit && !this.mayBeCut(rows)) {
      this.endSegment();
      return;
    }
    const { after } = this.request;
    if (oldest !== undefined && after !== undefined && compareTimestamps(oldest, after) <= 0) {
      // A server that does not look at `after`.
      this.endSegment();
      return;
    }
    if (oldest !== undefined && this.upper !== undefined && compareTimestamps(oldest, this.upper) >= 0) {
      this.isEndless = true;
      this.finished = true;
      return;
    }
    // One microsecond wider than the oldest row, because others on its timestamp may not have fitted the page.
    const upper = oldest === undefined ? undefined : addMicroseconds(oldest, 1);
    this.untimed = upper === undefined;
    if (upper === undefined || (this.upper !== undefined && compareTimestamps(upper, this.upper) >= 0)) {
      this.stayOnTimestamp(rows);
      return;
    }
    this.moveTo(upper, rows);
  }

  /** Takes it that the reply to `request` was over the cap. */
  refuse(): void {
    if (this.pin) {
      this.narrow({ low: middle(this.pin), high: this.pin.high });
      return;
    }
    this.most = this.limit;
    this.ceiling = Math.max(1, Math.floor(this.limit / 2));
    this.chooseLimit();
  }

  private note(oldest: string | undefined): void {
    if (oldest !== undefined && (this.oldest === undefined || compareTimestamps(oldest, this.oldest) < 0)) {
      this.oldest = oldest;
    }
  }

  private mayBeCut(rows: readonly LogEntry[]): boolean {
    return this.upper !== undefined && rows.length > 0 && rows.length % ROUND === 0;
  }

  private moveTo(upper: string, rows: readonly LogEntry[]): void {
    this.upper = upper;
    this.least = 0;
    this.most = Number.POSITIVE_INFINITY;
    if (rows.length >= this.limit) {
      const longer = Math.max(this.pageSize, this.limit * GROWTH);
      this.limit = Math.min(this.ceiling, longer);
      this.ceiling = Math.min(MOST_ROWS, Math.ceil(this.ceiling * CAREFUL_GROWTH));
    }
  }

  /** The whole page was on the timestamp at the top, or on none. */
  private stayOnTimestamp(rows: readonly LogEntry[]): void {
    if (rows.length < this.limit) {
      this.endSegment();
      return;
    }
    this.least = this.limit;
    if (this.limit >= TOO_MANY_ROWS) {
      this.most = Math.min(this.most, this.limit + 1);
    }
    this.chooseLimit();
  }

  private chooseLimit(): void {
    if (this.most - this.least > 1) {
      this.limit =
        this.most === Number.POSITIVE_INFINITY
          ? Math.min(TOO_MANY_ROWS, this.limit * GROWTH)
          : Math.floor((this.least + this.most) / 2);
    } else if (this.least === 0) {
      this.narrow({ low: this.segmentStart() ?? BEGINNING, high: this.upper ?? LATEST });
    } else if (this.upper === undefined || this.untimed) {
      // A page of rows without a readable time that cannot be made longer: there is no way further back.
      this.finished = true;
    } else if (this.single) {
      this.giveUp(addMicroseconds(this.upper, -1));
    } else {
      // What makes the page too large may as well be the first entry of an older timestamp.
      this.single = true;
      this.limit = this.least + 1;
      this.most = Number.POSITIVE_INFINITY;
    }
  }

  private acceptWhilePinning(pin: { low: string; high: string }, rows: readonly LogEntry[]): void {
    if (rows.length === 0) {
      this.narrow({ low: pin.low, high: addMicroseconds(middle(pin), 1) });
    } else {
      // The entry at the top is another one by now: go on as usual.
      this.restart();
    }
  }

  private narrow(pin: { low: string; high: string }): void {
    const width = microsecondsBetween(pin.low, pin.high);
    if (width > 2) {
      this.pin = pin;
    } else if (width === 2) {
      this.giveUp(addMicroseconds(pin.low, 1));
    } else {
      this.endSegment();
    }
  }

  /** Steps over one timestamp whose entries do not fit a reply together. */
  private giveUp(timestamp: string): void {
    this.unreadable.add(timestamp);
    this.upper = timestamp;
    this.restart();
  }

  private restart(): void {
    this.pin = undefined;
    this.single = false;
    this.least = 0;
    this.most = Number.POSITIVE_INFINITY;
    this.limit = Math.min(this.pageSize, this.ceiling);
  }

  private segmentStart(): string | undefined {
    if (this.single && this.upper !== undefined) {
      return addMicroseconds(this.upper, -2);
    }
    return this.unreadable.newestIn({ after: this.range.after, before: this.upper }) ?? this.range.after;
  }

  private endSegment(): void {
    if (this.single && this.upper !== undefined) {
      const fitting = this.least;
      this.upper = addMicroseconds(this.upper, -1);
      this.restart();
      this.limit = fitting;
      return;
    }
    const start = this.segmentStart();
    this.restart();
    if (start === this.range.after) {
      this.finished = true;
    } else {
      this.upper = start;
    }
  }
}

function middle(pin: { readonly low: string; readonly high: string }): string {
  return addMicroseconds(pin.low, Math.floor(microsecondsBetween(pin.low, pin.high) / 2));
}
