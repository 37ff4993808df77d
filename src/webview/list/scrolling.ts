import type { Geometry } from './geometry';

/** A place in the list that survives changes around it: a row, and how far its upper edge is scrolled out, in pixels. */
export interface Place {
  readonly index: number;
  readonly offset: number;
}

export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

/** The place at the top of the viewport. The header counts to the first row, with a negative offset. */
export function placeAt(geometry: Geometry, scrollTop: number): Place {
  const index = geometry.indexAt(scrollTop);
  return { index, offset: scrollTop - geometry.topOf(index) };
}

/** The scroll position that brings a place to the top, as far as the content goes. */
export function scrollTopFor(geometry: Geometry, place: Place, height: number): number {
  const index = Math.max(0, Math.min(place.index, geometry.total - 1));
  return clampScroll(geometry, geometry.topOf(index) + place.offset, height);
}

export function endScrollTop(geometry: Geometry, height: number): number {
  return Math.max(0, geometry.height - height);
}

function clampScroll(geometry: Geometry, scrollTop: number, height: number): number {
  return Math.max(0, Math.min(scrollTop, endScrollTop(geometry, height)));
}

/**
 * Whether the list follows the end after it was scrolled: yes once the last row is visible, no once it moved up and
 * away from the end. A small way up counts, so that following never fights a person who has begun to scroll.
 */
export function followsAfterScroll(
  following: boolean,
  geometry: Geometry,
  before: number,
  now: Viewport,
): boolean {
  const left = endScrollTop(geometry, now.height) - now.scrollTop;
  if (left <= 1) {
    return true;
  }
  if (now.scrollTop < before) {
    return false;
  }
  return following || left < geometry.rowHeight / 2;
}

/** Rows from `first` to before `end`. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/** The rows that the viewport touches. */
export function visibleRange(geometry: Geometry, viewport: Viewport): Range {
  if (geometry.total === 0) {
    return { first: 0, end: 0 };
  }
  return {
    first: geometry.indexAt(viewport.scrollTop),
    end: geometry.indexAt(viewport.scrollTop + Math.max(0, viewport.height - 1)) + 1,
  };
}

/** Grows a range by `rows` on both sides, within the list. */
export function overscan(range: Range, rows: number, total: number): Range {
  return { first: Math.max(0, range.first - rows), end: Math.min(total, range.end + rows) };
}

/** Whether rows have to be asked for: less than a screen of those around the visible ones is held. */
export function needsRows(held: Range, visible: Range, total: number): boolean {
  const screen = visible.end - visible.first;
  const wanted = overscan(visible, screen, total);
  return held.first > wanted.first || held.end < wanted.end;
}

/** The window to ask for: the screen and two more on either side; at the end, one more above it. */
export function windowAround(
  visible: Range,
  following: boolean,
): { readonly before: number; readonly size: number } {
  const screen = Math.min(500, Math.max(20, visible.end - visible.first));
  return { before: 2 * screen, size: (following ? 2 : 5) * screen };
}

/** The row to which a key moves from `active`; undefined for keys that do not move. `screen` is in rows. */
export function moveBy(key: string, active: number, total: number, screen: number): number | undefined {
  const page = Math.max(1, screen - 1);
  const target = new Map([
    ['ArrowUp', active - 1],
    ['ArrowDown', active + 1],
    ['PageUp', active - page],
    ['PageDown', active + page],
    ['Home', 0],
    ['End', total - 1],
  ]).get(key);
  return target === undefined ? undefined : Math.max(0, Math.min(target, total - 1));
}

/** The scroll position nearest to the present one that shows all of a row, or its beginning where it is too high. */
export function scrollTopToReveal(geometry: Geometry, index: number, viewport: Viewport): number {
  const top = index === 0 ? 0 : geometry.topOf(index);
  const bottom = geometry.topOf(index + 1);
  if (top < viewport.scrollTop || bottom - top > viewport.height) {
    return clampScroll(geometry, top, viewport.height);
  }
  return clampScroll(geometry, Math.max(viewport.scrollTop, bottom - viewport.height), viewport.height);
}

/** The scroll position that shows a row a third from the top, or the present one where it is visible already. */
export function scrollTopToGo(geometry: Geometry, index: number, viewport: Viewport): number {
  const top = geometry.topOf(index);
  const bottom = Math.min(geometry.topOf(index + 1), top + viewport.height);
  if (top >= viewport.scrollTop && bottom <= viewport.scrollTop + viewport.height) {
    return viewport.scrollTop;
  }
  return clampScroll(geometry, top - viewport.height / 3, viewport.height);
}

/**
 * The scroll position to which a key moves within a row that is higher than the viewport; undefined where it leads out
 * of the row, or the row is all visible.
 */
export function scrollTopWithin(
  geometry: Geometry,
  index: number,
  key: string,
  viewport: Viewport,
): number | undefined {
  const { scrollTop, height } = viewport;
  const top = geometry.topOf(index);
  const bottom = geometry.topOf(index + 1);
  const line = geometry.rowHeight;
  const step = key.startsWith('Page') ? Math.max(line, height - line) : 3 * line;
  if (bottom - top <= height || bottom <= scrollTop || top >= scrollTop + height) {
    return undefined;
  }
  if ((key === 'ArrowDown' || key === 'PageDown') && bottom > scrollTop + height + 1) {
    return Math.min(scrollTop + step, bottom - height);
  }
  if ((key === 'ArrowUp' || key === 'PageUp') && top < scrollTop - 1) {
    return Math.max(scrollTop - step, top);
  }
  return undefined;
}
