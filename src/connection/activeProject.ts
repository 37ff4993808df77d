import type { Clock } from '../api/clock';
import { ConfigWrites } from '../model/configWrites';
import { PluginConfigs } from '../model/pluginConfigs';
import { fromRemembered, toRemembered } from '../model/rememberedRows';
import type { Connection } from './connection';
import type { Connections, StateStore } from './connections';
import { Emitter, type Disposable } from './emitter';
import type { Sessions } from './sessions';

/** The project of the active connection, open. */
export interface OpenProject {
  readonly connection: Connection;
  readonly configs: PluginConfigs;
  readonly writes: ConfigWrites;
}

export interface ActiveProjectOptions {
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly memory: StateStore;
  readonly clock: Clock;
  /** The client could not be made, which only the demo server's start can cause. */
  readonly onOpenError: (error: unknown) => void;
}

/**
 * Keeps the project of the active connection open, and opens it anew when the connection, its key or the network
 * settings change. What the list last showed is remembered per connection, so that it paints at once next time.
 */
export class ActiveProject implements Disposable {
  private readonly changed = new Emitter();
  private readonly keyRefused = new Emitter<Connection>();
  private readonly subscriptions: readonly Disposable[];
  private open: OpenProject | undefined;
  private stopListening: (() => void) | undefined;
  private turn = 0;
  private opening: Promise<void> = Promise.resolve();
  private isUnderWay = false;
  private lastSaved: string | undefined;
  private knownIds: readonly string[];

  /** Fires when another project is open, and whenever what is known of the open one changes. */
  readonly onDidChange = this.changed.event;
  /** The server no longer accepts the key of the open project, or there is none stored. */
  readonly onDidRefuseKey = this.keyRefused.event;

  constructor(private readonly options: ActiveProjectOptions) {
    this.knownIds = options.connections.all.map((connection) => connection.id);
    this.subscriptions = [
      options.connections.onDidChange((change) => {
        if (change.kind === 'key') {
          this.forgetKey(change.keyId);
        } else if (change.kind === 'active') {
          this.reopen();
        } else {
          this.takeList();
        }
      }),
      options.sessions.onDidInvalidate((id) => {
        if (id === this.open?.connection.id) {
          this.reopen();
        }
      }),
    ];
  }

  get current(): OpenProject | undefined {
    return this.open;
  }

  /** Whether a project is about to be open. */
  get isOpening(): boolean {
    return this.isUnderWay;
  }

  /** The open project, once an opening that is under way has ended. */
  async opened(): Promise<OpenProject | undefined> {
    await this.opening;
    return this.open;
  }

  /** Opens the project of the active connection. Nothing is sent yet. */
  reopen(): void {
    this.opening = this.openActive(++this.turn);
  }

  dispose(): void {
    this.turn++;
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.show(undefined);
    this.changed.dispose();
    this.keyRefused.dispose();
  }

  /** Never rejects: what goes wrong is told to `onOpenError`. */
  private async openActive(turn: number): Promise<void> {
    const connection = this.options.connections.active;
    this.isUnderWay = connection !== undefined;
    if (!connection) {
      this.show(undefined);
      return;
    }
    if (this.open && this.open.connection.id !== connection.id) {
      this.show(undefined);
    }
    try {
      const client = await this.options.sessions.get(connection);
      if (turn !== this.turn) {
        return;
      }
      const configs = new PluginConfigs({
        client,
        projectId: connection.projectId,
        clock: this.options.clock,
        remembered: this.remembered(connection.id),
      });
      this.isUnderWay = false;
      this.show({ connection, configs, writes: new ConfigWrites(configs) });
    } catch (error) {
      if (turn === this.turn) {
        this.isUnderWay = false;
        this.show(undefined);
        this.options.onOpenError(error);
      }
    }
  }

  private show(project: OpenProject | undefined): void {
    this.stopListening?.();
    this.stopListening = undefined;
    this.open?.configs.dispose();
    this.open = project;
    this.lastSaved = undefined;
    if (project) {
      this.stopListening = project.configs.onDidChange(() => {
        this.remember(project);
        this.changed.fire();
        if ('error' in project.configs.state && project.configs.state.error.kind === 'auth') {
          this.keyRefused.fire(project.connection);
        }
      });
    }
    this.changed.fire();
  }

  /** Forgets the rows of connections that were removed; the active one may have been renamed. */
  private takeList(): void {
    const ids = this.options.connections.all.map((connection) => connection.id);
    for (const id of this.knownIds.filter((known) => !ids.includes(known))) {
      this.save(id, undefined);
    }
    this.knownIds = ids;
    const connection = this.options.connections.active;
    if (this.open && connection?.id === this.open.connection.id) {
      this.open = { ...this.open, connection };
      this.changed.fire();
    }
  }

  /** A new key may write where the former could not. */
  private forgetKey(keyId: string): void {
    for (const connection of this.options.connections.all) {
      if (connection.keyId === keyId) {
        const remembered = this.remembered(connection.id);
        if (remembered?.readOnly) {
          this.save(connection.id, toRemembered(remembered.rows, remembered.at, false));
        }
      }
    }
  }

  private remember({ connection, configs }: OpenProject): void {
    const at = configs.rowsFrom;
    if (configs.state.kind !== 'ready' || at === undefined || connection.demo) {
      return;
    }
    const remembered = toRemembered(configs.rows, at, configs.readOnly);
    const text = JSON.stringify(remembered);
    if (text !== this.lastSaved) {
      this.lastSaved = text;
      this.save(connection.id, remembered);
    }
  }

  private remembered(connectionId: string): ReturnType<typeof fromRemembered> {
    const { memory, clock } = this.options;
    return fromRemembered(memory.get(memoryKey(connectionId)), clock.now());
  }

  private save(connectionId: string, value: unknown): void {
    void this.options.memory.update(memoryKey(connectionId), value);
  }
}

function memoryKey(connectionId: string): string {
  return `posthogPlugins.rows.${connectionId}`;
}
