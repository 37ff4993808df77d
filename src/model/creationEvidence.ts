import { isDeepStrictEqual } from 'node:util';

import type { NewPluginConfig } from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';
import { attachmentIn } from './attachments';
import { settingOf } from './completeSettings';
import { secretKeys } from './secrets';

/** Whether a config was saved between two readings of it. */
export function wasSaved(before: PluginConfig, now: PluginConfig): boolean {
  return !isDeepStrictEqual(storedParts(before), storedParts(now));
}

/** What a save of a config leaves traces in. */
function storedParts({ enabled, order, config, name, description, updated_at }: PluginConfig): unknown {
  return { enabled, order, config, name, description, updated_at };
}

/** Whether a config is as it was sent. Secrets are masked, and attachments stand in the place of values. */
export function showsWhatWasSent(config: PluginConfig, sent: NewPluginConfig, plugin: Plugin): boolean {
  const isSecret = secretKeys(plugin);
  return (
    config.enabled === sent.enabled &&
    config.order === sent.order &&
    Object.entries(sent.config).every(([key, value]) => {
      const now = settingOf(config, key);
      return isSecret(key) || attachmentIn(now) !== undefined || isDeepStrictEqual(now, value);
    })
  );
}

/** A new config is saved at the time of its making; one that was deleted and is brought back was made before. */
const SAME_TIME_MS = 1_000;

export function isOlderThanItsSave({ created_at, updated_at }: PluginConfig): boolean {
  return (
    typeof created_at === 'string' &&
    typeof updated_at === 'string' &&
    Date.parse(updated_at) - Date.parse(created_at) > SAME_TIME_MS
  );
}
