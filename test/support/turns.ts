import { setImmediate as nextTurn } from 'node:timers/promises';

/** Far more than any chain of promises in memory takes. */
const TURNS = 100;

/** Lets everything go on that waits for nothing but its turn, so that what has not happened then does not happen. */
export async function allTurns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    await nextTurn();
  }
}
