import type { Clock, Timer } from './clock';

/** The time in which one request, with all its retries, has to be done; it ends early when anybody gives it up. */
export class Scope {
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  private readonly controller = new AbortController();
  private readonly timer: Timer;
  private readonly onAbort = (): void => this.controller.abort(new Error('given up'));
  private timedOut = false;

  /** @param givenUpBy whoever may end it early */
  constructor(
    clock: Clock,
    ms: number,
    private readonly givenUpBy: readonly AbortSignal[],
  ) {
    this.endsAt = clock.now() + ms;
    this.timer = clock.after(ms, () => {
      this.timedOut = true;
      this.controller.abort(new Error('out of time'));
    });
    for (const signal of givenUpBy) {
      signal.addEventListener('abort', this.onAbort, { once: true });
      if (signal.aborted) {
        this.onAbort();
      }
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether somebody gave it up on purpose, as opposed to time running out. */
  get cancelled(): boolean {
    return this.signal.aborted && !this.timedOut;
  }

  /**
   * Waits for something that knows no signals.
   *
   * @throws Error as soon as the scope ends
   */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (): void => reject(new Error('The scope has ended.'));
      this.signal.addEventListener('abort', end, { once: true });
      work.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', end));
      if (this.signal.aborted) {
        end();
      }
    });
  }

  /** No timer and no listener is left. */
  dispose(): void {
    this.timer.cancel();
    for (const signal of this.givenUpBy) {
      signal.removeEventListener('abort', this.onAbort);
    }
  }
}
