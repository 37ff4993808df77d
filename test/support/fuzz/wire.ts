import type { Random } from './random';

const MARK = '\u0001raw:';

/**
 * JSON that no value of this language can stand for, as the text that it is: numbers beyond its precision, and nesting
 * that a serialiser does not get through. A marker stands for it until it is written.
 */
export function raw(json: string): string {
  return MARK + json;
}

/** Arrays or objects, one in the other. */
export function nested(depth: number, random: Random): string {
  return random.chance(0.5)
    ? raw('['.repeat(depth) + ']'.repeat(depth))
    : raw('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
}

/** Writes a value with what its markers stand for. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value ?? null).replaceAll(/"\\u0001raw:((?:[^"\\]|\\.)*)"/g, (_, json: string) =>
    json.replaceAll('\\"', '"'),
  );
}
