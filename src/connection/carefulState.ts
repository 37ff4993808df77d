import type { StateStore } from './connections';

/** State that the editor could not read or write: told once, thrown at nobody, for everything goes on without it. */
export class CarefulState implements StateStore {
  /** @param onFailed called for every failure, with whatever the editor threw */
  constructor(
    private readonly state: StateStore,
    private readonly onFailed: (error: unknown) => void,
  ) {}

  get(key: string): unknown {
    try {
      return this.state.get(key);
    } catch (error) {
      this.onFailed(error);
      return undefined;
    }
  }

  /** Never rejects. */
  async update(key: string, value: unknown): Promise<void> {
    try {
      await this.state.update(key, value);
    } catch (error) {
      this.onFailed(error);
    }
  }
}
