import type { Level, LogDisplay, LogFilter, PanelStrings, UpdateMessage } from '../../logs/protocol';
import { LEVELS } from '../../logs/protocol';
import { element } from '../dom';
import { Facet } from './facet';
import { Roving } from './roving';
import { SinceChip } from './sinceChip';

/** The most sources that stand in a row. The servers know three. */
const SOURCES_IN_A_ROW = 4;

export interface FacetsHost {
  changed(change: Partial<LogFilter>): void;
  /** Shows entries of any time again. */
  clearSince(): void;
}

/** Which entries are shown by level, source, config and time, with how many there are of each. */
export class Facets {
  readonly root = element('div', 'facets');
  private readonly levels: Facet;
  private readonly sources: Facet;
  private readonly configs: Facet;
  private readonly since: SinceChip;
  private readonly roving: Roving;
  private filter: LogFilter | undefined;
  private last: UpdateMessage | undefined;

  constructor(
    private readonly strings: PanelStrings,
    private readonly names: readonly { readonly config: number; readonly name: string }[],
    host: FacetsHost,
  ) {
    // The levels are always there.
    const focusLost = (): void => this.roving.focusFirst();
    this.levels = new Facet({
      name: 'levels',
      inline: LEVELS.length,
      ...{ strings, focusLost },
      onHide: (ids) => host.changed({ hiddenLevels: LEVELS.filter((level) => ids.includes(level)) }),
    });
    this.sources = new Facet({
      name: 'sources',
      inline: SOURCES_IN_A_ROW,
      ...{ strings, focusLost },
      onHide: (hiddenSources) => host.changed({ hiddenSources: [...hiddenSources] }),
    });
    // Their names are long, and there are up to twenty.
    this.configs = new Facet({
      name: 'configs',
      inline: 0,
      ...{ strings, focusLost },
      onHide: (ids) => host.changed({ hiddenConfigs: ids.map(Number) }),
    });
    this.since = new SinceChip(strings, () => host.clearSince(), focusLost);
    this.root.role = 'toolbar';
    this.root.ariaLabel = strings.facets;
    this.root.append(this.levels.root, this.sources.root, this.configs.root, this.since.root);
    this.roving = new Roving(this.root);
  }

  showFilter(filter: LogFilter): void {
    this.filter = filter;
    this.since.show(filter.since);
    this.render();
  }

  showZone(zone: LogDisplay['time']): void {
    this.since.setZone(zone);
  }

  show(update: UpdateMessage): void {
    this.last = update;
    this.render();
  }

  private render(): void {
    const { filter, last, strings } = this;
    if (!filter) {
      return;
    }
    const count = (level: Level): number => last?.levels[level] ?? 0;
    this.levels.show(
      LEVELS.filter(
        (level) => level !== 'OTHER' || count(level) > 0 || filter.hiddenLevels.includes(level),
      ).map((level) => ({
        id: level,
        label: level === 'OTHER' ? strings.otherLevel : level,
        count: count(level),
        shown: !filter.hiddenLevels.includes(level),
      })),
    );
    const sources = last?.sources ?? [];
    const missing = filter.hiddenSources.filter((hidden) => !sources.some(({ source }) => source === hidden));
    this.sources.show(
      [...sources, ...missing.map((source) => ({ source, count: 0 }))]
        // Always in the same order: a toggle that moves away from under the keyboard loses it.
        .sort((a, b) => (a.source < b.source ? -1 : 1))
        .map((entry) => ({
          id: entry.source,
          label: entry.source || strings.noSource,
          count: entry.count,
          shown: !filter.hiddenSources.includes(entry.source),
        })),
    );
    this.configs.show(
      this.names.map(({ config, name }) => ({
        id: String(config),
        label: name,
        count: last?.configs.find((entry) => entry.config === config)?.count ?? 0,
        shown: !filter.hiddenConfigs.includes(config),
      })),
    );
  }
}
