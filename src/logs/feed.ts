import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Timer } from '../api/clock';
import type { ApiError } from '../api/errors';
import type { LogEntry } from '../api/schemas';
import { Backlog } from './feed/backlog';
import type { FeedBuffer } from './feed/feedBuffer';
import type { FeedState } from './feed/feedState';
import { FeedStatus } from './feed/feedStatus';
import { type FeedTask, TaskChooser } from './feed/feedTask';
import { cancelled, isLasting, isTooLarge } from './feed/feedErrors';
import { Intake } from './feed/intake';
import { LiveEnd } from './feed/liveEnd';
import type { FetchLogPage } from './feed/logPage';
import { OlderLoader, type OlderResult } from './feed/olderLoader';
import { BackOff } from './feed/pace';
import { PollSchedule } from './feed/pollSchedule';
import { type Outcome, SingleRequest } from './feed/singleRequest';
import { addMicroseconds } from './timestamp';

export type { FeedState } from './feed/feedState';
export type { FetchLogPage, LogPageRequest } from './feed/logPage';

export interface LogFeedOptions {
  readonly fetchPage: FetchLogPage;
  readonly clock: Clock;
  /** What it holds already is followed on from. */
  readonly buffer: FeedBuffer;
  /** Shared by all feeds of the window, so that they are polite together; one of its own where it is left out. */
  readonly schedule?: PollSchedule;
  /** After a window reload: everything from here on is fetched again. Ignored where it is no timestamp. */
  readonly since?: string;
  /** How many entries a gap may take before the rest waits for `fillGap`; else the buffer's cap is the limit. */
  readonly maxBackfill?: number;
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
  /** Lets others have their turn while a big page is taken in. */
  readonly yieldNow?: () => Promise<void>;
}

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
  private readonly status = new FeedStatus();
  private readonly tasks: TaskChooser;
  private readonly stopListening: () => void;
  private mode: 'new' | 'running' | 'paused' | 'disposed' = 'new';
  private ended: ApiError | undefined;
  /** A pause or an error may have left something to catch up with. */
  private behind = false;
  private fetched = 0;
  private timer: Timer | undefined;
  private readonly schedule: PollSchedule;
  private readonly request: SingleRequest<FeedTask>;
  private readonly intake: Intake;

  constructor(private readonly options: LogFeedOptions) {
    const { clock, buffer, since, random = Math.random, yieldNow = () => nextTurn() } = options;
    this.schedule = options.schedule ?? new PollSchedule(clock);
    this.backlog = new Backlog(buffer, options.maxBackfill ?? Number.POSITIVE_INFINITY);
    this.older = new OlderLoader(buffer, this.backlog);
    const { backlog, older, schedule } = this;
    this.live = new LiveEnd({ clock, buffer, backlog, older, schedule, since });
    this.pollBackOff = new BackOff(clock, random);
    this.backlogBackOff = new BackOff(clock, random);
    const { live, pollBackOff, backlogBackOff } = this;
    this.tasks = new TaskChooser({ clock, schedule, live, backlog, older, pollBackOff, backlogBackOff });
    this.request = new SingleRequest(options.fetchPage);
    this.intake = new Intake(buffer, yieldNow);
    this.stopListening = buffer.onDidChange(() => older.followEviction());
  }

  get state(): FeedState {
    return this.status.state;
  }

  /**
   * From this timestamp on everything is here, or stands in a gap; undefined where the whole log is, and as long as
   * nothing is known.
   */
  get loadedFrom(): string | undefined {
    return this.older.before;
  }

  /** @returns how to stop listening */
  onDidChangeState(listener: (state: FeedState) => void): () => void {
    return this.status.onDidChange(listener);
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
      this.live.rest();
      this.request.dropEarly();
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

  /** A person looks: polls at once, and as often as when entries come. */
  hurry(): void {
    if (this.mode === 'running' && !this.ended) {
      this.live.hurry();
      this.next();
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

  /** The server answers others again: what waits only because it could not be reached is tried now. */
  reached(): void {
    const waiting = this.pollBackOff.waiting ?? this.backlogBackOff.waiting;
    if (this.mode === 'running' && !this.request.task && waiting?.error.kind === 'network') {
      this.retryNow();
    }
  }

  /**
   * Loads entries older than all that is here, until at least one came; also while paused. A call while another is
   * under way gets the other's answer.
   *
   * @throws ApiError, `cancelled` when the signal is aborted or the feed disposed
   */
  async loadOlder(signal?: AbortSignal): Promise<OlderResult> {
    return this.load(undefined, signal);
  }

  /**
   * Loads older entries until all from `timestamp` on are loaded, or the log begins, or the buffer is full; also while
   * paused. Before the first reply it waits for it.
   *
   * @throws ApiError, as `loadOlder`; RangeError when `timestamp` does not parse
   */
  async loadBackTo(timestamp: string, signal?: AbortSignal): Promise<OlderResult> {
    const target = addMicroseconds(timestamp, 0);
    let added = 0;
    await this.status.known(signal);
    while (!this.older.reaches(target)) {
      const result = await this.load(target, signal);
      added += result.added;
      if (result.end || result.added === 0) {
        return { ...result, added };
      }
    }
    return { added, end: this.older.before === undefined, full: false };
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
    this.status.close();
    // What has arrived is in whole: whoever goes on with the buffer knows nothing of the rest of a page.
    this.intake.finish();
    this.options.buffer.left = { settled: this.live.settled, history: this.older.history };
    this.live.rest();
    this.request.abort();
    this.next();
    this.older.cancel(cancelled());
    this.backlog.dispose();
    this.stopListening();
  }

  private run(): void {
    this.mode = 'running';
    this.behind = this.live.polledAt !== undefined;
    this.live.restart();
    this.show();
    this.next();
  }

  private async load(target: string | undefined, signal: AbortSignal | undefined): Promise<OlderResult> {
    if (this.mode === 'disposed' || signal?.aborted) {
      throw cancelled();
    }
    const result = this.older.load(target);
    const onAbort = (): void => this.cancelOlder();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.next();
    try {
      return await result;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
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
    if (this.request.task || this.intake.busy || this.mode === 'disposed') {
      return;
    }
    const { clock } = this.options;
    const isRunning = this.mode === 'running' && !this.ended;
    const task = this.tasks.choose(isRunning, this.request.preparedFor);
    if (typeof task === 'number') {
      this.timer = clock.after(task - clock.now(), () => this.next());
    } else if (task) {
      void this.request.send(task, (outcome) => this.settle(task, outcome));
    }
  }

  private settle(task: FeedTask, outcome: Outcome): void {
    if ('rows' in outcome) {
      this.take(task, outcome.rows);
    } else {
      this.fail(task, outcome.error);
      this.show();
      this.next();
    }
  }

  /** Takes a page in; where it is certain that the next one is wanted, that is on its way meanwhile. */
  private take(task: FeedTask, rows: readonly LogEntry[]): void {
    task.reader.accept(rows);
    if (this.wantsMore(task, rows.length)) {
      this.schedule.count('flowing');
      this.request.prepare(task.reader);
    }
    this.intake.take({
      rows,
      mode: task.kind === 'older' ? 'older' : 'follow',
      onAdded: (entries) => {
        if (task.kind !== 'older') {
          this.live.note(entries);
          this.fetched += entries.length;
        }
      },
      onDone: (added) => {
        this.progressed(task, true, rows.length, added);
        this.show();
        this.next();
      },
    });
  }

  private wantsMore(task: FeedTask, rows: number): boolean {
    const { reader } = task;
    const { buffer, clock, maxBackfill = Number.POSITIVE_INFINITY } = this.options;
    const isHole =
      task.kind === 'poll'
        ? !task.poll.firstPageOnly && maxBackfill > 0
        : task.kind === 'backlog' &&
          task.stretch.gap !== undefined &&
          task.stretch.left > rows &&
          this.live.dueAt > clock.now();
    return (
      isHole &&
      this.mode === 'running' &&
      !reader.done &&
      !reader.searching &&
      reader.before !== undefined &&
      !this.older.reader &&
      buffer.roomBefore(reader.before) > rows
    );
  }

  private progressed(task: FeedTask, accepted: boolean, rows: number, added: number): void {
    switch (task.kind) {
      case 'poll':
        this.pollBackOff.succeed();
        this.live.progressed(task.poll, accepted, rows, added);
        this.behind = false;
        break;
      case 'backlog':
        this.backlogBackOff.succeed();
        this.backlog.progressed(task.stretch, added);
        if (!this.backlog.hasHoles) {
          this.live.caughtUp();
        }
        break;
      case 'older':
        this.older.progressed(added);
        break;
    }
  }

  private fail(task: FeedTask, error: ApiError): void {
    if (isTooLarge(error)) {
      task.reader.refuse();
      this.progressed(task, false, 0, 0);
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
    this.status.set(state);
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
