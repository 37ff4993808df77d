import type { ApiError } from '../api/errors';
import type { Plugin, PluginConfig } from '../api/schemas';
import { oneLine } from './oneLine';

/** A write that is under way for one config. */
export type Pending = 'enabling' | 'disabling' | 'deleting' | 'restoring' | 'moving' | 'saving';

/** One plugin config as the tree shows it. */
export interface ConfigRow {
  readonly id: number;
  readonly pluginId: number;
  readonly enabled: boolean;
  readonly order: number;
  /** The project that the server says it belongs to. */
  readonly teamId: number;
  /** The config's name, else the plugin's; undefined while neither is known. */
  readonly name: string | undefined;
  readonly pluginName: string | undefined;
  readonly description: string | undefined;
  /** The share of deliveries that succeeded in the last 24 hours, 0 to 1; undefined where the server does not say. */
  readonly deliveryRate: number | undefined;
  /** The last error that the server reports for it (servers until autumn 2023). */
  readonly error: string | undefined;
  /** Another row is called the same: only the id tells them apart. */
  readonly hasNamesake?: true;
  readonly pending?: Pending;
  /** Why the last change of this row did not happen; cleared by the next one that does. */
  readonly failure?: ApiError;
  /** As the server sent it, secrets masked by it where it masks them. Undefined in rows remembered from last time. */
  readonly config?: PluginConfig;
  readonly plugin?: Plugin;
}

/** What decides where a row stands. */
export type Place = Pick<ConfigRow, 'id' | 'pluginId' | 'order'>;

/** The order in which the server executes: `order`, then plugin id; ids settle what the server leaves open. */
export function compareRows(a: Place, b: Place): number {
  return a.order - b.order || a.pluginId - b.pluginId || a.id - b.id;
}

/** Failing only on evidence: an error that the server reports, or deliveries that did not succeed. */
export function isFailing(row: ConfigRow): boolean {
  return row.error !== undefined || (row.deliveryRate !== undefined && row.deliveryRate < 1);
}

/** Makes the row of a stored config; a blank name counts as none. */
export function rowOf(config: PluginConfig, plugin: Plugin | undefined): ConfigRow {
  const pluginName = nameIn(plugin?.name ?? config.plugin_info?.name);
  return {
    id: config.id,
    pluginId: config.plugin,
    enabled: config.enabled,
    order: config.order,
    teamId: config.team_id,
    name: nameIn(config.name) ?? pluginName,
    pluginName,
    description: text(config.description) ?? text(plugin?.description),
    deliveryRate: config.delivery_rate_24h ?? undefined,
    error: errorMessage(config.error),
    config,
    ...(plugin ? { plugin } : {}),
  };
}

function nameIn(value: string | null | undefined): string | undefined {
  return oneLine(value ?? '') || undefined;
}

function text(value: string | null | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}

/** Servers until autumn 2023 keep the last error as an object with a `message`; any other non-null value is shown as it is. */
function errorMessage(error: unknown): string | undefined {
  if (error === null || error === undefined) {
    return undefined;
  }
  if (typeof error === 'object' && 'message' in error && typeof error.message === 'string') {
    return error.message;
  }
  return typeof error === 'string' ? error : JSON.stringify(error);
}
