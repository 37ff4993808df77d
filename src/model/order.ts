import { compareRows, type Place } from './configRow';

/** Orders are 32-bit integers on every server. */
const LOWEST = -(2 ** 31);
const HIGHEST = 2 ** 31 - 1;

/** What the planning of a move needs to know of a row. */
export interface OrderedRow extends Place {
  readonly enabled: boolean;
}

/** Where rows are to go. Positions count from 1. */
export type Move =
  /** They take the place of another row: before it when they move up, after it when they move down. */
  | { readonly kind: 'onto'; readonly target: number }
  /** Each changes places with its neighbour; those at the end stay. */
  | { readonly kind: 'up' | 'down' }
  /** One behind the other, the first of them at this position, or as near to it as the list is long. */
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'top' | 'bottom' };

/** A row that gets another order. */
export interface OrderChange<R extends OrderedRow = OrderedRow> {
  readonly row: R;
  readonly to: number;
  /** From 1, in the list as it was and as it will be. */
  readonly positions: { readonly before: number; readonly after: number };
}

/** A move worked out: what is sent, and the list that it was worked out for. */
export interface MovePlan<R extends OrderedRow = OrderedRow> {
  /** All rows, as they were seen. */
  readonly seen: readonly R[];
  readonly moved: readonly R[];
  /** Only rows whose order changes; none where the rows are in place already. */
  readonly changes: readonly OrderChange<R>[];
}

/**
 * Works out which orders bring the rows where they are to go. As few rows as possible change, the moved ones rather
 * than others, and gaps are used where there are some. A row that changes shares its order with no other: servers
 * leave open how configs of one plugin with the same order follow each other.
 *
 * @param rows all rows of the list, in execution order
 * @param ids the rows to move; they keep their order among each other
 * @param moves one after the other
 */
export function planMove<R extends OrderedRow>(
  rows: readonly R[],
  ids: ReadonlySet<number>,
  ...moves: readonly Move[]
): MovePlan<R> {
  const moved = rows.filter(({ id }) => ids.has(id));
  const wished = moves.reduce((sequence, move) => sequenceAfter(sequence, ids, move), rows);
  const before = new Map(rows.map(({ id }, index) => [id, index + 1]));
  const orders = newOrders(wished, ids);
  const changes = wished.flatMap((row, index): readonly OrderChange<R>[] => {
    const to = orders[index] ?? row.order;
    const positions = { before: before.get(row.id) ?? index + 1, after: index + 1 };
    return to === row.order ? [] : [{ row, to, positions }];
  });
  return { seen: rows, moved, changes };
}

function sequenceAfter<R extends OrderedRow>(
  rows: readonly R[],
  ids: ReadonlySet<number>,
  move: Move,
): readonly R[] {
  const moved = rows.filter(({ id }) => ids.has(id));
  const others = rows.filter(({ id }) => !ids.has(id));
  const insertAt = (index: number): readonly R[] => [
    ...others.slice(0, index),
    ...moved,
    ...others.slice(index),
  ];
  switch (move.kind) {
    case 'up':
      return withNeighbours(rows, ids);
    case 'down':
      return withNeighbours(rows.toReversed(), ids).toReversed();
    case 'top':
      return insertAt(0);
    case 'bottom':
      return insertAt(others.length);
    case 'position':
      return insertAt(Math.min(Math.max(move.position - 1, 0), others.length));
    case 'onto': {
      const target = others.findIndex(({ id }) => id === move.target);
      if (target < 0) {
        return rows; // dropped on one of themselves, or on a row that is gone
      }
      const movesDown =
        rows.findIndex(({ id }) => ids.has(id)) < rows.findIndex(({ id }) => id === move.target);
      return insertAt(movesDown ? target + 1 : target);
    }
  }
}

/** Each marked row changes places with the one before it; marked ones at the beginning have nowhere to go. */
function withNeighbours<R extends OrderedRow>(rows: readonly R[], ids: ReadonlySet<number>): readonly R[] {
  const result: R[] = [];
  for (const row of rows) {
    const previous = result.at(-1);
    if (previous && ids.has(row.id) && !ids.has(previous.id)) {
      result.splice(-1, 1, row, previous);
    } else {
      result.push(row);
    }
  }
  return result;
}

/** The orders that put the rows in the sequence in which they are given. */
function newOrders(rows: readonly OrderedRow[], moved: ReadonlySet<number>): readonly number[] {
  const kept = keptRows(rows, moved);
  const orders: number[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row && kept.has(index)) {
      orders.push(row.order);
      continue;
    }
    const next = nextKept(kept, index, rows.length);
    const below = orders[index - 1];
    const above = next === undefined ? undefined : rows[next]?.order;
    const count = (next ?? rows.length) - index;
    orders.push(...ordersBetween(below, above, count));
    index += count - 1;
  }
  return orders;
}

function nextKept(kept: ReadonlySet<number>, from: number, end: number): number | undefined {
  for (let index = from; index < end; index++) {
    if (kept.has(index)) {
      return index;
    }
  }
  return undefined;
}

/** `count` orders strictly between two, spread over the gap; next to the one there is where the other end is open. */
function ordersBetween(
  below: number | undefined,
  above: number | undefined,
  count: number,
): readonly number[] {
  return Array.from({ length: count }, (_, index) => {
    if (below !== undefined && above !== undefined) {
      return below + Math.floor(((index + 1) * (above - below)) / (count + 1));
    }
    return above === undefined ? (below ?? 0) + index + 1 : above - count + index;
  });
}

/**
 * Which rows can keep their order, as many as possible: two that follow each other must compare so, and between two
 * that do not there must be room for the rows in between. Of equally many, those that the user did not move.
 *
 * @returns places in `rows`
 */
function keptRows(rows: readonly OrderedRow[], moved: ReadonlySet<number>): ReadonlySet<number> {
  const perRow = rows.length + 1;
  const score: number[] = [];
  const previous: number[] = [];
  let best = -1;
  rows.forEach((row, index) => {
    const fitsFirst = row.order - index >= LOWEST;
    let reach = fitsFirst ? 0 : -Infinity;
    let from = -1;
    for (let earlier = 0; earlier < index; earlier++) {
      const before = rows[earlier];
      const reached = score[earlier] ?? -Infinity;
      if (before && reached > reach && leavesRoom(before, row, index - earlier)) {
        reach = reached;
        from = earlier;
      }
    }
    score.push(reach + perRow + (moved.has(row.id) ? 0 : 1));
    previous.push(from);
    const fitsLast = row.order + (rows.length - 1 - index) <= HIGHEST;
    if (fitsLast && (score[index] ?? -Infinity) > (score[best] ?? -Infinity)) {
      best = index;
    }
  });
  const kept = new Set<number>();
  for (let index = best; index >= 0; index = previous[index] ?? -1) {
    kept.add(index);
  }
  return kept;
}

function leavesRoom(before: OrderedRow, after: OrderedRow, distance: number): boolean {
  return distance === 1 ? compareRows(before, after) < 0 : after.order - before.order >= distance;
}

/** Whether two readings of a list show the same rows with the same orders, so that a plan made for one fits the other. */
export function sameOrders(a: readonly Place[], b: readonly Place[]): boolean {
  const orders = new Map(a.map(({ id, order }) => [id, order]));
  return a.length === b.length && b.every(({ id, order }) => orders.get(id) === order);
}

/**
 * The keys and orders of one rearrange request that does what is wished whether the server takes the keys for plugin
 * ids (to September 2024) or for config ids (after). Both keys of every row are part of it.
 *
 * @param enabled every enabled row that the server has: a rearrange only knows those
 * @param wished new orders by config id
 * @returns undefined where one of the readings would move something else, or where several configs of one plugin
 *   share a key and the server would choose one of them
 */
export function rearrangeOrders(
  enabled: readonly OrderedRow[],
  wished: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> | undefined {
  const orders = new Map<number, number>();
  for (const row of enabled) {
    const order = wished.get(row.id);
    if (order === undefined) {
      continue;
    }
    for (const key of [row.pluginId, row.id]) {
      if ((orders.get(key) ?? order) !== order) {
        return undefined;
      }
      orders.set(key, order);
    }
  }
  const plugins = new Set<number>();
  for (const row of enabled) {
    const order = wished.get(row.id) ?? row.order;
    const readings = [orders.get(row.pluginId) ?? row.order, orders.get(row.id) ?? row.order];
    const isShared = plugins.has(row.pluginId) && orders.has(row.pluginId);
    if (isShared || readings.some((reading) => reading !== order)) {
      return undefined;
    }
    plugins.add(row.pluginId);
  }
  return orders;
}
