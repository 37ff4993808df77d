import type { StateStore } from '../../src/connection/connections';
import { Emitter } from '../../src/connection/emitter';
import type { SecretStore } from '../../src/connection/keyStore';

/** A memento in memory. Values are copied through JSON, as the editor does. */
export class FakeStateStore implements StateStore {
  private readonly values = new Map<string, string>();

  get(key: string): unknown {
    const text = this.values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) {
      this.values.delete(key);
    } else {
      this.values.set(key, JSON.stringify(value));
    }
    return Promise.resolve();
  }

  /** Everything that is stored, as text: a test looks for keys in it. */
  get text(): string {
    return [...this.values].join('\n');
  }
}

/** A secret storage in memory; two windows may share one. */
export class FakeSecretStore implements SecretStore {
  private readonly values = new Map<string, string>();
  private readonly changed = new Emitter<{ readonly key: string }>();
  /** Set to make every call fail, as without a keyring. */
  failure: Error | undefined;

  readonly onDidChange = this.changed.event;

  async get(key: string): Promise<string | undefined> {
    await this.failIfAsked();
    return this.values.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.failIfAsked();
    this.values.set(key, value);
    this.changed.fire({ key });
  }

  async delete(key: string): Promise<void> {
    await this.failIfAsked();
    this.values.delete(key);
    this.changed.fire({ key });
  }

  get keys(): readonly string[] {
    return [...this.values.keys()];
  }

  private failIfAsked(): Promise<void> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve();
  }
}
