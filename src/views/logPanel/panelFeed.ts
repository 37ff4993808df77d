import type { Clock, Timer } from '../../api/clock';
import { isApiError } from '../../api/errors';
import { LogFeed, type FeedState, type FetchLogPage } from '../../logs/feed';
import type { FeedBuffer } from '../../logs/feed/feedBuffer';
import type { OlderResult } from '../../logs/feed/olderLoader';
import type { PollSchedule } from '../../logs/feed/pollSchedule';
import type { Unavailable } from './feedMessage';
import type { LogSource } from './logSources';
import { describeError } from '../messages';

/** Milliseconds that a marker waits for the newest entries. */
const LOADING_TIME = 3000;

export interface PanelFeedOptions {
  /** @throws when the connection is not there */
  readonly open: () => LogSource;
  readonly buffer: FeedBuffer;
  readonly clock: Clock;
  /** Shared by all feeds of the window. */
  readonly schedule: PollSchedule;
  /** What to fetch again, from a former window. */
  readonly since: string | undefined;
  readonly onDidChange: () => void;
}

export type HistoryState = 'more' | 'loading' | 'failed' | 'end' | 'full';

/**
 * The feed of one plugin config in a log panel, with what stands around it: a connection that may be missing, a panel
 * that may be hidden, a user who may pause it, history that is loaded on demand.
 */
export class PanelFeed {
  private opened: LogSource | undefined;
  private feed: LogFeed | undefined;
  private problem: Unavailable | undefined;
  private visible = false;
  private paused = false;
  private historyState: HistoryState = 'more';
  private liveAt: number | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: PanelFeedOptions) {}

  /** Undefined while the connection is not there. */
  get source(): LogSource | undefined {
    return this.opened;
  }

  get state(): FeedState | Unavailable {
    return this.problem ?? this.feed?.state ?? { kind: 'loading' };
  }

  /** When everything up to then was here, in milliseconds; undefined before the first time. */
  get upToDateAt(): number | undefined {
    return this.liveAt;
  }

  /** What lies before the oldest entry that is here. */
  get history(): HistoryState {
    const madeRoom = this.options.buffer.evictedThrough !== undefined;
    const full = madeRoom && this.options.buffer.size >= this.options.buffer.cap;
    if (this.historyState === 'loading' || !full) {
      const all = this.liveAt !== undefined && this.loadedFrom === undefined;
      return this.historyState === 'more' && all ? 'end' : this.historyState;
    }
    return 'full';
  }

  /** From this timestamp on everything is here, or stands in a gap; undefined where the whole log is. */
  get loadedFrom(): string | undefined {
    return this.feed?.loadedFrom;
  }

  /** Of the oldest and the newest entry that are here; undefined while there is none. */
  get range(): readonly [oldest: string, newest: string] | undefined {
    const { oldestTimestamp, newestTimestamp } = this.options.buffer;
    return oldestTimestamp === undefined || newestTimestamp === undefined
      ? undefined
      : [oldestTimestamp, newestTimestamp];
  }

  /** Whether it asks by itself, and does not know yet what the log holds. */
  get isStarting(): boolean {
    const { kind } = this.state;
    return kind === 'loading' || kind === 'catchingUp';
  }

  /** Finds the connection and starts; where it is not there, `state` says so. */
  connect(): void {
    const { clock, buffer, schedule } = this.options;
    try {
      this.opened = this.options.open();
    } catch (error) {
      this.lose(error);
      return;
    }
    // After a connection that was lost, the entries that are here are known; else those of a former window.
    const since = buffer.newestTimestamp ?? this.options.since;
    const fetchPage = this.watched(this.opened.fetchPage);
    this.problem = undefined;
    this.feed = new LogFeed({
      fetchPage,
      clock,
      buffer,
      schedule,
      ...(since === undefined ? {} : { since }),
    });
    this.feed.onDidChangeState((state) => {
      if (state.kind === 'live') {
        this.liveAt = state.polledAt;
      }
      this.changed();
    });
    this.feed.start();
    this.run();
  }

  /** The connections have changed: ours may be gone, or there again, or have another key. */
  connectionsChanged(): void {
    if (!this.feed) {
      this.connect();
      return;
    }
    try {
      this.options.open();
    } catch (error) {
      this.lose(error);
      return;
    }
    if (this.feed.state.kind === 'stopped') {
      this.feed.retryNow();
    }
  }

  retry(): void {
    if (this.feed) {
      this.feed.retryNow();
    } else {
      this.connect();
    }
  }

  /** The server answers again. */
  reached(): void {
    this.feed?.reached();
  }

  /** Somebody looks again: asks at once. */
  hurry(): void {
    this.feed?.hurry();
  }

  /** There is more room, or less, for what is loaded. */
  capChanged(): void {
    if (this.historyState === 'full') {
      this.setHistory('more');
    }
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.run();
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.run();
  }

  /** Loads history until something came. Where it fails, `history` says so. */
  async loadOlder(): Promise<void> {
    if (this.feed && this.historyState !== 'loading') {
      await this.load((feed) => feed.loadOlder()).catch(() => undefined);
    }
  }

  /**
   * Loads history until `timestamp` is reached.
   *
   * @throws ApiError, `cancelled` when the signal is aborted
   */
  async loadBackTo(timestamp: string, signal: AbortSignal): Promise<void> {
    await this.load((feed) => feed.loadBackTo(timestamp, signal));
  }

  async fillGap(key: string): Promise<void> {
    await this.feed?.fillGap(key);
  }

  /** Waits until the newest entries are here, or cannot be had, or take longer than a person would wait. */
  whenLoaded(): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        timer.cancel();
        this.waiting.delete(check);
        resolve();
      };
      const timer: Timer = this.options.clock.after(LOADING_TIME, finish);
      const check = (): void => {
        const kind = this.feed?.state.kind;
        if (this.paused || !kind || kind === 'live' || kind === 'retrying' || kind === 'stopped') {
          finish();
        }
      };
      this.waiting.add(check);
      check();
    });
  }

  dispose(): void {
    this.feed?.dispose();
    this.paused = true;
    this.changed();
  }

  private async load(read: (feed: LogFeed) => Promise<OlderResult>): Promise<void> {
    if (!this.feed) {
      return;
    }
    this.setHistory('loading');
    try {
      const { end, full } = await read(this.feed);
      this.setHistory(full ? 'full' : end ? 'end' : 'more');
    } catch (error) {
      // The row at the top says so and offers to try again; what was wrong shows in the state line as well.
      this.setHistory(isApiError(error, 'cancelled') ? 'more' : 'failed');
      throw error;
    }
  }

  /** What is no failure of a request means that there is no connection to make requests with. */
  private watched(fetchPage: FetchLogPage): FetchLogPage {
    return async (request, signal) => {
      try {
        return await fetchPage(request, signal);
      } catch (error) {
        if (!isApiError(error) && !signal.aborted) {
          this.lose(error);
        }
        throw error;
      }
    };
  }

  private lose(error: unknown): void {
    this.feed?.dispose();
    this.feed = undefined;
    this.opened = undefined;
    this.problem = { kind: 'unavailable', message: describeError(error) };
    this.changed();
  }

  /** Polls while somebody looks and has not paused. */
  private run(): void {
    if (this.visible && !this.paused) {
      this.feed?.resume();
    } else {
      this.feed?.pause();
    }
  }

  private setHistory(history: HistoryState): void {
    this.historyState = history;
    this.changed();
  }

  private changed(): void {
    for (const check of [...this.waiting]) {
      check();
    }
    this.options.onDidChange();
  }
}
