/** Who waits: what a person asked for goes ahead of what happens by itself. */
export type Priority = 'user' | 'background';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** Promises in two queues, first come first served within each. Leaving the queue by abort leaves nothing behind. */
export class WaitingLine {
  private readonly queues: Readonly<Record<Priority, Set<Waiter>>> = {
    user: new Set(),
    background: new Set(),
  };

  /**
   * Waits until `admit` lets this one through.
   *
   * @throws the signal's reason, as soon as it is aborted; or what `rejectAll` is given
   */
  join(priority: Priority, signal: AbortSignal | undefined, onLeave: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.queues[priority];
      const leave = (): void => {
        queue.delete(waiter);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        leave();
        reject(abortReason(signal));
        onLeave();
      };
      const waiter: Waiter = {
        resolve: () => {
          leave();
          resolve();
        },
        reject: (reason) => {
          leave();
          reject(reason);
        },
      };
      queue.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Whether anyone waits who would go before a newcomer of this priority. */
  isAhead(priority: Priority): boolean {
    return this.queues.user.size > 0 || (priority === 'background' && this.queues.background.size > 0);
  }

  /** The priority of whoever is next, undefined when nobody waits. */
  next(): Priority | undefined {
    if (this.queues.user.size > 0) {
      return 'user';
    }
    return this.queues.background.size > 0 ? 'background' : undefined;
  }

  /** Lets the next one through. */
  admit(): void {
    const priority = this.next();
    if (priority !== undefined) {
      const [first] = this.queues[priority];
      first?.resolve();
    }
  }

  rejectAll(reason: Error): void {
    for (const waiter of [...this.queues.user, ...this.queues.background]) {
      waiter.reject(reason);
    }
  }
}

/** The reason of an aborted signal as an Error, whatever the caller aborted it with. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason });
}
