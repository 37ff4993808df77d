import type { BufferChange } from './buffer';
import { SHOW_ALL } from './view/filter';
import { FilterText } from './view/filterText';
import type { LogItem } from './items';
import { placeOf } from './buffer/placeOf';
import type { Level, LogFilter } from './protocol';
import { countMatches, firstRow, nextMatch } from './view/rowSearch';
import { comparePlaces } from './buffer/slots';
import type { TextMatcher, TextProblem, TextQuery } from './view/textFilter';
import type { SliceSize } from './view/textPass';
import { TimeReader } from './view/timeReader';
import { type Timeline, timelineOf } from './view/timeline';
import { ViewCounts } from './view/viewCounts';
import { compareToPlace, Hiding, type ViewLine } from './view/viewLine';
import { ViewLines } from './view/viewLines';
import { ViewRows } from './view/viewRows';

/** What a view reads: a `LogBuffer`. */
export interface ViewedBuffer {
  readonly size: number;
  /** Entries that made room for newer ones. */
  readonly evictedCount: number;
  /** Whether others made room before they were read. */
  readonly hasEvictedUnread: boolean;
  at(index: number): LogItem | undefined;
  slice(from?: number, to?: number): readonly LogItem[];
  onDidChange(listener: (change: BufferChange) => void): () => void;
}

export interface LogViewOptions {
  /** Lets other work go on between two slices of a search. */
  readonly yieldNow?: () => Promise<void>;
  /** How much is searched at once. */
  readonly slice?: SliceSize;
}

/** Short enough not to be noticed beside the feed, and long enough to search a hundred thousand usual entries in two. */
const SLICE: SliceSize = { ms: 10, units: 262_144 };

/**
 * The items of a buffer that pass the filter and are not cleared, in order, with counts. Kept up with the buffer: what
 * comes in costs as much as it is, and what it comes in among; a message is searched once for each text.
 *
 * A text that takes long to search for takes effect when that is done; every other part of a filter does at once.
 */
export class LogView {
  private readonly reader = new TimeReader();
  private readonly lines = new ViewLines(this.reader);
  private readonly rows = new ViewRows(this.lines.queue);
  private readonly text: FilterText;
  private filter = SHOW_ALL;
  private hiding = new Hiding(SHOW_ALL, this.reader);
  private counts = new ViewCounts();
  private readonly listeners = new Set<() => void>();
  private readonly stop: () => void;

  constructor(
    private readonly buffer: ViewedBuffer,
    options: LogViewOptions = {},
  ) {
    this.text = new FilterText({
      lines: this.lines.queue,
      yieldNow: options.yieldNow ?? (() => new Promise((resolve) => void setImmediate(resolve))),
      slice: options.slice ?? SLICE,
      onDidFinish: () => this.refresh(),
    });
    this.stop = buffer.onDidChange((change) => this.follow(change));
    this.follow({ added: [], removed: [], evicted: 0, evictedItems: [], firstChanged: 0, behind: 0 });
  }

  dispose(): void {
    this.stop();
    this.text.dispose();
    this.listeners.clear();
  }

  /** Rows: entries, gaps and markers that are shown. */
  get total(): number {
    return this.rows.queue.size;
  }

  at(index: number): LogItem | undefined {
    return this.rows.queue.at(index)?.item;
  }

  /** Whether a row matches the text of the filter, or is only shown because a neighbour does, or neither. */
  roleAt(index: number): 'plain' | 'match' | 'context' {
    const line = this.rows.queue.at(index);
    if (line?.item.kind !== 'entry' || this.text.matcher.isEmpty) {
      return 'plain';
    }
    return line.matches ? 'match' : this.rows.hasContext ? 'context' : 'plain';
  }

  /** Whether entries before a row are left out, and it begins another group of context. */
  apartAt(index: number): boolean {
    return this.rows.hasContext && (this.rows.queue.at(index)?.isApart ?? false);
  }

  /** Entries of each level that match the text and that nothing but their level hides. */
  get levels(): Record<Level, number> {
    return this.counts.levels;
  }

  /** The same for each source, in order; a hundred at most, and those that are hidden. */
  get sources(): { source: string; count: number }[] {
    return this.counts.sources(this.filter.hiddenSources);
  }

  /** The same for each plugin config, in a panel of several. */
  get configs(): { config: number; count: number }[] {
    return this.counts.configs(this.filter.hiddenConfigs);
  }

  /** Entries that are shown. */
  get shown(): number {
    if (this.rows.hasContext) {
      return this.rows.entriesWithContext;
    }
    return this.filter.show === 'all' ? this.counts.candidates : this.counts.matches;
  }

  /** Entries that are not cleared, shown or not. */
  get entries(): number {
    return this.counts.entries;
  }

  /** Entries that are cleared and can be brought back. */
  get cleared(): number {
    return this.counts.cleared;
  }

  /** Entries that made room for newer ones. */
  get evicted(): number {
    return this.buffer.evictedCount;
  }

  /** Whether others made room before they were read, and are not counted. */
  get evictedMore(): boolean {
    return this.buffer.hasEvictedUnread;
  }

  /** Entries that match the text and are shown; none where there is no text. */
  get matches(): number {
    return this.text.matcher.isEmpty ? 0 : this.counts.matches;
  }

  /** The filter as it was set, whether its text is in force or not. */
  get currentFilter(): LogFilter {
    return this.filter;
  }

  /** Whether entries are being searched for the text of the filter, and the one before is still in force. */
  get busy(): boolean {
    return this.text.isBusy;
  }

  /** Why the text of the filter is not in force. */
  get problem(): TextProblem | undefined {
    return this.text.problem;
  }

  /** What finds the text that is in force. */
  get matcher(): TextMatcher {
    return this.text.matcher;
  }

  /** The text that is in force, which need not be that of the filter as it was set. */
  get appliedText(): TextQuery {
    const { text, regex, matchCase, wholeWord } = this.text.applied;
    return { text, regex, matchCase, wholeWord };
  }

  setFilter(filter: LogFilter): void {
    const before = this.filter;
    this.filter = filter;
    const hides = !hidesTheSame(before, filter);
    if (hides) {
      this.hiding = new Hiding(filter, this.reader);
      this.hideAnew(filter.since !== null);
    }
    const { matcher } = this.text;
    this.text.set(filter);
    if (
      hides ||
      this.text.matcher !== matcher ||
      filter.show !== before.show ||
      filter.context !== before.context
    ) {
      this.refresh();
    } else {
      this.emit();
    }
  }

  /** Takes everything that is here now out of sight. What arrives later is shown, whatever its timestamp. */
  clear(): void {
    this.setCleared(true);
  }

  showCleared(): void {
    this.setCleared(false);
  }

  /** How many rows come before an item, which may itself be filtered out, cleared or gone. */
  indexOf(item: LogItem): number {
    const place = placeOf(item);
    const time = this.reader.read(place.timestamp);
    return firstRow(this.rows.queue, (line) => compareToPlace(line, time, place) >= 0);
  }

  /** Whether an item has made room for newer ones, so that it will not come back by itself. */
  isEvicted(item: LogItem): boolean {
    const oldest = this.lines.queue.at(0);
    return oldest === undefined || comparePlaces(placeOf(item), placeOf(oldest.item)) < 0;
  }

  /** The index of the first entry at or after a time in milliseconds since the epoch; `total` where there is none. */
  indexAtTime(ms: number): number {
    let index = firstRow(this.rows.queue, (line) => line.time >= ms);
    while (index < this.total && this.at(index)?.kind !== 'entry') {
      index++;
    }
    return index;
  }

  /** The index of the nearest match after or before a row, going on at the other end; undefined where there is none. */
  nextMatch(from: number, direction: 'next' | 'previous'): number | undefined {
    return this.text.matcher.isEmpty ? undefined : nextMatch(this.rows.queue, from, direction);
  }

  /** Which of the matches a row is, from 1; 0 where it is none. */
  matchNumber(index: number): number {
    return this.roleAt(index) === 'match' ? countMatches(this.rows.queue, index + 1) : 0;
  }

  /** The entries that are shown, over time. @param maxBars at least 1 */
  timeline(maxBars: number): Timeline {
    return timelineOf(
      this.rows.queue.toArray().filter((line) => line.level >= 0),
      maxBars,
    );
  }

  /** What is shown now, in order. */
  items(): Iterable<LogItem> {
    return this.rows.queue.toArray().map((line) => line.item);
  }

  /** @returns how to stop listening */
  onDidChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private follow(change: BufferChange): void {
    const after = this.buffer.slice(change.firstChanged, this.buffer.size - change.behind);
    const changes = this.lines.follow(change, after);
    const { dropped, removed, fresh } = changes;
    let isStale = fresh.filter((line) => this.hiding.learn(line.item)).length > 0;
    fresh.forEach((line) => this.hiding.apply(line));
    for (const line of dropped) {
      this.count(line, -1);
    }
    for (const line of removed) {
      this.count(line, -1);
    }
    if (isStale) {
      this.hideAnew(false);
    }
    isStale = !this.text.take(fresh) || isStale;
    if (isStale) {
      this.refresh();
      return;
    }
    for (const line of fresh) {
      this.count(line, 1);
    }
    this.rows.follow(changes);
    this.emit();
  }

  private count(line: ViewLine, step: 1 | -1): void {
    this.counts.count(line, this.text.matches(line), step);
  }

  /** Applies the filter to every line again, but for its text. @param learn whether the row to begin with may be here */
  private hideAnew(learn: boolean): void {
    const lines = this.lines.queue.toArray();
    if (learn) {
      lines.forEach((line) => this.hiding.learn(line.item));
    }
    lines.forEach((line) => this.hiding.apply(line));
  }

  private setCleared(cleared: boolean): void {
    this.lines.queue.forEach((line) => (line.isCleared = cleared));
    this.refresh();
  }

  /** Counts anew, and lets the rows be found anew. */
  private refresh(): void {
    const { context, show } = this.filter;
    this.counts = new ViewCounts();
    this.lines.queue.forEach((line) => this.count(line, 1));
    this.rows.reset({ onlyMatches: show === 'matches' && !this.text.matcher.isEmpty, context });
    this.emit();
  }

  private emit(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}

/** Whether two filters differ in their texts at most, and in how they show what matches. */
function hidesTheSame(a: LogFilter, b: LogFilter): boolean {
  const parts = ({ hiddenLevels, hiddenSources, hiddenConfigs, since }: LogFilter): string =>
    JSON.stringify([hiddenLevels, hiddenSources, hiddenConfigs, since]);
  return parts(a) === parts(b);
}
