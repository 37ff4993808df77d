import type { Clock } from '../../api/clock';

/** What a request of a feed is for: looking whether anything has come, or fetching while entries flow. */
export type Turn = 'idle' | 'flowing';

const HOUR_MS = 3_600_000;

/**
 * Idle feeds together: 870 requests at most in any hour, and with what each may ask for when somebody opens it, under a
 * fifth of what servers allow (4,800). Three of them keep the pace that each would have alone.
 */
const IDLE_AT_ONCE = 130;
const IDLE_PER_HOUR = 740;

/**
 * All feeds together, so that the window's budget (`Budget`: 4,050 for background work in any hour) is never used up and
 * none of them has to stand still: one flowing feed asks each second, several in turn.
 */
const ALL_AT_ONCE = 300;
const ALL_PER_HOUR = 3_600;

/** What did not wait for its turn is made up for by those that do, but not for longer than this many of them. */
const MOST_DEBT = 120;

/**
 * When the feeds of a window may ask the server, so that they are polite together. Who comes first is served first.
 * The history and the gaps that a person sees being filled do not wait, but count: polls come further apart after them.
 */
export class PollSchedule {
  private readonly idle: TokenBucket;
  private readonly all: TokenBucket;

  constructor(private readonly clock: Clock) {
    this.idle = new TokenBucket(clock, IDLE_AT_ONCE, IDLE_PER_HOUR);
    this.all = new TokenBucket(clock, ALL_AT_ONCE, ALL_PER_HOUR);
  }

  /** Takes the next turn that is free. @returns when it is, in milliseconds */
  reserve(turn: Turn): number {
    const wait = Math.max(this.all.take(), turn === 'idle' ? this.idle.take() : 0);
    return this.clock.now() + wait;
  }

  /** Counts a request that goes without waiting for a turn. */
  count(turn: Turn): void {
    this.reserve(turn);
  }

  /** Gives back a turn that was not used. */
  giveBack(turn: Turn): void {
    this.all.giveBack();
    if (turn === 'idle') {
      this.idle.giveBack();
    }
  }
}

/** Turns that come at a steady rate, and of which some can be saved up. */
class TokenBucket {
  private level: number;
  private filledAt: number;

  constructor(
    private readonly clock: Clock,
    private readonly capacity: number,
    private readonly perHour: number,
  ) {
    this.level = capacity;
    this.filledAt = clock.now();
  }

  /** @returns milliseconds until the turn */
  take(): number {
    this.fill();
    this.level = Math.max(this.level - 1, -MOST_DEBT);
    return this.level >= 0 ? 0 : (-this.level * HOUR_MS) / this.perHour;
  }

  giveBack(): void {
    this.fill();
    this.level = Math.min(this.capacity, this.level + 1);
  }

  private fill(): void {
    const now = this.clock.now();
    const came = (Math.max(0, now - this.filledAt) * this.perHour) / HOUR_MS;
    this.level = Math.min(this.capacity, this.level + came);
    this.filledAt = now;
  }
}
