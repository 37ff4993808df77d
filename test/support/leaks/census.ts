import { EventEmitter, getEventListeners } from 'node:events';

/** How many things each collection holds, by the class and the property that own it; collections of one owner add up. */
export type Census = ReadonlyMap<string, number>;

/** Data may be nested as deep as a server likes: below this, all of it counts as one. */
const DEEPEST = 4;

/**
 * Counts what is held by everything that can be reached from `roots` through properties: entries of maps, sets and
 * arrays, listeners of emitters, and of abort signals. What a leak needs is a place to stay, and this finds it wherever
 * it is. Closures cannot be looked into, and properties that begin with an underscore are the editor's, not ours.
 */
export function census(roots: Readonly<Record<string, unknown>>): Census {
  const counts = new Map<string, number>();
  const seen = new Set<object>();
  const open: Place[] = Object.entries(roots).map(([name, value]) => ({ value, owner: name, depth: 0 }));
  for (let place = open.pop(); place; place = open.pop()) {
    const { value } = place;
    if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      count(counts, value, place.owner);
      open.push(...within(value, place));
    }
  }
  return counts;
}

interface Place {
  readonly value: unknown;
  readonly owner: string;
  /** Plain objects and collections that it lies in, below the last object of a class. */
  readonly depth: number;
}

function count(counts: Map<string, number>, value: object, owner: string): void {
  const add = (key: string, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by);
  if (value instanceof Map || value instanceof Set) {
    add(owner, value.size);
  } else if (Array.isArray(value)) {
    add(owner, value.length);
  } else if (value instanceof AbortSignal) {
    add(`${owner} (listeners)`, getEventListeners(value, 'abort').length);
  } else if (value instanceof EventEmitter) {
    const names = value.eventNames();
    add(
      `${owner} (listeners)`,
      names.reduce((sum, name) => sum + value.listenerCount(name), 0),
    );
  }
}

function within(value: object, { owner, depth }: Place): readonly Place[] {
  if (value instanceof AbortSignal || value instanceof EventEmitter || ArrayBuffer.isView(value)) {
    return [];
  }
  if (value instanceof Map) {
    return [...value]
      .flat()
      .map((item) => ({ value: item as unknown, owner: `${owner}[]`, depth: depth + 1 }));
  }
  if (value instanceof Set || Array.isArray(value)) {
    return [...value].map((item) => ({ value: item as unknown, owner: `${owner}[]`, depth: depth + 1 }));
  }
  const name = className(value);
  return Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([key]) => !key.startsWith('_'))
    .map(([key, descriptor]) => ({
      value: descriptor.value as unknown,
      owner: name ? `${name}.${key}` : depth < DEEPEST ? `${owner}.${key}` : owner,
      depth: name ? 0 : depth + 1,
    }));
}

function className(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype || typeof prototype !== 'object') {
    return undefined;
  }
  const { constructor } = prototype;
  return constructor.name === '' ? undefined : constructor.name;
}
