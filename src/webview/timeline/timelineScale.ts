import type { TimelineMessage } from '../../logs/protocol';

/** Entries in one bar's time: errors, warnings, others. */
export type Bar = TimelineMessage['bars'][number];

/** A row of bars, each `step` milliseconds long, the first beginning at `from` (milliseconds since the epoch). */
export interface Timeline {
  readonly from: number;
  readonly step: number;
  readonly bars: readonly Bar[];
}

/** Heights of the parts of a bar, in pixels. */
export type BarHeights = readonly [errors: number, warnings: number, others: number];

/** Pixels that even one entry takes, so that it is seen beside a burst. */
export const LEAST_HEIGHT = 2;

export function totalOf(bar: Bar): number {
  return bar[0] + bar[1] + bar[2];
}

/**
 * The same entries in at most `most` bars. Neighbours are taken together by where they stand in time, not in the row:
 * as time goes on the same ones stay together, and the bars do not flicker.
 */
export function mergeBars(timeline: Timeline, most: number): Timeline {
  const { bars } = timeline;
  const room = Math.max(1, Math.floor(most));
  if (bars.length <= room) {
    return timeline;
  }
  const first = Math.round(timeline.from / timeline.step);
  let size = Math.ceil(bars.length / room);
  // The first bar can stand in the middle of its group, which then makes one more.
  while (groupOf(first + bars.length - 1, size) - groupOf(first, size) + 1 > room && size < bars.length) {
    size++;
  }
  if (size >= bars.length) {
    return { ...timeline, step: timeline.step * bars.length, bars: [bars.reduce(add, [0, 0, 0])] };
  }
  const firstGroup = groupOf(first, size);
  const merged: Bar[] = [];
  bars.forEach((bar, index) => {
    const group = groupOf(first + index, size) - firstGroup;
    merged[group] = add(merged[group] ?? [0, 0, 0], bar);
  });
  const shift = firstGroup * size - first;
  return { from: timeline.from + shift * timeline.step, step: timeline.step * size, bars: merged };
}

/**
 * How high the parts of a bar are. A bar's height grows with the root of its entries: a few still show beside a burst
 * of many thousands, and a burst still stands out. Whatever is there takes at least `LEAST_HEIGHT`.
 *
 * @param most entries of the highest bar, which takes the whole height
 */
export function barHeights(bar: Bar, most: number, height: number): BarHeights {
  const total = totalOf(bar);
  if (total === 0) {
    return [0, 0, 0];
  }
  const kinds = bar.filter((count) => count > 0).length;
  const least = kinds * LEAST_HEIGHT;
  const whole = Math.max(least, Math.round(height * Math.sqrt(Math.min(1, total / Math.max(1, most)))));
  const spare = whole - least;
  const part = (count: number): number =>
    count === 0 ? 0 : LEAST_HEIGHT + Math.floor((spare * count) / total);
  const heights = [part(bar[0]), part(bar[1]), part(bar[2])] as const;
  const left = whole - heights[0] - heights[1] - heights[2];
  // What rounding leaves over goes to the last kind that is there.
  return bar[2] > 0
    ? [heights[0], heights[1], heights[2] + left]
    : bar[1] > 0
      ? [heights[0], heights[1] + left, 0]
      : [heights[0] + left, 0, 0];
}

/** Which bar a time falls into; times before and after count to the first and the last. */
export function barAt(timeline: Timeline, at: number): number {
  const index = Math.floor((at - timeline.from) / timeline.step);
  return Math.max(0, Math.min(timeline.bars.length - 1, index));
}

/** The next bar with errors in a direction, undefined for none. */
export function nextErrors(bars: readonly Bar[], from: number, direction: 1 | -1): number | undefined {
  for (let index = from + direction; index >= 0 && index < bars.length; index += direction) {
    if ((bars[index]?.[0] ?? 0) > 0) {
      return index;
    }
  }
  return undefined;
}

/** Where a range of time lies on the time line, as shares of its length from 0 to 1; undefined where it is outside. */
export function shareOf(
  timeline: Timeline,
  from: number,
  to: number,
): { readonly start: number; readonly end: number } | undefined {
  const length = timeline.step * timeline.bars.length;
  const share = (at: number): number => Math.max(0, Math.min(1, (at - timeline.from) / length));
  if (
    Number.isNaN(from) ||
    Number.isNaN(to) ||
    length <= 0 ||
    to < timeline.from ||
    from > timeline.from + length
  ) {
    return undefined;
  }
  return { start: share(Math.min(from, to)), end: share(Math.max(from, to)) };
}

function groupOf(index: number, size: number): number {
  return Math.floor(index / size);
}

function add(a: Bar, b: Bar): Bar {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
