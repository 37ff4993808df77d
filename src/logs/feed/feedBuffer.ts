import type { LogEntry } from '../../api/schemas';
import type { BufferChange, InsertMode, LogBuffer } from '../buffer';
import type { EntryItem, GapItem } from '../items';

/** Where history begins. */
export interface HistoryStart {
  /** Everything before this, exclusive, is history; undefined while nothing is known, and where the log has nothing more. */
  readonly before: string | undefined;
  /** The log has nothing that is older than what is here. */
  readonly atBeginning: boolean;
}

/** What a feed knows when it ends, for the next one on the same buffer. */
export interface LeftByFeed {
  /** Up to this timestamp nothing can be missing, but for what gaps stand for; undefined where nothing is known. */
  readonly settled: string | undefined;
  readonly history: HistoryStart;
}

/** What a feed needs of a buffer: a `LogBuffer`, or one config's part of it. */
export interface FeedBuffer {
  /** Id of the plugin config, in a buffer of several. */
  readonly config: number | undefined;
  /** Items of all configs, and how many of them the buffer may hold. */
  readonly size: number;
  readonly cap: number;
  /** The timestamp up to which entries are no longer taken, so that nobody fetches them in vain. */
  readonly evictedThrough: string | undefined;
  /** What the feed has left that filled the buffer; undefined where none has. */
  left: LeftByFeed | undefined;
  /** Of this config's oldest entry; undefined while there is none. */
  readonly oldestTimestamp: string | undefined;
  /** Of this config's newest entry whose timestamp parses, else of its last one. */
  readonly newestTimestamp: string | undefined;
  /** @returns the entries that were not known, in order, also those that made room at once */
  insert(entries: readonly LogEntry[], mode?: InsertMode): readonly EntryItem[];
  /** Nothing from `timestamp` on stays out any more because it has made room; undefined for everything there is. */
  admitFrom(timestamp: string | undefined): void;
  insertGap(gap: GapItem): void;
  closeGap(gap: GapItem): void;
  indexOf(key: string, timestamp: string): number;
  /** This config's newest entries, in order. */
  newestEntries(count: number): readonly EntryItem[];
  /** The timestamp of this config's newest entry before `timestamp`. */
  newestBefore(timestamp: string): string | undefined;
  /** How many entries this config has at or after `timestamp`. */
  countFrom(timestamp: string): number;
  /** How many items can still come in before `timestamp` without making room at once. */
  roomBefore(timestamp: string): number;
  /** This config's gaps, in order. */
  gaps(): readonly GapItem[];
  /** @returns how to stop listening */
  onDidChange(listener: (change: BufferChange) => void): () => void;
}

/** One config's part of a buffer that several feeds share. */
export class ConfigBuffer implements FeedBuffer {
  constructor(
    private readonly buffer: LogBuffer,
    readonly config: number,
  ) {}

  get size(): number {
    return this.buffer.size;
  }

  get cap(): number {
    return this.buffer.cap;
  }

  get evictedThrough(): string | undefined {
    return this.buffer.evictedThrough;
  }

  get left(): LeftByFeed | undefined {
    return this.buffer.leftFor(this.config);
  }

  set left(left: LeftByFeed | undefined) {
    this.buffer.leave(left, this.config);
  }

  get oldestTimestamp(): string | undefined {
    return this.buffer.oldestOf(this.config);
  }

  get newestTimestamp(): string | undefined {
    return this.buffer.newestOf(this.config);
  }

  insert(entries: readonly LogEntry[], mode?: InsertMode): readonly EntryItem[] {
    return this.buffer.insert(entries, mode, this.config);
  }

  admitFrom(timestamp: string | undefined): void {
    this.buffer.admitFrom(timestamp);
  }

  insertGap(gap: GapItem): void {
    this.buffer.insertGap(gap);
  }

  closeGap(gap: GapItem): void {
    this.buffer.closeGap(gap);
  }

  indexOf(key: string, timestamp: string): number {
    return this.buffer.indexOf(key, timestamp);
  }

  newestEntries(count: number): readonly EntryItem[] {
    return this.buffer.newestEntries(count, this.config);
  }

  newestBefore(timestamp: string): string | undefined {
    return this.buffer.newestBefore(timestamp, this.config);
  }

  countFrom(timestamp: string): number {
    return this.buffer.countFrom(timestamp, this.config);
  }

  roomBefore(timestamp: string): number {
    return this.buffer.roomBefore(timestamp);
  }

  gaps(): readonly GapItem[] {
    return this.buffer.gaps(this.config);
  }

  onDidChange(listener: (change: BufferChange) => void): () => void {
    return this.buffer.onDidChange(listener);
  }
}
