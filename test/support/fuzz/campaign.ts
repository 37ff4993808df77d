import { Random, seedOfCase } from './random';

/**
 * How a run is chosen: `FUZZ_SEED` for other cases, `FUZZ_CASES` for more or fewer of them in all, and
 * `FUZZ_CASE="<name>/<number>"` for one of them alone, as a failure says.
 */
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_101);
const ONLY = process.env.FUZZ_CASE;

/** How many cases each part has; `FUZZ_CASES` scales them all. */
const SHARES = {
  answers: 25_000,
  tree: 2_000,
  writes: 1_200,
  settings: 5_500,
  documents: 8_000,
  state: 7_000,
  logs: 2_000,
  pages: 500,
  sockets: 400,
} as const;

const TOTAL = Object.values(SHARES).reduce((sum, share) => sum + share, 0);
const WANTED = Number(process.env.FUZZ_CASES ?? TOTAL);
/** A case takes milliseconds; this one hangs, on however slow a machine. */
const SLOW_MS = 10_000;

/** Cases that were run so far, and the one that is running. */
const progress = { done: 0, running: '' };

/** What a case may leave behind to be told with its failure. */
export interface Case {
  readonly random: Random;
  readonly number: number;
}

/** Registers a test that runs `part` of the share's cases. @param part of 1 */
export function fuzz(
  share: keyof typeof SHARES,
  name: string,
  part: number,
  run: (one: Case) => void | Promise<void>,
): void {
  const fullName = `${share}: ${name}`;
  it(name, async function () {
    this.timeout(0);
    if (ONLY !== undefined) {
      if (!ONLY.startsWith(`${fullName}/`)) {
        this.skip();
      }
      await runCase(fullName, Number(ONLY.slice(fullName.length + 1)), run);
      return;
    }
    const cases = Math.ceil((SHARES[share] * part * WANTED) / TOTAL);
    for (let number = 0; number < cases; number++) {
      await runCase(fullName, number, run);
    }
  });
}

async function runCase(
  name: string,
  number: number,
  run: (one: Case) => void | Promise<void>,
): Promise<void> {
  progress.running = `${name}/${number}`;
  const began = performance.now();
  try {
    await run({ random: new Random(seedOfCase(SEED, name, number)), number });
  } catch (error) {
    throw withReplay(error);
  }
  const ms = performance.now() - began;
  if (ms > SLOW_MS) {
    throw withReplay(new Error(`it took ${Math.round(ms)} ms`));
  }
  progress.done++;
}

function withReplay(error: unknown): Error {
  const told = error instanceof Error ? error : new Error(String(error));
  told.message = `${told.message}\n\nReplay: FUZZ_SEED=${SEED} FUZZ_CASE="${progress.running}" npx mocha --import=tsx test/unit/fuzz/fuzz.test.ts`;
  return told;
}

/** Tells which case a rejection came from that nobody waited for. To be called inside of a `describe`. */
export function watchRejections(): void {
  const blame = (reason: unknown): void => {
    throw withReplay(reason);
  };
  before(() => process.prependListener('unhandledRejection', blame));
  after(() => process.off('unhandledRejection', blame));
}

/** What was run: for the line at the end. */
export function summary(): { readonly cases: number; readonly seed: number; readonly isWhole: boolean } {
  return { cases: progress.done, seed: SEED, isWhole: ONLY === undefined && WANTED >= TOTAL };
}
