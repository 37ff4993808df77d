import type { Clock, Timer } from '../../../src/api/clock';

interface Armed {
  readonly at: number;
  readonly callback: () => void;
}

/** Timers that fire as soon as nothing else is left to do, each at its own time. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private readonly timers = new Set<Armed>();

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): Timer {
    const armed = { at: this.time + Math.max(0, ms), callback };
    this.timers.add(armed);
    return { cancel: () => void this.timers.delete(armed) };
  }

  /** Timers that are left: a leak, when everything is over. */
  get armed(): number {
    return this.timers.size;
  }

  /**
   * Waits for work that needs nothing but this clock.
   *
   * @throws Error where it takes more than `most` timers, or waits for something that never comes
   */
  async drive<T>(work: Promise<T>, most = 1_000): Promise<T> {
    const over = new AbortController();
    const end = (): void => over.abort();
    work.then(end, end);
    await turn();
    for (let fired = 0, idle = 0; !over.signal.aborted;) {
      if (this.fireNext()) {
        fired++;
        idle = 0;
      } else {
        idle++;
      }
      if (fired > most || idle > 50) {
        throw new Error(
          fired > most ? `more than ${most} timers` : 'it waits for something that never comes',
        );
      }
      await turn();
    }
    return work;
  }

  private fireNext(): boolean {
    let first: Armed | undefined;
    for (const armed of this.timers) {
      first = first && first.at <= armed.at ? first : armed;
    }
    if (first) {
      this.timers.delete(first);
      this.time = Math.max(this.time, first.at);
      first.callback();
    }
    return first !== undefined;
  }
}

/** Lets promises settle. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
