import { SERVER_MASK } from '../api/forms';
import type { PluginConfigChanges } from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';
import { attachmentIn } from './attachments';
import type { ConfigState } from './changes';
import { plainSettings, settingOf, type SettingsPlan } from './completeSettings';
import { sameJson } from './settingsJsonText';
import type { WantedConfig } from './settingsWrites';

/**
 * Keys of settings that are not as they were to be: those that were sent and came back otherwise, those that were to go
 * and did not, and those that nobody touched and that changed all the same.
 */
export function settingsNotAsWanted(
  fresh: PluginConfig,
  saved: PluginConfig,
  plan: SettingsPlan,
  wanted: WantedConfig,
): readonly string[] {
  const { config, addAttachments = {}, removeAttachments = [] } = plan.form;
  const isAsWanted = (key: string): boolean => {
    const now = settingOf(saved, key);
    if (Object.hasOwn(addAttachments, key)) {
      const file = attachmentIn(now);
      return (
        file !== undefined && (file.name ?? addAttachments[key]?.fileName) === addAttachments[key]?.fileName
      );
    }
    if (removeAttachments.includes(key)) {
      return attachmentIn(now) === undefined;
    }
    if (Object.hasOwn(wanted.secrets ?? {}, key)) {
      return (config[key] ? now === SERVER_MASK : !now) || now === config[key];
    }
    if (Object.hasOwn(config, key)) {
      return sameJson(now, config[key]);
    }
    const before = settingOf(fresh, key);
    // Servers fill in `null` for a secret that was never set.
    return plan.touched.includes(key) ? now === undefined : sameJson(now ?? null, before ?? null);
  };
  const keys = new Set([
    ...Object.keys(config),
    ...plan.touched,
    ...Object.keys(fresh.config ?? {}),
    ...Object.keys(saved.config ?? {}),
  ]);
  return [...new Set([...plan.refused, ...[...keys].filter((key) => !isAsWanted(key))])];
}

/** The fields that are to become something else than the server has now. */
export function changedFields(fresh: PluginConfig, wanted: PluginConfigChanges): PluginConfigChanges {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => fresh[name] !== value));
}

/** Names of fields that the server answered with something else for. Servers trim names. */
export function fieldsNotAsWanted(saved: PluginConfig, wanted: PluginConfigChanges): readonly string[] {
  return Object.entries(wanted)
    .filter(([name, value]: readonly [string, unknown]) => {
      const now = saved[name];
      return now !== value && !(typeof value === 'string' && now === value.trim());
    })
    .map(([name]) => name);
}

/** The parts of a config that a save changed and that may be kept, as they are in `config`. */
export function stateOf(
  config: PluginConfig,
  plugin: Plugin | undefined,
  plan: SettingsPlan,
  fields: PluginConfigChanges,
): ConfigState {
  const has = (name: keyof PluginConfigChanges): boolean => Object.hasOwn(fields, name);
  return {
    ...(plan.touched.length > plan.irreversible.length ? { settings: plainSettings(config, plugin) } : {}),
    ...(has('enabled') ? { enabled: config.enabled } : {}),
    ...(has('order') ? { order: config.order } : {}),
    ...(has('name') ? { name: config.name ?? null } : {}),
    ...(has('description') ? { description: config.description ?? null } : {}),
    ...(has('deleted') ? { deleted: config.deleted === true } : {}),
  };
}
