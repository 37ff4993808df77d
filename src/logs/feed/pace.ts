import type { Clock } from '../../api/clock';
import type { ApiError } from '../../api/errors';

const FASTEST_MS = 1_000;
const SLOWER = 1.5;
const SLOW_MS = 5_000;
const IDLE_AFTER_MS = 5 * 60_000;
const IDLE_MS = 15_000;
/** So long after the last new entry the next one is expected soon. */
const FLOWING_MS = 5_000;

/**
 * How long to wait between polls: a second while entries come, up to five after empty polls, fifteen after five idle
 * minutes. An idle hour takes some 280 requests. A `PollSchedule` may make the wait longer.
 */
export class PollPace {
  private interval = FASTEST_MS;
  private lastFound: number;
  private foundLast = false;

  constructor(private readonly clock: Clock) {
    this.lastFound = clock.now();
  }

  /** Whether entries come, or someone has just begun to look. */
  get flowing(): boolean {
    return this.foundLast || this.clock.now() - this.lastFound < FLOWING_MS;
  }

  /** As at the start: someone is looking again. */
  reset(): void {
    this.interval = FASTEST_MS;
    this.lastFound = this.clock.now();
  }

  /** @returns milliseconds from the start of this poll to the start of the next */
  next(found: boolean): number {
    this.foundLast = found;
    if (found) {
      this.reset();
      return this.interval;
    }
    this.interval = Math.min(SLOW_MS, this.interval * SLOWER);
    return this.clock.now() - this.lastFound >= IDLE_AFTER_MS ? IDLE_MS : this.interval;
  }
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
const JITTER = 0.1;

/** Waits between attempts at the same thing: 1 s, doubling up to 30 s, or what the server asked for. */
export class BackOff {
  private failures = 0;
  private wait: { readonly at: number; readonly error: ApiError } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** Until when, and why; undefined when nothing failed. */
  get waiting(): { readonly at: number; readonly error: ApiError } | undefined {
    return this.wait;
  }

  fail(error: ApiError): void {
    const doubled = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.failures, 10));
    const ms =
      error.data.retryAfterMs === undefined
        ? doubled * (1 - JITTER + 2 * JITTER * this.random())
        : error.data.retryAfterMs * (1 + JITTER * this.random());
    this.failures++;
    this.wait = { at: this.clock.now() + ms, error };
  }

  succeed(): void {
    this.failures = 0;
    this.wait = undefined;
  }
}
