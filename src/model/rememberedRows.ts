import * as v from 'valibot';

import type { ConfigRow } from './configRow';
import type { Remembered } from './pluginConfigs';

const VERSION = 1;

const rowSchema = v.object({
  id: v.number(),
  pluginId: v.number(),
  enabled: v.boolean(),
  order: v.number(),
  teamId: v.number(),
  name: v.optional(v.string()),
  pluginName: v.optional(v.string()),
  description: v.optional(v.string()),
  deliveryRate: v.optional(v.number()),
});

const rememberedSchema = v.object({
  version: v.literal(VERSION),
  at: v.number(),
  readOnly: v.boolean(),
  rows: v.array(rowSchema),
});

/** More than this is not kept: the tree only needs something to paint while it asks. */
const MOST_ROWS = 1_000;

/** What may be kept on disk of a list: the fields that rows display, never settings, errors or anything secret. */
export function toRemembered(rows: readonly ConfigRow[], at: number, readOnly: boolean): unknown {
  return {
    version: VERSION,
    at,
    readOnly,
    rows: rows.slice(0, MOST_ROWS).map(displayFields),
  };
}

function displayFields(row: ConfigRow): Readonly<Record<string, unknown>> {
  const { id, pluginId, enabled, order, teamId, name, pluginName, description, deliveryRate } = row;
  return { id, pluginId, enabled, order, teamId, name, pluginName, description, deliveryRate };
}

/** Reads what was kept; anything damaged or of another version counts as nothing, since the server has it all. */
export function fromRemembered(stored: unknown): Remembered | undefined {
  const parsed = v.safeParse(rememberedSchema, stored);
  if (!parsed.success) {
    return undefined;
  }
  const { at, readOnly, rows } = parsed.output;
  return {
    at,
    readOnly,
    rows: rows.map((row) => ({
      ...row,
      name: row.name,
      pluginName: row.pluginName,
      description: row.description,
      deliveryRate: row.deliveryRate,
      error: undefined,
    })),
  };
}
