import type { Clock, Timer } from './clock';
import { abortReason, type Priority, WaitingLine } from './waitingLine';

/** How many requests may go in any 60 seconds, and in any hour. */
export interface BudgetLimits {
  readonly burst: number;
  readonly sustained: number;
}

/** PostHog allows 480 a minute and 4,800 an hour; the rest is left to whatever else uses the same project or key. */
const DEFAULT_LIMITS: BudgetLimits = { burst: 450, sustained: 4500 };

/** Background work stops short of the limit, so that what a person asks for never waits behind an hour of polling. */
const BACKGROUND_SHARE = 0.9;

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** No server can make the window stand still for longer than its own longest window. */
const LONGEST_HOLD = HOUR;

/**
 * Keeps the whole window under the server's published rate limits, which count requests in sliding windows (per
 * project on older servers, per key on newer ones). One instance is shared by everything that sends requests.
 */
export class Budget {
  /** When requests went, oldest first; never more than the sustained limit of them. */
  private readonly sent: number[] = [];
  private readonly line = new WaitingLine();
  private heldUntil = 0;
  private timer: Timer | undefined;
  private disposed = false;

  constructor(
    private readonly clock: Clock,
    private readonly limits: BudgetLimits = DEFAULT_LIMITS,
  ) {}

  /**
   * Resolves when a request may go, and counts it.
   *
   * @throws the signal's reason, as soon as it is aborted; an Error once the budget is disposed
   */
  async take(priority: Priority, signal?: AbortSignal): Promise<void> {
    if (this.disposed) {
      throw new Error('The budget is disposed.');
    }
    if (signal?.aborted) {
      throw abortReason(signal);
    }
    if (!this.line.isAhead(priority) && this.waitFor(priority) === 0) {
      this.count();
      return;
    }
    const turn = this.line.join(priority, signal, () => this.schedule());
    this.schedule();
    await turn;
  }

  /** Lets nothing go for `ms` milliseconds from now: a server said so. At most an hour. */
  holdBack(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.clock.now() + Math.min(ms, LONGEST_HOLD));
    this.schedule();
  }

  /** Milliseconds until a request of this priority could go if nobody else waited; 0 when at once. */
  waitFor(priority: Priority): number {
    const now = this.clock.now();
    this.forget(now);
    const share = priority === 'background' ? BACKGROUND_SHARE : 1;
    return Math.max(
      0,
      this.heldUntil - now,
      this.windowWait(now, MINUTE, Math.floor(this.limits.burst * share)),
      this.windowWait(now, HOUR, Math.floor(this.limits.sustained * share)),
    );
  }

  /** Rejects everyone who waits; no timer is left. */
  dispose(): void {
    this.disposed = true;
    this.timer?.cancel();
    this.timer = undefined;
    this.line.rejectAll(new Error('The budget is disposed.'));
  }

  /** Milliseconds until fewer than `limit` (at least one) requests lie within the last `window` milliseconds. */
  private windowWait(now: number, window: number, limit: number): number {
    const blocking = this.sent[this.sent.length - Math.max(1, limit)];
    return blocking === undefined ? 0 : Math.max(0, blocking + window - now);
  }

  private count(): void {
    this.sent.push(this.clock.now());
  }

  private forget(now: number): void {
    let old = 0;
    while (old < this.sent.length && (this.sent[old] ?? 0) + HOUR <= now) {
      old++;
    }
    this.sent.splice(0, old);
  }

  /** Admits whoever may go now, and wakes up again for the next one. */
  private schedule(): void {
    this.timer?.cancel();
    this.timer = undefined;
    for (let next = this.line.next(); next !== undefined; next = this.line.next()) {
      const wait = this.waitFor(next);
      if (wait > 0) {
        this.timer = this.clock.after(wait, () => this.schedule());
        return;
      }
      this.count();
      this.line.admit();
    }
  }
}
