import type { FetchLogPage } from '../../logs/feed/logPage';
import type { LogItem } from '../../logs/items';
import type { TimeZone } from '../../logs/export/timeInput';

/** A log that can be taken away: what a panel holds, and what its server has besides. */
export interface ExportSource {
  readonly connectionId: string;
  /** What the log is called. */
  readonly title: string;
  /** One, or in a panel of several all of them. */
  readonly configs: readonly ExportConfig[];
  /** What the panel holds now, in order, whether the filter shows it or not. */
  readonly loaded: Iterable<LogItem>;
  /** What the panel shows now, in order. */
  readonly shown: Iterable<LogItem>;
  /** Whether `shown` is less than `loaded`. */
  readonly filtered: boolean;
  /** What the panel shows times in. */
  readonly zone: TimeZone;
}

export interface ExportConfig {
  readonly configId: number;
  readonly name: string;
  readonly fetchPage: FetchLogPage;
}
