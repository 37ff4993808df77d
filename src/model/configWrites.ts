import { isApiError, type Operation } from '../api/errors';
import {
  deletePluginConfig,
  retrievePluginConfig,
  updatePluginConfig,
  type PluginConfigChanges,
} from '../api/pluginConfigs';
import type { PluginConfig } from '../api/schemas';
import {
  WrongProjectError,
  type Change,
  type ConfigState,
  type DeleteOutcome,
  type EnabledOutcome,
} from './changes';
import type { ConfigRow, Pending } from './configRow';
import { shownName } from './oneLine';
import type { PluginConfigs } from './pluginConfigs';
import { SerialTasks } from './serial';

/**
 * Changes of single configs. Each marks the row, sends, and commits what the server answered; writes to one config
 * never overlap. A write whose fate is unknown is looked up before anything is said about it.
 */
export class ConfigWrites {
  private readonly tasks = new SerialTasks();

  constructor(private readonly configs: PluginConfigs) {}

  /**
   * @throws ApiError when the server refused or nothing could be found out; the row then carries the failure
   * @throws WrongProjectError when nothing was sent
   */
  setEnabled(row: ConfigRow, enabled: boolean): Promise<EnabledOutcome> {
    return this.write(row, enabled ? 'enabling' : 'disabling', 'updatePluginConfig', async () => {
      const former = this.configs.row(row.id)?.enabled ?? row.enabled;
      const answer = await this.patch(row.id, { enabled });
      if (answer.deleted === true) {
        return this.leaveDeleted(answer);
      }
      if (answer.enabled !== enabled) {
        return { kind: 'unchanged', enabled: answer.enabled };
      }
      const change = { id: row.id, label: labelOf(row), before: { enabled: former }, after: { enabled } };
      return {
        kind: 'changed',
        change: { what: enabled ? 'enabled' : 'disabled', configs: [change], cannotRestore: [] },
      };
    });
  }

  /** Somebody has hidden it meanwhile, and servers let it be enabled all the same: it would run where no list shows it. */
  private async leaveDeleted({ id, enabled }: PluginConfig): Promise<EnabledOutcome> {
    if (enabled) {
      await this.patch(id, { enabled: false });
    }
    return { kind: 'alreadyGone' };
  }

  /**
   * Takes a config out of service as far as this server can: DELETE only disables on every generation; where rows have
   * `deleted`, setting it hides the config from lists. Unknown ids answer DELETE with a 500, so a failure is looked up.
   *
   * @throws ApiError
   * @throws WrongProjectError
   */
  delete(row: ConfigRow): Promise<DeleteOutcome> {
    return this.write(row, 'deleting', 'deletePluginConfig', async () => {
      const former = this.configs.row(row.id)?.enabled ?? row.enabled;
      if ((await this.disableByDelete(row.id)) === 'gone') {
        this.configs.remove(row.id);
        return { kind: 'alreadyGone' };
      }
      if (!this.configs.traits?.softDelete) {
        const found = await retrievePluginConfig(this.configs.api, row.id);
        this.configs.commit(found);
        return found.enabled
          ? { kind: 'unchanged', enabled: true }
          : { kind: 'disabledOnly', change: deletion(row, { enabled: former }, { enabled: false }) };
      }
      return this.hide(row, { deleted: false, enabled: former });
    });
  }

  /** The second half of *Delete*. */
  private async hide(row: ConfigRow, before: ConfigState): Promise<DeleteOutcome> {
    // That hiding failed does not show that the config is not hidden.
    const onlyDisabled = deletion(row, before, { enabled: false });
    try {
      const answer = await this.patch(row.id, { deleted: true });
      if (answer.enabled) {
        return { kind: 'unchanged', enabled: true };
      }
      return answer.deleted === true
        ? { kind: 'removed', change: deletion(row, before, { deleted: true, enabled: false }) }
        : { kind: 'stillListed', change: onlyDisabled, cause: undefined };
    } catch (error) {
      if (!isApiError(error)) {
        throw error;
      }
      const found = await this.lookUp(row.id);
      if (found && found !== 'gone' && found.enabled) {
        throw error;
      }
      return { kind: 'stillListed', change: onlyDisabled, cause: error };
    }
  }

  /** The first half of *Delete*. */
  private async disableByDelete(id: number): Promise<'disabled' | 'gone'> {
    try {
      await deletePluginConfig(this.configs.api, id);
      return 'disabled';
    } catch (error) {
      if (!isApiError(error) || (error.kind !== 'notFound' && error.data.applied === 'no')) {
        throw error;
      }
      const found = await this.lookUp(id);
      if (found === 'gone') {
        return 'gone';
      }
      if (found && !found.enabled && error.data.applied === 'unknown') {
        return 'disabled';
      }
      throw error;
    }
  }

  /**
   * One PATCH, for use within `write`; where its fate is unknown, or the config is said to be gone, it is read to find
   * out.
   *
   * @throws ApiError
   */
  async patch(id: number, changes: PluginConfigChanges): Promise<PluginConfig> {
    try {
      const answer = await updatePluginConfig(this.configs.api, id, changes);
      this.configs.commit(answer);
      return answer;
    } catch (error) {
      if (!isApiError(error) || error.kind === 'cancelled') {
        throw error;
      }
      if (error.kind === 'notFound') {
        // Who answered may have been somebody else, and the project is not the config.
        if ((await this.lookUp(id)) === 'gone') {
          this.configs.remove(id);
        }
      } else if (error.data.applied === 'unknown') {
        const found = await this.lookUp(id);
        if (found && found !== 'gone' && matches(found, changes)) {
          return found;
        }
      }
      throw error;
    }
  }

  /** The config as it is now; undefined where that cannot be found out. */
  private async lookUp(id: number): Promise<PluginConfig | 'gone' | undefined> {
    try {
      const found = await retrievePluginConfig(this.configs.api, id);
      this.configs.commit(found);
      return found;
    } catch (error) {
      return isApiError(error, 'notFound') && error.reason === 'configNotFound' ? 'gone' : undefined;
    }
  }

  /**
   * Runs a write of one config when every earlier one of it has ended: marks the row, and keeps on it why it failed.
   *
   * @throws WrongProjectError when nothing was sent; whatever `task` throws
   */
  write<T>(row: ConfigRow, pending: Pending, operation: Operation, task: () => Promise<T>): Promise<T> {
    return this.tasks.run(row.id, async () => {
      if (row.teamId !== this.configs.projectId) {
        throw new WrongProjectError(this.configs.projectId, row.teamId);
      }
      this.configs.setPending(row.id, pending);
      try {
        const outcome = await task();
        this.configs.learn(operation, 'ok');
        return outcome;
      } catch (error) {
        if (isApiError(error)) {
          this.configs.learn(operation, error);
          this.configs.setFailure(row.id, error);
        }
        throw error;
      } finally {
        this.configs.setPending(row.id, undefined);
      }
    });
  }
}

function deletion(row: ConfigRow, before: ConfigState, after: ConfigState): Change {
  const change = { id: row.id, label: labelOf(row), before, after };
  return { what: 'deleted', configs: [change], cannotRestore: [] };
}

/** What a config is called in the tree and in messages. */
export function labelOf(row: Pick<ConfigRow, 'id' | 'name' | 'pluginId' | 'hasNamesake'>): string {
  const label = shownName(row.name ?? `Plugin ${String(row.pluginId)}`);
  return row.hasNamesake ? `${label} (${row.id})` : label;
}

function matches(config: PluginConfig, changes: PluginConfigChanges): boolean {
  return (Object.keys(changes) as (keyof PluginConfigChanges)[]).every((key) => config[key] === changes[key]);
}
