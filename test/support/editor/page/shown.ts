import { eventually } from '../../eventually';

/** In memory things are there within a moment: looked at often, so that a test takes no longer than they do. */
const INTERVAL_MS = 2;

/** As `eventually`, for a window in memory. */
export function shown<T>(
  what: string,
  attempt: () => T | Promise<T>,
): Promise<Exclude<T, false | undefined>> {
  return eventually(what, attempt, { intervalMs: INTERVAL_MS });
}

/** Waits until what is read satisfies `expected`, and says what it was instead. */
export async function shownAs<T>(what: string, read: () => T, expected: (value: T) => boolean): Promise<T> {
  let last: T | undefined;
  const found = await shown(what, () => {
    last = read();
    return expected(last) ? { value: last } : undefined;
  }).catch((error: unknown) => {
    throw new Error(`never came true: ${what}; last: ${JSON.stringify(last)}`, { cause: error });
  });
  return found.value;
}
