import { systemClock, type Clock } from '../../../src/api/clock';

/**
 * Makes the clock of the whole extension run so many times as fast as real time, for what takes seconds with a real
 * network: retries, an outage that is long enough to tell. Open the window after it.
 *
 * @returns what makes it an ordinary clock again
 */
export function hurry(times: number): () => void {
  const usual = { ...systemClock };
  const start = usual.now();
  Object.assign(systemClock, {
    now: () => start + (usual.now() - start) * times,
    after: (ms: number, callback: () => void) => usual.after(ms / times, callback),
  } satisfies Clock);
  return () => Object.assign(systemClock, usual);
}
