import { systemClock, type Timer } from '../../../src/api/clock';

interface Armed {
  readonly at: number;
  readonly fire: () => void;
}

/**
 * The clock of the extension in memory: it goes as the system's, and can skip a stretch of time, in which everything
 * happens that was due. So a test sees that something does not happen without waiting for it.
 */
export class SkippableClock {
  private readonly armed = new Set<Armed>();
  private readonly original = { ...systemClock };
  private skipped = 0;

  /** Takes the place of the system's clock until it is closed. */
  constructor() {
    Object.assign(systemClock, {
      now: () => this.original.now() + this.skipped,
      after: (ms: number, callback: () => void) => this.after(ms, callback),
    });
  }

  skip(ms: number): void {
    this.skipped += ms;
    const now = systemClock.now();
    const due = [...this.armed].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    due.forEach(({ fire }) => fire());
  }

  close(): void {
    Object.assign(systemClock, this.original);
  }

  private after(ms: number, callback: () => void): Timer {
    const fire = (): void => {
      if (this.armed.delete(armed)) {
        timer.cancel();
        callback();
      }
    };
    const armed: Armed = { at: systemClock.now() + ms, fire };
    this.armed.add(armed);
    const timer = this.original.after(ms, fire);
    return {
      cancel: () => {
        this.armed.delete(armed);
        timer.cancel();
      },
    };
  }
}
