import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { FakeClock } from '../fakeClock';

/** Looks in a row at which nothing moved: then whatever is still awaited is waited for by the clock. */
const QUIET_LOOKS = 4;
const TURNS_BETWEEN_LOOKS = 3;
/** Real time after which a test is stuck: nothing moves, and no timer is armed that could move anything. */
const STUCK_MS = 60_000;

/** What goes on outside of the clock: sockets of this process. */
export interface Traffic {
  /** Whether somebody works on something that will end by itself. */
  readonly busy: boolean;
  /** Changes with every byte that moves. */
  readonly moved: number;
}

/**
 * A clock that moves on by itself to the next timer whenever nothing else happens, so that a deadline of a minute over
 * real sockets takes milliseconds, and none passes while data are under way.
 */
export class AutoClock extends FakeClock {
  /** Waits for something that may need time to pass. */
  async until<T>(work: Promise<T>, traffic: Traffic): Promise<T> {
    let isOver = false;
    const over = work.finally(() => (isOver = true));
    over.catch(() => undefined);
    const isSettled = (): boolean => isOver;
    while (!isSettled()) {
      await this.quiet(traffic, isSettled);
      if (!isSettled()) {
        await this.skip();
      }
    }
    return over;
  }

  private async quiet(traffic: Traffic, isOver: () => boolean): Promise<void> {
    const since = Date.now();
    let looks = 0;
    while (looks < QUIET_LOOKS && !isOver()) {
      const { moved } = traffic;
      for (let turn = 0; turn < TURNS_BETWEEN_LOOKS; turn++) {
        await nextTurn();
      }
      if (looks === QUIET_LOOKS - 1) {
        await wait(1); // what other threads have done comes in
      }
      const isQuiet = !traffic.busy && traffic.moved === moved && this.armed > 0;
      looks = isQuiet ? looks + 1 : 0;
      if (Date.now() - since > STUCK_MS) {
        throw new Error(`Nothing happens any more (busy: ${String(traffic.busy)}, timers: ${this.armed}).`);
      }
    }
  }
}
