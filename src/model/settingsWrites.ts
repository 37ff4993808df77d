import { isDeepStrictEqual } from 'node:util';

import { isApiError, type ApiError } from '../api/errors';
import type { Attachment } from '../api/forms';
import {
  retrievePluginConfig,
  updatePluginConfigSettings,
  type PluginConfigChanges,
} from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';
import { WrongProjectError, type Change } from './changes';
import { completeSettings, settingOf, type SettingsPlan } from './completeSettings';
import type { ConfigRow } from './configRow';
import { labelOf, type ConfigWrites } from './configWrites';
import { requireExactNumbers } from './exactNumbers';
import type { PluginConfigs } from './pluginConfigs';
import { changedFields, fieldsNotAsWanted, settingsNotAsWanted, stateOf } from './savedSettings';

/** What a config is to become. What is left out stays as the server has it. */
export interface WantedConfig {
  /** All settings that are neither secrets nor attachments: one that is missing here is removed. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** New secrets; `''` clears one. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly addAttachments?: Readonly<Record<string, Attachment>>;
  readonly removeAttachments?: readonly string[];
  readonly fields?: PluginConfigChanges;
}

/** What became of a save. */
export type SaveOutcome =
  | {
      readonly kind: 'saved';
      readonly change: Change;
      readonly config: PluginConfig;
      /** Keys of settings, and names of fields, that the server answered with something else for. */
      readonly notAsWanted: readonly string[];
    }
  /** Some of it is saved, and then something failed. */
  | {
      readonly kind: 'partly';
      readonly saved: Change;
      readonly config: PluginConfig;
      readonly notAsWanted: readonly string[];
      readonly error: ApiError;
    }
  /** The config does not exist any more. */
  | { readonly kind: 'gone' };

/** Saves settings, secrets, attachments and names of single configs, and never loses what it was not asked to change. */
export class SettingsWrites {
  constructor(
    private readonly configs: PluginConfigs,
    private readonly writes: ConfigWrites,
  ) {}

  /**
   * Reads the config anew, since servers replace all settings at once, and sends what differs: settings as a form, then
   * fields as JSON. After a failure that may have come after the save, it is read once more to tell what is saved.
   *
   * @throws ApiError when nothing was saved, or nothing could be found out; the row then carries the failure
   * @throws WrongProjectError, InexactNumberError when nothing was sent; RangeError for an attachment key with `]`
   */
  save(row: ConfigRow, wanted: WantedConfig): Promise<SaveOutcome> {
    return this.writes.write(row, 'saving', 'updatePluginConfig', async () => {
      try {
        const fresh = await retrievePluginConfig(this.configs.api, row.id);
        if (fresh.team_id !== this.configs.projectId) {
          throw new WrongProjectError(this.configs.projectId, fresh.team_id);
        }
        this.configs.commit(fresh);
        if (fresh.deleted === true) {
          return { kind: 'gone' }; // no list shows it, but it can still be changed
        }
        return await this.send(row, fresh, wanted);
      } catch (error) {
        if (isApiError(error) && error.reason === 'configNotFound' && (await this.isGone(row.id))) {
          this.configs.remove(row.id);
          return { kind: 'gone' };
        }
        throw error;
      }
    });
  }

  /** Whoever said that it is not there may have been somebody else. */
  private async isGone(id: number): Promise<boolean> {
    try {
      this.configs.commit(await retrievePluginConfig(this.configs.api, id));
      return false;
    } catch (error) {
      return isApiError(error) && error.reason === 'configNotFound';
    }
  }

  private async send(row: ConfigRow, fresh: PluginConfig, wanted: WantedConfig): Promise<SaveOutcome> {
    const plugin = fresh.plugin_info ?? this.configs.row(row.id)?.plugin ?? row.plugin;
    const plan = completeSettings(fresh, plugin, wanted);
    const fields = changedFields(fresh, wanted.fields ?? {});
    const save: Save = { row, fresh, plugin, plan, fields, wanted };
    let config = fresh;
    if (plan.touched.length > 0) {
      requireExactNumbers(plan.form.config);
      const sent = await this.sendForm(save);
      config = sent.config;
      if (sent.error) {
        return this.partly(save, config, sent.error);
      }
    }
    if (Object.keys(fields).length > 0) {
      try {
        config = await this.writes.patch(row.id, fields);
      } catch (error) {
        if (config === fresh || !isApiError(error) || error.reason === 'configNotFound') {
          throw error;
        }
        // Where its fate was unknown, it has been looked up.
        return this.partly(save, this.configs.row(row.id)?.config ?? config, error);
      }
    }
    return { kind: 'saved', change: changeOf(save, config), config, notAsWanted: notAsWanted(save, config) };
  }

  private partly(save: Save, config: PluginConfig, error: ApiError): SaveOutcome {
    this.configs.setFailure(save.row.id, error);
    return {
      kind: 'partly',
      saved: changeOf(save, config),
      config,
      notAsWanted: notAsWanted(save, config),
      error,
    };
  }

  /**
   * @returns the config after it; with the error where only a part of it is saved
   * @throws ApiError where nothing of it is, or nothing shows that any is
   */
  private async sendForm(save: Save): Promise<{ readonly config: PluginConfig; readonly error?: ApiError }> {
    const { row, fresh, plan, wanted } = save;
    try {
      const config = await updatePluginConfigSettings(this.configs.api, row.id, plan.form);
      this.configs.commit(config);
      return { config };
    } catch (error) {
      if (!isApiError(error) || error.data.applied !== 'unknown') {
        throw error;
      }
      const config = await this.lookUp(row.id, error);
      // A secret that was replaced looks like the former one, so only what shows can tell that anything was saved.
      if (plan.touched.every((key) => isDeepStrictEqual(settingOf(config, key), settingOf(fresh, key)))) {
        throw error;
      }
      return settingsNotAsWanted(fresh, config, plan, wanted).length === 0 ? { config } : { config, error };
    }
  }

  /** @throws `cause` where the config cannot be read; ApiError `configNotFound` where it is gone */
  private async lookUp(id: number, cause: ApiError): Promise<PluginConfig> {
    try {
      const config = await retrievePluginConfig(this.configs.api, id);
      this.configs.commit(config);
      return config;
    } catch (error) {
      throw isApiError(error) && error.reason === 'configNotFound' ? error : cause;
    }
  }
}

/** One save under way. */
interface Save {
  readonly row: ConfigRow;
  /** The config before it. */
  readonly fresh: PluginConfig;
  readonly plugin: Plugin | undefined;
  readonly plan: SettingsPlan;
  readonly fields: PluginConfigChanges;
  readonly wanted: WantedConfig;
}

function changeOf({ row, fresh, plugin, plan, fields }: Save, config: PluginConfig): Change {
  return {
    what: 'edited',
    configs: [
      {
        id: row.id,
        label: labelOf(row),
        before: stateOf(fresh, plugin, plan, fields),
        after: stateOf(config, plugin, plan, fields),
      },
    ],
    cannotRestore: plan.irreversible,
  };
}

function notAsWanted({ fresh, plan, fields, wanted }: Save, config: PluginConfig): readonly string[] {
  return [...settingsNotAsWanted(fresh, config, plan, wanted), ...fieldsNotAsWanted(config, fields)];
}
