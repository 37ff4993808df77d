import { SERVER_MASK, type SettingsFields } from '../api/forms';
import type { Plugin, PluginConfig } from '../api/schemas';
import { attachmentIn } from './attachments';
import { MASK, secretKeys } from './secrets';
import { sameJson } from './settingsJsonText';
import type { WantedConfig } from './settingsWrites';

/** What to send so that a config's settings become what is wanted. */
export interface SettingsPlan {
  readonly form: SettingsFields;
  /** Keys of what it changes: secrets whenever they are given, since nobody can see whether they differ. */
  readonly touched: readonly string[];
  /** Those of them that are secrets or attachments: their former value is known to nobody but the server. */
  readonly irreversible: readonly string[];
  /** Keys that were given as plain settings and hold a secret or an attachment: not sent. */
  readonly refused: readonly string[];
}

/**
 * The settings of a config that may be kept, shown and compared: all but attachments and secrets, those that a server
 * delivers in clear included.
 */
export function plainSettings(
  config: PluginConfig,
  plugin: Plugin | undefined,
): Readonly<Record<string, unknown>> {
  const isProtected = protectedKeys(config, plugin);
  return Object.fromEntries(Object.entries(config.config ?? {}).filter(([key]) => !isProtected(key)));
}

/**
 * Servers replace all settings at once, so everything that is not to change goes back as it came. What servers keep by
 * themselves is left out: the secrets of an array schema, and attachments. The secrets of a dictionary schema arrive in
 * clear and are not kept, so they go back.
 *
 * @param fresh the config as the server has it now
 */
export function completeSettings(
  fresh: PluginConfig,
  plugin: Plugin | undefined,
  wanted: WantedConfig,
): SettingsPlan {
  const isSecret = secretKeys(plugin);
  const isProtected = protectedKeys(fresh, plugin);
  const former = plainSettings(fresh, plugin);
  const plain = Object.fromEntries(
    Object.entries(wanted.settings ?? former).filter(
      ([key, value]) =>
        !isProtected(key) && value !== undefined && (!isMask(value) || value === settingOf(fresh, key)),
    ),
  );
  const returned = Object.entries(fresh.config ?? {}).filter(
    ([key, value]) => isProtected(key) && !isKeptByServer(value, isSecret(key), plugin),
  );
  const secrets = Object.entries(wanted.secrets ?? {}).filter(([, value]) => !isMask(value));
  const added = wanted.addAttachments ?? {};
  // Removing one that is not there is a 500 on most servers.
  const removed = (wanted.removeAttachments ?? []).filter((key) => attachmentIn(settingOf(fresh, key)));
  const changed = [...new Set([...Object.keys(former), ...Object.keys(plain)])].filter(
    (key) => Object.hasOwn(former, key) !== Object.hasOwn(plain, key) || !sameJson(former[key], plain[key]),
  );
  const irreversible = [...secrets.map(([key]) => key), ...Object.keys(added), ...removed];
  return {
    form: {
      config: { ...plain, ...Object.fromEntries([...returned, ...secrets]) },
      ...(Object.keys(added).length > 0 ? { addAttachments: added } : {}),
      ...(removed.length > 0 ? { removeAttachments: removed } : {}),
    },
    touched: [...changed, ...irreversible],
    irreversible,
    refused: Object.entries(wanted.settings ?? {})
      .filter(([key, value]) => isProtected(key) && !isMask(value) && !sameJson(value, settingOf(fresh, key)))
      .map(([key]) => key),
  };
}

/** The value of one setting in a server's answer; undefined where it is absent. */
export function settingOf(config: PluginConfig, key: string): unknown {
  const settings = config.config ?? {};
  return Object.hasOwn(settings, key) ? settings[key] : undefined;
}

/** Keys that only their own commands change. */
function protectedKeys(config: PluginConfig, plugin: Plugin | undefined): (key: string) => boolean {
  const isSecret = secretKeys(plugin);
  return (key) => {
    const value = settingOf(config, key);
    return isSecret(key) || value === SERVER_MASK || attachmentIn(value) !== undefined;
  };
}

/** Empty secrets of an array schema are left out too: somebody else may be setting one at this moment. */
function isKeptByServer(value: unknown, isSecret: boolean, plugin: Plugin | undefined): boolean {
  return (
    value === SERVER_MASK ||
    attachmentIn(value) !== undefined ||
    (isSecret && !value && Array.isArray(plugin?.config_schema))
  );
}

function isMask(value: unknown): boolean {
  return value === MASK || value === SERVER_MASK;
}
