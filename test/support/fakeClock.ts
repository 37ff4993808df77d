import type { Clock, Timer } from '../../src/api/clock';

interface Pending {
  readonly at: number;
  readonly sequence: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to move. Timers fire in order, each at its own time. */
export class FakeClock implements Clock {
  private time: number;
  private sequence = 0;
  private readonly pending = new Set<Pending>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): Timer {
    const entry = { at: this.time + Math.max(0, ms), sequence: this.sequence++, callback };
    this.pending.add(entry);
    return { cancel: () => void this.pending.delete(entry) };
  }

  /** Timers that are armed: a test asserts that none is left. */
  get armed(): number {
    return this.pending.size;
  }

  /** Moves on by `ms`, firing what falls due, and lets promises settle after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.earliest();
      if (!next || next.at > end) {
        break;
      }
      this.pending.delete(next);
      this.time = Math.max(this.time, next.at);
      next.callback();
      await settle();
    }
    this.time = end;
    await settle();
  }

  /** Moves on to the next timer and fires it; nothing where none is armed. */
  async skip(): Promise<void> {
    const next = this.earliest();
    if (next) {
      await this.advance(Math.max(0, next.at - this.time));
    }
  }

  private earliest(): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.pending) {
      if (!first || entry.at < first.at || (entry.at === first.at && entry.sequence < first.sequence)) {
        first = entry;
      }
    }
    return first;
  }
}

/** Lets promise chains and real socket events that are already due run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
