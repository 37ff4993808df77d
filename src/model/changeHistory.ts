import type { Clock } from '../api/clock';
import type { Change } from './changes';
import { fromStored, MOST_CHANGES, toStored, type RecentChange } from './storedChanges';

/** Where changes survive the window: the part of the editor's Memento that is needed here. */
export interface HistoryStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ChangeHistoryOptions {
  readonly store: HistoryStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  /** Stored changes were damaged and are left out. Called at most once. */
  readonly onDamaged: () => void;
}

/**
 * The recent changes of each connection, newest first. Several windows may add to those of one connection: what is
 * stored is read anew each time, and nothing of it is overwritten but by its own later state.
 */
export class ChangeHistory {
  private readonly own = new Map<string, readonly RecentChange[]>();
  private damageTold = false;

  constructor(private readonly options: ChangeHistoryOptions) {}

  /** @param lasts false where the server forgets everything with this window, as that of the demo project does */
  add(connectionId: string, change: Change, lasts: boolean): RecentChange {
    const added: RecentChange = { id: this.options.newId(), at: this.options.clock.now(), change };
    this.set(connectionId, [added, ...this.all(connectionId)], lasts);
    return added;
  }

  /** At most 50, newest first. */
  all(connectionId: string): readonly RecentChange[] {
    const own = this.own.get(connectionId) ?? [];
    const stored = this.stored(connectionId);
    const endings = new Map(stored.map(({ id, ended }) => [id, ended]));
    const mine = new Set(own.map(({ id }) => id));
    return [
      ...own.map((change) => withEnding(change, change.ended ?? endings.get(change.id))),
      ...stored.filter(({ id }) => !mine.has(id)),
    ]
      .sort((a, b) => b.at - a.at)
      .slice(0, MOST_CHANGES);
  }

  /** The newest change that can still be undone. */
  last(connectionId: string): RecentChange | undefined {
    return this.all(connectionId).find(({ ended }) => ended === undefined);
  }

  /** Keeps a change in the list and notes that there is nothing left to undo. */
  end(connectionId: string, id: string, ended: 'undone' | 'gone', lasts: boolean): void {
    const changes = this.all(connectionId);
    this.set(
      connectionId,
      changes.map((change) => (change.id === id ? withEnding(change, ended) : change)),
      lasts,
    );
  }

  /** The connection was removed. */
  forget(connectionId: string): void {
    this.own.delete(connectionId);
    void this.options.store.update(keyOf(connectionId), undefined);
  }

  private stored(connectionId: string): readonly RecentChange[] {
    const { changes, damaged } = fromStored(this.options.store.get(keyOf(connectionId)));
    if (damaged && !this.damageTold) {
      this.damageTold = true;
      this.options.onDamaged();
    }
    return changes;
  }

  private set(connectionId: string, changes: readonly RecentChange[], lasts: boolean): void {
    const kept = changes.slice(0, MOST_CHANGES);
    this.own.set(connectionId, kept);
    if (lasts) {
      void this.options.store.update(keyOf(connectionId), toStored(kept));
    }
  }
}

function withEnding(change: RecentChange, ended: RecentChange['ended']): RecentChange {
  return ended ? { ...change, ended } : change;
}

function keyOf(connectionId: string): string {
  return `posthogPlugins.changes.${connectionId}`;
}
