import { isApiError } from '../api/errors';
import { retrievePluginConfig, type PluginConfigChanges } from '../api/pluginConfigs';
import type { PluginConfig } from '../api/schemas';
import { MOST_AT_ONCE, writeMany } from './bulk';
import { WrongProjectError, type Change, type ConfigChange, type ConfigState } from './changes';
import { rowOf, type ConfigRow } from './configRow';
import { includesState, partsIn, stateIn } from './configState';
import type { ConfigWrites } from './configWrites';
import { inParallel } from './inParallel';
import type { PluginConfigs } from './pluginConfigs';
import type { SettingsWrites, WantedConfig } from './settingsWrites';

/** A changed config as the server has it now. */
export type Found =
  /** As the change left it (or as it was seen since): it can be taken back. */
  | { readonly kind: 'asLeft'; readonly config: ConfigChange; readonly now: PluginConfig }
  /** As it was before the change: nothing to send. */
  | { readonly kind: 'asBefore'; readonly config: ConfigChange }
  /** Somebody has changed it since. */
  | {
      readonly kind: 'movedOn';
      readonly config: ConfigChange;
      readonly state: ConfigState;
    }
  /** Deleted since, in whichever way. */
  | { readonly kind: 'gone'; readonly config: ConfigChange };

/** What became of one config of a change that was to be undone. */
export type UndoOutcome =
  /** The server has the former state. */
  | { readonly kind: 'restored' }
  /** Changed by somebody between the look and the write; nothing was sent. */
  | { readonly kind: 'movedOn' }
  | { readonly kind: 'gone' }
  /** The server answered without an error, and has something else. */
  | { readonly kind: 'notRestored'; readonly now: ConfigState }
  /** Some of it is restored, and then something failed. */
  | { readonly kind: 'partly'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Not begun. */
  | { readonly kind: 'cancelled' };

export interface UndoneConfig {
  readonly config: ConfigChange;
  readonly outcome: UndoOutcome;
}

export interface UndoOptions {
  readonly signal: AbortSignal;
  /** How many have ended, each time one has. */
  readonly onProgress?: (ended: number) => void;
}

/** Whether there is anything to restore: changes of secrets and attachments alone cannot be taken back. */
export function canUndo(change: Change): boolean {
  return change.configs.some(({ before }) => partsIn(before).length > 0);
}

/** Takes changes back: first looks whether everything is as the change left it, then restores. */
export class Undo {
  constructor(
    private readonly configs: PluginConfigs,
    private readonly writes: ConfigWrites,
    private readonly settings: SettingsWrites,
  ) {}

  /**
   * Reads every config of a change. Sends nothing that changes anything.
   *
   * @param seen what configs were since, where a person has seen it and wants the former state all the same
   * @throws ApiError when one cannot be read; WrongProjectError
   */
  async look(
    change: Change,
    seen: ReadonlyMap<number, ConfigState>,
    signal: AbortSignal,
  ): Promise<readonly Found[]> {
    const found = new Map<number, Found>();
    await inParallel(change.configs, MOST_AT_ONCE, async (config) => {
      found.set(config.id, await this.lookAt(config, seen.get(config.id) ?? config.after, signal));
    });
    return change.configs.flatMap(({ id }) => found.get(id) ?? []);
  }

  /**
   * Restores what was looked at, a few configs at a time. What is as before, gone or changed since is left alone.
   *
   * @returns what became of each, in the order of `found`; never rejects
   */
  async restore(found: readonly Found[], options: UndoOptions): Promise<readonly UndoneConfig[]> {
    const tasks = new Map<ConfigRow, Found & { readonly kind: 'asLeft' }>();
    for (const one of found) {
      if (one.kind === 'asLeft') {
        tasks.set(this.rowFor(one.now), one);
      }
    }
    const restored = new Map<number, UndoOutcome>();
    const write = (row: ConfigRow): Promise<UndoOutcome> => this.restoreOne(row, tasks.get(row));
    for (const ended of await writeMany([...tasks.keys()], write, options)) {
      restored.set(
        ended.row.id,
        ended.kind === 'answered'
          ? ended.outcome
          : ended.kind === 'cancelled'
            ? { kind: 'cancelled' }
            : { kind: 'failed', error: ended.error },
      );
    }
    return found.map((one) => ({
      config: one.config,
      outcome:
        one.kind === 'asLeft'
          ? (restored.get(one.config.id) ?? { kind: 'cancelled' })
          : { kind: one.kind === 'asBefore' ? 'restored' : one.kind },
    }));
  }

  /** What a change is to restore on this server: where rows have no `deleted`, nothing can be hidden. */
  private formerState({ before }: ConfigChange): ConfigState {
    const { deleted, ...others } = before;
    return this.configs.traits?.softDelete && deleted !== undefined ? { deleted, ...others } : others;
  }

  private async lookAt(config: ConfigChange, expected: ConfigState, signal: AbortSignal): Promise<Found> {
    const now = await this.read(config.id, signal);
    if (!now) {
      return { kind: 'gone', config };
    }
    const former = this.formerState(config);
    const parts = partsIn(former, config.after);
    // Enabled while it is hidden, it would run where no list shows it.
    if (now.deleted === true && !parts.includes('deleted')) {
      return { kind: 'gone', config };
    }
    const state = stateIn(now, this.configs.row(config.id)?.plugin, parts);
    if (includesState(state, former)) {
      return { kind: 'asBefore', config };
    }
    return includesState(state, expected)
      ? { kind: 'asLeft', config, now }
      : { kind: 'movedOn', config, state };
  }

  /** @returns undefined where it does not exist any more */
  private async read(id: number, signal: AbortSignal): Promise<PluginConfig | undefined> {
    try {
      const now = await retrievePluginConfig(this.configs.api, id, { signal });
      this.requireProject(now.team_id);
      this.configs.commit(now);
      return now;
    } catch (error) {
      if (!isApiError(error) || error.reason !== 'configNotFound') {
        throw error;
      }
    }
    if (this.configs.traits?.ignoresProject) {
      // The config may just as well be in the project of the connection while the server works on another one.
      await this.configs.refresh({ signal });
      this.configs.rows.forEach(({ teamId }) => this.requireProject(teamId));
    }
    this.configs.remove(id);
    return undefined;
  }

  private requireProject(teamId: number): void {
    if (teamId !== this.configs.projectId) {
      throw new WrongProjectError(this.configs.projectId, teamId);
    }
  }

  private rowFor(config: PluginConfig): ConfigRow {
    return this.configs.row(config.id) ?? rowOf(config, config.plugin_info ?? undefined);
  }

  /** @throws ApiError, WrongProjectError where nothing was restored */
  private async restoreOne(
    row: ConfigRow,
    task: { readonly config: ConfigChange; readonly now: PluginConfig } | undefined,
  ): Promise<UndoOutcome> {
    if (!task || this.wasWrittenSince(task.config, task.now)) {
      return { kind: 'movedOn' };
    }
    const former = this.formerState(task.config);
    const { settings, ...fields } = former;
    if (settings) {
      return this.saveSettings(row, { settings, fields: this.fieldsFor(fields, task.now) }, former);
    }
    try {
      const answer = await this.writes.write(row, 'restoring', 'updatePluginConfig', () =>
        this.writes.patch(row.id, this.fieldsFor(fields, task.now)),
      );
      return this.compare(answer, former);
    } catch (error) {
      if (isApiError(error) && error.reason === 'configNotFound') {
        return { kind: 'gone' };
      }
      throw error;
    }
  }

  /** Commands of this window may have changed it since the look; they leave their answers in the list. */
  private wasWrittenSince({ before, after }: ConfigChange, now: PluginConfig): boolean {
    const row = this.configs.row(now.id);
    const parts = partsIn(before, after);
    return (
      row?.config !== undefined &&
      !includesState(stateIn(row.config, row.plugin, parts), stateIn(now, row.plugin, parts))
    );
  }

  /**
   * From 2025 on, answers tell the plugin's name where a config has none of its own. Sent back, it would become the
   * config's own and stay when the plugin is renamed.
   */
  private fieldsFor(fields: Omit<ConfigState, 'settings'>, now: PluginConfig): PluginConfigChanges {
    const { plugin_info: plugin } = now;
    const isFallback = (text: string | null | undefined, fallback: string | null | undefined): boolean =>
      this.configs.traits?.era === '2026' && text !== undefined && text === fallback;
    return {
      ...fields,
      ...(isFallback(fields.name, plugin?.name) ? { name: null } : {}),
      ...(isFallback(fields.description, plugin?.description) ? { description: null } : {}),
    };
  }

  private async saveSettings(
    row: ConfigRow,
    wanted: WantedConfig,
    former: ConfigState,
  ): Promise<UndoOutcome> {
    const outcome = await this.settings.save(row, wanted);
    switch (outcome.kind) {
      case 'saved':
        return this.compare(outcome.config, former);
      case 'partly':
        return { kind: 'partly', error: outcome.error };
      case 'gone':
        return { kind: 'gone' };
    }
  }

  private compare(answer: PluginConfig, former: ConfigState): UndoOutcome {
    const now = stateIn(answer, this.configs.row(answer.id)?.plugin, partsIn(former));
    return includesState(now, former) ? { kind: 'restored' } : { kind: 'notRestored', now };
  }
}
