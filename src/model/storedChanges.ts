import * as v from 'valibot';

import { recordSchema } from '../api/schemas';
import type { Change } from './changes';

/** A change, and whether it was taken back. */
export interface RecentChange {
  /** Stable and unique. */
  readonly id: string;
  /** When it was done, in milliseconds since the epoch. */
  readonly at: number;
  readonly change: Change;
  /** Why there is nothing left to undo: it was undone, or all that it concerned was deleted since. */
  readonly ended?: 'undone' | 'gone';
}

const VERSION = 1;

/** How many changes of a connection are kept. */
export const MOST_CHANGES = 50;

/** Larger changes, in characters of JSON, are kept in memory only: the editor reads all stored state when it starts. */
const MOST_STORED = 64 * 1024;

/** Of what `Date` can tell, in milliseconds since the epoch. */
const LAST_DATE = 8.64e15;

const stateSchema = v.object({
  enabled: v.exactOptional(v.boolean()),
  order: v.exactOptional(v.pipe(v.number(), v.integer())),
  name: v.exactOptional(v.nullable(v.string())),
  description: v.exactOptional(v.nullable(v.string())),
  deleted: v.exactOptional(v.boolean()),
  settings: v.exactOptional(recordSchema),
});

const recentChangeSchema = v.object({
  id: v.string(),
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LAST_DATE)),
  ended: v.exactOptional(v.picklist(['undone', 'gone'])),
  change: v.object({
    what: v.picklist(['created', 'enabled', 'disabled', 'deleted', 'moved', 'edited']),
    configs: v.pipe(
      v.array(
        v.object({
          id: v.pipe(v.number(), v.safeInteger()),
          label: v.string(),
          before: stateSchema,
          after: stateSchema,
        }),
      ),
      v.minLength(1),
    ),
    cannotRestore: v.array(v.string()),
  }),
});

const storedSchema = v.object({ version: v.literal(VERSION), changes: v.array(v.unknown()) });

/** What may be kept on disk. Changes never hold secrets. */
export function toStored(changes: readonly RecentChange[]): unknown {
  return {
    version: VERSION,
    changes: changes.filter((change) => JSON.stringify(change).length <= MOST_STORED),
  };
}

export interface StoredChanges {
  /** At most 50. */
  readonly changes: readonly RecentChange[];
  /** Something stored could not be understood and was left out. */
  readonly damaged: boolean;
}

/** Reads what was kept, without what is damaged: a change that is not understood must not be undone. */
export function fromStored(stored: unknown): StoredChanges {
  const parsed = v.safeParse(storedSchema, stored);
  if (!parsed.success) {
    return { changes: [], damaged: stored !== undefined };
  }
  const kept = parsed.output.changes.slice(0, MOST_CHANGES);
  const changes = new Map<string, RecentChange>();
  for (const change of kept) {
    const read = v.safeParse(recentChangeSchema, change);
    if (read.success) {
      changes.set(read.output.id, read.output);
    }
  }
  return {
    changes: [...changes.values()],
    damaged: changes.size < parsed.output.changes.length,
  };
}
