import type { Clock, Timer } from '../../api/clock';

/** Milliseconds between updates that nobody waits for: two frames. */
const INTERVAL = 33;

/**
 * Sends updates at most every 33 ms and one at a time: what happens meanwhile goes with the next one, so a webview that
 * is slow gets fewer and larger steps instead of a queue.
 */
export class UpdateChannel {
  private timer: Timer | undefined;
  private lastSent = -INTERVAL;
  private open = false;
  private dirty = false;
  private urgent = false;
  private sending: symbol | undefined;

  /** @param send sends the present state; the promise says whether it was delivered */
  constructor(
    private readonly clock: Clock,
    private readonly send: () => PromiseLike<boolean>,
  ) {}

  /** A webview is there that can take updates, or is no longer. */
  setOpen(open: boolean): void {
    this.open = open;
    this.sending = undefined;
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** Something changed. */
  schedule(): void {
    this.dirty = true;
    if (this.open && !this.sending) {
      this.timer ??= this.clock.after(Math.max(0, this.lastSent + INTERVAL - this.clock.now()), () =>
        this.flush(),
      );
    }
  }

  /** Something changed that a person waits for. */
  hurry(): void {
    this.dirty = true;
    this.urgent = true;
    if (this.open && !this.sending) {
      this.flush();
    }
  }

  dispose(): void {
    this.setOpen(false);
  }

  private flush(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.dirty = false;
    this.urgent = false;
    this.lastSent = this.clock.now();
    const mine = Symbol('send');
    this.sending = mine;
    const done = (): void => {
      // A webview that went away meanwhile may never answer; its successor has a token of its own.
      if (this.sending === mine) {
        this.sending = undefined;
        if (this.urgent) {
          this.flush();
        } else if (this.dirty) {
          this.schedule();
        }
      }
    };
    this.send().then(done, done);
  }
}
