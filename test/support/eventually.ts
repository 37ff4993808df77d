import { setTimeout as wait } from 'node:timers/promises';
import { testDeadline } from './testDeadline';

export interface EventuallyOptions {
  /** Generous on purpose: a test that passes never waits this long, and the machine may be busy. */
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Tries again until `attempt` answers something other than false or undefined without throwing, and answers that.
 * After the timeout, or shortly before mocha ends the test, it throws: what was awaited, and the last error.
 */
export async function eventually<T>(
  what: string,
  attempt: () => T | Promise<T>,
  { timeoutMs = 20_000, intervalMs = 50 }: EventuallyOptions = {},
): Promise<Exclude<T, false | undefined>> {
  const start = Date.now();
  const end = Math.min(start + timeoutMs, testDeadline());
  for (;;) {
    let cause: unknown;
    try {
      const result = await attempt();
      if (isAnswer(result)) {
        return result;
      }
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= end) {
      const reason = cause instanceof Error ? `: ${cause.message}` : '';
      throw new Error(`waited ${Date.now() - start} ms in vain until ${what}${reason}`, { cause });
    }
    await wait(intervalMs);
  }
}

function isAnswer<T>(result: T): result is Exclude<T, false | undefined> {
  return result !== false && result !== undefined;
}
