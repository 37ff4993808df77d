/** Runs tasks of one key one after the other, so that two changes of one config can never overtake each other. */
export class SerialTasks {
  private readonly tails = new Map<number, Promise<unknown>>();

  /** Runs `task` when every earlier task of `key` has ended, however it ended. */
  run<T>(key: number, task: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const result = before.then(task, task);
    this.tails.set(key, result);
    const forget = (): void => {
      if (this.tails.get(key) === result) {
        this.tails.delete(key);
      }
    };
    result.then(forget, forget);
    return result;
  }
}
