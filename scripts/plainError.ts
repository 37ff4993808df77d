/** A failure that a person can act on: its message is one sentence and is printed without a stack. */
export class PlainError extends Error {}

/** Runs a script's main function. A plain error prints its sentence, anything else its stack; both exit with 1. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof PlainError ? error.message : error);
  }
}
