import * as v from 'valibot';
import { isRecord } from '../api/record';
import { oneLine } from '../model/oneLine';
import { isInsecure } from './address';
import type { Connection } from './connection';
import { DEMO_ID } from './demoProject';

const VERSION = 1;
/** More than anybody connects to: what goes on behind that is damage. */
const MOST_CONNECTIONS = 1_000;
/** The ids of so many removed connections are kept, so that no other window brings them back. */
const MOST_REMOVED = 200;
const LONGEST_NAME = 400;

const originSchema = v.pipe(
  v.string(),
  v.check(
    (text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text),
    'not an origin',
  ),
);

/** Stands in addresses of documents, so it has nothing that means something there. */
const idSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/), v.notValue(DEMO_ID));

/** The demo connection is symbolic and never stored, so there is no `demo` here. */
const connectionSchema = v.object({
  id: idSchema,
  origin: originSchema,
  projectId: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  projectName: v.fallback(v.optional(v.string()), undefined),
  keyId: idSchema,
});

export interface StoredConnections {
  readonly connections: readonly Connection[];
  /** Ids of connections that were removed, the last one last. */
  readonly removed: readonly string[];
  /** Something stored could not be understood and was left out. */
  readonly damaged: boolean;
}

/**
 * Reads what `writeConnections` wrote. Whatever is damaged is left out: one bad entry does not take the rest with it.
 * Where an entry stands in is of no matter, unless it is a version that this one does not know.
 */
export function readConnections(stored: unknown): StoredConnections {
  if (stored === undefined) {
    return { connections: [], removed: [], damaged: false };
  }
  const entries = Array.isArray(stored) ? stored : entriesIn(stored);
  if (!entries) {
    return { connections: [], removed: [], damaged: true };
  }
  const connections = new Map<string, Connection>();
  let isWhole = entries.length <= MOST_CONNECTIONS;
  for (const entry of entries.slice(0, MOST_CONNECTIONS)) {
    const connection = connectionIn(entry);
    if (connection) {
      connections.set(connection.id, connection);
    } else {
      isWhole = false;
    }
  }
  return { connections: [...connections.values()], removed: removedIn(stored), damaged: !isWhole };
}

/** @param removed ids, the last one last */
export function writeConnections(connections: readonly Connection[], removed: readonly string[]): unknown {
  return {
    version: VERSION,
    connections,
    ...(removed.length > 0 && { removed: removed.slice(-MOST_REMOVED) }),
  };
}

function entriesIn(stored: unknown): readonly unknown[] | undefined {
  if (!isRecord(stored) || !Array.isArray(stored.connections)) {
    return undefined;
  }
  const { version } = stored;
  return typeof version === 'number' && version !== VERSION ? undefined : stored.connections;
}

function connectionIn(entry: unknown): Connection | undefined {
  const parsed = v.safeParse(connectionSchema, entry);
  if (!parsed.success) {
    return undefined;
  }
  const { projectName, ...connection } = parsed.output;
  const name = oneLine(projectName?.slice(0, LONGEST_NAME) ?? '');
  return {
    ...connection,
    ...(name !== '' && { projectName: name }),
    // Told by the origin, so that no damage can hide it.
    ...(isInsecure(connection.origin) && { insecure: true }),
  };
}

function removedIn(stored: unknown): readonly string[] {
  const removed: unknown = isRecord(stored) ? stored.removed : undefined;
  return Array.isArray(removed)
    ? removed.slice(-MOST_REMOVED).filter((id): id is string => v.is(idSchema, id))
    : [];
}
