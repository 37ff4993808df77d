import { requireConfigurable } from './configs';
import { configOutput } from './configOutput';
import { Crash } from './failure';
import { isDict, pyEquals, pyInt, type PyDict, type PyValue } from './pyValue';
import { json, type ProjectCall, type Reply } from './request';
import type { ConfigRow } from './rows';

/**
 * Sets the orders of enabled configs, keyed by plugin id (to 2023) or config id. Nothing is validated, so a bad entry
 * crashes half-way, after earlier entries were saved. The answer holds every enabled config, in physical order.
 *
 * @throws Crash
 */
export function rearrangeConfigs(call: ProjectCall): Reply {
  requireConfigurable(call);
  const { state, profile, project } = call;
  const orders = readOrders(call);
  const rows = state.configRows().filter((row) => row.projectId === project.id && row.enabled);
  const current = new Map(rows.map((row) => [row.id, row]));
  // Of several configs of one plugin the last one wins.
  const byKey = new Map(
    rows.map((row) => [profile.rearrangeKey === 'plugin' ? row.pluginId : row.id, row.id]),
  );
  for (const [key, order] of orders) {
    const id = pyInt(key);
    if (id === undefined) {
      throw new Crash();
    }
    const row = current.get(byKey.get(Number(id)) ?? NaN);
    if (row && !pyEquals(order, BigInt(row.order))) {
      current.set(row.id, state.saveConfig(withOrder(row, order)));
    }
  }
  return json([...current.values()].map((row) => configOutput(state, profile, row, 'bulk')));
}

function readOrders({ data }: ProjectCall): PyDict {
  const body = data.kind === 'form' ? data.fields : data.value;
  if (!isDict(body)) {
    throw new Crash();
  }
  const orders = body.get('orders') ?? (body.has('orders') ? null : new Map<string, PyValue>());
  if (!isDict(orders)) {
    throw new Crash();
  }
  return orders;
}

/** Python's `int(order)`, which takes text and cuts fractions off. */
function withOrder(row: ConfigRow, order: PyValue): ConfigRow {
  let value: number | undefined;
  if (typeof order === 'string') {
    const parsed = pyInt(order);
    value = parsed === undefined ? undefined : Number(parsed);
  } else if (typeof order === 'number' || typeof order === 'bigint' || typeof order === 'boolean') {
    value = Math.trunc(Number(order));
  }
  if (value === undefined || !Number.isFinite(value)) {
    throw new Crash();
  }
  return { ...row, order: value };
}
