import { l10n } from 'vscode';
import type { Clock } from '../../api/clock';
import { LogBuffer } from '../../logs/buffer';
import type { LogItem, MarkerItem } from '../../logs/items';
import { placeOf } from '../../logs/buffer/placeOf';
import type { PollSchedule } from '../../logs/feed/pollSchedule';
import type { HostMessage, LogDisplay, LogFilter, OlderState } from '../../logs/protocol';
import { compileText } from '../../logs/view/textFilter';
import { compareTimestamps } from '../../logs/timestamp';
import type { ExportSource } from './exportSource';
import { GoingBack } from './goingBack';
import type { LogPanelState } from './logPanelState';
import type { LogSource } from './logSources';
import { PanelContent } from './panelContent';
import { type HeldBack, PanelFeeds } from './panelFeeds';
import { PanelFilter, sameText } from './panelFilter';
import { PanelMarkers } from './panelMarkers';
import { PanelSearch } from './panelSearch';

/** The most entries that a panel keeps, as the setting allows. */
export const MOST_ENTRIES = 200_000;

export interface PanelTarget {
  readonly connectionId: string;
  readonly configIds: readonly number[];
}

export interface PanelModelOptions {
  readonly target: PanelTarget;
  /** @throws when the connection is not there */
  readonly open: (configId: number) => LogSource;
  readonly clock: Clock;
  readonly schedule: PollSchedule;
  /** How many items are kept. */
  readonly cap: number;
  readonly filter: LogFilter;
  readonly display: LogDisplay;
  /** What a former window left. */
  readonly state: LogPanelState | undefined;
  /** Something changed; `now`: a person waits to see it. */
  readonly onDidChange: (now: boolean) => void;
  /** Tells the page something besides the rows. */
  readonly post: (message: HostMessage) => void;
  readonly onError: (error: unknown) => void;
  /** Changes the setting of how many entries panels keep. */
  readonly keepMore: (entries: number) => void;
}

/** Everything that a log panel knows and can do, whether its page is there or not. */
export class PanelModel {
  readonly buffer: LogBuffer;
  readonly feeds: PanelFeeds;
  readonly several: boolean;
  private readonly log: PanelContent;
  private found: PanelSearch | undefined;
  private back: GoingBack | undefined;
  private readonly filtering: PanelFilter;
  private look: LogDisplay;
  private since: string | undefined;
  private readonly markers: PanelMarkers;
  private loadedOnTo: string | undefined;

  constructor(readonly options: PanelModelOptions) {
    const { target, clock, schedule, state, open } = options;
    this.several = target.configIds.length > 1;
    const filter = state?.filter ?? options.filter;
    this.look = state?.display ?? options.display;
    this.since = state?.since;
    this.buffer = new LogBuffer(options.cap);
    this.log = new PanelContent({
      buffer: this.buffer,
      filter: { ...filter, ...state?.textInForce },
      several: this.several,
      clock,
      top: state?.top && { kind: 'marker', label: '', ...state.top },
      onDidChange: options.onDidChange,
    });
    this.log.view.setFilter(filter);
    this.markers = new PanelMarkers(this.buffer, state?.markers ?? []);
    this.feeds = new PanelFeeds({
      configIds: target.configIds,
      open,
      buffer: this.buffer,
      clock,
      schedule,
      since: this.since,
      onDidChange: () => {
        this.filtering.loaded();
        this.loadOn();
        options.onDidChange(false);
      },
    });
    this.filtering = new PanelFilter(filter, this.log.view, (hidden) =>
      this.several ? this.feeds.completeFrom(hidden) : undefined,
    );
  }

  /** What the log is of, in words. */
  get title(): string {
    const { configIds } = this.options.target;
    return this.several
      ? l10n.t('{0} Plugin Configs', configIds.length)
      : this.feeds.nameOf(configIds[0] ?? 0);
  }

  /** What the list shows: the log, or what a search has found. */
  get content(): PanelContent {
    return this.found?.content ?? this.log;
  }

  get filter(): LogFilter {
    return this.filtering.wanted;
  }

  get display(): LogDisplay {
    return this.look;
  }

  /** The start of the job that was run last. */
  get lastMarker(): MarkerItem | undefined {
    return this.markers.last;
  }

  get search(): PanelSearch | undefined {
    return this.found;
  }

  get goingBack(): GoingBack | undefined {
    return this.back;
  }

  /** What stands above the first row. */
  get older(): OlderState {
    if (this.found) {
      return 'search';
    }
    if (this.log.view.cleared > 0) {
      return 'cleared';
    }
    const { since, hiddenConfigs } = this.filter;
    const from = this.feeds.completeFrom(hiddenConfigs);
    if (since && (from === undefined || compareTimestamps(from, since.timestamp) <= 0)) {
      return 'since';
    }
    const history = this.feeds.history(hiddenConfigs);
    return history === 'full' && this.buffer.cap >= MOST_ENTRIES ? 'fullForGood' : history;
  }

  /** What of the list is not shown because older entries of some configs are not here; nothing of a search. */
  get heldBack(): HeldBack | undefined {
    return this.found ? undefined : this.logHeldBack;
  }

  /** What can be taken away from the panel. */
  get exportSource(): ExportSource {
    const { target, open } = this.options;
    const { view } = this.content;
    return {
      connectionId: target.connectionId,
      title: this.title,
      configs: target.configIds.map((configId) => ({
        configId,
        name: this.feeds.nameOf(configId),
        // Found when it is asked for: what is loaded can be taken away without a connection.
        fetchPage: async (request, signal) => open(configId).fetchPage(request, signal),
      })),
      loaded: this.content.buffer.slice(),
      shown: view.items(),
      filtered: view.shown < this.content.buffer.size,
      zone: this.look.time,
    };
  }

  /** What the panel is restored from after a reload of the window. */
  get state(): LogPanelState {
    const { target } = this.options;
    const { problem, matcher, appliedText } = this.log.view;
    const since = this.log.view.cleared > 0 ? this.since : (this.buffer.oldestTimestamp ?? this.since);
    const top = this.log.window.topItem;
    return {
      connectionId: target.connectionId,
      configIds: [...target.configIds],
      filter: this.filter,
      ...(problem && !matcher.isEmpty && { textInForce: appliedText }),
      display: this.look,
      ...(since === undefined ? {} : { since }),
      ...(top && { top: { key: top.key, timestamp: placeOf(top).timestamp } }),
      markers: this.markers.stored,
    };
  }

  /** @param tell whether the page has to be told, because it did not do it itself */
  setFilter(filter: LogFilter, tell: boolean): void {
    if (this.found && !sameText(filter, this.filter)) {
      this.leaveSearch();
    }
    this.found?.setFilter(filter);
    this.filtering.set(filter);
    if (tell) {
      this.options.post({ type: 'filter', filter });
    }
    if (this.found?.covers(filter) === false) {
      this.searchAgain();
      return;
    }
    if (!this.content.view.busy) {
      this.changed();
    }
  }

  setDisplay(display: LogDisplay, tell: boolean): void {
    this.look = display;
    this.changed(tell ? { type: 'display', display } : undefined);
  }

  /** Shows nothing before this row of the log. */
  showFrom(item: LogItem): void {
    // The page writes the time of an entry as it does in the list.
    const label = item.kind === 'marker' ? item.label : '';
    const since = { key: item.key, timestamp: placeOf(item).timestamp, label };
    this.leaveSearch();
    this.setFilter({ ...this.filter, since }, true);
  }

  /** Goes to the next or previous match, seen from a row. */
  find(direction: 'next' | 'previous', from: number): void {
    const { view } = this.content;
    const index = view.nextMatch(from, direction);
    this.goTo(index === undefined ? undefined : view.at(index));
  }

  /** Goes to the first entry at or after a time in milliseconds, of those that are here. */
  jump(at: number): void {
    const { view } = this.content;
    this.goTo(view.at(Math.min(view.indexAtTime(at), view.total - 1)));
  }

  /** Loads the log back to a time, and goes there; to `item` where it is given. Cancelled by leaving or by the banner. */
  async goBackTo(timestamp: string, item?: LogItem): Promise<void> {
    this.leaveSearch();
    this.back?.cancel();
    const { hiddenConfigs } = this.filter;
    const back = new GoingBack(timestamp, (signal) =>
      this.feeds.loadBackTo(timestamp, hiddenConfigs, signal),
    );
    this.back = back;
    this.changed();
    const arrived = await back.done;
    if (this.back === back) {
      this.back = undefined;
      if (arrived) {
        this.showAround(item ?? { kind: 'marker', key: '', timestamp, label: '' });
      } else if (back.error !== undefined) {
        this.options.onError(back.error);
      }
      this.changed();
    }
  }

  /** Whether the text of the filter cannot be looked for. */
  get hasTextProblem(): boolean {
    return this.log.view.problem !== undefined;
  }

  /** Searches the history on the server for what the filter looks for, unless its text cannot be looked for. */
  startSearch(): void {
    // The view may still be searching for it, with another text in force.
    const compiled = compileText(this.filter);
    if ('problem' in compiled) {
      return;
    }
    this.leaveSearch();
    const { target, open } = this.options;
    const { hiddenConfigs } = this.filter;
    this.found = new PanelSearch({
      filter: this.filter,
      matcher: compiled.matcher,
      several: this.several,
      clock: this.options.clock,
      unknownTypes: this.log.view.levels.OTHER > 0,
      sources: target.configIds
        .filter((config) => !hiddenConfigs.includes(config))
        .map((config) => ({ config: this.several ? config : undefined, fetchPage: open(config).fetchPage })),
      before: this.feeds.completeFrom(hiddenConfigs),
      onDidChange: this.options.onDidChange,
    });
    this.restarted();
  }

  /** Runs what a button of the search's banner stands for. @returns whether it was one of those */
  actOnSearch(action: string): boolean {
    const outcome = this.found?.act(action) ?? 'unknown';
    if (outcome === 'leave') {
      this.leaveSearch();
    }
    return outcome !== 'unknown';
  }

  /** Goes back from what a search has found to the log. */
  leaveSearch(): void {
    if (this.found) {
      this.found.dispose();
      this.found = undefined;
      this.restarted();
    }
  }

  /** Goes to what a search has found, in the log, with everything around it. */
  async showInLog(item: LogItem): Promise<void> {
    this.leaveSearch();
    this.setFilter({ ...this.filter, show: 'all' }, true);
    await this.goBackTo(placeOf(item).timestamp, item);
  }

  /** Puts a marker after the newest entry, once the newest entries are there or cannot be had, and goes to it. */
  async mark(label: string): Promise<void> {
    await this.feeds.whenLoaded();
    this.markers.add(label, this.options.clock.now());
    this.leaveSearch();
    this.feeds.hurry();
    this.log.window.followEnd();
    this.changed({ type: 'follow' });
  }

  clear(): void {
    // After a reload of the window, what is cleared is not fetched again.
    this.since = this.buffer.newestTimestamp;
    this.markers.forget();
    this.log.view.clear();
    this.changed();
  }

  showCleared(): void {
    this.log.view.showCleared();
    this.changed();
  }

  setPaused(paused: boolean): void {
    this.feeds.setPaused(paused);
    this.changed();
  }

  loadOlder(): void {
    if (this.older === 'more' || this.older === 'failed') {
      void this.feeds.loadOlder(this.filter.hiddenConfigs);
    }
  }

  async fillGap(key: string): Promise<void> {
    const { window } = this.log;
    const item = window.item(key);
    if (item?.kind !== 'gap') {
      return;
    }
    window.setFilling(key, true);
    this.changed();
    try {
      await this.feeds.fillGap(key, item.config);
    } finally {
      window.setFilling(key, false);
      this.changed();
    }
  }

  /** Keeps twice as many entries, as far as the setting goes. */
  keepMore(): void {
    this.options.keepMore(Math.min(MOST_ENTRIES, this.buffer.cap * 2));
  }

  setCap(cap: number): void {
    this.buffer.cap = cap;
    this.feeds.capChanged();
    this.changed();
  }

  dispose(): void {
    this.back?.cancel();
    this.found?.dispose();
    this.feeds.dispose();
    this.log.dispose();
  }

  private get logHeldBack(): HeldBack | undefined {
    return this.filtering.holdsBack ? this.feeds.heldBack(this.filter.hiddenConfigs) : undefined;
  }

  /** Where nothing of what is here can be shown without older entries, loads them, once: after that it is up to a person. */
  private loadOn(): void {
    const { hiddenConfigs } = this.filter;
    const heldBack = this.log.view.entries > 0 ? this.logHeldBack : undefined;
    if (heldBack?.all && heldBack.newest !== this.loadedOnTo && this.feeds.canLoadOn(hiddenConfigs)) {
      this.loadedOnTo = heldBack.newest;
      void this.feeds.loadOnTo(heldBack.newest, hiddenConfigs);
    }
  }

  /** More is shown than was searched. */
  private searchAgain(): void {
    try {
      this.startSearch();
    } catch (error) {
      this.options.onError(error);
    }
  }

  /** Goes to a place in the log, which may be left out by the filter or between rows. */
  private showAround(item: LogItem): void {
    const { since } = this.filter;
    if (since && compareTimestamps(placeOf(item).timestamp, since.timestamp) < 0) {
      this.setFilter({ ...this.filter, since: null }, true);
    }
    const { view } = this.log;
    this.goTo(view.at(Math.min(view.indexOf(item), view.total - 1)));
  }

  private goTo(item: LogItem | undefined): void {
    if (item) {
      this.content.window.goTo(item);
      this.changed();
    }
  }

  /** Another list is shown: the page's window on the former one is void. */
  private restarted(): void {
    this.content.window.reset();
    this.content.window.followEnd();
    this.changed({ type: 'follow' });
  }

  private changed(message?: HostMessage): void {
    if (message) {
      this.options.post(message);
    }
    this.options.onDidChange(true);
  }
}
