import assert from 'node:assert/strict';
import fc from 'fast-check';

import { compareRows } from '../../../src/model/configRow';
import { planMove, rearrangeOrders, type Move, type OrderedRow } from '../../../src/model/order';

const HIGHEST = 2 ** 31 - 1;
const LOWEST = -(2 ** 31);

/** Rows with these orders; ids and plugin ids count from 1 and 101. */
function rowsWith(orders: readonly number[], plugins?: readonly number[]): readonly OrderedRow[] {
  return orders
    .map((order, index) => ({
      id: index + 1,
      pluginId: plugins?.[index] ?? index + 101,
      order,
      enabled: true,
    }))
    .sort(compareRows);
}

function afterMove(rows: readonly OrderedRow[], ids: readonly number[], move: Move) {
  const { changes } = planMove(rows, new Set(ids), move);
  const orders = new Map(changes.map(({ row, to }) => [row.id, to]));
  const moved = rows.map((row) => ({ ...row, order: orders.get(row.id) ?? row.order })).sort(compareRows);
  return {
    ids: moved.map(({ id }) => id).join(' '),
    sent: Object.fromEntries([...orders].sort(([a], [b]) => a - b)),
  };
}

/** Orders of all kinds: few values so that ties abound, values with gaps, and both ends of the range. */
const anOrder = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: -100, max: 100 }),
  fc.constantFrom(LOWEST, LOWEST + 1, HIGHEST - 1, HIGHEST),
);
const someRows = (maxLength: number): fc.Arbitrary<readonly OrderedRow[]> =>
  fc
    .uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 12 }),
        pluginId: fc.integer({ min: 1, max: 12 }),
        order: anOrder,
        enabled: fc.boolean(),
      }),
      { minLength: 1, maxLength, selector: ({ id }) => id },
    )
    .map((rows) => rows.sort(compareRows));
const aMove: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom<Move>({ kind: 'up' }, { kind: 'down' }, { kind: 'top' }, { kind: 'bottom' }),
  fc.record({ kind: fc.constant('position' as const), position: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('onto' as const), target: fc.integer({ min: 1, max: 12 }) }),
);
const someIds = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });

describe('planMove', () => {
  const spaced = rowsWith([10, 20, 30, 40, 50]);
  for (const [name, ids, move, expected] of [
    ['a row dropped on a later one comes after it', [1], { kind: 'onto', target: 3 }, '2 3 1 4 5'],
    ['a row dropped on an earlier one comes before it', [4], { kind: 'onto', target: 2 }, '1 4 2 3 5'],
    ['several dropped rows stay together, in their order', [5, 1], { kind: 'onto', target: 3 }, '2 3 1 5 4'],
    ['rows dropped on one of themselves stay', [1, 3], { kind: 'onto', target: 3 }, '1 2 3 4 5'],
    ['rows dropped on one that is gone stay', [1], { kind: 'onto', target: 99 }, '1 2 3 4 5'],
    ['up', [3], { kind: 'up' }, '1 3 2 4 5'],
    ['down', [3], { kind: 'down' }, '1 2 4 3 5'],
    ['several up, each by one', [3, 5], { kind: 'up' }, '1 3 2 5 4'],
    ['neighbours up, together', [2, 3], { kind: 'up' }, '2 3 1 4 5'],
    ['up from the top: nowhere to go', [1, 2], { kind: 'up' }, '1 2 3 4 5'],
    ['down from the bottom: nowhere to go', [5, 4], { kind: 'down' }, '1 2 3 4 5'],
    ['to the top', [3, 5], { kind: 'top' }, '3 5 1 2 4'],
    ['to the bottom', [1, 3], { kind: 'bottom' }, '2 4 5 1 3'],
    ['to a position', [1], { kind: 'position', position: 4 }, '2 3 4 1 5'],
    ['to a position beyond the end', [1], { kind: 'position', position: 99 }, '2 3 4 5 1'],
  ] as const) {
    it(name, () => assert.equal(afterMove(spaced, ids, move).ids, expected));
  }

  it('makes several moves as one', () => {
    const { changes } = planMove(spaced, new Set([5]), { kind: 'up' }, { kind: 'up' }, { kind: 'up' });
    assert.deepEqual(
      changes.map(({ row, to, positions }) => [row.id, to, positions]),
      [[5, 15, { before: 5, after: 2 }]],
    );
  });

  for (const [name, orders, id, move, sent] of [
    ['uses the gap', [10, 20, 30], 3, { kind: 'up' }, { 3: 15 }],
    ['goes below the first', [1, 2, 3], 3, { kind: 'top' }, { 3: 0 }],
    ['goes beyond the last', [1, 2, 3], 1, { kind: 'bottom' }, { 1: 4 }],
    ['swaps where there is no gap', [1, 2, 3, 4], 3, { kind: 'up' }, { 2: 3, 3: 2 }],
    [
      'moves the neighbours that are fewer',
      [1, 2, 3, 4, 5],
      5,
      { kind: 'position', position: 2 },
      { 1: 0, 5: 1 },
    ],
    ['resolves a tie', [7, 7, 7], 3, { kind: 'top' }, { 3: 6 }],
    ['keeps ties of others', [7, 7, 7, 9], 4, { kind: 'top' }, { 4: 6 }],
    ['stays within 32 bits at the top', [LOWEST, 5, 9], 3, { kind: 'top' }, { 1: 4, 3: 3 }],
    ['stays within 32 bits at the bottom', [1, 5, HIGHEST], 1, { kind: 'bottom' }, { 1: 7, 3: 6 }],
  ] as const) {
    it(`${name}: [${orders.join(', ')}]`, () =>
      assert.deepEqual(afterMove(rowsWith(orders), [id], move).sent, sent));
  }

  it('changes no row that is in place, and always brings the rows where they are to go', () => {
    fc.assert(
      fc.property(someRows(9), someIds, aMove, (rows, ids, move) => {
        const plan = planMove(rows, new Set(ids), move);
        const orders = new Map(plan.changes.map(({ row, to }) => [row.id, to]));
        const after = rows.map((row) => ({ ...row, order: orders.get(row.id) ?? row.order }));
        after.sort(compareRows);
        assert.deepEqual(
          after.map(({ id }) => id),
          wishedIds(rows, new Set(ids), move),
        );
        for (const { row, to, positions } of plan.changes) {
          assert.ok(Number.isInteger(to) && to >= LOWEST && to <= HIGHEST);
          assert.notEqual(to, row.order);
          assert.equal(after.filter(({ order }) => order === to).length, 1, 'shares its order with none');
          assert.equal(positions.before, rows.indexOf(row) + 1);
          assert.equal(positions.after, after.findIndex(({ id }) => id === row.id) + 1);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('changes as few rows as there is a way to', () => {
    fc.assert(
      fc.property(someRows(7), someIds, aMove, (rows, ids, move) => {
        const { changes } = planMove(rows, new Set(ids), move);
        const wished = wishedIds(rows, new Set(ids), move).flatMap((id) =>
          rows.filter((row) => row.id === id),
        );
        assert.equal(changes.length, fewestChanges(wished));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The sequence that a move asks for, found in another way than the code does: by sort keys. */
function wishedIds(rows: readonly OrderedRow[], ids: ReadonlySet<number>, move: Move): readonly number[] {
  const all = rows.map(({ id }) => id);
  if (move.kind === 'up' || move.kind === 'down') {
    const step = move.kind === 'up' ? -1 : 1;
    const places = move.kind === 'up' ? all.keys() : [...all.keys()].reverse();
    for (const place of places) {
      const [id, other] = [all[place], all[place + step]];
      if (id !== undefined && other !== undefined && ids.has(id) && !ids.has(other)) {
        all[place + step] = id;
        all[place] = other;
      }
    }
    return all;
  }
  const moved = all.filter((id) => ids.has(id));
  const others = all.filter((id) => !ids.has(id));
  if (move.kind === 'onto') {
    if (moved.length === 0 || !others.includes(move.target)) {
      return all;
    }
    const isDown = all.findIndex((id) => ids.has(id)) < all.indexOf(move.target);
    return others.flatMap((id) => (id === move.target ? (isDown ? [id, ...moved] : [...moved, id]) : [id]));
  }
  const place = { top: 0, bottom: others.length, position: 'position' in move ? move.position - 1 : 0 }[
    move.kind
  ];
  return [...others.slice(0, place), ...moved, ...others.slice(place)];
}

/** By trying every set of rows that could keep their order. */
function fewestChanges(rows: readonly OrderedRow[]): number {
  let fewest = rows.length;
  for (let mask = 0; mask < 2 ** rows.length; mask++) {
    const kept = [...rows.keys()].filter((index) => mask & (1 << index));
    const isPossible = kept.every((index, nth) => {
      const row = rows[index];
      const former = kept[nth - 1];
      const before = former === undefined ? undefined : rows[former];
      assert.ok(row);
      const fits = before
        ? index - (former ?? 0) === 1
          ? compareRows(before, row) < 0
          : row.order - before.order >= index - (former ?? 0)
        : row.order - index >= LOWEST;
      return fits && (nth < kept.length - 1 || row.order + rows.length - 1 - index <= HIGHEST);
    });
    if (isPossible) {
      fewest = Math.min(fewest, rows.length - kept.length);
    }
  }
  return fewest;
}

describe('rearrangeOrders', () => {
  it('has both keys of every row that changes', () => {
    const rows = rowsWith([1, 2, 3]);
    const orders = rearrangeOrders(
      rows,
      new Map([
        [1, 2],
        [2, 1],
      ]),
    );
    assert.deepEqual(orders && Object.fromEntries(orders), { 1: 2, 2: 1, 101: 2, 102: 1 });
  });

  it('is not used where one reading moves another row', () => {
    // Plugin 3 is that of config 1: its key would move config 3 on the other kind of server.
    const rows = rowsWith([1, 2, 3], [3, 102, 103]);
    assert.equal(
      rearrangeOrders(
        rows,
        new Map([
          [1, 2],
          [2, 1],
        ]),
      ),
      undefined,
    );
  });

  it('is not used where two rows want different orders for the same key', () => {
    const rows = rowsWith([1, 2, 3], [2, 1, 103]);
    assert.equal(
      rearrangeOrders(
        rows,
        new Map([
          [1, 2],
          [2, 1],
        ]),
      ),
      undefined,
    );
  });

  it('is not used where several configs of a plugin share its key', () => {
    const rows = rowsWith([1, 2, 3], [101, 101, 103]);
    assert.equal(
      rearrangeOrders(
        rows,
        new Map([
          [1, 3],
          [3, 1],
        ]),
      ),
      undefined,
    );
  });

  it('does what is wished on both kinds of servers, or is not used', () => {
    let used = 0;
    fc.assert(
      fc.property(
        someRows(8),
        fc.dictionary(fc.integer({ min: 1, max: 12 }).map(String), anOrder),
        (rows, wish) => {
          const enabled = rows.filter((row) => row.enabled);
          const wished = new Map(Object.entries(wish).map(([id, order]) => [Number(id), order]));
          const orders = rearrangeOrders(enabled, wished);
          if (!orders) {
            return;
          }
          used++;
          for (const physical of [enabled, enabled.toReversed()]) {
            for (const keyed of ['pluginId', 'id'] as const) {
              const target = new Map(physical.map((row) => [row[keyed], row.id]));
              const after = new Map(enabled.map(({ id, order }) => [id, order]));
              for (const [key, order] of orders) {
                const id = target.get(key);
                if (id !== undefined) {
                  after.set(id, order);
                }
              }
              assert.deepEqual(after, new Map(enabled.map(({ id, order }) => [id, wished.get(id) ?? order])));
            }
          }
        },
      ),
      { numRuns: 3_000 },
    );
    assert.ok(used > 300, `used ${used} times`);
  });
});
