import { SERVER_MASK } from '../api/forms';
import type { Plugin, PluginConfig } from '../api/schemas';
import { hasSettingFields, settingFields } from './fields';

/** What stands in the place of a secret. */
export const MASK = '••••••••';

/** Keys that are treated as secret where the settings form is not known. */
const SECRET_LIKE = /secret|token|pass|pwd|credential|private|api_?key|access_?key|auth/i;

/**
 * A config's settings with every secret masked: those that the server masked, and those that it delivers in clear,
 * as it does for plugins whose settings form is a dictionary. Where the form is unknown, keys that look like secrets
 * are masked too: better to hide a harmless value than to show a password.
 */
export function maskedSettings(
  config: PluginConfig,
  plugin: Plugin | undefined,
): Readonly<Record<string, unknown>> {
  const secret = secretKeys(plugin);
  return Object.fromEntries(
    Object.entries(config.config ?? {}).map(([key, value]) => [
      key,
      secret(key) ? masked(value) : unmarked(value),
    ]),
  );
}

/** Whether a key of a plugin's settings is secret, or is to be treated as if it were. */
export function secretKeys(plugin: Plugin | undefined): (key: string) => boolean {
  if (!hasSettingFields(plugin)) {
    return (key) => SECRET_LIKE.test(key);
  }
  const keys = new Set(
    settingFields(plugin)
      .filter((field) => field.secret)
      .map((field) => field.key),
  );
  return (key) => keys.has(key);
}

/** An empty or missing secret is shown as such: that it is not set is worth knowing. */
function masked(value: unknown): unknown {
  return value === null || value === undefined || value === '' ? value : MASK;
}

function unmarked(value: unknown): unknown {
  if (value === SERVER_MASK) {
    return MASK;
  }
  const isSecretFile =
    typeof value === 'object' && value !== null && 'name' in value && value.name === SERVER_MASK;
  return isSecretFile ? MASK : value;
}

/** A whole config for reading, as the server sent it, secrets masked. */
export function maskedConfig(
  config: PluginConfig,
  plugin: Plugin | undefined,
): Readonly<Record<string, unknown>> {
  return { ...config, config: maskedSettings(config, plugin ?? config.plugin_info ?? undefined) };
}
