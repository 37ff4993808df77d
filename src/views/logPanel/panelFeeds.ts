import { l10n } from 'vscode';
import type { Clock, Timer } from '../../api/clock';
import type { LogBuffer } from '../../logs/buffer';
import { ConfigBuffer } from '../../logs/feed/feedBuffer';
import type { PollSchedule } from '../../logs/feed/pollSchedule';
import type { FeedMessage } from '../../logs/protocol';
import { compareTimestamps } from '../../logs/timestamp';
import { feedMessage } from './feedMessage';
import type { LogSource } from './logSources';
import { PanelFeed, type HistoryState } from './panelFeed';

export interface PanelFeedsOptions {
  readonly configIds: readonly number[];
  /** @throws when the connection is not there */
  readonly open: (configId: number) => LogSource;
  readonly buffer: LogBuffer;
  readonly clock: Clock;
  readonly schedule: PollSchedule;
  readonly since: string | undefined;
  readonly onDidChange: () => void;
}

export interface HeldBack {
  /** The configs whose older entries are waited for. */
  readonly names: readonly string[];
  /** Nothing else is here. */
  readonly all: boolean;
  /** When the newest entry that is here was written. */
  readonly newest: string;
}

/** Milliseconds between tellings of how far behind each of several configs is. */
const TELL_EVERY = 2000;
const BY_URGENCY: readonly FeedMessage['tone'][] = ['problem', 'busy', 'paused', 'live'];

/** The feeds of a log panel, one for each plugin config, into one buffer. */
export class PanelFeeds {
  private readonly feeds: ReadonlyMap<number, PanelFeed>;
  private timer: Timer | undefined;
  private visible = false;
  private pausedByUser = false;

  constructor(private readonly options: PanelFeedsOptions) {
    const { configIds, buffer, open, ...rest } = options;
    const several = configIds.length > 1;
    this.feeds = new Map(
      configIds.map((id) => [
        id,
        new PanelFeed({
          ...rest,
          open: () => open(id),
          buffer: several ? new ConfigBuffer(buffer, id) : buffer,
        }),
      ]),
    );
  }

  /** Of the first config whose connection is there. */
  get source(): LogSource | undefined {
    return this.all.find((feed) => feed.source)?.source;
  }

  get paused(): boolean {
    return this.pausedByUser;
  }

  /** The names of several configs, as far as they are known; none where there is only one. */
  get names(): readonly { readonly config: number; readonly name: string }[] {
    return this.feeds.size < 2
      ? []
      : [...this.feeds.keys()].map((config) => ({ config, name: this.nameOf(config) }));
  }

  nameOf(config: number): string {
    return this.feeds.get(config)?.source?.title ?? l10n.t('Plugin config {0}', config);
  }

  connect(): void {
    this.each((feed) => feed.connect());
  }

  connectionsChanged(): void {
    this.each((feed) => feed.connectionsChanged());
  }

  retry(): void {
    this.each((feed) => feed.retry());
  }

  reached(): void {
    this.each((feed) => feed.reached());
  }

  hurry(): void {
    this.each((feed) => feed.hurry());
  }

  /** There is more room, or less, for what is loaded. */
  capChanged(): void {
    this.each((feed) => feed.capChanged());
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.each((feed) => feed.setVisible(visible));
    this.tellLater();
  }

  setPaused(paused: boolean): void {
    this.pausedByUser = paused;
    this.each((feed) => feed.setPaused(paused));
  }

  /** What lies before the oldest entry that is here, of those configs that are shown. */
  history(hidden: readonly number[]): HistoryState {
    const states = this.shown(hidden).map((feed) => feed.history);
    for (const state of ['loading', 'failed', 'full', 'more'] as const) {
      if (states.includes(state)) {
        return state;
      }
    }
    return 'end';
  }

  /**
   * From where on the log of every config that is shown is complete: before it, some of them would be missing entries
   * that others have. Undefined where all of them are here from their beginning.
   */
  completeFrom(hidden: readonly number[]): string | undefined {
    return latest(this.shown(hidden).map((feed) => feed.loadedFrom));
  }

  /** What is here of those configs that are shown, but from before the log of each of them is complete. */
  heldBack(hidden: readonly number[]): HeldBack | undefined {
    const from = this.completeFrom(hidden);
    const ranges = this.shown(hidden).flatMap(({ range }) => (range ? [range] : []));
    const newest = latest(ranges.map(([, last]) => last));
    if (!from || !newest || !ranges.some(([oldest]) => compareTimestamps(oldest, from) < 0)) {
      return undefined;
    }
    const names = [...this.feeds]
      .filter(([config, feed]) => !hidden.includes(config) && feed.loadedFrom === from)
      .map(([config]) => this.nameOf(config));
    return { names, all: compareTimestamps(newest, from) < 0, newest };
  }

  /** Whether all configs that are shown have told what they can, and polling goes on. */
  canLoadOn(hidden: readonly number[]): boolean {
    return (
      this.visible &&
      !this.pausedByUser &&
      this.history(hidden) === 'more' &&
      !this.shown(hidden).some((feed) => feed.isStarting)
    );
  }

  /** Loads history of those that are the furthest behind, so that all come to reach back as far. */
  async loadOlder(hidden: readonly number[]): Promise<void> {
    const from = this.completeFrom(hidden);
    const next = this.shown(hidden).filter(
      (feed) =>
        from === undefined ||
        (feed.loadedFrom !== undefined && compareTimestamps(feed.loadedFrom, from) >= 0),
    );
    await Promise.all(next.map((feed) => feed.loadOlder()));
  }

  /** @throws ApiError, `cancelled` when the signal is aborted */
  async loadBackTo(timestamp: string, hidden: readonly number[], signal: AbortSignal): Promise<void> {
    await Promise.all(this.shown(hidden).map((feed) => feed.loadBackTo(timestamp, signal)));
  }

  /** The same without anybody who waits for it: where it fails, `history` says so. */
  async loadOnTo(timestamp: string, hidden: readonly number[]): Promise<void> {
    await this.loadBackTo(timestamp, hidden, new AbortController().signal).catch(() => undefined);
  }

  async fillGap(key: string, config: number | undefined): Promise<void> {
    const feed = config === undefined ? this.all[0] : this.feeds.get(config);
    await feed?.fillGap(key);
  }

  async whenLoaded(): Promise<void> {
    await Promise.all(this.all.map((feed) => feed.whenLoaded()));
  }

  /** What the state line says. @param now milliseconds since the epoch */
  message(now = this.options.clock.now()): FeedMessage {
    const parts = [...this.feeds].map(([config, feed]) => {
      const message = feedMessage(feed.state, now, this.pausedByUser);
      return { config, feed, message };
    });
    const first = parts.toSorted((a, b) => urgency(a.message) - urgency(b.message))[0];
    if (!first) {
      return feedMessage({ kind: 'loading' }, now, this.pausedByUser);
    }
    const { message } = first;
    const text = message.tone === 'problem' ? asOf(first.feed.upToDateAt, message.text) : message.text;
    if (parts.length === 1) {
      return { ...message, text };
    }
    const alike = parts.filter(({ message: { tone } }) => tone === message.tone).length;
    return {
      ...message,
      text: alike === parts.length ? text : l10n.t('{0} of {1}: {2}', alike, parts.length, text),
      parts: parts.map(({ config, feed, message: { tone, text: own, detail } }) => ({
        config,
        name: this.nameOf(config),
        tone,
        text: [own, detail, behind(feed, now)].filter(Boolean).join(' · '),
      })),
    };
  }

  dispose(): void {
    this.timer?.cancel();
    this.visible = false;
    this.each((feed) => feed.dispose());
  }

  private get all(): readonly PanelFeed[] {
    return [...this.feeds.values()];
  }

  private shown(hidden: readonly number[]): readonly PanelFeed[] {
    return [...this.feeds].filter(([config]) => !hidden.includes(config)).map(([, feed]) => feed);
  }

  private each(act: (feed: PanelFeed) => void): void {
    this.all.forEach(act);
  }

  private tellLater(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.visible && this.feeds.size > 1) {
      this.timer = this.options.clock.after(TELL_EVERY, () => {
        this.options.onDidChange();
        this.tellLater();
      });
    }
  }
}

function urgency({ tone }: FeedMessage): number {
  return BY_URGENCY.indexOf(tone);
}

/** What is shown is older than it looks. @param at milliseconds since the epoch; undefined before anything is shown */
function asOf(at: number | undefined, text: string): string {
  return at === undefined ? text : l10n.t('As of {0}. {1}', new Date(at).toLocaleString(), text);
}

function behind({ upToDateAt }: PanelFeed, now: number): string {
  return upToDateAt === undefined
    ? ''
    : l10n.t('{0} s behind', Math.max(0, Math.round((now - upToDateAt) / 1000)));
}

function latest(timestamps: readonly (string | undefined)[]): string | undefined {
  return timestamps.reduce(
    (late, one) =>
      one !== undefined && (late === undefined || compareTimestamps(one, late) > 0) ? one : late,
    undefined,
  );
}
