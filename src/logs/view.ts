import type { BufferChange } from './buffer';
import { levelOf, SHOW_ALL, textMatcher } from './filter';
import type { LogItem } from './items';
import type { Level, LogFilter } from './protocol';
import { LEVELS } from './protocol';
import { placeOf } from './placeOf';
import { Queue } from './queue';
import { comparePlaces } from './slots';

/** What a view reads: a `LogBuffer`. */
export interface ViewedBuffer {
  readonly size: number;
  at(index: number): LogItem | undefined;
  slice(from?: number, to?: number): readonly LogItem[];
  onDidChange(listener: (change: BufferChange) => void): () => void;
}

/**
 * The items of a buffer that pass the filter and are not cleared, in order, with counts. Kept up with the buffer: what
 * comes in at the end costs as much as it is, what comes in before the end as much as lies behind it, and a message is
 * searched when it comes, when it goes and when the filter changes.
 */
export class LogView {
  /** Everything in the buffer; `rows` is what is left of it by filter and clearing. Both begin at their head. */
  private all = new Queue<LogItem>();
  private rows = new Queue<LogItem>();
  private filter = SHOW_ALL;
  private hidden: ReadonlySet<Level> = new Set();
  private matches = textMatcher('');
  private readonly clearedKeys = new Set<string>();
  private perLevel = noCounts();
  private entryCount = 0;
  private clearedCount = 0;
  private readonly listeners = new Set<() => void>();
  private readonly stop: () => void;

  constructor(private readonly buffer: ViewedBuffer) {
    this.stop = buffer.onDidChange((change) => this.follow(change));
    this.rebuild();
  }

  dispose(): void {
    this.stop();
    this.listeners.clear();
  }

  get total(): number {
    return this.rows.size;
  }

  at(index: number): LogItem | undefined {
    return this.rows.at(index);
  }

  /** Entries of each level that pass the text filter, whether their level is shown or not. */
  get counts(): Readonly<Record<Level, number>> {
    return this.perLevel;
  }

  /** Entries that pass the filter. */
  get matching(): number {
    return LEVELS.reduce((sum, level) => sum + (this.hidden.has(level) ? 0 : this.perLevel[level]), 0);
  }

  /** Entries that are not cleared, shown or not. */
  get entries(): number {
    return this.entryCount;
  }

  /** Entries that are cleared and can be brought back. */
  get cleared(): number {
    return this.clearedCount;
  }

  get currentFilter(): LogFilter {
    return this.filter;
  }

  setFilter(filter: LogFilter): void {
    this.filter = filter;
    this.hidden = new Set(filter.hiddenLevels);
    this.matches = textMatcher(filter.text);
    this.rebuild();
  }

  /** Takes everything that is here now out of sight. What arrives later is shown, whatever its timestamp. */
  clear(): void {
    for (let index = 0; index < this.all.size; index++) {
      this.clearedKeys.add(this.all.at(index)?.key ?? '');
    }
    this.rebuild();
  }

  showCleared(): void {
    this.clearedKeys.clear();
    this.rebuild();
  }

  /** How many rows come before an item, which may itself be filtered out, cleared or gone. */
  indexOf(item: LogItem): number {
    const place = placeOf(item);
    let low = 0;
    let high = this.rows.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.rows.at(middle);
      if (row && comparePlaces(placeOf(row), place) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether an item has made room for newer ones, so that it will not come back by itself. */
  isEvicted(item: LogItem): boolean {
    const oldest = this.all.at(0);
    return oldest === undefined || comparePlaces(placeOf(item), placeOf(oldest)) < 0;
  }

  /** @returns how to stop listening */
  onDidChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private follow(change: BufferChange): void {
    if (change.cleared || change.removed.length > 0 || change.firstChanged === 0) {
      this.rebuild();
      return;
    }
    this.dropEvicted();
    const { firstChanged } = change;
    const known = this.all.cut(firstChanged);
    const knownRows = this.rows.cut(this.rowsBefore(known));
    let nextKnown = 0;
    let nextRow = 0;
    for (const item of this.buffer.slice(firstChanged)) {
      this.all.push(item);
      if (item !== known[nextKnown]) {
        this.take(item);
        continue;
      }
      nextKnown++;
      if (item === knownRows[nextRow]) {
        this.rows.push(item);
        nextRow++;
      }
    }
    this.emit();
  }

  /** Drops what the buffer dropped: everything before the item that is its first now. */
  private dropEvicted(): void {
    const first = this.buffer.at(0);
    for (let item = this.all.at(0); item && item !== first; item = this.all.at(0)) {
      this.all.shift();
      if (this.rows.at(0) === item) {
        this.rows.shift();
      }
      this.count(item, -1);
      this.clearedKeys.delete(item.key);
    }
  }

  /** How many rows come before the items of `tail`, which ends where the rows end. */
  private rowsBefore(tail: readonly LogItem[]): number {
    let before = this.rows.size;
    for (let index = tail.length - 1; index >= 0; index--) {
      if (before > 0 && this.rows.at(before - 1) === tail[index]) {
        before--;
      }
    }
    return before;
  }

  private rebuild(): void {
    this.all = new Queue();
    this.rows = new Queue();
    this.perLevel = noCounts();
    this.entryCount = 0;
    this.clearedCount = 0;
    const seen = this.clearedKeys.size > 0 ? new Set<string>() : undefined;
    for (const item of this.buffer.slice()) {
      this.all.push(item);
      this.take(item);
      seen?.add(item.key);
    }
    for (const key of this.clearedKeys) {
      if (seen && !seen.has(key)) {
        this.clearedKeys.delete(key);
      }
    }
    this.emit();
  }

  private take(item: LogItem): void {
    const passesText = this.count(item, 1);
    if (passesText && !(item.kind === 'entry' && this.hidden.has(levelOf(item.entry)))) {
      this.rows.push(item);
    }
  }

  /** Counts an item in or out. @returns whether it is neither cleared nor left out by the text filter */
  private count(item: LogItem, step: 1 | -1): boolean {
    const isCleared = this.clearedKeys.has(item.key);
    if (item.kind !== 'entry') {
      return !isCleared;
    }
    if (isCleared) {
      this.clearedCount += step;
      return false;
    }
    this.entryCount += step;
    const passes = this.matches(item.entry.message);
    if (passes) {
      this.perLevel[levelOf(item.entry)] += step;
    }
    return passes;
  }

  private emit(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}

function noCounts(): Record<Level, number> {
  return { DEBUG: 0, LOG: 0, INFO: 0, WARN: 0, ERROR: 0, OTHER: 0 };
}
