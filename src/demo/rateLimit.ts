import type { DemoClock } from './clock';
import { Failure } from './failure';

export interface Rates {
  /** Requests per minute. */
  readonly burst: number;
  /** Requests per hour. */
  readonly sustained: number;
}

/** The numbers of PostHog Cloud. */
export const PUBLISHED_RATES: Rates = { burst: 480, sustained: 4800 };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Sliding windows per bucket. A refused request is not counted by the window that refused it. */
export class RateLimit {
  private readonly burst: Window;
  private readonly sustained: Window;

  constructor(
    rates: Rates,
    private readonly clock: DemoClock,
    private readonly sendsRetryAfter: boolean,
  ) {
    this.burst = new Window(rates.burst, MINUTE);
    this.sustained = new Window(rates.sustained, HOUR);
  }

  /** @throws Failure 429 with the wait in whole seconds */
  count(bucket: string): void {
    const now = this.clock.now();
    const waits = [this.burst.take(bucket, now), this.sustained.take(bucket, now)];
    const wait = Math.max(...waits);
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      const unit = seconds === 1 ? 'second' : 'seconds';
      throw new Failure(
        429,
        'throttled_error',
        'throttled',
        `Request was throttled. Expected available in ${seconds} ${unit}.`,
        null,
        this.sendsRetryAfter ? { 'Retry-After': String(seconds) } : {},
      );
    }
  }
}

class Window {
  private readonly history = new Map<string, number[]>();

  constructor(
    private readonly allowed: number,
    private readonly duration: number,
  ) {}

  /** Counts a request. @returns how many milliseconds to wait; 0 when it is allowed */
  take(bucket: string, now: number): number {
    const times = (this.history.get(bucket) ?? []).filter((time) => time > now - this.duration);
    this.history.set(bucket, times);
    const oldest = times[0] ?? now;
    if (times.length >= this.allowed) {
      return Math.max(1, this.duration - (now - oldest));
    }
    times.push(now);
    return 0;
  }
}
