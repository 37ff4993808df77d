import { type FeedState, sameFeedState } from './feedState';

/** Where a feed stands, for those who want to know. */
export class FeedStatus {
  private current: FeedState = { kind: 'loading' };
  private readonly listeners = new Set<(state: FeedState) => void>();
  private readonly waiting = new Set<() => void>();
  private isOver = false;

  get state(): FeedState {
    return this.current;
  }

  /** @returns how to stop listening */
  onDidChange(listener: (state: FeedState) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  set(state: FeedState): void {
    if (!sameFeedState(state, this.current)) {
      this.current = state;
      for (const listener of [...this.listeners]) {
        listener(state);
      }
    }
    this.waiting.forEach((check) => check());
  }

  /** Tells nobody anything more; who waits is let go. */
  close(): void {
    this.isOver = true;
    this.listeners.clear();
    this.waiting.forEach((check) => check());
  }

  /** Resolves when the first reply is here, or will not come without a person, or the signal is aborted. */
  known(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.current.kind !== 'loading' || this.isOver || signal?.aborted) {
          this.waiting.delete(check);
          signal?.removeEventListener('abort', check);
          resolve();
        }
      };
      this.waiting.add(check);
      signal?.addEventListener('abort', check);
      check();
    });
  }
}
