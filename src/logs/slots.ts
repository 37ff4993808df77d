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

/**
 * @param config of an entry in a panel of several configs
 * @param instant the entry's timestamp, where it is known already
 */
export function entrySlot(
  entry: LogEntry,
  config?: number,
  instant = parseTimestamp(entry.timestamp),
): Slot<EntryItem> {
  const { id, timestamp } = entry;
  const key = entryKey(id, config);
  return { timestamp, instant, rank: 3, key, item: { kind: 'entry', key, entry, config } };
}

export function entryKey(id: string, config: number | undefined): string {
  return config === undefined ? id : `${config}:${id}`;
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
