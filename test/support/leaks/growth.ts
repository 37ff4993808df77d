import type { Census } from './census';

/** What settles may differ by so much between two looks; a leak of a round's work soon passes it. */
const SLACK = 50;

/**
 * The collections that grow: with every census, or to more than twice what they held at first. What is kept on purpose
 * up to a limit is let off, as long as it keeps to the limit.
 *
 * @param limits by the name of the collection
 */
export function growing(
  censuses: readonly Census[],
  limits: Readonly<Record<string, number>>,
): readonly string[] {
  const names = new Set(censuses.flatMap((census) => [...census.keys()]));
  return [...names].flatMap((name) => {
    const sizes = censuses.map((census) => census.get(name) ?? 0);
    const [first = 0] = sizes;
    const last = sizes.at(-1) ?? 0;
    const limit = limits[name];
    const grows =
      limit === undefined
        ? sizes.every((size, index) => index === 0 || size > (sizes[index - 1] ?? 0)) ||
          last > 2 * first + SLACK
        : last > limit;
    return grows ? [`${name}: ${sizes.join(', ')}`] : [];
  });
}

/** By how much a line through equally spaced values rises from the first to the last of them (least squares). */
export function rise(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let covariance = 0;
  let variance = 0;
  for (const [index, value] of values.entries()) {
    covariance += (index - middle) * (value - mean);
    variance += (index - middle) ** 2;
  }
  return variance === 0 ? 0 : (covariance / variance) * (values.length - 1);
}
