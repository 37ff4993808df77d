import { levelOf, sourceOf } from '../../../src/logs/view/filter';
import type { EntryItem, LogItem } from '../../../src/logs/items';
import { placeOf } from '../../../src/logs/buffer/placeOf';
import type { Level, LogFilter } from '../../../src/logs/protocol';
import { comparePlaces, type Place, placeBefore } from '../../../src/logs/buffer/slots';
import type { LogView } from '../../../src/logs/view';

/** Which messages a text finds; undefined for the empty one. */
export type Predicate = ((message: string) => boolean) | undefined;

/** What a view should show, found out anew each time, without a thought for how long that takes. */
export class ViewModel {
  private filter: LogFilter;
  private since: Place | undefined;
  private cleared: ReadonlySet<string> = new Set();

  constructor(filter: LogFilter) {
    this.filter = filter;
  }

  setFilter(filter: LogFilter): void {
    const { since } = filter;
    if (JSON.stringify(since) !== JSON.stringify(this.filter.since)) {
      this.since = since ? placeBefore(since.timestamp) : undefined;
    }
    this.filter = filter;
  }

  clear(items: readonly LogItem[]): void {
    this.cleared = new Set(items.map((item) => item.key));
  }

  showCleared(): void {
    this.cleared = new Set();
  }

  expected(items: readonly LogItem[], text: Predicate) {
    const { filter, cleared } = this;
    // What has made room is forgotten: it counts as new when it comes back.
    this.cleared = new Set(items.flatMap(({ key }) => (cleared.has(key) ? [key] : [])));
    const first = filter.since && items.find((item) => item.key === filter.since?.key);
    this.since = first ? placeOf(first) : this.since;
    const here = items.filter((item) => !this.cleared.has(item.key));
    const entries = here.filter((item) => item.kind === 'entry');
    const matches = (item: LogItem): boolean => item.kind === 'entry' && (text?.(item.entry.message) ?? true);
    const count = (hides: (typeof KINDS)[number], of: (item: EntryItem) => boolean): number =>
      entries.filter((item) => of(item) && matches(item) && !this.isHidden(item, [hides])).length;
    const candidates = here.filter((item) => !this.isHidden(item, []));
    const rows = this.rows(candidates, text && matches);
    const sources = [...new Set([...entries.map((item) => sourceOf(item.entry)), ...filter.hiddenSources])];
    const configs = [...new Set([...entries.map((item) => item.config), ...filter.hiddenConfigs])];
    return {
      rows,
      shown: rows.filter((row) => row.isEntry).length,
      entries: entries.length,
      cleared: items.filter((item) => item.kind === 'entry' && this.cleared.has(item.key)).length,
      matches: text ? candidates.filter(matches).length : 0,
      levels: Object.fromEntries(
        ALL_LEVELS.map((level) => [level, count('level', (item) => levelOf(item.entry) === level)]),
      ),
      sources: sources
        .sort()
        .map((source) => ({ source, count: count('source', (item) => sourceOf(item.entry) === source) })),
      configs: configs
        .filter((config) => config !== undefined)
        .sort((a, b) => a - b)
        .map((config) => ({ config, count: count('config', (item) => item.config === config) })),
    };
  }

  private rows(candidates: readonly LogItem[], matches: ((item: LogItem) => boolean) | undefined) {
    const { show, context } = this.filter;
    const shown: { key: string; role: string; apart: boolean; isEntry: boolean }[] = [];
    const lastShown = new Map<number | undefined, number>();
    for (const item of candidates) {
      if (item.kind !== 'entry') {
        shown.push({ key: item.key, role: 'plain', apart: false, isEntry: false });
        continue;
      }
      const siblings = candidates.filter((other) => other.kind === 'entry' && other.config === item.config);
      const at = siblings.indexOf(item);
      const isMatch = matches?.(item) ?? false;
      const isNear = siblings
        .slice(Math.max(0, at - context), at + context + 1)
        .some((one) => matches?.(one));
      if (!matches || show === 'all' || isNear) {
        const before = lastShown.get(item.config);
        const apart =
          matches !== undefined &&
          show === 'matches' &&
          context > 0 &&
          before !== undefined &&
          before < at - 1;
        const role = isMatch ? 'match' : matches && show === 'matches' ? 'context' : 'plain';
        shown.push({ key: item.key, role, apart, isEntry: true });
        lastShown.set(item.config, at);
      }
    }
    return shown;
  }

  private isHidden(item: LogItem, except: readonly (typeof KINDS)[number][]): boolean {
    const { hiddenLevels, hiddenSources, hiddenConfigs } = this.filter;
    const hidden = {
      level: item.kind === 'entry' && hiddenLevels.includes(levelOf(item.entry)),
      source: item.kind === 'entry' && hiddenSources.includes(sourceOf(item.entry)),
      config: item.kind !== 'marker' && item.config !== undefined && hiddenConfigs.includes(item.config),
    };
    const isEarly = this.since !== undefined && comparePlaces(placeOf(item), this.since) < 0;
    return isEarly || KINDS.some((kind) => !except.includes(kind) && hidden[kind]);
  }
}

const KINDS = ['level', 'source', 'config'] as const;
const ALL_LEVELS: readonly Level[] = ['DEBUG', 'LOG', 'INFO', 'WARN', 'ERROR', 'OTHER'];

/** What a view shows, in the form of `ViewModel.expected`. */
export function summaryOf(view: LogView): ReturnType<ViewModel['expected']> {
  const { shown, entries, cleared, matches, levels, sources, configs } = view;
  return {
    rows: Array.from({ length: view.total }, (_, index) => {
      const item = view.at(index);
      return {
        key: item?.key ?? 'missing',
        role: view.roleAt(index),
        apart: view.apartAt(index),
        isEntry: item?.kind === 'entry',
      };
    }),
    shown,
    entries,
    cleared,
    matches,
    levels: { ...levels },
    sources,
    configs,
  };
}
