import type { ApiError, Operation } from '../api/errors';
import { findCollection } from '../api/generation';
import type { ProjectApi } from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';
import { labelOf } from '../model/configWrites';
import type { PluginConfigs } from '../model/pluginConfigs';
import type { ActiveProject } from './activeProject';
import type { Connection } from './connection';
import type { Connections } from './connections';
import type { DemoProject } from './demoProject';
import type { Disposable } from './emitter';
import type { Sessions } from './sessions';

/** The connection that a document or a restored panel belongs to was removed. */
export class NoConnectionError extends Error {
  override readonly name = 'NoConnectionError';

  constructor() {
    super('the connection was removed');
  }
}

/** Reaches the project of any connection, the active one or not: documents and log panels outlive a switch. */
export class Projects implements Disposable {
  private readonly collections = new Map<string, Promise<ProjectApi['collection']>>();
  private readonly subscription: Disposable;

  constructor(
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly active: ActiveProject,
    private readonly demo: DemoProject,
  ) {
    this.subscription = sessions.onDidInvalidate((id) => void this.collections.delete(id));
  }

  /** @throws NoConnectionError */
  connection(id: string): Connection {
    const connection = this.connections.find(id);
    if (!connection || (connection.demo && this.demo.isStopped)) {
      throw new NoConnectionError();
    }
    return connection;
  }

  /**
   * @throws NoConnectionError
   * @throws ApiError where the server cannot be asked under which path it keeps its configs
   */
  async api(connectionId: string): Promise<ProjectApi> {
    const connection = this.connection(connectionId);
    const configs = this.configsOf(connectionId);
    if (configs?.traits) {
      return configs.api;
    }
    const client = await this.sessions.get(connection);
    let collection = this.collections.get(connectionId);
    if (!collection) {
      collection = findCollection(client, connection.projectId).then((found) => found.collection);
      this.collections.set(connectionId, collection);
      collection.catch(() => this.collections.delete(connectionId));
    }
    return { client, projectId: connection.projectId, collection: await collection };
  }

  /** What the config is called, as far as that is known without asking. */
  label(connectionId: string, configId: number): string | undefined {
    const row = this.configsOf(connectionId)?.row(configId);
    return row && labelOf(row);
  }

  /** The plugin of a config, as far as that is known without asking. */
  plugin(connectionId: string, config: PluginConfig): Plugin | undefined {
    return config.plugin_info ?? this.configsOf(connectionId)?.row(config.id)?.plugin;
  }

  /** Whether the key of a connection may only read, as far as a refused write has shown it. */
  isReadOnly(connectionId: string): boolean {
    return this.configsOf(connectionId)?.readOnly === true;
  }

  /** What an operation showed about the server, for the project that is open. */
  learn(connectionId: string, operation: Operation, outcome: 'ok' | ApiError): void {
    this.configsOf(connectionId)?.learn(operation, outcome);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private configsOf(connectionId: string): PluginConfigs | undefined {
    const open = this.active.current;
    return open?.connection.id === connectionId ? open.configs : undefined;
  }
}
