import type { LogEntry } from '../api/schemas';
import { ConfigTally } from './buffer/configTally';
import type { FeedBuffer, LeftByFeed } from './feed/feedBuffer';
import type { EntryItem, GapItem, LogItem, MarkerItem } from './items';
import { GoneEntries } from './buffer/goneEntries';
import { KeySet } from './buffer/keySet';
import {
  type Slot,
  comparePlaces,
  entryKey,
  entrySlot,
  gapSlot,
  isTimed,
  markerSlot,
  placeBefore,
} from './buffer/slots';
import { SlotList } from './buffer/slotList';
import { MicrosReader } from './timestamp';

export interface BufferChange {
  /** What came in and is here now, in order. */
  readonly added: readonly LogItem[];
  /** Gaps and markers that were taken out. */
  readonly removed: readonly LogItem[];
  /** How many of the oldest items made room; what came in and made room at once counts neither here nor in `added`. */
  readonly evicted: number;
  /** Those items, oldest first. */
  readonly evictedItems: readonly LogItem[];
  /** Items from this index on (of the buffer as it is now) may have moved or be new; those before it are as before. */
  readonly firstChanged: number;
  /** So many items at the end are as before and in the same order. */
  readonly behind: number;
}

/**
 * - `follow`: what is older than anything that was evicted stays out.
 * - `older`: a person asked for it: what was evicted comes back.
 */
export type InsertMode = 'follow' | 'older';

/**
 * The log items of one panel: ordered by timestamp at full precision, then key; each key once; at most `cap` items, the
 * oldest making room. Entries may be of several plugin configs; what takes a `config` means the entries of that one,
 * and of those that were inserted without one where it is left out.
 */
export class LogBuffer implements FeedBuffer {
  readonly config = undefined;
  private readonly slots = new SlotList();
  private readonly keys = new KeySet();
  private readonly tallies = new Map<number | undefined, ConfigTally>();
  private readonly listeners = new Set<(change: BufferChange) => void>();
  private readonly gone = new GoneEntries();
  private readonly leftByFeeds = new Map<number | undefined, LeftByFeed | undefined>();
  private evictedTotal = 0;
  private evictedUnread = false;
  private taken = 0;

  /** @param most how many items are kept, at least 1 */
  constructor(private most: number) {}

  /** How many items are kept. Lowering it makes the oldest ones go; after raising it they can be fetched again. */
  get cap(): number {
    return this.most;
  }

  set cap(cap: number) {
    this.most = Math.max(1, cap);
    const evicted = this.makeRoom();
    if (evicted.length > 0) {
      this.emit({ evicted: evicted.length, evictedItems: evicted.map(itemOf), firstChanged: 0 });
    }
  }

  get size(): number {
    return this.slots.size;
  }

  /** How many entries made room for newer ones since the start. */
  get evictedCount(): number {
    return this.evictedTotal;
  }

  /** Whether others made room, too many to count: the gap that stood for them went before they were read. */
  get hasEvictedUnread(): boolean {
    return this.evictedUnread;
  }

  /** How many entries were ever taken in, also those that made room since. */
  get takenIn(): number {
    return this.taken;
  }

  get evictedThrough(): string | undefined {
    return this.gone.through;
  }

  get left(): LeftByFeed | undefined {
    return this.leftFor(this.config);
  }

  set left(left: LeftByFeed | undefined) {
    this.leave(left, this.config);
  }

  /** Of the oldest entry of all; undefined while there is none. */
  get oldestTimestamp(): string | undefined {
    return this.slots.nearest(0, 1, isEntry)?.timestamp;
  }

  /** Of the newest entry of all whose timestamp parses, else of the last; undefined while there is none. */
  get newestTimestamp(): string | undefined {
    const newest = [...this.tallies.values()].flatMap((tally) => tally.newest ?? []);
    const timed = newest.filter(isTimed);
    return (timed.length > 0 ? timed : newest).sort(comparePlaces).at(-1)?.timestamp;
  }

  oldestOf(config: number | undefined): string | undefined {
    const tally = this.tallies.get(config);
    if (!tally || tally.isEmpty) {
      return undefined;
    }
    // As far as it is to the next entry, so many were let go since it was last looked for.
    if (!tally.oldest) {
      tally.found(this.slots.nearest(0, 1, (slot) => isEntryOf(slot.item, config)));
    }
    return tally.oldest?.timestamp;
  }

  newestOf(config: number | undefined): string | undefined {
    return this.tallies.get(config)?.newest?.timestamp;
  }

  leftFor(config: number | undefined): LeftByFeed | undefined {
    return this.leftByFeeds.get(config);
  }

  leave(left: LeftByFeed | undefined, config: number | undefined): void {
    this.leftByFeeds.set(config, left);
  }

  at(index: number): LogItem | undefined {
    return this.slots.at(index)?.item;
  }

  /** Items `from` (inclusive) to `to` (exclusive), as far as they exist. */
  slice(from = 0, to = this.size): readonly LogItem[] {
    return this.slots.slice(from, to).map(itemOf);
  }

  has(id: string, config?: number): boolean {
    return this.keys.has(entryKey(id, config));
  }

  /** The index of an item, from its key and timestamp (a gap's is its `to`); -1 where it is not here. */
  indexOf(key: string, timestamp: string): number {
    const entry = this.slots.lowerBound({ ...placeBefore(timestamp), rank: 3, key });
    if (this.slots.at(entry)?.key === key) {
      return entry;
    }
    for (let index = this.indexAt(timestamp); index < entry; index++) {
      const slot = this.slots.at(index);
      if (slot?.key === key || slot?.rank === 3) {
        return slot.key === key ? index : -1;
      }
    }
    return -1;
  }

  /** The index of the first item at or after `timestamp`; `size` where all are before it. */
  indexAt(timestamp: string): number {
    return this.slots.lowerBound(placeBefore(timestamp));
  }

  newestEntries(count: number, config?: number): readonly EntryItem[] {
    const newest: EntryItem[] = [];
    for (let index = this.size - 1; index >= 0 && newest.length < count; index--) {
      const item = this.at(index);
      if (isEntryOf(item, config)) {
        newest.push(item);
      }
    }
    return newest.reverse();
  }

  newestBefore(timestamp: string, config?: number): string | undefined {
    const isWanted = ({ item }: Slot): boolean => isEntryOf(item, config);
    return this.slots.nearest(this.indexAt(timestamp) - 1, -1, isWanted)?.timestamp;
  }

  countFrom(timestamp: string, config?: number): number {
    return this.slice(this.indexAt(timestamp)).filter((item) => isEntryOf(item, config)).length;
  }

  roomBefore(timestamp: string): number {
    return Math.max(0, this.most - (this.size - this.indexAt(timestamp)));
  }

  gaps(config?: number): readonly GapItem[] {
    return this.slice().filter((item) => item.kind === 'gap' && item.config === config) as readonly GapItem[];
  }

  /**
   * Takes entries in, in any order, known ones and repeated ones among them.
   *
   * @returns the entries that were not known, in order, also those that made room at once
   */
  insert(entries: readonly LogEntry[], mode: InsertMode = 'follow', config?: number): readonly EntryItem[] {
    const fresh = this.unknown(entries, mode, config);
    const oldest = fresh[0];
    if (!oldest) {
      return [];
    }
    if (mode === 'older') {
      this.gone.lower(oldest);
    }
    this.taken += fresh.length;
    this.tally(config).add(fresh);
    this.take(fresh);
    return fresh.map((slot) => slot.item);
  }

  admitFrom(timestamp: string | undefined): void {
    this.gone.admitFrom(timestamp);
  }

  insertMarker(marker: MarkerItem): void {
    this.take([markerSlot(marker)]);
  }

  insertGap(gap: GapItem): void {
    this.take([gapSlot(gap)]);
  }

  /** Takes a gap out; nothing happens where it is not here. */
  closeGap(gap: GapItem): void {
    const index = this.indexOf(gap.key, gap.to);
    const item = this.at(index);
    if (item) {
      this.slots.removeAt(index);
      this.emit({ removed: [item], firstChanged: index, behind: this.size - index });
    }
  }

  /** @returns how to stop listening */
  onDidChange(listener: (change: BufferChange) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Slots for those of the entries that are to be taken in, in order. */
  private unknown(
    entries: readonly LogEntry[],
    mode: InsertMode,
    config: number | undefined,
  ): Slot<EntryItem>[] {
    const times = new MicrosReader();
    const fresh: Slot<EntryItem>[] = [];
    for (const entry of entries) {
      const key = entryKey(entry.id, config);
      if (!this.keys.add(key)) {
        continue;
      }
      const slot = entrySlot(entry, config, times.read(entry.timestamp), key);
      if (mode === 'follow' && this.gone.has(slot)) {
        this.keys.delete(key);
        continue;
      }
      fresh.push(slot);
    }
    // Pages come newest first; sorting what is nearly in order is cheap.
    return fresh.reverse().sort(comparePlaces);
  }

  private tally(config: number | undefined): ConfigTally {
    const known = this.tallies.get(config);
    const tally = known ?? new ConfigTally();
    if (!known) {
      this.tallies.set(config, tally);
    }
    return tally;
  }

  /** @param fresh in order, not empty */
  private take(fresh: readonly Slot[]): void {
    const { from, behind } = this.slots.merge(fresh);
    const evicted = this.makeRoom();
    const [gone, newcomers] = [new Set<Slot>(evicted), new Set(evicted.length > 0 ? fresh : [])];
    const evictedItems = evicted.filter((slot) => !newcomers.has(slot)).map(itemOf);
    const added = evicted.length > 0 ? fresh.filter((slot) => !gone.has(slot)) : fresh;
    this.emit({
      added: added.map(itemOf),
      evicted: evictedItems.length,
      evictedItems,
      firstChanged: Math.max(0, from - evicted.length),
      behind: Math.min(behind, this.size),
    });
  }

  private makeRoom(): readonly Slot[] {
    const evicted = this.size > this.most ? this.slots.dropFirst(this.size - this.most) : [];
    for (const slot of evicted) {
      const { item } = slot;
      if (item.kind === 'entry') {
        this.keys.delete(slot.key);
        this.tallies.get(item.config)?.drop(slot);
        this.evictedTotal++;
      } else if (item.kind === 'gap' && item.reason === 'loading') {
        this.evictedUnread = true;
      }
    }
    const last = evicted.at(-1);
    if (last) {
      this.gone.raise(last);
    }
    return evicted;
  }

  private emit(change: Partial<BufferChange> & Pick<BufferChange, 'firstChanged'>): void {
    const whole = {
      added: [],
      removed: [],
      evicted: 0,
      evictedItems: [],
      behind: 0,
      ...change,
    };
    for (const listener of [...this.listeners]) {
      listener(whole);
    }
  }
}

function itemOf(slot: Slot): LogItem {
  return slot.item;
}

function isEntry({ item }: Slot): boolean {
  return item.kind === 'entry';
}

function isEntryOf(item: LogItem | undefined, config: number | undefined): item is EntryItem {
  return item?.kind === 'entry' && item.config === config;
}
