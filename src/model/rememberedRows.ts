import * as v from 'valibot';

import type { ConfigRow } from './configRow';
import type { Remembered } from './pluginConfigs';

const VERSION = 1;

/** More than this is not kept: the tree only needs something to paint while it asks. */
const MOST_ROWS = 1_000;
/** Characters; a server's own limits are far below. Longer texts are not kept. */
const LONGEST_NAME = 1_000;
const LONGEST_DESCRIPTION = 10_000;
/** Clocks differ, and are corrected: a list from further ahead, in milliseconds, is no list of ours. */
const MOST_AHEAD = 86_400_000;

const id = v.pipe(v.number(), v.safeInteger());
const name = v.optional(v.pipe(v.string(), v.maxLength(LONGEST_NAME)));

const rowSchema = v.object({
  id,
  pluginId: id,
  enabled: v.boolean(),
  order: v.pipe(v.number(), v.finite()),
  teamId: id,
  name,
  pluginName: name,
  description: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_DESCRIPTION))),
  deliveryRate: v.optional(v.pipe(v.number(), v.finite())),
});

const rememberedSchema = v.object({
  version: v.literal(VERSION),
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  readOnly: v.boolean(),
  rows: v.pipe(
    v.array(v.unknown()),
    v.maxLength(MOST_ROWS),
    v.array(rowSchema),
    v.check((rows) => new Set(rows.map((row) => row.id)).size === rows.length, 'an id stands twice'),
  ),
});

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
  const { pluginId, enabled, order, teamId, deliveryRate } = row;
  return {
    id: row.id,
    pluginId,
    enabled,
    order,
    teamId,
    name: row.name?.slice(0, LONGEST_NAME),
    pluginName: row.pluginName?.slice(0, LONGEST_NAME),
    description: row.description?.slice(0, LONGEST_DESCRIPTION),
    deliveryRate,
  };
}

/**
 * Reads what was kept. Anything damaged or of another version counts as nothing, since the server has it all, while a
 * list without its damaged rows would look as if it were whole.
 *
 * @param now milliseconds since the epoch
 */
export function fromRemembered(stored: unknown, now: number): Remembered | undefined {
  const parsed = v.safeParse(rememberedSchema, stored);
  if (!parsed.success || parsed.output.at > now + MOST_AHEAD) {
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
