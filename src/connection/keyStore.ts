import * as v from 'valibot';
import { KeyTraces } from '../api/keyTraces';
import { Emitter, type Disposable, type Event } from './emitter';

/** The part of the editor's SecretStorage that is needed here. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  readonly onDidChange: Event<{ readonly key: string }>;
}

/** The editor's secret storage failed: on Linux mostly because no keyring is unlocked. Never holds the key. */
export class SecretStorageError extends Error {
  override readonly name = 'SecretStorageError';

  constructor(
    readonly action: 'read' | 'store' | 'delete',
    cause: unknown,
    /** What was to be stored, which the storage may have quoted. */
    key = '',
  ) {
    const why = new KeyTraces(key).clean(cause instanceof Error ? cause.message : String(cause));
    super(`The secret storage could not ${action} a key: ${why}`);
  }
}

const PREFIX = 'posthogPlugins.key.';

const storedKeySchema = v.object({ origin: v.string(), key: v.pipe(v.string(), v.nonEmpty()) });

/**
 * The personal API keys, in the editor's SecretStorage only. Each is stored with the origin it was entered for and is
 * handed out for that origin alone, so that no change of a connection's host can send a key elsewhere.
 */
export class KeyStore implements Disposable {
  /** Keys that are kept for this window only, because the storage failed and the user agreed. */
  private readonly sessionKeys = new Map<string, { readonly origin: string; readonly key: string }>();
  private readonly changed = new Emitter<string>();
  private readonly subscription: Disposable;

  /** A key was stored, replaced or deleted, here or in another window. The value is the key's id. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(private readonly secrets: SecretStore) {
    this.subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) {
        const keyId = key.slice(PREFIX.length);
        // What another window could store is newer than what this one had to keep for itself.
        this.sessionKeys.delete(keyId);
        this.changed.fire(keyId);
      }
    });
  }

  /**
   * Reads the key as it is stored right now: another window may have replaced it.
   *
   * @returns undefined when there is none, or when it was entered for another origin
   * @throws SecretStorageError
   */
  async read(keyId: string, origin: string): Promise<string | undefined> {
    const stored = this.sessionKeys.get(keyId) ?? (await this.readStored(keyId));
    return stored?.origin === origin ? stored.key : undefined;
  }

  /** @throws SecretStorageError; then nothing is stored and `keepForSession` is the way out */
  async store(keyId: string, origin: string, key: string): Promise<void> {
    try {
      await this.secrets.store(PREFIX + keyId, JSON.stringify({ origin, key }));
    } catch (error) {
      throw new SecretStorageError('store', error, key);
    }
    this.sessionKeys.delete(keyId);
  }

  /** Keeps the key in memory until the window closes. */
  keepForSession(keyId: string, origin: string, key: string): void {
    this.sessionKeys.set(keyId, { origin, key });
    this.changed.fire(keyId);
  }

  /** @throws SecretStorageError */
  async delete(keyId: string): Promise<void> {
    this.sessionKeys.delete(keyId);
    try {
      await this.secrets.delete(PREFIX + keyId);
    } catch (error) {
      throw new SecretStorageError('delete', error);
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.sessionKeys.clear();
    this.changed.dispose();
  }

  private async readStored(keyId: string): Promise<v.InferOutput<typeof storedKeySchema> | undefined> {
    let text: string | undefined;
    try {
      text = await this.secrets.get(PREFIX + keyId);
    } catch (error) {
      throw new SecretStorageError('read', error);
    }
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), storedKeySchema), text);
    return parsed.success ? parsed.output : undefined;
  }
}
