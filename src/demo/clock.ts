/** Time as the demo server sees it; the shape that tests fake. */
export interface DemoClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `callback` once after `ms` milliseconds, unless the returned timer is cancelled first. */
  after(ms: number, callback: () => void): { cancel(): void };
}

/** The machine's clock. Its timers do not keep the process alive. */
export const machineClock: DemoClock = {
  now: () => Date.now(),
  after(ms, callback) {
    const handle = setTimeout(callback, ms);
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};
