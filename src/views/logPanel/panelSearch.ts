import { l10n } from 'vscode';
import type { Clock } from '../../api/clock';
import { LogBuffer } from '../../logs/buffer';
import { HistorySearch, type HistorySource, type SearchMatcher } from '../../logs/search/historySearch';
import type { BannerMessage, LogFilter } from '../../logs/protocol';
import { reasonSentence } from '../messages';
import { PanelContent } from './panelContent';

export interface PanelSearchOptions {
  readonly filter: LogFilter;
  readonly matcher: SearchMatcher;
  readonly several: boolean;
  readonly sources: readonly HistorySource[];
  /** Entries of types that no server is known to write are in the log. */
  readonly unknownTypes: boolean;
  /** Only older entries are searched: the younger ones are loaded. Undefined for all. */
  readonly before: string | undefined;
  readonly clock: Clock;
  readonly onDidChange: (now: boolean) => void;
}

/** How many matches are kept: the panel's own cap is for the log. */
const MOST_MATCHES = 100_000;
const STOP = 'search.stop';
const MORE = 'search.more';
const BACK = 'search.back';

/** A search of the history on the server, and the list of what it has found. */
export class PanelSearch {
  readonly content: PanelContent;
  private readonly search: HistorySearch;
  private readonly stop: () => void;

  constructor(private readonly options: PanelSearchOptions) {
    const { filter, several, clock, onDidChange } = options;
    const buffer = new LogBuffer(MOST_MATCHES);
    this.content = new PanelContent({
      buffer,
      filter: withoutSince(filter),
      several,
      clock,
      onDidChange,
    });
    this.search = new HistorySearch({ ...options, buffer });
    this.stop = this.search.onDidChange(() => onDidChange(false));
    this.search.more();
  }

  /** What stands above the list. */
  get banner(): NonNullable<BannerMessage['banner']> {
    const { state } = this.search.progress;
    const searching = state === 'searching';
    return {
      text: this.text(),
      busy: searching,
      actions: [
        ...(searching ? [{ action: STOP, label: l10n.t('Stop') }] : []),
        ...(state === 'stopped' ? [{ action: MORE, label: l10n.t('Search Further Back') }] : []),
        ...(state === 'failed' ? [{ action: MORE, label: l10n.t('Retry') }] : []),
        { action: BACK, label: l10n.t('Back to the Log') },
      ],
    };
  }

  /** Whether all was searched that this filter shows. What was hidden was never asked for. */
  covers({ hiddenLevels, hiddenSources, hiddenConfigs }: LogFilter): boolean {
    const { filter } = this.options;
    return (
      filter.hiddenLevels.every((level) => hiddenLevels.includes(level)) &&
      filter.hiddenSources.every((source) => hiddenSources.includes(source)) &&
      filter.hiddenConfigs.every((config) => hiddenConfigs.includes(config))
    );
  }

  /** Shows of what was found what passes another filter. */
  setFilter(filter: LogFilter): void {
    this.content.view.setFilter(withoutSince(filter));
  }

  /** Runs what a button of the banner stands for. @returns whether the search is to be left */
  act(action: string): 'done' | 'leave' | 'unknown' {
    switch (action) {
      case STOP:
        this.search.stop();
        return 'done';
      case MORE:
        this.search.more();
        return 'done';
      case BACK:
        return 'leave';
      default:
        return 'unknown';
    }
  }

  dispose(): void {
    this.stop();
    this.search.dispose();
    this.content.dispose();
  }

  private text(): string {
    const { several, filter } = this.options;
    const { hiddenLevels, hiddenSources, hiddenConfigs } = filter;
    const { state, error } = this.search.progress;
    if (state === 'failed') {
      return l10n.t(
        'Searching the server failed. {0}',
        error ? reasonSentence(error) : l10n.t('The reason is not known.'),
      );
    }
    if (hiddenLevels.length + hiddenSources.length + hiddenConfigs.length === 0) {
      return this.progressText(state);
    }
    const leftOut = several
      ? l10n.t('hidden levels, sources and plugin configs are not searched')
      : l10n.t('hidden levels and sources are not searched');
    return `${this.progressText(state)} · ${leftOut}`;
  }

  private progressText(state: 'searching' | 'stopped' | 'done'): string {
    const { filter, before } = this.options;
    const { matches, backTo } = this.search.progress;
    const count = matches.toLocaleString();
    if (state === 'stopped') {
      return l10n.t('“{0}”: {1} found on the server, back to {2}', filter.text, count, backTo ?? '–');
    }
    if (state === 'searching') {
      return backTo === undefined
        ? l10n.t('Searching the server for “{0}”…', filter.text)
        : l10n.t('Searching the server for “{0}”: {1} found, back to {2}', filter.text, count, backTo);
    }
    return before === undefined
      ? l10n.t('“{0}”: {1} found on the server, in all of its history', filter.text, count)
      : l10n.t(
          '“{0}”: {1} found on the server, in all of its history before what is loaded',
          filter.text,
          count,
        );
  }
}

/** A lower bound is for the log; everything that was found is to be seen. */
function withoutSince(filter: LogFilter): LogFilter {
  return { ...filter, since: null };
}
