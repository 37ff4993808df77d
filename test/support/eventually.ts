import { setTimeout as wait } from 'node:timers/promises';
import { testDeadline } from './testDeadline';

/** What is not there at once is looked for less often: looking takes time as well. */
const LONGEST_INTERVAL_MS = 50;

export interface EventuallyOptions {
  /** Generous on purpose: a test that passes never waits this long, and the machine may be busy. */
  readonly timeoutMs?: number;
  /** The first one; each is half as long again as the one before, at most LONGEST_INTERVAL_MS. */
  readonly intervalMs?: number;
}

/**
 * Tries again until `attempt` answers something other than false or undefined without throwing, and answers that.
 * After the timeout, or shortly before mocha ends the test, it throws: what was awaited, and the last error.
 */
export async function eventually<T>(
  what: string,
  attempt: () => T | Promise<T>,
  { timeoutMs = 20_000, intervalMs = 10 }: EventuallyOptions = {},
): Promise<Exclude<T, false | undefined>> {
  let interval = intervalMs;
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
    await wait(interval);
    interval = Math.min(interval * 1.5, Math.max(intervalMs, LONGEST_INTERVAL_MS));
  }
}

function isAnswer<T>(result: T): result is Exclude<T, false | undefined> {
  return result !== false && result !== undefined;
}
