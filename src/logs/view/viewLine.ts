import { levelOf, sourceOf } from './filter';
import type { LogItem } from '../items';
import { placeOf } from '../buffer/placeOf';
import { LEVELS, type LogFilter } from '../protocol';
import { type Place, comparePlaces, placeBefore } from '../buffer/slots';
import type { TimeReader } from './timeReader';

/** An item of the log, and what a view knows of it, so that nothing is found out twice. */
export interface ViewLine {
  readonly item: LogItem;
  /** Milliseconds since the epoch; Infinity where the timestamp cannot be read. */
  readonly time: number;
  /** Index in `LEVELS`; -1 of gaps and markers. */
  readonly level: number;
  readonly source: string;
  /** What hides it: a sum of `HIDDEN_BY`. */
  hiddenBy: number;
  /** It comes before what the filter begins with. */
  isEarly: boolean;
  isCleared: boolean;
  /** Whether its message matches the text in force, where there is one. */
  matches: boolean;
  /** The same for the text that is about to be. */
  willMatch: boolean;
  /** Whether it begins a group of context. Holds while it is shown. */
  isApart: boolean;
}

export const HIDDEN_BY = { level: 1, source: 2, config: 4 } as const;

export function newLine(item: LogItem, reader: TimeReader): ViewLine {
  const isEntry = item.kind === 'entry';
  return {
    item,
    time: reader.read(item.kind === 'gap' ? item.to : isEntry ? item.entry.timestamp : item.timestamp),
    level: isEntry ? LEVELS.indexOf(levelOf(item.entry)) : -1,
    source: isEntry ? sourceOf(item.entry) : '',
    hiddenBy: 0,
    isEarly: false,
    isCleared: false,
    matches: false,
    willMatch: false,
    isApart: false,
  };
}

/** Whether nothing but the text of the filter can leave it out. */
export function isCandidate(line: ViewLine): boolean {
  return line.hiddenBy === 0 && !line.isEarly && !line.isCleared;
}

/** What a filter hides, in a form that is quick to ask. */
export class Hiding {
  private readonly levels: ReadonlySet<number>;
  private readonly sources: ReadonlySet<string>;
  private readonly configs: ReadonlySet<number>;
  private readonly sinceKey: string | undefined;
  private since: Place | undefined;
  private sinceTime = -Infinity;

  constructor(
    filter: LogFilter,
    private readonly reader: TimeReader,
  ) {
    this.levels = new Set(filter.hiddenLevels.map((level) => LEVELS.indexOf(level)));
    this.sources = new Set(filter.hiddenSources);
    this.configs = new Set(filter.hiddenConfigs);
    this.sinceKey = filter.since?.key;
    if (filter.since) {
      // Everything at that time, until the row itself is seen: only then is it known where in it that stands.
      this.beginAt(placeBefore(filter.since.timestamp));
    }
  }

  /**
   * Learns where the filter begins, if this is the row that it begins with.
   *
   * @returns whether that is news, and `apply` has to be called for every line
   */
  learn(item: LogItem): boolean {
    if (item.key !== this.sinceKey) {
      return false;
    }
    const place = placeOf(item);
    const isNews = this.since !== undefined && comparePlaces(this.since, place) !== 0;
    this.beginAt(place);
    return isNews;
  }

  apply(line: ViewLine): void {
    const { item } = line;
    const config = item.kind === 'marker' ? undefined : item.config;
    line.hiddenBy =
      (this.levels.has(line.level) ? HIDDEN_BY.level : 0) +
      (item.kind === 'entry' && this.sources.has(line.source) ? HIDDEN_BY.source : 0) +
      (config !== undefined && this.configs.has(config) ? HIDDEN_BY.config : 0);
    line.isEarly = this.since !== undefined && compareToPlace(line, this.sinceTime, this.since) < 0;
  }

  private beginAt(place: Place): void {
    this.since = place;
    this.sinceTime = this.reader.read(place.timestamp);
  }
}

/** Orders a line and a place. Times are compared as numbers where that is enough: it is much faster. */
export function compareToPlace(line: ViewLine, time: number, place: Place): number {
  return line.time === time ? comparePlaces(placeOf(line.item), place) : line.time < time ? -1 : 1;
}
