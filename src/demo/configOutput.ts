import { Crash } from './failure';
import { pluginOutput } from './pluginOutput';
import type { Profile } from './profiles';
import type { Output } from './pyJson';
import { isDict, isList, isTruthy, type PyDict, type PyValue } from './pyValue';
import { SECRET_MASK, secretKeys } from './secrets';
import type { ConfigRow, Plugin } from './rows';
import type { DemoState } from './state';
import { formatMicros } from './timestamps';

/** `bulk` is a rearrange, which writes its rows without knowing the request. */
export type ConfigAction = 'list' | 'retrieve' | 'create' | 'update' | 'bulk';

/** A config that was never stored: what a create answers when it made a hog function. */
export interface UnsavedConfig extends Omit<ConfigRow, 'id' | 'createdAt' | 'updatedAt'> {
  readonly id: null;
}

/**
 * A config as this generation of servers writes it.
 *
 * @throws Crash for a row that cannot be written: its `config` is no object, or its plugin's schema is odd
 */
export function configOutput(
  state: DemoState,
  profile: Profile,
  row: ConfigRow | UnsavedConfig,
  action: ConfigAction,
): Output {
  const plugin = pluginOf(state, row);
  const showsPlugin =
    action === 'retrieve' || (profile.pluginInfo === 'single' && action !== 'list' && action !== 'bulk');
  const showsRate = action === 'list' || action === 'retrieve';
  const isStored = row.id !== null;
  return {
    id: row.id,
    plugin: row.pluginId,
    enabled: row.enabled,
    order: row.order,
    config: maskedConfig(state, profile, row, plugin),
    error: profile.errorIsWritable ? row.error : null,
    team_id: row.projectId,
    ...(profile.pluginInfo !== 'absent' && {
      plugin_info: showsPlugin ? pluginOutput(state, profile, plugin) : null,
    }),
    ...(profile.hasDeliveryRate && {
      delivery_rate_24h: (showsRate && isStored ? state.deliveryRates.get(row.id) : undefined) ?? null,
    }),
    ...(profile.hasCreatedAt && { created_at: isStored ? formatMicros(row.createdAt) : null }),
    ...(profile.hasSoftDelete && {
      updated_at: isStored ? formatMicros(row.updatedAt) : null,
      name: row.name ?? (profile.namesFallBack ? plugin.name : null),
      description: row.description ?? (profile.namesFallBack ? plugin.description : null),
      deleted: row.deleted,
    }),
  };
}

/** @throws Crash when the plugin is gone, which the database rules out */
export function pluginOf(state: DemoState, { pluginId }: Pick<ConfigRow, 'pluginId'>): Plugin {
  const plugin = state.plugins.find(({ id }) => id === pluginId);
  if (!plugin) {
    throw new Crash();
  }
  return plugin;
}

/** The settings with secrets masked and attachments described under their keys. */
function maskedConfig(
  state: DemoState,
  profile: Profile,
  row: ConfigRow | UnsavedConfig,
  plugin: Plugin,
): PyValue {
  const attachments = row.id === null ? [] : state.attachmentsOf(row.id);
  const secrets = secretKeys(plugin.schema, profile.toleratesOddSchema);
  if (isList(row.config) && secrets.length === 0 && attachments.length === 0) {
    // A list can be copied, and nothing else is asked of it.
    return row.config;
  }
  if (!isDict(row.config)) {
    throw new Crash();
  }
  const masked = new Map(row.config);
  for (const key of secrets) {
    if (isTruthy(masked.get(key))) {
      masked.set(key, SECRET_MASK);
    }
  }
  for (const { id, key, size, fileName, contentType } of attachments) {
    masked.set(
      key,
      secrets.includes(key)
        ? attachmentDict(-1, -1, SECRET_MASK, 'application/octet-stream')
        : attachmentDict(id, size, fileName, contentType),
    );
  }
  return masked;
}

function attachmentDict(uid: number, size: number, name: string, type: string): PyDict {
  return new Map<string, PyValue>([
    ['uid', BigInt(uid)],
    ['saved', true],
    ['size', BigInt(size)],
    ['name', name],
    ['type', type],
  ]);
}
