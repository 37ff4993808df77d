import type { Connection } from './connection';
import { ConnectionList } from './connectionList';
import { DEMO_CONNECTION, DEMO_ID } from './demoProject';
import { Emitter, type Disposable, type Event } from './emitter';
import type { KeyStore } from './keyStore';

/** The part of the editor's Memento that is needed here. */
export interface StateStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * - `active`: another connection is active in this window, or none.
 * - `list`: a connection was added, changed or removed.
 * - `key`: the key with this id was stored, replaced or deleted, here or in another window.
 */
export type ConnectionsChange =
  { readonly kind: 'active' } | { readonly kind: 'list' } | { readonly kind: 'key'; readonly keyId: string };

export interface NewConnection {
  readonly origin: string;
  readonly projectId: number;
  readonly projectName?: string;
  readonly insecure?: true;
  /** A key that was just typed, or the id of a stored one. */
  readonly key: NewKey | { readonly keyId: string };
}

export interface NewKey {
  readonly text: string;
  /** Keep it in memory until the window closes: the secret storage failed and the user agreed. */
  readonly sessionOnly?: true;
}

export interface ConnectionsOptions {
  readonly global: StateStore;
  readonly workspace: StateStore;
  readonly keys: KeyStore;
  readonly newId: () => string;
  /** Stored connections were damaged; the others are there. Called at most once. */
  readonly onDamaged: () => void;
}

const LAST_ACTIVE = 'posthogPlugins.lastActiveConnection';
const ACTIVE = 'posthogPlugins.activeConnection';
/** Stored after *Disconnect*, so that the window does not fall back to another connection by itself. */
const NONE = '';

/**
 * All connections, and which of them is active in this window. The list is shared by all windows and read afresh each
 * time; the active one is remembered per workspace, and a new workspace starts with the one last used anywhere.
 */
export class Connections implements Disposable {
  private readonly changed = new Emitter<ConnectionsChange>();
  private readonly subscription: Disposable;
  private readonly list: ConnectionList;
  /** What listeners know. */
  private told: { readonly list: string; readonly active: string | undefined };

  readonly onDidChange: Event<ConnectionsChange> = this.changed.event;

  constructor(private readonly options: ConnectionsOptions) {
    this.list = new ConnectionList(options.global, options.onDamaged);
    this.told = this.seen;
    this.subscription = options.keys.onDidChange((keyId) => this.changed.fire({ kind: 'key', keyId }));
  }

  /** The stored connections, without the demo. */
  get all(): readonly Connection[] {
    return this.list.all;
  }

  get active(): Connection | undefined {
    const chosen = this.options.workspace.get(ACTIVE);
    const id = typeof chosen === 'string' ? chosen : this.options.global.get(LAST_ACTIVE);
    return typeof id === 'string' ? this.find(id) : undefined;
  }

  /** The connection with this id, the demo included. */
  find(id: string): Connection | undefined {
    return id === DEMO_ID ? DEMO_CONNECTION : this.all.find((connection) => connection.id === id);
  }

  /** The stored keys of this very origin, each with the connections that use it. */
  keysFor(origin: string): ReadonlyMap<string, readonly Connection[]> {
    const users = new Map<string, readonly Connection[]>();
    for (const connection of this.all) {
      if (connection.origin === origin) {
        users.set(connection.keyId, [...(users.get(connection.keyId) ?? []), connection]);
      }
    }
    return users;
  }

  /** @param id undefined for none */
  async setActive(id: string | undefined): Promise<void> {
    await this.options.workspace.update(ACTIVE, id ?? NONE);
    if (id !== undefined && id !== DEMO_ID) {
      await this.options.global.update(LAST_ACTIVE, id);
    }
    this.tell();
  }

  /** Reads the list again, which another window may have changed, and tells what has. Nothing tells by itself. */
  async look(): Promise<void> {
    await this.list.mend();
    this.tell();
  }

  /**
   * Adds a connection and makes it active. A project that is connected already keeps its id and gets the new key.
   *
   * @throws SecretStorageError when the key could not be stored; then nothing was added
   */
  async add(added: NewConnection): Promise<Connection> {
    const { origin, projectId, projectName, insecure } = added;
    const keyId = 'keyId' in added.key ? added.key.keyId : this.options.newId();
    if ('text' in added.key) {
      await this.putKey(keyId, origin, added.key);
    }
    const same = this.all.find((other) => other.origin === origin && other.projectId === projectId);
    const connection: Connection = {
      id: same?.id ?? this.options.newId(),
      origin,
      projectId,
      keyId,
      ...(projectName !== undefined && { projectName }),
      ...(insecure && { insecure }),
    };
    await this.list.put(connection);
    this.tell();
    await this.setActive(connection.id);
    if (same && same.keyId !== keyId) {
      await this.dropUnusedKey(same.keyId);
    }
    return connection;
  }

  /** Remembers what the server calls the project now. */
  async rename(id: string, projectName: string): Promise<void> {
    const connection = this.all.find((one) => one.id === id);
    if (connection && connection.projectName !== projectName) {
      await this.list.put({ ...connection, projectName });
      this.tell();
    }
  }

  /**
   * Forgets a connection, and its key when no other connection uses it.
   *
   * @throws SecretStorageError when the key could not be deleted; the connection is forgotten all the same
   */
  async remove(id: string): Promise<void> {
    const wasActive = this.active?.id === id;
    const removed = this.all.find((connection) => connection.id === id);
    if (wasActive) {
      await this.setActive(undefined);
    }
    if (removed) {
      await this.list.remove(id);
      this.tell();
      await this.dropUnusedKey(removed.keyId);
    }
  }

  /** Whether `remove` would delete the key too. */
  isLastUser(connection: Connection): boolean {
    return !this.all.some((other) => other.id !== connection.id && other.keyId === connection.keyId);
  }

  /**
   * Replaces the key of a connection, and so of every connection that shares it.
   *
   * @throws SecretStorageError; then the old key is still there
   */
  async replaceKey(connection: Connection, key: NewKey): Promise<void> {
    await this.putKey(connection.keyId, connection.origin, key);
  }

  /**
   * The key as stored right now.
   *
   * @returns undefined when there is none for the connection's origin
   * @throws SecretStorageError
   */
  readKey(connection: Connection): Promise<string | undefined> {
    return this.options.keys.read(connection.keyId, connection.origin);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async putKey(keyId: string, origin: string, key: NewKey): Promise<void> {
    if (key.sessionOnly) {
      this.options.keys.keepForSession(keyId, origin, key.text);
    } else {
      await this.options.keys.store(keyId, origin, key.text);
    }
  }

  private async dropUnusedKey(keyId: string): Promise<void> {
    if (!this.all.some((connection) => connection.keyId === keyId)) {
      await this.options.keys.delete(keyId);
    }
  }

  private get seen(): Connections['told'] {
    return { list: JSON.stringify(this.all), active: this.active?.id };
  }

  private tell(): void {
    const { told, seen } = this;
    this.told = seen;
    if (seen.list !== told.list) {
      this.changed.fire({ kind: 'list' });
    }
    if (seen.active !== told.active) {
      this.changed.fire({ kind: 'active' });
    }
  }
}
