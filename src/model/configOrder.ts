import { isApiError, type ApiError } from '../api/errors';
import { rearrangePluginConfigs } from '../api/pluginConfigs';
import type { PluginConfig } from '../api/schemas';
import type { Change } from './changes';
import type { ConfigRow } from './configRow';
import { labelOf, type ConfigWrites } from './configWrites';
import { inParallel } from './inParallel';
import { loadAllConfigs } from './loadAllConfigs';
import type { LoadedConfigs } from './loadConfigs';
import { rearrangeOrders, sameOrders, type MovePlan, type OrderChange, type OrderedRow } from './order';
import type { PluginConfigs } from './pluginConfigs';

/** What became of a move. */
export type MoveOutcome =
  | {
      readonly kind: 'moved';
      readonly change: Change;
      /** Whether a list read afterwards shows the new orders; without it, each row's own answer did. */
      readonly verified: boolean;
      /** Somebody else changed the list while it was being done. */
      readonly othersChanged: boolean;
    }
  /** Nothing was sent: the list is no longer the one that the move was planned for. The new one is shown. */
  | { readonly kind: 'overtaken' }
  /** The server did not do all of it; what it had done was taken back. */
  | { readonly kind: 'rolledBack'; readonly cause: ApiError | undefined; readonly restored: number }
  /** The server did not do all of it, and this part could not be taken back. */
  | { readonly kind: 'partly'; readonly cause: ApiError | undefined; readonly change: Change };

type Changes = readonly OrderChange<ConfigRow>[];

/** Requests under way at the same time, so that a long move leaves room for others. */
const WIDTH = 4;

/**
 * Carries moves out. Only rows that change are sent: in one rearrange request where that is right whatever its keys
 * mean on this server, else in one PATCH per row.
 */
export class ConfigOrder {
  constructor(
    private readonly configs: PluginConfigs,
    private readonly writes: ConfigWrites,
  ) {}

  /**
   * @throws ApiError when nothing was moved: the server refused, or could not be asked; the rows carry the failure
   * @throws WrongProjectError when nothing was sent
   */
  run(plan: MovePlan<ConfigRow>): Promise<MoveOutcome> {
    const rows = plan.changes.map(({ row }) => row).sort((a, b) => a.id - b.id);
    return this.holding(rows, 0, () => this.move(plan));
  }

  /** Runs a task while no other write of these rows does. Rows come by id, so that two moves cannot block each other. */
  private holding<T>(rows: readonly ConfigRow[], index: number, task: () => Promise<T>): Promise<T> {
    const row = rows[index];
    return row
      ? this.writes.write(row, 'moving', 'updatePluginConfig', () => this.holding(rows, index + 1, task))
      : task();
  }

  private async move({ seen, changes }: MovePlan<ConfigRow>): Promise<MoveOutcome> {
    const before = await loadAllConfigs(this.configs.api);
    if (!sameOrders(seen, before.rows.map(orderedRow))) {
      await this.show(before);
      return { kind: 'overtaken' };
    }
    const cause = await this.send(changes, before);
    const after = await loadAllConfigs(this.configs.api).catch((error: unknown) => {
      if (!isApiError(error)) {
        throw error;
      }
      return undefined;
    });
    this.takeOver(after?.rows ?? [], changes);
    const orders = new Map((after?.rows ?? this.configs.rows).map(({ id, order }) => [id, order]));
    const done = changes.filter(({ row, to }) => orders.get(row.id) === to);
    if (done.length === changes.length) {
      const othersChanged =
        after !== undefined && !sameOrders(without(before, changes), without(after, changes));
      if (othersChanged) {
        await this.show(after);
      }
      return { kind: 'moved', change: changeOf(changes), verified: after !== undefined, othersChanged };
    }
    return this.rollBack(changes, done, cause, after !== undefined);
  }

  /** @returns what kept the server from doing all of it, if it said so */
  private async send(changes: Changes, list: LoadedConfigs): Promise<ApiError | undefined> {
    try {
      const left = await this.rearrange(changes, list);
      await inParallel(left, WIDTH, async ({ row, to }) => {
        await this.writes.patch(row.id, { order: to });
      });
      return undefined;
    } catch (error) {
      if (!isApiError(error) || error.kind === 'cancelled') {
        throw error;
      }
      return error;
    }
  }

  /**
   * Sends what can safely go in one request.
   *
   * @returns the changes that are left: those of disabled rows, which a rearrange ignores, or all
   */
  private async rearrange(changes: Changes, list: LoadedConfigs): Promise<Changes> {
    const { traits } = this.configs;
    const enabled = list.rows.filter((row) => row.enabled).map(orderedRow);
    const known = new Set(enabled.map(({ id }) => id));
    const wished = new Map(
      changes.filter(({ row }) => known.has(row.id)).map(({ row, to }) => [row.id, to] as const),
    );
    const refused = traits?.rearrange === 'no' || traits?.rearrange === 'keysNotSupported';
    // The keys might mean a row that cannot be read, and its answer holds every row: it would be a 500.
    const isWhole = list.unreadable.length === 0;
    if (wished.size < 2 || refused || !isWhole || !rearrangeOrders(enabled, wished)) {
      return changes;
    }
    try {
      const hidden = traits?.softDelete ? await this.hiddenRows(known) : [];
      const orders = rearrangeOrders([...enabled, ...hidden], wished);
      if (!orders) {
        return changes;
      }
      const answer = await rearrangePluginConfigs(this.configs.api, orders);
      this.configs.learn('rearrangePluginConfigs', 'ok');
      for (const config of answer.filter(({ id }) => wished.has(id))) {
        this.configs.commit(config);
      }
      return changes.filter(({ row }) => !wished.has(row.id));
    } catch (error) {
      if (!isApiError(error) || !isMissing(error)) {
        throw error;
      }
      this.configs.learn('rearrangePluginConfigs', error);
      return changes;
    }
  }

  /**
   * A config can be hidden and enabled at once, and then takes part in a rearrange without being in any list. Sent
   * without orders, a rearrange changes nothing and answers with all that take part.
   */
  private async hiddenRows(listed: ReadonlySet<number>): Promise<readonly OrderedRow[]> {
    const all = await rearrangePluginConfigs(this.configs.api, new Map());
    return all.filter(({ id }) => !listed.has(id)).map(orderedRow);
  }

  private async rollBack(
    changes: Changes,
    done: Changes,
    cause: ApiError | undefined,
    isReachable: boolean,
  ): Promise<MoveOutcome> {
    if (done.length === 0 && cause) {
      throw cause;
    }
    const stuck = isReachable ? await this.restore(done) : done;
    if (cause) {
      for (const { row } of changes) {
        this.configs.setFailure(row.id, cause);
      }
    }
    return stuck.length > 0
      ? { kind: 'partly', cause, change: changeOf(stuck) }
      : { kind: 'rolledBack', cause, restored: done.length };
  }

  /** @returns those that did not go back */
  private async restore(done: Changes): Promise<Changes> {
    const stuck: OrderChange<ConfigRow>[] = [];
    await inParallel(done, WIDTH, async (change) => {
      const { row } = change;
      this.configs.setPending(row.id, 'restoring');
      try {
        const answer = await this.writes.patch(row.id, { order: row.order });
        if (answer.order !== row.order) {
          stuck.push(change);
        }
      } catch (error) {
        if (!isApiError(error)) {
          throw error;
        }
        stuck.push(change);
      }
    });
    return stuck;
  }

  /** What became of rows whose own answer never came. */
  private takeOver(rows: readonly PluginConfig[], changes: Changes): void {
    const ids = new Set(changes.map(({ row }) => row.id));
    for (const config of rows) {
      if (ids.has(config.id) && this.configs.row(config.id)?.order !== config.order) {
        this.configs.commit(config);
      }
    }
  }

  /** Brings the rows on screen up to what was read. */
  private async show(list: LoadedConfigs): Promise<void> {
    await this.configs.refresh();
    if (!sameOrders(this.configs.rows, list.rows.map(orderedRow))) {
      await this.configs.refresh(); // the one before was under way already
    }
  }
}

function orderedRow({ id, plugin, order, enabled }: PluginConfig): OrderedRow {
  return { id, pluginId: plugin, order, enabled };
}

function without(list: LoadedConfigs, changes: Changes): readonly OrderedRow[] {
  const ids = new Set(changes.map(({ row }) => row.id));
  return list.rows.filter(({ id }) => !ids.has(id)).map(orderedRow);
}

/** The server has no rearrange for this key, so that it has done nothing. */
function isMissing(error: ApiError): boolean {
  return error.reason === 'keysNotSupported' || error.kind === 'gone' || error.kind === 'notFound';
}

function changeOf(changes: Changes): Change {
  return {
    what: 'moved',
    configs: changes.map(({ row, to }) => ({
      id: row.id,
      label: labelOf(row),
      before: { order: row.order },
      after: { order: to },
    })),
    cannotRestore: [],
  };
}
