import { createHash } from 'node:crypto';

import type { LogEntry } from '../../api/schemas';
import type { EntryItem, GapItem, LogItem, MarkerItem } from '../items';
import { type Instant, MicrosReader, compareParsed, parseTimestamp } from '../timestamp';

/** A place in the order of the log: by time, then gap before marker before entry, then key. */
export interface Place {
  readonly timestamp: string;
  readonly instant: Instant | undefined;
  /** The same as one number, of timestamps of the usual form: microseconds since the epoch. */
  readonly micros?: number | undefined;
  readonly rank: Rank;
  readonly key: string;
}

/** An item and its place. */
export interface Slot<T extends LogItem = LogItem> extends Place {
  readonly item: T;
}

/** A job that starts at an entry's time comes before the entry; a gap comes before all that is known at its end. */
type Rank = 0 | 1 | 2 | 3;

/** The same for all entries, so not kept with each. */
const ENTRY = { kind: 'entry', rank: 3 } as const;

/** An entry as item and slot in one: a burst brings a hundred thousand of them, and each object has to be looked after. */
class PlacedEntry implements EntryItem, Slot<EntryItem> {
  constructor(
    readonly entry: LogEntry,
    readonly config: number | undefined,
    readonly key: string,
    readonly micros: number | undefined,
  ) {}

  get instant(): Instant | undefined {
    return parseTimestamp(this.timestamp);
  }

  get kind(): 'entry' {
    return ENTRY.kind;
  }

  get rank(): 3 {
    return ENTRY.rank;
  }

  get timestamp(): string {
    return this.entry.timestamp;
  }

  get item(): EntryItem {
    return this;
  }
}

/**
 * @param config of an entry in a panel of several configs
 * @param micros the entry's timestamp as a number, where it is known already
 */
export function entrySlot(
  entry: LogEntry,
  config?: number,
  micros = microsOf(entry.timestamp),
  key = entryKey(entry.id, config),
): Slot<EntryItem> {
  return new PlacedEntry(entry, config, key, micros);
}

/** The place of an entry, which it has already where it came out of a buffer. */
export function entryPlace(item: EntryItem): Place {
  return item instanceof PlacedEntry ? item : entrySlot(item.entry, item.config, undefined, item.key);
}

/**
 * Ids that are longer, in UTF-16 units, are told by their digest: a key goes with every row to the webview, which takes
 * no more than a thousand.
 */
const LONGEST_ID = 500;

export function entryKey(id: string, config: number | undefined): string {
  const short = id.length <= LONGEST_ID ? id : createHash('sha256').update(id).digest('hex');
  return config === undefined ? short : `${config}:${short}`;
}

export function gapSlot(item: GapItem): Slot<GapItem> {
  return { ...placeAt(item.to), rank: 1, key: item.key, item };
}

export function markerSlot(item: MarkerItem): Slot<MarkerItem> {
  return { ...placeAt(item.timestamp), rank: 2, key: item.key, item };
}

/** The place before everything that carries `timestamp`. */
export function placeBefore(timestamp: string): Place {
  return { ...placeAt(timestamp), rank: 0, key: '' };
}

export function comparePlaces(a: Place, b: Place): number {
  const byTime =
    a.micros !== undefined && b.micros !== undefined
      ? a.micros - b.micros
      : compareParsed(a.timestamp, a.instant, b.timestamp, b.instant);
  return byTime || a.rank - b.rank || (a.key === b.key ? 0 : a.key < b.key ? -1 : 1);
}

/** Whether the place has a time that can be read. */
export function isTimed(place: Place): boolean {
  return place.micros !== undefined || place.instant !== undefined;
}

function placeAt(timestamp: string): Pick<Place, 'timestamp' | 'instant' | 'micros'> {
  return { timestamp, instant: parseTimestamp(timestamp), micros: microsOf(timestamp) };
}

function microsOf(timestamp: string): number | undefined {
  return new MicrosReader().read(timestamp);
}
