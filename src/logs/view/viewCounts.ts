import { type Level, LEVELS } from '../protocol';
import { HIDDEN_BY, type ViewLine, isCandidate } from './viewLine';

/** Sources that are listed at most. No plugin has as many; a server that makes one up for each entry would. */
const MAX_SOURCES = 100;

interface Tally {
  /** Entries that are not cleared. */
  entries: number;
  /** Of those, entries that would be shown if nothing of their kind were hidden. */
  matches: number;
}

/** The counts of a view. Of each kind (level, source, config), they tell what would be shown if none of it were hidden. */
export class ViewCounts {
  /** Entries that are not cleared, and those that are. */
  entries = 0;
  cleared = 0;
  /** Entries that only the text of the filter can leave out, and those of them that match it. */
  candidates = 0;
  matches = 0;
  private readonly byLevel = LEVELS.map(() => 0);
  private readonly bySource = new Tallies<string>();
  private readonly byConfig = new Tallies<number>();

  get levels(): Record<Level, number> {
    const [DEBUG = 0, LOG = 0, INFO = 0, WARN = 0, ERROR = 0, OTHER = 0] = this.byLevel;
    return { DEBUG, LOG, INFO, WARN, ERROR, OTHER };
  }

  /**
   * Counts a line in or out.
   *
   * @param matches whether it matches the text of the filter
   */
  count(line: ViewLine, matches: boolean, step: 1 | -1): void {
    const { item, hiddenBy } = line;
    if (item.kind !== 'entry') {
      return;
    }
    if (line.isCleared) {
      this.cleared += step;
      return;
    }
    this.entries += step;
    const counts = matches && !line.isEarly;
    this.bySource.count(line.source, step, counts && (hiddenBy & ~HIDDEN_BY.source) === 0);
    if (item.config !== undefined) {
      this.byConfig.count(item.config, step, counts && (hiddenBy & ~HIDDEN_BY.config) === 0);
    }
    if (counts && (hiddenBy & ~HIDDEN_BY.level) === 0) {
      this.byLevel[line.level] = (this.byLevel[line.level] ?? 0) + step;
    }
    if (isCandidate(line)) {
      this.candidates += step;
      this.matches += matches ? step : 0;
    }
  }

  /** In order of their names. @param hidden sources that are listed whether there are entries of them or not */
  sources(hidden: readonly string[]): { source: string; count: number }[] {
    const listed = new Map<string, number>(hidden.map((source) => [source, 0]));
    for (const [source, { matches }] of this.bySource.tallies) {
      if (listed.size >= MAX_SOURCES + hidden.length) {
        break;
      }
      listed.set(source, matches);
    }
    return [...listed]
      .map(([source, count]) => ({ source, count }))
      .sort((a, b) => (a.source < b.source ? -1 : 1));
  }

  /** In order of their ids. @param hidden configs that are listed whether there are entries of them or not */
  configs(hidden: readonly number[]): { config: number; count: number }[] {
    const listed = new Map<number, number>(hidden.map((config) => [config, 0]));
    for (const [config, { matches }] of this.byConfig.tallies) {
      listed.set(config, matches);
    }
    return [...listed].map(([config, count]) => ({ config, count })).sort((a, b) => a.config - b.config);
  }
}

/** Counts by something that is often the same as the last time. */
class Tallies<K> {
  readonly tallies = new Map<K, Tally>();
  private lastKey: K | undefined;
  private last: Tally | undefined;

  count(key: K, step: 1 | -1, matches: boolean): void {
    const tally = this.last && this.lastKey === key ? this.last : this.find(key);
    tally.entries += step;
    tally.matches += matches ? step : 0;
    if (tally.entries === 0) {
      this.tallies.delete(key);
      this.last = undefined;
    }
  }

  private find(key: K): Tally {
    let tally = this.tallies.get(key);
    if (!tally) {
      tally = { entries: 0, matches: 0 };
      this.tallies.set(key, tally);
    }
    this.lastKey = key;
    this.last = tally;
    return tally;
  }
}
