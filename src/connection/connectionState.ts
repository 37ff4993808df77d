import * as v from 'valibot';
import type { Connection } from './connection';

const originSchema = v.pipe(
  v.string(),
  v.check(
    (text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text),
    'not an origin',
  ),
);

/** The demo connection is symbolic and never stored, so there is no `demo` here. */
const connectionSchema = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  origin: originSchema,
  projectId: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  projectName: v.exactOptional(v.string()),
  keyId: v.pipe(v.string(), v.nonEmpty()),
  insecure: v.exactOptional(v.literal(true)),
});

const stateSchema = v.object({ version: v.literal(1), connections: v.array(v.unknown()) });

export interface StoredConnections {
  readonly connections: readonly Connection[];
  /** Something stored could not be understood and was left out. */
  readonly damaged: boolean;
}

/** Reads what `writeConnections` wrote. Whatever is damaged is left out: one bad entry does not take the rest with it. */
export function readConnections(stored: unknown): StoredConnections {
  if (stored === undefined) {
    return { connections: [], damaged: false };
  }
  const state = v.safeParse(stateSchema, stored);
  if (!state.success) {
    return { connections: [], damaged: true };
  }
  const connections = new Map<string, Connection>();
  for (const entry of state.output.connections) {
    const connection = v.safeParse(connectionSchema, entry);
    if (connection.success) {
      connections.set(connection.output.id, connection.output);
    }
  }
  return {
    connections: [...connections.values()],
    damaged: connections.size < state.output.connections.length,
  };
}

export function writeConnections(connections: readonly Connection[]): unknown {
  return { version: 1, connections };
}
