import { isApiError, type ApiError } from '../api/errors';
import type { PluginConfig } from '../api/schemas';
import { MOST_AT_ONCE } from './bulk';
import type { ConfigRow } from './configRow';
import type { ConfigWrites } from './configWrites';
import { inParallel } from './inParallel';
import { loadAllConfigs } from './loadAllConfigs';
import type { LoadedConfigs } from './loadConfigs';
import {
  changeOf,
  unfinished,
  type MoveOutcome,
  type MoveProgress,
  type OrderChanges as Changes,
} from './moveOutcome';
import { sameOrders, type MovePlan, type OrderChange, type OrderedRow } from './order';
import type { PluginConfigs } from './pluginConfigs';
import { asApiError, orderedRow, rearrange } from './rearrange';

export interface MoveOptions {
  /** Begins no further request. What is under way is finished, so that its fate is known. */
  readonly signal: AbortSignal;
  /** Of how many rows it is known what became of them, each time that this changes. */
  readonly onProgress?: (ended: number) => void;
}

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
  run(plan: MovePlan<ConfigRow>, options: MoveOptions): Promise<MoveOutcome> {
    const rows = plan.changes.map(({ row }) => row).sort((a, b) => a.id - b.id);
    return this.holding(rows, 0, () => this.move(plan, options));
  }

  /** Runs a task while no other write of these rows does. Rows come by id, so that two moves cannot block each other. */
  private holding<T>(rows: readonly ConfigRow[], index: number, task: () => Promise<T>): Promise<T> {
    const row = rows[index];
    return row
      ? this.writes.write(row, 'moving', 'updatePluginConfig', () => this.holding(rows, index + 1, task))
      : task();
  }

  private async move(plan: MovePlan<ConfigRow>, options: MoveOptions): Promise<MoveOutcome> {
    const { seen, changes } = plan;
    const before = await this.readFirst(options.signal);
    if (!before) {
      const unsent = new Set(changes.map(({ row }) => row));
      const nothing = unfinished(plan, [], [], { failures: new Map(), unsent });
      return { kind: 'cancelled', change: undefined, ...nothing };
    }
    if (!sameOrders(seen, before.rows.map(orderedRow))) {
      await this.show(before);
      return { kind: 'overtaken' };
    }
    const progress = await this.send(changes, before, options);
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
    if (options.signal.aborted) {
      progress.failures.forEach((error, row) => this.configs.setFailure(row.id, error));
      const change = done.length > 0 ? changeOf(done) : undefined;
      return { kind: 'cancelled', change, ...unfinished(plan, done, done, progress) };
    }
    return this.rollBack(plan, done, progress, after !== undefined, options);
  }

  /** @returns undefined where it was cancelled meanwhile */
  private async readFirst(signal: AbortSignal): Promise<LoadedConfigs | undefined> {
    try {
      const list = await loadAllConfigs(this.configs.api, { signal });
      return signal.aborted ? undefined : list;
    } catch (error) {
      if (isApiError(error, 'cancelled') && signal.aborted) {
        return undefined;
      }
      throw error;
    }
  }

  /** After a failure or a cancellation nothing more is sent. */
  private async send(
    changes: Changes,
    list: LoadedConfigs,
    { signal, onProgress }: MoveOptions,
  ): Promise<MoveProgress> {
    const failures = new Map<ConfigRow, ApiError>();
    const unsent = new Set<ConfigRow>();
    const left = await rearrange(this.configs, changes, list, failures);
    let ended = changes.length - left.length;
    onProgress?.(ended);
    await inParallel(left, MOST_AT_ONCE, async ({ row, to }) => {
      if (signal.aborted || failures.size > 0) {
        unsent.add(row);
        return;
      }
      try {
        await this.writes.patch(row.id, { order: to });
      } catch (error) {
        const failure = asApiError(error);
        failures.set(row, failure);
        this.configs.learn('updatePluginConfig', failure);
      }
      onProgress?.(++ended);
    });
    return { failures, unsent };
  }

  private async rollBack(
    plan: MovePlan<ConfigRow>,
    done: Changes,
    progress: MoveProgress,
    isReachable: boolean,
    { signal }: MoveOptions,
  ): Promise<MoveOutcome> {
    const [cause] = progress.failures.values();
    if (done.length === 0 && cause) {
      throw cause;
    }
    const stuck = isReachable ? await this.restore(done, signal) : done;
    if (cause) {
      for (const { row } of plan.changes) {
        this.configs.setFailure(row.id, progress.failures.get(row) ?? cause);
      }
    }
    const restored = done.filter((change) => !stuck.includes(change)).map(({ row }) => row);
    const left = unfinished(plan, done, stuck, progress);
    return stuck.length > 0
      ? { kind: 'partly', change: changeOf(stuck), restored, ...left }
      : { kind: 'rolledBack', restored, ...left };
  }

  /** @returns those that did not go back */
  private async restore(done: Changes, signal: AbortSignal): Promise<Changes> {
    const stuck: OrderChange<ConfigRow>[] = [];
    await inParallel(done, MOST_AT_ONCE, async (change) => {
      const { row } = change;
      if (signal.aborted) {
        stuck.push(change);
        return;
      }
      this.configs.setPending(row.id, 'restoring');
      try {
        const answer = await this.writes.patch(row.id, { order: row.order });
        if (answer.order !== row.order) {
          stuck.push(change);
        }
      } catch (error) {
        asApiError(error);
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

function without(list: LoadedConfigs, changes: Changes): readonly OrderedRow[] {
  const ids = new Set(changes.map(({ row }) => row.id));
  return list.rows.filter(({ id }) => !ids.has(id)).map(orderedRow);
}
