import type { Connection } from './connection';
import { readConnections, writeConnections } from './connectionState';
import type { StateStore } from './connections';

const LIST = 'posthogPlugins.connections';

interface OwnChange {
  readonly now: Connection;
  /** What stood there before, as JSON; undefined for nothing. */
  readonly former: string | undefined;
}

/**
 * The connections that all windows share. The editor keeps everything that an extension stores as one value, and the
 * last window that writes any of it wins: what another one has stored a moment before may be gone. So each window
 * remembers what it has put in and taken out, and mends the list where that got lost. Ids are never used again, so a
 * removed one stays removed.
 */
export class ConnectionList {
  private readonly own = new Map<string, OwnChange>();
  private readonly removed = new Set<string>();
  private damageTold = false;

  /** @param onDamaged something stored could not be understood and is left out; called at most once */
  constructor(
    private readonly store: StateStore,
    private readonly onDamaged: () => void,
  ) {}

  /** Read afresh each time. */
  get all(): readonly Connection[] {
    const stored = this.read();
    const gone = new Set([...stored.removed, ...this.removed]);
    const listed = stored.connections
      .filter(({ id }) => !gone.has(id))
      .map((connection) => this.unlessReverted(connection));
    const ids = new Set(listed.map(({ id }) => id));
    const lost = [...this.own.values()].filter(({ now: { id } }) => !ids.has(id) && !gone.has(id));
    return [...listed, ...lost.map(({ now }) => now)];
  }

  /** Adds a connection, at the end, or replaces the one with its id. */
  async put(connection: Connection): Promise<void> {
    const { id } = connection;
    const before = this.all;
    const former = before.find((other) => other.id === id);
    this.own.set(id, { now: connection, former: former && JSON.stringify(former) });
    await this.write(
      former ? before.map((other) => (other === former ? connection : other)) : [...before, connection],
    );
  }

  async remove(id: string): Promise<void> {
    this.removed.add(id);
    this.own.delete(id);
    await this.write(this.all);
  }

  /** Stores again what another window has overwritten. */
  async mend(): Promise<void> {
    const { connections, removed } = this.read();
    const { all } = this;
    const isWhole =
      JSON.stringify(connections) === JSON.stringify(all) &&
      [...this.removed].every((id) => removed.includes(id));
    if (!isWhole) {
      await this.write(all);
    }
  }

  private unlessReverted(stored: Connection): Connection {
    const own = this.own.get(stored.id);
    return own?.former !== undefined && own.former === JSON.stringify(stored) ? own.now : stored;
  }

  private read(): ReturnType<typeof readConnections> {
    const stored = readConnections(this.store.get(LIST));
    if (stored.damaged && !this.damageTold) {
      this.damageTold = true;
      this.onDamaged();
    }
    return stored;
  }

  private async write(connections: readonly Connection[]): Promise<void> {
    const removed = [...new Set([...this.read().removed, ...this.removed])];
    await this.store.update(LIST, writeConnections(connections, removed));
  }
}
