import type { Budget } from '../api/budget';
import { ApiClient, type KeySource, type RequestRecord } from '../api/client';
import type { Clock } from '../api/clock';
import type { NetworkOptions } from '../api/dispatcher';
import type { Connection } from './connection';
import type { Connections, ConnectionsChange } from './connections';
import type { DemoProject } from './demoProject';
import { Emitter, type Disposable, type Event } from './emitter';

/** Where a session learns how to reach a host. */
export interface NetworkSource {
  /** The proxy and certificates for this origin, from the user's settings as they are now. */
  optionsFor(origin: string): NetworkOptions;
  readonly onDidChange: Event<void>;
}

export interface SessionsOptions {
  readonly connections: Connections;
  readonly demo: DemoProject;
  readonly network: NetworkSource;
  /** One for the whole window. */
  readonly budget: Budget;
  readonly clock: Clock;
  /** Called after every attempt of a request, for the output channel. */
  readonly onRequest: (record: RequestRecord, origin: string) => void;
  /** The secret storage could not be read, so requests go on as if there were no key. Called at most once. */
  readonly onStorageError: (error: unknown) => void;
}

interface Session {
  readonly connection: Connection;
  readonly client: Promise<ApiClient>;
}

/**
 * One API client per connection, made when it is first asked for. A client is thrown away when its connection is
 * removed or changed, its key is replaced, or the network settings change.
 */
export class Sessions implements Disposable {
  private readonly sessions = new Map<string, Session>();
  private readonly invalidated = new Emitter<string>();
  private readonly subscriptions: readonly Disposable[];
  private storageErrorTold = false;

  /** The client of the connection with this id is no longer usable: ask for a new one. */
  readonly onDidInvalidate: Event<string> = this.invalidated.event;

  constructor(private readonly options: SessionsOptions) {
    this.subscriptions = [
      options.connections.onDidChange((change) => this.follow(change)),
      options.network.onDidChange(() => this.closeWhere((session) => !session.connection.demo)),
      options.demo.onDidStop(() => this.closeWhere((session) => session.connection.demo === true)),
    ];
  }

  /**
   * The client of this connection. For the demo project this starts its server.
   *
   * @throws whatever kept the demo server from starting; the next call tries again
   */
  get(connection: Connection): Promise<ApiClient> {
    const open = this.sessions.get(connection.id);
    if (open) {
      return open.client;
    }
    const session: Session = { connection, client: this.connect(connection) };
    this.sessions.set(connection.id, session);
    session.client.catch(() => {
      if (this.sessions.get(connection.id) === session) {
        this.sessions.delete(connection.id);
      }
    });
    return session.client;
  }

  /** A client for a key that is not stored yet. The caller disposes of it. */
  open(origin: string, key: string): ApiClient {
    return this.client(origin, { read: () => Promise.resolve(key) });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.invalidated.dispose();
    this.closeWhere(() => true);
  }

  private async connect(connection: Connection): Promise<ApiClient> {
    if (connection.demo) {
      const { url, key } = await this.options.demo.server();
      return this.open(new URL(url).origin, key);
    }
    return this.client(connection.origin, { read: () => this.readKey(connection) });
  }

  private async readKey(connection: Connection): Promise<string | undefined> {
    try {
      return await this.options.connections.readKey(connection);
    } catch (error) {
      if (!this.storageErrorTold) {
        this.storageErrorTold = true;
        this.options.onStorageError(error);
      }
      return undefined;
    }
  }

  private client(origin: string, key: KeySource): ApiClient {
    const { network, budget, clock, onRequest } = this.options;
    return new ApiClient({
      origin,
      key,
      network: network.optionsFor(origin),
      budget,
      clock,
      onRequest: (record) => onRequest(record, origin),
    });
  }

  private follow(change: ConnectionsChange): void {
    switch (change.kind) {
      case 'active':
        return;
      case 'key':
        this.closeWhere(({ connection }) => connection.keyId === change.keyId);
        return;
      case 'list':
        this.closeWhere(({ connection }) => {
          const now = this.options.connections.find(connection.id);
          return now?.origin !== connection.origin || now.keyId !== connection.keyId;
        });
    }
  }

  private closeWhere(isOver: (session: Session) => boolean): void {
    // Whoever hears of it may ask for a new client at once: that one is not meant.
    for (const [id, session] of [...this.sessions]) {
      if (isOver(session)) {
        this.sessions.delete(id);
        session.client.then(
          (client) => client.dispose(),
          () => undefined,
        );
        this.invalidated.fire(id);
      }
    }
  }
}
