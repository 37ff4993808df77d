import { isApiError, type ApiError } from '../api/errors';
import { rearrangePluginConfigs } from '../api/pluginConfigs';
import type { PluginConfig } from '../api/schemas';
import type { ConfigRow } from './configRow';
import type { LoadedConfigs } from './loadConfigs';
import type { OrderChanges } from './moveOutcome';
import { rearrangeOrders, type OrderedRow } from './order';
import type { PluginConfigs } from './pluginConfigs';

/**
 * Sends what of a move can safely go in one request.
 *
 * @param list as it is on the server
 * @param failures gets those of the rows that were sent in vain
 * @returns the changes that are left: those of disabled rows, which a rearrange ignores, or all
 */
export async function rearrange(
  configs: PluginConfigs,
  changes: OrderChanges,
  list: LoadedConfigs,
  failures: Map<ConfigRow, ApiError>,
): Promise<OrderChanges> {
  const { traits } = configs;
  const enabled = list.rows.filter((row) => row.enabled).map(orderedRow);
  const known = new Set(enabled.map(({ id }) => id));
  const wished = new Map(
    changes.filter(({ row }) => known.has(row.id)).map(({ row, to }) => [row.id, to] as const),
  );
  const refused = traits?.rearrange === 'no' || traits?.rearrange === 'keysNotSupported';
  // The keys might mean a row that cannot be read, and its answer holds every row: it would be a 500.
  const isWhole = list.unreadable.length === 0;
  if (wished.size < 2 || refused || !isWhole || !rearrangeOrders(enabled, wished)) {
    return changes;
  }
  try {
    const hidden = traits?.softDelete ? await hiddenRows(configs, known) : [];
    const orders = rearrangeOrders([...enabled, ...hidden], wished);
    if (!orders) {
      return changes;
    }
    const answer = await rearrangePluginConfigs(configs.api, orders);
    configs.learn('rearrangePluginConfigs', 'ok');
    for (const config of answer.filter(({ id }) => wished.has(id))) {
      configs.commit(config);
    }
  } catch (error) {
    const failure = asApiError(error);
    if (isMissing(failure)) {
      configs.learn('rearrangePluginConfigs', failure);
      return changes;
    }
    changes.filter(({ row }) => wished.has(row.id)).forEach(({ row }) => failures.set(row, failure));
  }
  return changes.filter(({ row }) => !wished.has(row.id));
}

/**
 * A config can be hidden and enabled at once, and then takes part in a rearrange without being in any list. Sent
 * without orders, a rearrange changes nothing and answers with all that take part.
 */
async function hiddenRows(
  configs: PluginConfigs,
  listed: ReadonlySet<number>,
): Promise<readonly OrderedRow[]> {
  const all = await rearrangePluginConfigs(configs.api, new Map());
  return all.filter(({ id }) => !listed.has(id)).map(orderedRow);
}

export function orderedRow({ id, plugin, order, enabled }: PluginConfig): OrderedRow {
  return { id, pluginId: plugin, order, enabled };
}

/** The server has no rearrange for this key, so that it has done nothing. */
function isMissing(error: ApiError): boolean {
  return error.reason === 'keysNotSupported' || error.kind === 'gone' || error.kind === 'notFound';
}

/** @throws what is none */
export function asApiError(error: unknown): ApiError {
  if (!isApiError(error)) {
    throw error;
  }
  return error;
}
