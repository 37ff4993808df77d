import type { Clock, Timer } from '../api/clock';

/** How often a front end is looked at again, as PostHog's own page does it. */
const MOST_ATTEMPTS = 30;

export interface TranspilingPollOptions {
  readonly clock: Clock;
  /** Whether an editor still shows the document. */
  readonly isOpen: (uri: string) => boolean;
  /** Reads the document again. Must not throw. @returns whether there is still nothing to show */
  readonly read: (uri: string, signal: AbortSignal) => Promise<'transpiling' | 'done'>;
  /** It took too long: nothing is read again by itself from here on. */
  readonly onGivenUp: (uri: string) => void;
}

interface Turn {
  readonly timer: Timer | undefined;
  readonly abort: AbortController;
}

/**
 * Reads documents of front ends that are being transpiled again and again, at growing intervals, for as long as they
 * are open: up to 30 times, for 106.5 seconds and what the server takes to answer.
 */
export class TranspilingPoll {
  private readonly turns = new Map<string, Turn>();

  constructor(private readonly options: TranspilingPollOptions) {}

  /** Begins for a document; one that is being polled goes on as it is. */
  start(uri: string): void {
    if (!this.turns.has(uri)) {
      this.wait(uri, 1, new AbortController());
    }
  }

  stop(uri: string): void {
    const turn = this.turns.get(uri);
    this.turns.delete(uri);
    turn?.timer?.cancel();
    turn?.abort.abort();
  }

  dispose(): void {
    for (const uri of [...this.turns.keys()]) {
      this.stop(uri);
    }
  }

  private wait(uri: string, attempt: number, abort: AbortController): void {
    const timer = this.options.clock.after(delayBefore(attempt), () => void this.look(uri, attempt, abort));
    this.turns.set(uri, { timer, abort });
  }

  private async look(uri: string, attempt: number, abort: AbortController): Promise<void> {
    if (!this.options.isOpen(uri)) {
      this.turns.delete(uri);
      return;
    }
    const found = await this.options.read(uri, abort.signal);
    if (abort.signal.aborted) {
      return;
    }
    if (found === 'transpiling' && attempt < MOST_ATTEMPTS) {
      this.wait(uri, attempt + 1, abort);
      return;
    }
    this.turns.delete(uri);
    if (found === 'transpiling') {
      this.options.onGivenUp(uri);
    }
  }
}

/** @param attempt from 1 @returns milliseconds */
function delayBefore(attempt: number): number {
  return 1_000 + Math.min(attempt, 10) * 300;
}
