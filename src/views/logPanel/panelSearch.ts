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
    // A lower bound is for the log; everything that was found is to be seen.
    this.content = new PanelContent({
      buffer,
      filter: { ...filter, since: null },
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
    const { state, matches, backTo, error } = this.search.progress;
    const count = matches.toLocaleString();
    switch (state) {
      case 'searching':
        return backTo === undefined
          ? l10n.t('Searching the server for “{0}”…', this.options.filter.text)
          : l10n.t(
              'Searching the server for “{0}”: {1} found, back to {2}',
              this.options.filter.text,
              count,
              backTo,
            );
      case 'stopped':
        return l10n.t(
          '“{0}”: {1} found on the server, back to {2}',
          this.options.filter.text,
          count,
          backTo ?? '–',
        );
      case 'done':
        return l10n.t(
          '“{0}”: {1} found on the server, in all of its history',
          this.options.filter.text,
          count,
        );
      case 'failed':
        return l10n.t(
          'Searching the server failed. {0}',
          error ? reasonSentence(error) : l10n.t('The reason is not known.'),
        );
    }
  }
}
