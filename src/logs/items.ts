import type { LogEntry } from '../api/schemas';

/** What a log view shows, in order: entries, and what has to be said between them. */
export type LogItem = EntryItem | GapItem | MarkerItem;

export interface EntryItem {
  readonly kind: 'entry';
  /** The entry's id, with its config's before it in a panel of several: unique, the last tie-break of the order. */
  readonly key: string;
  readonly entry: LogEntry;
  /** Id of its plugin config, in a panel of several; undefined where there is only one. */
  readonly config: number | undefined;
}

/**
 * Entries that the server holds or held between two times, and that are not here. Never silent.
 *
 * - `loading`: the feed is getting them, or will when it can: shown so that an outage in between hides nothing.
 * - `tooFarBack`: more than the feed loads unasked; `LogFeed.fillGap` goes on.
 * - `oneTimestampTooBig`: entries on one timestamp do not fit a reply; `LogFeed.fillGap` tries again.
 * - `notOnServer`: the server no longer has them (it keeps a week); nothing can bring them back.
 */
export interface GapItem {
  readonly kind: 'gap';
  readonly key: string;
  /** Timestamp texts: what is missing lies between them. The gap stands before the entries at `to`. */
  readonly from: string;
  readonly to: string;
  readonly reason: 'loading' | 'oneTimestampTooBig' | 'tooFarBack' | 'notOnServer';
  /** Id of its plugin config, in a panel of several. */
  readonly config: number | undefined;
}

/** A moment on this machine, put on the server's time line: the start of a job, for example. */
export interface MarkerItem {
  readonly kind: 'marker';
  readonly key: string;
  readonly timestamp: string;
  readonly label: string;
}
