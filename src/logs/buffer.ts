import type { LogEntry } from '../api/schemas';
import type { EntryItem, GapItem, LogItem, MarkerItem } from './items';
import {
  type Place,
  type Slot,
  comparePlaces,
  entrySlot,
  gapSlot,
  lowerBound,
  markerSlot,
  mergeSlots,
  placeBefore,
} from './slots';
import { addMicroseconds, compareTimestamps } from './timestamp';

export interface BufferChange {
  /** What came in and is here now, in order. */
  readonly added: readonly LogItem[];
  /** Gaps and markers that were taken out. */
  readonly removed: readonly LogItem[];
  /** How many of the oldest items made room; what came in and made room at once counts neither here nor in `added`. */
  readonly evicted: number;
  /** Those items, oldest first. */
  readonly evictedItems: readonly LogItem[];
  /** Everything was cleared. */
  readonly cleared: boolean;
  /** Items from this index on (of the buffer as it is now) may have moved or be new; those before it are as before. */
  readonly firstChanged: number;
}

/**
 * - `follow`: what is older than anything that was evicted or cleared stays out.
 * - `older`: a person asked for it: what was cleared comes back.
 */
export type InsertMode = 'follow' | 'older';

/** Cleared entries this close to the live end may still be fetched again by the feed's overlap and sweeps. */
const REMEMBER_CLEARED_US = 180_000_000;

/**
 * The log items of one panel: ordered by timestamp at full precision, then id; each id once; at most `cap` items, the
 * oldest making room. A batch costs one merge, whatever its size, and eviction moves a pointer.
 */
export class LogBuffer {
  /** Slots before `head` are evicted; they are cut off when they are a quarter of the array. */
  private slots: Slot[] = [];
  private head = 0;
  /** Entries whose timestamps do not parse: they are the last in order. */
  private unparsable = 0;
  private readonly ids = new Set<string>();
  private clearedNearEnd = new Map<string, string>();
  /** Everything up to here is evicted or cleared for good, and stays out when the feed fetches it again. */
  private floor: Place | undefined;
  private evictedTotal = 0;
  private readonly listeners = new Set<(change: BufferChange) => void>();

  /** @param cap how many items are kept, at least 1 */
  constructor(readonly cap: number) {}

  get size(): number {
    return this.slots.length - this.head;
  }

  /** How many entries made room for newer ones since the start or the last clear. */
  get evictedCount(): number {
    return this.evictedTotal;
  }

  /** The timestamp up to which entries are no longer taken, so that nobody fetches them in vain. */
  get evictedThrough(): string | undefined {
    return this.floor?.timestamp;
  }

  /** Of the oldest entry; undefined while there is none. */
  get oldestTimestamp(): string | undefined {
    return this.nearestEntry(this.head, 1)?.entry.timestamp;
  }

  /** Of the newest entry whose timestamp parses, else of the last; undefined while there is none. */
  get newestTimestamp(): string | undefined {
    const last = this.slots.length - 1;
    return (this.nearestEntry(last - this.unparsable, -1) ?? this.nearestEntry(last, -1))?.entry.timestamp;
  }

  at(index: number): LogItem | undefined {
    return index < 0 ? undefined : this.slots[this.head + index]?.item;
  }

  /** Items `from` (inclusive) to `to` (exclusive), as far as they exist. */
  slice(from = 0, to = this.size): readonly LogItem[] {
    return this.slots
      .slice(this.head + Math.max(0, from), this.head + Math.max(0, to))
      .map((slot) => slot.item);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** The index of an item, from its key and timestamp (a gap's is its `to`); -1 where it is not here. */
  indexOf(key: string, timestamp: string): number {
    const entry = lowerBound(this.slots, { ...placeBefore(timestamp), rank: 3, key }, this.head);
    if (this.slots[entry]?.key === key) {
      return entry - this.head;
    }
    for (let index = lowerBound(this.slots, placeBefore(timestamp), this.head); index < entry; index++) {
      const slot = this.slots[index];
      if (slot?.key === key || slot?.rank === 3) {
        return slot.key === key ? index - this.head : -1;
      }
    }
    return -1;
  }

  /** The index of the first item at or after `timestamp`; `size` where all are before it. */
  indexAt(timestamp: string): number {
    return lowerBound(this.slots, placeBefore(timestamp), this.head) - this.head;
  }

  /**
   * Takes entries in, in any order, known ones and repeated ones among them.
   *
   * @returns the entries that were not known, in order, also those that made room at once
   */
  insert(entries: readonly LogEntry[], mode: InsertMode = 'follow'): readonly EntryItem[] {
    const fresh: Slot<EntryItem>[] = [];
    for (const entry of entries) {
      if (this.ids.has(entry.id)) {
        continue;
      }
      const slot = entrySlot(entry);
      if (mode === 'follow' && this.isGone(slot)) {
        continue;
      }
      this.clearedNearEnd.delete(entry.id);
      this.ids.add(entry.id);
      fresh.push(slot);
    }
    fresh.sort(comparePlaces);
    const oldest = fresh[0];
    if (!oldest) {
      return [];
    }
    if (mode === 'older' && this.isGone(oldest)) {
      this.floor = placeBefore(oldest.timestamp);
    }
    this.take(fresh);
    return fresh.map((slot) => slot.item);
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
    if (index < 0) {
      return;
    }
    this.slots.splice(this.head + index, 1);
    this.emit({ removed: [gap], firstChanged: index });
  }

  /** Empties the view of what is here. What arrives on the server later is shown, also where it is late. */
  clear(): void {
    const entries = this.slots.slice(this.head).filter((slot) => slot.item.kind === 'entry');
    const newest = this.nearestEntry(this.slots.length - 1 - this.unparsable, -1)?.entry.timestamp;
    const cleared = new Map([
      ...this.clearedNearEnd,
      ...entries.map((slot) => [slot.key, slot.timestamp] as const),
    ]);
    if (newest !== undefined && entries.length > this.unparsable) {
      const cutoff = placeBefore(addMicroseconds(newest, -REMEMBER_CLEARED_US));
      this.raiseFloor(cutoff);
      for (const [id, timestamp] of cleared) {
        if (compareTimestamps(timestamp, cutoff.timestamp) < 0) {
          cleared.delete(id);
        }
      }
    }
    this.clearedNearEnd = cleared;
    this.slots = [];
    this.head = 0;
    this.unparsable = 0;
    this.evictedTotal = 0;
    this.ids.clear();
    this.emit({ cleared: true, firstChanged: 0 });
  }

  /** @returns how to stop listening */
  onDidChange(listener: (change: BufferChange) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private isGone(slot: Slot): boolean {
    return (
      this.clearedNearEnd.has(slot.key) || (this.floor !== undefined && comparePlaces(slot, this.floor) <= 0)
    );
  }

  private raiseFloor(place: Place): void {
    if (!this.floor || comparePlaces(this.floor, place) < 0) {
      this.floor = place;
    }
  }

  private nearestEntry(from: number, step: 1 | -1): EntryItem | undefined {
    for (let index = from; index >= this.head && index < this.slots.length; index += step) {
      const item = this.slots[index]?.item;
      if (item?.kind === 'entry') {
        return item;
      }
    }
    return undefined;
  }

  /** @param fresh in order, not empty */
  private take(fresh: readonly Slot[]): void {
    const [first, last] = [fresh[0], fresh.at(-1)];
    if (!first || !last) {
      return;
    }
    const begin = lowerBound(this.slots, first, this.head);
    const end = lowerBound(this.slots, last, begin);
    const before = begin - this.head;
    const between = this.slots.slice(begin, end);
    this.slots = this.slots.slice(0, begin).concat(mergeSlots(between, fresh), this.slots.slice(end));
    this.unparsable += fresh.filter((slot) => !slot.instant && slot.rank === 3).length;
    const evicted = this.makeRoom();
    const [gone, newcomers] = [new Set<Slot>(evicted), new Set(evicted.length > 0 ? fresh : [])];
    const evictedItems = evicted.filter((slot) => !newcomers.has(slot)).map((slot) => slot.item);
    this.emit({
      added: fresh.filter((slot) => !gone.has(slot)).map((slot) => slot.item),
      evicted: evictedItems.length,
      evictedItems,
      firstChanged: Math.max(0, before - evicted.length),
    });
  }

  private makeRoom(): readonly Slot[] {
    const excess = this.size - this.cap;
    if (excess <= 0) {
      return [];
    }
    const evicted = this.slots.slice(this.head, this.head + excess);
    this.head += excess;
    for (const slot of evicted) {
      this.raiseFloor(slot);
      if (slot.rank === 3) {
        this.ids.delete(slot.key);
        this.evictedTotal++;
        this.unparsable -= slot.instant ? 0 : 1;
      }
    }
    if (this.head > this.slots.length / 4) {
      this.slots = this.slots.slice(this.head);
      this.head = 0;
    }
    return evicted;
  }

  private emit(change: Partial<BufferChange> & Pick<BufferChange, 'firstChanged'>): void {
    const whole = { added: [], removed: [], evicted: 0, evictedItems: [], cleared: false, ...change };
    for (const listener of [...this.listeners]) {
      listener(whole);
    }
  }
}
