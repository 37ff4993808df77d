import type { LogEntry } from '../api/schemas';
import type { EntryItem, GapItem, LogItem, MarkerItem } from './items';
import { type Instant, compareParsed, parseTimestamp } from './timestamp';

/** A place in the order of the log: by time, then gap before marker before entry, then key. */
export interface Place {
  readonly timestamp: string;
  readonly instant: Instant | undefined;
  readonly rank: Rank;
  readonly key: string;
}

/** An item and its place. */
export interface Slot<T extends LogItem = LogItem> extends Place {
  readonly item: T;
}

/** A job that starts at an entry's time comes before the entry; a gap comes before all that is known at its end. */
type Rank = 0 | 1 | 2 | 3;

export function entrySlot(entry: LogEntry): Slot<EntryItem> {
  const { id: key, timestamp } = entry;
  return { timestamp, instant: parseTimestamp(timestamp), rank: 3, key, item: { kind: 'entry', key, entry } };
}

export function gapSlot(item: GapItem): Slot<GapItem> {
  return { timestamp: item.to, instant: parseTimestamp(item.to), rank: 1, key: item.key, item };
}

export function markerSlot(item: MarkerItem): Slot<MarkerItem> {
  return { timestamp: item.timestamp, instant: parseTimestamp(item.timestamp), rank: 2, key: item.key, item };
}

/** The place before everything that carries `timestamp`. */
export function placeBefore(timestamp: string): Place {
  return { timestamp, instant: parseTimestamp(timestamp), rank: 0, key: '' };
}

export function comparePlaces(a: Place, b: Place): number {
  const byTime = compareParsed(a.timestamp, a.instant, b.timestamp, b.instant);
  return byTime || a.rank - b.rank || (a.key === b.key ? 0 : a.key < b.key ? -1 : 1);
}

/** The first index at or after `from` whose slot is not before `place`, in slots that are in order from there on. */
export function lowerBound(slots: readonly Slot[], place: Place, from: number): number {
  let low = from;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const slot = slots[middle];
    if (slot && comparePlaces(slot, place) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Merges two ordered lists. */
export function mergeSlots(a: readonly Slot[], b: readonly Slot[]): Slot[] {
  const merged: Slot[] = [];
  let nextA = 0;
  let nextB = 0;
  for (;;) {
    const fromA = a[nextA];
    const fromB = b[nextB];
    if (fromA && (!fromB || comparePlaces(fromA, fromB) <= 0)) {
      merged.push(fromA);
      nextA++;
    } else if (fromB) {
      merged.push(fromB);
      nextB++;
    } else {
      return merged;
    }
  }
}
