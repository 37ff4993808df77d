/**
 * How deep JSON may be nested, which is deeper than PostHog's servers can read it. The parser takes any depth, but much
 * of what follows it, serialising included, fails beyond some thousand levels.
 */
export const DEEPEST = 500;

/** Whether arrays and objects are in each other more than 500 levels deep. */
export function isTooDeep(value: unknown): boolean {
  let level = containersIn([value]);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST) {
      return true;
    }
    level = level.flatMap((container) => containersIn(Object.values(container)));
  }
  return false;
}

/** A value as JSON, whatever its depth: an ellipsis stands for what is too deep. */
export function jsonText(value: unknown): string {
  return JSON.stringify(isTooDeep(value) ? cutOff(value, DEEPEST) : value);
}

function containersIn(values: readonly unknown[]): readonly object[] {
  return values.filter((value) => typeof value === 'object' && value !== null);
}

function cutOff(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (levels === 0) {
    return '…';
  }
  return Array.isArray(value)
    ? value.map((element) => cutOff(element, levels - 1))
    : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cutOff(each, levels - 1)]));
}
