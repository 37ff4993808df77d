import type { Clock } from '../../api/clock';
import type { Backlog, Stretch } from './backlog';
import type { LiveEnd, Poll } from './liveEnd';
import type { OlderLoader } from './olderLoader';
import type { BackOff } from './pace';
import type { PollSchedule } from './pollSchedule';
import type { RangeReader } from './rangeReader';

/** One request's worth of work of a feed. */
export type FeedTask =
  | { readonly kind: 'poll'; readonly reader: RangeReader; readonly poll: Poll }
  | { readonly kind: 'backlog'; readonly reader: RangeReader; readonly stretch: Stretch }
  | { readonly kind: 'older'; readonly reader: RangeReader };

export interface TaskChooserOptions {
  readonly clock: Clock;
  readonly schedule: PollSchedule;
  readonly live: LiveEnd;
  readonly backlog: Backlog;
  readonly older: OlderLoader;
  readonly pollBackOff: BackOff;
  readonly backlogBackOff: BackOff;
}

/** What a feed does next: what a person waits for, then the live end, then what is missing behind it. */
export class TaskChooser {
  constructor(private readonly options: TaskChooserOptions) {}

  /**
   * @param running whether anything is to be done that nobody has asked for
   * @param preparedFor for whom the next request is on its way already: that one goes first
   * @returns what to do now, or when to look again, in milliseconds
   */
  choose(running: boolean, preparedFor: RangeReader | undefined): FeedTask | number | undefined {
    const { clock, schedule, older, live, backlog, pollBackOff } = this.options;
    const now = clock.now();
    if (older.reader) {
      schedule.count('flowing');
      return { kind: 'older', reader: older.reader };
    }
    if (!running) {
      return undefined;
    }
    const stretch = pollBackOff.waiting ? undefined : backlog.next();
    if (stretch && stretch.reader === preparedFor) {
      return taskOf(stretch);
    }
    if (live.at <= now) {
      const poll = live.current();
      return { kind: 'poll', reader: poll.reader, poll };
    }
    if (!stretch) {
      return live.at;
    }
    const at = this.turnOf(stretch, now);
    return at > now ? Math.min(live.at, at) : taskOf(stretch);
  }

  /** When a stretch may go on. Gaps that people see do not wait for a turn; nor do sweeps while entries flow. */
  private turnOf(stretch: Stretch, now: number): number {
    const { backlogBackOff, schedule, live } = this.options;
    const waiting = backlogBackOff.waiting?.at ?? now;
    if (waiting > now) {
      return waiting;
    }
    if (stretch.turnAt === undefined) {
      const turn = stretch.gap === undefined ? live.kind : 'flowing';
      const reserved = schedule.reserve(turn);
      stretch.turnAt = turn === 'idle' ? reserved : now;
    }
    return stretch.turnAt;
  }
}

function taskOf(stretch: Stretch): FeedTask {
  stretch.turnAt = undefined;
  return { kind: 'backlog', reader: stretch.reader, stretch };
}
