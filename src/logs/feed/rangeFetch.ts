import { type Clock, sleep } from '../../api/clock';
import type { ApiError } from '../../api/errors';
import type { LogEntry } from '../../api/schemas';
import { asApiError, cancelled, endless, isLasting, isTooLarge } from './feedErrors';
import type { FetchLogPage } from './logPage';
import { BackOff } from './pace';
import { PageBorder } from './pageBorder';
import { RangeReader } from './rangeReader';
import { UnreadableTimes } from './unreadableTimes';

export interface RangeProgress {
  /** Entries handed on so far. */
  readonly entries: number;
  /** Everything down to this time is read; undefined before the first page. */
  readonly backTo: string | undefined;
  /** Set while waiting after a failure: until when, in milliseconds, and why. */
  readonly waiting: { readonly at: number; readonly error: ApiError } | undefined;
  /** As in the result, so far. */
  readonly unreadable: readonly string[];
}

export interface RangeFetchOptions {
  readonly fetchPage: FetchLogPage;
  /** Both exclusive; undefined for no bound. */
  readonly after: string | undefined;
  readonly before: string | undefined;
  readonly search?: string;
  readonly types?: readonly string[];
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly onProgress?: (progress: RangeProgress) => void;
  /** Entries that follow on those of the pages before, newest first; not empty. Waited for. */
  readonly onPage: (page: readonly LogEntry[]) => Promise<void> | void;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
}

export interface RangeResult {
  readonly entries: number;
  /** Timestamps whose entries do not fit a reply together: not all of those were handed on. */
  readonly unreadable: readonly string[];
}

const FIRST_PAGE = 1_000;
/** Failures in a row: with what lies between them some four minutes. */
const MOST_FAILURES = 12;

/**
 * Reads a time range completely, newest first, each entry once; those on one timestamp by id, downwards. Waits and tries
 * again where that may help, as long as the server says. Memory holds a page, and the entries on the timestamp at the
 * border of two pages.
 *
 * @throws ApiError that waiting does not mend, or the last of a dozen in a row; `cancelled` once the signal is aborted
 */
export function fetchRange(options: RangeFetchOptions): Promise<RangeResult> {
  return new RangeFetch(options).run();
}

class RangeFetch {
  private readonly unreadable = new UnreadableTimes();
  private readonly reader: RangeReader;
  private readonly backOff: BackOff;
  private readonly border: PageBorder;
  private failures = 0;
  private entries = 0;

  constructor(private readonly options: RangeFetchOptions) {
    const { after, before, clock, random = Math.random } = options;
    this.reader = new RangeReader({ after, before }, FIRST_PAGE, this.unreadable);
    this.backOff = new BackOff(clock, random);
    this.border = new PageBorder(after, before);
  }

  async run(): Promise<RangeResult> {
    const { reader, border } = this;
    while (!reader.done) {
      const rows = await this.fetch();
      if (rows) {
        reader.accept(rows);
        await this.handOn(border.pass(rows, reader.before));
      }
    }
    await this.handOn(border.rest());
    if (reader.endless) {
      throw endless();
    }
    return { entries: this.entries, unreadable: this.unreadable.all };
  }

  /** @returns undefined where there is nothing, and the reader has something else to ask for */
  private async fetch(): Promise<readonly LogEntry[] | undefined> {
    const { fetchPage, signal, search, types } = this.options;
    this.throwIfAborted();
    const request = {
      ...this.reader.request,
      ...(search === undefined ? {} : { search }),
      ...(types ? { types } : {}),
    };
    try {
      const rows = await fetchPage(request, signal);
      this.failures = 0;
      this.backOff.succeed();
      return rows;
    } catch (cause) {
      this.throwIfAborted();
      await this.recover(asApiError(cause));
      return undefined;
    }
  }

  /** @throws the error, where waiting does not help */
  private async recover(error: ApiError): Promise<void> {
    const { clock, signal } = this.options;
    if (isTooLarge(error)) {
      this.reader.refuse();
      return;
    }
    this.failures++;
    if (error.kind === 'cancelled' || isLasting(error) || this.failures >= MOST_FAILURES) {
      throw error;
    }
    this.backOff.fail(error);
    const { waiting } = this.backOff;
    this.tell(waiting);
    await sleep(clock, (waiting?.at ?? 0) - clock.now(), signal).catch(() => {
      throw cancelled();
    });
  }

  private async handOn(page: readonly LogEntry[]): Promise<void> {
    this.throwIfAborted();
    if (page.length > 0) {
      this.entries += page.length;
      await this.options.onPage(page);
    }
    this.tell(undefined);
  }

  private throwIfAborted(): void {
    if (this.options.signal.aborted) {
      throw cancelled();
    }
  }

  private tell(waiting: RangeProgress['waiting']): void {
    const unreadable = this.unreadable.all;
    this.options.onProgress?.({ entries: this.entries, backTo: this.border.reached, waiting, unreadable });
  }
}
