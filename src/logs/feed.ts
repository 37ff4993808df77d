import type { Clock, Timer } from '../api/clock';
import type { ApiError } from '../api/errors';
import type { LogEntry } from '../api/schemas';
import { Backlog, type Stretch } from './backlog';
import type { LogBuffer } from './buffer';
import { type FeedState, sameFeedState } from './feedState';
import { cancelled, isLasting, isTooLarge } from './feedErrors';
import { LiveEnd, type Poll } from './liveEnd';
import type { FetchLogPage } from './logPage';
import { OlderLoader, type OlderResult } from './olderLoader';
import { BackOff } from './pace';
import type { RangeReader } from './rangeReader';
import { type Outcome, SingleRequest } from './singleRequest';
import { addMicroseconds } from './timestamp';

export type { FeedState } from './feedState';
export type { FetchLogPage, LogPageRequest } from './logPage';

export interface LogFeedOptions {
  readonly fetchPage: FetchLogPage;
  readonly clock: Clock;
  /** What it holds already is followed on from. */
  readonly buffer: LogBuffer;
  /** After a window reload: everything from here on is fetched again. Ignored where it is no timestamp. */
  readonly since?: string;
  /** How many entries a gap may take before the rest waits for `fillGap`; else the buffer's cap is the limit. */
  readonly maxBackfill?: number;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
}

/** One request's worth of work. */
type Task =
  | { readonly kind: 'poll'; readonly reader: RangeReader; readonly poll: Poll }
  | { readonly kind: 'backlog'; readonly reader: RangeReader; readonly stretch: Stretch }
  | { readonly kind: 'older'; readonly reader: RangeReader };

/**
 * Follows the log of one plugin config into a buffer, and loses nothing: each poll reads from behind the newest known
 * entry; what does not fit its page is a hole that is read backwards until it is closed, through errors and pauses;
 * where entries may still arrive late is read once more (`Coverage`). One request at a time.
 *
 * Server facts: entries arrive up to 30 s late; an unknown config has an empty log, not a 404. The server's times are
 * compared with each other only, never with this machine's clock.
 */
export class LogFeed {
  private readonly backlog: Backlog;
  private readonly older: OlderLoader;
  private readonly live: LiveEnd;
  private readonly pollBackOff: BackOff;
  private readonly backlogBackOff: BackOff;
  private readonly listeners = new Set<(state: FeedState) => void>();
  private readonly stopListening: () => void;
  private mode: 'new' | 'running' | 'paused' | 'disposed' = 'new';
  private ended: ApiError | undefined;
  /** A pause or an error may have left something to catch up with. */
  private behind = false;
  private fetched = 0;
  private timer: Timer | undefined;
  private readonly request: SingleRequest<Task>;
  private current: FeedState = { kind: 'loading' };

  constructor(private readonly options: LogFeedOptions) {
    const { clock, buffer, random = Math.random } = options;
    this.backlog = new Backlog(buffer, options.maxBackfill ?? Number.POSITIVE_INFINITY);
    this.older = new OlderLoader(buffer, this.backlog);
    this.live = new LiveEnd(clock, buffer, this.backlog, this.older, options.since);
    this.pollBackOff = new BackOff(clock, random);
    this.backlogBackOff = new BackOff(clock, random);
    this.request = new SingleRequest(options.fetchPage);
    this.stopListening = buffer.onDidChange((change) => {
      if (change.cleared && this.live.newest !== undefined) {
        this.older.startBefore(addMicroseconds(this.live.newest, 1));
      }
    });
  }

  get state(): FeedState {
    return this.current;
  }

  /** @returns how to stop listening */
  onDidChangeState(listener: (state: FeedState) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  start(): void {
    if (this.mode === 'new') {
      this.run();
    }
  }

  /** No requests from here on, but for what a person asks for. What is half read waits where it is. */
  pause(): void {
    if (this.mode === 'new' || this.mode === 'running') {
      this.mode = 'paused';
      if (this.request.task?.kind !== 'older') {
        this.request.abort();
      }
      this.show();
      this.next();
    }
  }

  /** Goes on where `pause` left off, and catches up. */
  resume(): void {
    if (this.mode === 'paused') {
      this.run();
    }
  }

  /** Tries again at once, also after the feed has stopped for an error. */
  retryNow(): void {
    this.ended = undefined;
    this.pollBackOff.succeed();
    this.backlogBackOff.succeed();
    if (this.mode === 'running') {
      this.run();
    }
  }

  /**
   * Loads entries older than all that is here, until at least one came; also while paused. A call while another is
   * under way gets the other's answer.
   *
   * @throws ApiError, `cancelled` when the signal is aborted or the feed disposed
   */
  async loadOlder(signal?: AbortSignal): Promise<OlderResult> {
    if (this.mode === 'disposed' || signal?.aborted) {
      throw cancelled();
    }
    const result = this.older.load();
    const onAbort = (): void => this.cancelOlder();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.next();
    try {
      return await result;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Reads what a gap stands for. Resolves when it is closed or cannot be; an error shows in `state`, and it goes on. */
  async fillGap(key: string): Promise<void> {
    const filled = this.backlog.fill(key);
    this.show();
    this.next();
    await filled;
  }

  /** Leaves no timer and no request. */
  dispose(): void {
    this.mode = 'disposed';
    this.listeners.clear();
    this.request.abort();
    this.next();
    this.older.cancel(cancelled());
    this.backlog.dispose();
    this.stopListening();
  }

  private run(): void {
    this.mode = 'running';
    this.behind = this.live.polledAt !== undefined;
    this.live.hurry();
    this.show();
    this.next();
  }

  private cancelOlder(): void {
    if (this.request.task?.kind === 'older') {
      this.request.abort();
    }
    this.older.cancel(cancelled());
    this.next();
  }

  /** Does what is due, or sets a timer for when something will be. */
  private next(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.request.task || this.mode === 'disposed') {
      return;
    }
    const { clock } = this.options;
    const task = this.choose(clock.now());
    if (typeof task === 'number') {
      this.timer = clock.after(task - clock.now(), () => this.next());
    } else if (task) {
      void this.request.send(task, (outcome) => this.settle(task, outcome));
    }
  }

  /** @returns what to do now, or when to look again, in milliseconds */
  private choose(now: number): Task | number | undefined {
    const older = this.older.reader;
    if (older) {
      return { kind: 'older', reader: older };
    }
    if (this.mode !== 'running' || this.ended) {
      return undefined;
    }
    if (this.live.at <= now) {
      const poll = this.live.current();
      return { kind: 'poll', reader: poll.reader, poll };
    }
    const stretch = this.pollBackOff.waiting ? undefined : this.backlog.next();
    const backlogAt = this.backlogBackOff.waiting?.at ?? now;
    if (stretch && backlogAt <= now) {
      return { kind: 'backlog', reader: stretch.reader, stretch };
    }
    return stretch ? Math.min(this.live.at, backlogAt) : this.live.at;
  }

  private settle(task: Task, outcome: Outcome): void {
    if ('rows' in outcome) {
      this.take(task, outcome.rows);
    } else {
      this.fail(task, outcome.error);
    }
    this.show();
    this.next();
  }

  private take(task: Task, rows: readonly LogEntry[]): void {
    const added = this.options.buffer.insert(rows, task.kind === 'older' ? 'older' : 'follow');
    if (task.kind !== 'older') {
      this.live.note(added);
      this.fetched += added.length;
    }
    task.reader.accept(rows);
    this.progressed(task, true, added.length);
  }

  private progressed(task: Task, accepted: boolean, added: number): void {
    switch (task.kind) {
      case 'poll':
        this.pollBackOff.succeed();
        this.live.progressed(task.poll, accepted, added);
        this.behind = false;
        break;
      case 'backlog':
        this.backlogBackOff.succeed();
        this.backlog.progressed(task.stretch, added);
        break;
      case 'older':
        this.older.progressed(added);
        break;
    }
  }

  private fail(task: Task, error: ApiError): void {
    if (isTooLarge(error)) {
      task.reader.refuse();
      this.progressed(task, false, 0);
      return;
    }
    if (task.kind === 'older') {
      this.older.cancel(error);
    } else if (isLasting(error)) {
      this.ended = error;
    } else if (task.kind === 'backlog') {
      this.backlogBackOff.fail(error);
    } else {
      this.pollBackOff.fail(error);
      this.live.postpone(this.pollBackOff.waiting?.at ?? 0);
    }
  }

  private show(): void {
    const state = this.mode === 'paused' ? ({ kind: 'paused' } as const) : this.running();
    if (state.kind !== 'catchingUp') {
      this.fetched = 0;
    }
    if (!sameFeedState(state, this.current)) {
      this.current = state;
      for (const listener of [...this.listeners]) {
        listener(state);
      }
    }
  }

  private running(): FeedState {
    const waiting = this.pollBackOff.waiting ?? (this.backlog.next() && this.backlogBackOff.waiting);
    if (this.ended) {
      return { kind: 'stopped', error: this.ended };
    }
    if (waiting && waiting.error.kind !== 'cancelled') {
      return { kind: 'retrying', ...waiting };
    }
    if (this.live.polledAt === undefined) {
      return { kind: 'loading' };
    }
    return this.behind || this.backlog.hasHoles
      ? { kind: 'catchingUp', fetched: this.fetched }
      : { kind: 'live', polledAt: this.live.polledAt };
  }
}
