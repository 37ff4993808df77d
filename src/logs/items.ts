import type { LogEntry } from '../api/schemas';

/** What a log view shows, in order: entries, and what has to be said between them. */
export type LogItem = EntryItem | GapItem | MarkerItem;

export interface EntryItem {
  readonly kind: 'entry';
  /** The entry's id: unique, the last tie-break of the order. */
  readonly key: string;
  readonly entry: LogEntry;
}

/** Entries that the server holds or held between two times, and that the feed could not get. Never silent. */
export interface GapItem {
  readonly kind: 'gap';
  readonly key: string;
  /** Timestamp text, exclusive: the entries before and after it are shown. */
  readonly from: string;
  readonly to: string;
  readonly reason: 'oneTimestampTooBig' | 'tooFarBack';
}

/** A moment on this machine, put on the server's time line: the start of a job, for example. */
export interface MarkerItem {
  readonly kind: 'marker';
  readonly key: string;
  readonly timestamp: string;
  readonly label: string;
}
