import type { StateStore } from '../../src/connection/connections';

/**
 * The global state of an extension as an editor with several windows keeps it: one value for all keys together. Each
 * window has a copy; what one writes replaces everything, and the others hear of it a moment later.
 */
export class SharedProfile {
  private blob = '{}';
  private readonly windows = new Set<WindowState>();

  /** What one window sees. */
  open(): StateStore {
    const state = new WindowState(JSON.parse(this.blob) as Record<string, unknown>, (text) => {
      this.blob = text;
      for (const other of this.windows) {
        other.take(text);
      }
    });
    this.windows.add(state);
    return state;
  }
}

class WindowState implements StateStore {
  constructor(
    private values: Record<string, unknown>,
    private readonly write: (text: string) => void,
  ) {}

  get(key: string): unknown {
    return this.values[key];
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values = { ...this.values, [key]: value };
    const text = JSON.stringify(this.values);
    await new Promise((resolve) => setImmediate(resolve));
    this.write(text);
  }

  take(text: string): void {
    this.values = JSON.parse(text) as Record<string, unknown>;
  }
}
