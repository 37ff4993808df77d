import { createContext, Script } from 'node:vm';

/**
 * Runs work that may never end by itself, such as a regular expression that somebody typed. V8 stops scripts that take
 * too long, also inside a regular expression, but only those that are run in a context; so the work is called from one.
 */
export class TimeLimit {
  private readonly sandbox: { run: () => void } = { run: () => undefined };
  private readonly context = createContext(this.sandbox);
  private readonly script = new Script('run()');

  /**
   * @param ms how long it may take
   * @returns undefined where it took too long or more memory than the engine gives a regular expression
   */
  run<T>(work: () => T, ms: number): { readonly value: T } | undefined {
    let result: { readonly value: T } | undefined;
    this.sandbox.run = () => {
      result = { value: work() };
    };
    try {
      this.script.runInContext(this.context, { timeout: ms });
    } catch (error) {
      if (isTimeout(error) || error instanceof RangeError) {
        return undefined;
      }
      throw error;
    } finally {
      this.sandbox.run = () => undefined;
    }
    return result;
  }
}

/** The error comes from the context, whose `Error` is another one. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
