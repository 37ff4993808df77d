import type { Clock } from '../../api/clock';
import type { ApiError } from '../../api/errors';
import type { LogEntry } from '../../api/schemas';
import { asApiError } from '../feed/feedErrors';
import { levelOf, sourceOf } from '../view/filter';
import type { EntryItem, GapItem } from '../items';
import type { FetchLogPage } from '../feed/logPage';
import { LEVELS, type LogFilter } from '../protocol';
import { fetchRange } from '../feed/rangeFetch';
import { serverTerm, serverTypes } from './serverSearch';
import type { TextMatcher } from '../view/textFilter';
import { addMicroseconds, compareTimestamps, parseTimestamp } from '../timestamp';

/** How many more matches a search looks for before it waits for a person to want more. */
const MATCHES_AT_A_TIME = 500;

export interface HistorySource {
  /** Id of the plugin config in a search of several logs; undefined where there is only one. */
  readonly config: number | undefined;
  readonly fetchPage: FetchLogPage;
}

/** What a search looks for in messages. */
export type SearchMatcher = Pick<TextMatcher, 'searchTerm' | 'isSlow' | 'matchesAll'>;

/** Where matches are put: a `LogBuffer`. */
export interface MatchBuffer {
  insert(entries: readonly LogEntry[], mode: 'older', config?: number): readonly EntryItem[];
  insertGap(gap: GapItem): void;
}

export interface HistorySearchOptions {
  readonly sources: readonly HistorySource[];
  readonly buffer: MatchBuffer;
  readonly matcher: SearchMatcher;
  /** What else of the filter counts. Hidden configs are left out of `sources`. */
  readonly filter: Pick<LogFilter, 'hiddenLevels' | 'hiddenSources'>;
  /** Only older entries are looked at; undefined for all there are. */
  readonly before: string | undefined;
  /** Whether the log is known to hold entries of types that no server is known to write. */
  readonly unknownTypes?: boolean;
  readonly clock: Clock;
}

export interface SearchProgress {
  /** `stopped`: there is more to search; `done`: everything was searched. */
  readonly state: 'searching' | 'stopped' | 'done' | 'failed';
  readonly matches: number;
  /** Everything is searched down to this time, or to the beginning of the log where it is done. */
  readonly backTo: string | undefined;
  /** Why it failed; `more` tries again. Undefined where the matcher is too slow: then there is no point in that. */
  readonly error: ApiError | undefined;
}

/** How far the search of one log is. */
interface Part {
  readonly source: HistorySource;
  reached: string | undefined;
  finished: boolean;
}

/**
 * Searches the history on the server, newest first, page by page. Several logs are searched side by side, none further
 * back than another needs. What the server gives is checked again here: it knows no regular expressions, takes `%` and
 * `_` as wildcards, and servers of 2021 do not filter by type.
 */
export class HistorySearch {
  private readonly parts: readonly Part[];
  private readonly hiddenLevels: ReadonlySet<string>;
  private readonly hiddenSources: ReadonlySet<string>;
  private readonly listeners = new Set<() => void>();
  private readonly unreadable = new Set<string>();
  private waiting: (() => void)[] = [];
  private run: AbortController | undefined;
  private state: SearchProgress['state'] = 'stopped';
  private error: ApiError | undefined;
  private found = 0;
  private goal = 0;

  constructor(private readonly options: HistorySearchOptions) {
    const { sources, before, filter } = options;
    this.hiddenLevels = new Set(filter.hiddenLevels);
    const finished = LEVELS.every((level) => this.hiddenLevels.has(level));
    this.parts = sources.map((source) => ({ source, reached: before, finished }));
    this.hiddenSources = new Set(filter.hiddenSources);
  }

  get progress(): SearchProgress {
    const open = this.parts.filter((part) => !part.finished);
    const backTo = open.reduce<string | undefined>(
      (newest, { reached }, index) => (index === 0 || isNewer(reached, newest) ? reached : newest),
      undefined,
    );
    return { state: this.state, matches: this.found, backTo, error: this.error };
  }

  /** Starts, or goes on after it stopped or failed, until there are 500 matches more. */
  more(): void {
    if (this.state === 'searching' || this.state === 'done') {
      return;
    }
    this.goal = this.found + MATCHES_AT_A_TIME;
    this.error = undefined;
    void this.search();
  }

  /** Stops at once; `more` goes on from here. */
  stop(): void {
    if (this.state === 'searching') {
      this.halt('stopped');
    }
  }

  /** @returns how to stop listening */
  onDidChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  dispose(): void {
    this.listeners.clear();
    this.stop();
  }

  private async search(): Promise<void> {
    const run = new AbortController();
    this.run = run;
    this.state = 'searching';
    this.changed();
    await Promise.all(
      this.parts.filter((part) => !part.finished).map((part) => this.searchPart(part, run.signal)),
    );
    if (!run.signal.aborted) {
      this.halt('done');
    }
  }

  private async searchPart(part: Part, signal: AbortSignal): Promise<void> {
    const { matcher, filter, clock, unknownTypes = false } = this.options;
    const search = matcher.searchTerm === undefined ? undefined : serverTerm(matcher.searchTerm);
    const types = serverTypes(filter.hiddenLevels, unknownTypes);
    try {
      const { unreadable } = await fetchRange({
        fetchPage: part.source.fetchPage,
        after: undefined,
        // Others on the oldest timestamp may be still unread; those that were read are known to the buffer.
        before: part.reached === this.options.before ? part.reached : justAfter(part.reached),
        ...(search === undefined ? {} : { search }),
        ...(types ? { types } : {}),
        signal,
        clock,
        onPage: (page) => this.take(part, page, signal),
        onProgress: (progress) => this.addGaps(progress.unreadable, part.source.config),
      });
      if (!signal.aborted) {
        this.addGaps(unreadable, part.source.config);
        part.finished = true;
        this.changed();
      }
    } catch (error) {
      if (!signal.aborted) {
        this.error = asApiError(error);
        this.halt('failed');
      }
    }
  }

  private async take(part: Part, page: readonly LogEntry[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      return;
    }
    const matches = this.matchesOf(page);
    if (this.options.matcher.isSlow) {
      this.halt('failed');
      return;
    }
    this.found += this.options.buffer.insert(matches, 'older', part.source.config).length;
    part.reached = oldest(page, part.reached);
    if (this.found >= this.goal) {
      this.halt('stopped');
      return;
    }
    this.changed();
    while (this.isAhead(part, signal)) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private matchesOf(page: readonly LogEntry[]): readonly LogEntry[] {
    const shown = page.filter(
      (entry) => !this.hiddenLevels.has(levelOf(entry)) && !this.hiddenSources.has(sourceOf(entry)),
    );
    const matching = this.options.matcher.matchesAll(shown.map(({ message }) => message));
    return shown.filter((_, index) => matching[index]);
  }

  /** Whether another log has yet to be searched in a time that this one is through with. */
  private isAhead(part: Part, signal: AbortSignal): boolean {
    return (
      !signal.aborted && this.parts.some((other) => !other.finished && isNewer(other.reached, part.reached))
    );
  }

  private addGaps(timestamps: readonly string[], config: number | undefined): void {
    for (const timestamp of timestamps) {
      const key = `unreadable:${config ?? ''}:${timestamp}`;
      if (!this.unreadable.has(key)) {
        this.unreadable.add(key);
        this.options.buffer.insertGap({
          kind: 'gap',
          key,
          from: addMicroseconds(timestamp, -1),
          to: addMicroseconds(timestamp, 1),
          reason: 'oneTimestampTooBig',
          config,
        });
      }
    }
  }

  private halt(state: 'stopped' | 'done' | 'failed'): void {
    this.state = state;
    this.run?.abort();
    this.changed();
  }

  private changed(): void {
    const { waiting } = this;
    this.waiting = [];
    waiting.forEach((resume) => resume());
    for (const listener of [...this.listeners]) {
      listener();
    }
  }
}

/** Undefined stands for what is newer than everything. */
function isNewer(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) {
    return a === undefined && b !== undefined;
  }
  return compareTimestamps(a, b) > 0;
}

function justAfter(timestamp: string | undefined): string | undefined {
  return timestamp === undefined ? undefined : addMicroseconds(timestamp, 1);
}

/** The oldest time that can be read among rows and what was reached before. */
function oldest(rows: readonly LogEntry[], before: string | undefined): string | undefined {
  return rows.reduce(
    (reached, { timestamp }) =>
      parseTimestamp(timestamp) && isNewer(reached, timestamp) ? timestamp : reached,
    before,
  );
}
