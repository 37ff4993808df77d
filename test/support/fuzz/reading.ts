import { isRecord } from '../../../src/api/record';

/**
 * What an answer says, read in the plainest way: the yardstick for what the extension makes of it. The rules are those of
 * the API's reference, written down a second time on purpose.
 */

/** Deeper JSON than any server can send. */
export const DEEPEST = 500;

/** @returns undefined where the bytes are no JSON, or JSON that is too deep */
export function readJson(body: Uint8Array, anyDepth = false): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return !anyDepth && depthOf(value) > DEEPEST ? undefined : { value };
  } catch {
    return undefined;
  }
}

/** How many objects and arrays are in each other. */
export function depthOf(value: unknown): number {
  let depth = 0;
  let level: readonly unknown[] = [value];
  for (;;) {
    const containers = level.filter((each): each is object => typeof each === 'object' && each !== null);
    if (containers.length === 0) {
      return depth;
    }
    depth++;
    level = containers.flatMap((each): readonly unknown[] => Object.values(each));
  }
}

/** Whether an answer is a plugin config, by the types of what the API's reference tells of one. */
export function isConfig(value: unknown): value is Readonly<Record<string, unknown>> {
  return isConfigBut(value, isId);
}

/** The same for the answer to a create, which may have made something else. */
export function isCreated(value: unknown): value is Readonly<Record<string, unknown>> {
  return isConfigBut(value, (id) => id === null || isId(id));
}

function isConfigBut(value: unknown, idIsRight: (id: unknown) => boolean): boolean {
  return (
    isRecord(value) &&
    idIsRight(own(value, 'id')) &&
    isId(own(value, 'plugin')) &&
    isId(own(value, 'team_id')) &&
    typeof own(value, 'enabled') === 'boolean' &&
    Number.isSafeInteger(own(value, 'order')) &&
    ['name', 'description', 'created_at', 'updated_at'].every((name) => isTextOrNone(own(value, name))) &&
    isNone(own(value, 'config'), isRecord) &&
    isNone(own(value, 'deleted'), (deleted) => typeof deleted === 'boolean') &&
    isNone(own(value, 'delivery_rate_24h'), (rate) => typeof rate === 'number') &&
    isNone(own(value, 'plugin_info'), isPlugin)
  );
}

export function isPlugin(value: unknown): boolean {
  const texts = ['name', 'description', 'plugin_type', 'url', 'icon', 'tag', 'latest_tag', 'organization_id'];
  return (
    isRecord(value) &&
    isId(own(value, 'id')) &&
    [...texts, 'organization_name'].every((name) => isTextOrNone(own(value, name))) &&
    isNone(own(value, 'config_schema'), (form) => typeof form === 'object') &&
    isNone(own(value, 'is_global'), (isGlobal) => typeof isGlobal === 'boolean') &&
    isNone(own(value, 'capabilities'), isRecord) &&
    isNone(own(value, 'public_jobs'), isRecord)
  );
}

/** The rows of a page; undefined where it is none. */
export function rowsOf(value: unknown, isRow: (row: unknown) => boolean): readonly unknown[] | undefined {
  if (
    !isRecord(value) ||
    !isNone(own(value, 'count'), (count) => typeof count === 'number') ||
    !isTextOrNone(own(value, 'next')) ||
    !isTextOrNone(own(value, 'previous'))
  ) {
    return undefined;
  }
  const results = own(value, 'results');
  return Array.isArray(results) && results.every(isRow) ? results : undefined;
}

export function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Ids beyond what a number can tell apart would be those of something else. */
function isId(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isNone(value: unknown, orElse: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || orElse(value);
}

function isTextOrNone(value: unknown): boolean {
  return isNone(value, (text) => typeof text === 'string');
}
