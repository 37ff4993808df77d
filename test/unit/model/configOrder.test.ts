import assert from 'node:assert/strict';
import fc from 'fast-check';

import type { FixtureConfig } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import type { StoredConfig } from '../../../src/demo/rows';
import { ConfigOrder } from '../../../src/model/configOrder';
import { WrongProjectError } from '../../../src/model/changes';
import type { ConfigRow } from '../../../src/model/configRow';
import type { MoveOutcome } from '../../../src/model/moveOutcome';
import { planMove, type Move, type MovePlan } from '../../../src/model/order';
import type { FaultProxy } from '../../support/faults/faultProxy';
import { ProjectHarness, seedOf } from '../../support/projectHarness';
import { failureOf } from '../api/clientHarness';

const PROFILES: readonly Exclude<ProfileName, 'gone'>[] = [
  '2021-06',
  '2021-12',
  '2023-11',
  '2023-12',
  '2026',
];
const HIGHEST = 2 ** 31 - 1;
const LOWEST = -(2 ** 31);

interface SeedRow {
  readonly id: number;
  readonly plugin: number;
  readonly order: number;
  readonly enabled: boolean;
  readonly deleted: boolean;
}

describe('ConfigOrder', () => {
  let harness: ProjectHarness;
  let isOpen = false;
  let proxy: FaultProxy | undefined;

  const open = async (profile: ProfileName, rows: readonly Partial<SeedRow>[]): Promise<ProjectHarness> => {
    const seed = seedOf(profile);
    const configs = rows.map((row, index): FixtureConfig => ({
      id: index + 1,
      project: 1,
      plugin: index + 1,
      enabled: true,
      order: index + 1,
      config: { bar: `value ${index}` },
      error: null,
      name: `Config ${index}`,
      ...row,
    }));
    const others = seed.configs.filter(
      ({ id, project }) => project === 2 && !configs.some((row) => row.id === id),
    );
    harness = await ProjectHarness.start({
      profile,
      fixture: { ...seed, configs: [...configs, ...others] },
      behindProxy: true,
    });
    ({ proxy } = harness);
    isOpen = true;
    await harness.configs.refresh();
    harness.demo.forgetRequests();
    return harness;
  };
  const close = async (): Promise<void> => {
    if (isOpen) {
      isOpen = false;
      await harness.stop();
      await proxy?.close();
      proxy = undefined;
    }
  };
  afterEach(close);
  const plan = (ids: readonly number[], move: Move): MovePlan<ConfigRow> =>
    planMove(harness.configs.rows, new Set(ids), move);
  const run = (ids: readonly number[], move: Move): Promise<MoveOutcome> =>
    new ConfigOrder(harness.configs, harness.writes).run(plan(ids, move), {
      signal: new AbortController().signal,
    });
  const sent = (): readonly string[] =>
    harness.demo.requests
      .filter(({ method }) => method !== 'GET')
      .map(
        ({ method, path, body }) => `${method} ${path.replace(/\/$/, '').split('/').at(-1) ?? ''} ${body}`,
      );
  const stored = (): Readonly<Record<number, number>> =>
    Object.fromEntries(harness.demo.server.state.storedConfigs(1).map(({ id, order }) => [id, order]));
  const shown = (): Readonly<Record<number, number>> =>
    Object.fromEntries(harness.configs.rows.map(({ id, order }) => [id, order]));
  const faulty = (): FaultProxy => {
    assert.ok(proxy);
    return proxy;
  };
  const refusal = {
    kind: 'answer',
    status: 400,
    body: { type: 'validation_error', code: 'invalid_input', detail: 'No.', attr: 'order' },
  } as const;

  for (const profile of PROFILES) {
    it(`${profile}: a row that finds a gap is one PATCH`, async () => {
      await open(profile, [{ order: 10 }, { order: 20 }, { order: 30 }]);
      const outcome = await run([3], { kind: 'up' });
      assert.deepEqual(outcome, {
        kind: 'moved',
        verified: true,
        othersChanged: false,
        change: {
          what: 'moved',
          configs: [
            {
              id: 3,
              label: harness.configs.row(3)?.name ?? 'Plugin 3',
              before: { order: 30 },
              after: { order: 15 },
            },
          ],
          cannotRestore: [],
        },
      });
      assert.deepEqual(sent(), ['PATCH 3 {"order":15}']);
      assert.deepEqual(stored(), { 1: 10, 2: 20, 3: 15 });
      assert.deepEqual(shown(), stored());
      assert.equal(harness.demo.requests.length, 3, 'a list before and one after');
    });

    it(`${profile}: neighbours that change places go in the request that is safe there`, async () => {
      // Config ids and plugin ids are disjoint: both readings of the keys are right.
      await open(profile, [{ id: 21 }, { id: 22 }, { id: 23 }, { id: 24 }]);
      assert.equal((await run([23], { kind: 'up' })).kind, 'moved');
      const rearrange = 'PATCH rearrange {"orders":{"2":3,"3":2,"22":3,"23":2}}';
      const single = ['PATCH 22 {"order":3}', 'PATCH 23 {"order":2}'];
      const expected = {
        '2021-06': [rearrange],
        '2021-12': [rearrange],
        '2023-11': [rearrange],
        // It might hide rows that take part all the same: it is asked first, without orders.
        '2023-12': ['PATCH rearrange {"orders":{}}', rearrange],
        '2026': single,
      }[profile];
      assert.deepEqual(profile === '2026' ? sent().toSorted() : sent(), expected);
      assert.deepEqual(stored(), { 21: 1, 22: 3, 23: 2, 24: 4 });
      assert.deepEqual(shown(), stored());
    });

    it(`${profile}: rows go one by one where a key would mean another row as well`, async () => {
      // Plugin 3 is that of config 1, and config 3 is another.
      await open(profile, [{ plugin: 3 }, { plugin: 1 }, { plugin: 2 }, { plugin: 4 }, {}]);
      assert.equal((await run([2], { kind: 'down' })).kind, 'moved');
      assert.deepEqual(sent().toSorted(), ['PATCH 2 {"order":3}', 'PATCH 3 {"order":2}']);
      assert.deepEqual(stored(), { 1: 1, 2: 3, 3: 2, 4: 4, 5: 5 });
    });

    it(`${profile}: disabled rows, which a rearrange ignores, go one by one`, async () => {
      await open(profile, [{}, { enabled: false }, { enabled: false }, {}]);
      assert.equal((await run([3], { kind: 'up' })).kind, 'moved');
      assert.deepEqual(sent().toSorted(), ['PATCH 2 {"order":3}', 'PATCH 3 {"order":2}']);
    });
  }

  it('a server that refuses keys for it is asked once only', async () => {
    await open('2023-12', [{}, {}, {}, {}]);
    const body = {
      type: 'authentication_error',
      code: 'permission_denied',
      detail: 'This action does not support Personal API Key access',
      attr: null,
    };
    faulty().inject({ path: /rearrange/, fault: { kind: 'answer', status: 403, body } });
    assert.equal((await run([3], { kind: 'up' })).kind, 'moved');
    assert.equal((await run([3], { kind: 'down' })).kind, 'moved');
    assert.equal(faulty().requests.filter(({ path }) => path.endsWith('rearrange')).length, 1);
    assert.equal(harness.configs.traits?.rearrange, 'keysNotSupported');
    assert.equal(harness.configs.readOnly, false);
  });

  it('a config that is hidden but enabled is not moved by the key of its plugin', async () => {
    await open('2023-12', [
      { id: 21 },
      { id: 22 },
      { id: 23 },
      { id: 25 },
      { id: 26 },
      { id: 24, plugin: 2, deleted: true, order: 9 },
    ]);
    assert.equal((await run([22], { kind: 'down' })).kind, 'moved');
    assert.deepEqual(stored(), { 21: 1, 22: 3, 23: 2, 24: 9, 25: 4, 26: 5 });
    assert.deepEqual(sent().toSorted(), [
      'PATCH 22 {"order":3}',
      'PATCH 23 {"order":2}',
      'PATCH rearrange {"orders":{}}',
    ]);
  });

  it('sends nothing when the list has changed since it was seen, and shows the new one', async () => {
    await open('2023-12', [{ order: 10 }, { order: 20 }, { order: 30 }]);
    harness.demo.server.state.patchConfig(1, { order: 25 });
    assert.deepEqual(await run([3], { kind: 'up' }), { kind: 'overtaken' });
    assert.deepEqual(sent(), []);
    assert.deepEqual(shown(), { 1: 25, 2: 20, 3: 30 });
    assert.equal(harness.configs.row(3)?.pending, undefined);
  });

  it('notices that a row is gone', async () => {
    await open('2023-12', [{ order: 10 }, { order: 20 }, { order: 30 }]);
    harness.demo.server.state.patchConfig(1, { deleted: true });
    assert.deepEqual(await run([3], { kind: 'up' }), { kind: 'overtaken' });
    assert.deepEqual(sent(), []);
  });

  it('says that somebody else changed the list meanwhile, and shows what became of it', async () => {
    await open('2023-12', [{ order: 10 }, { order: 20 }, { order: 30 }]);
    faulty().inject({
      method: 'PATCH',
      fault: {
        kind: 'drift',
        map: (body) => {
          harness.demo.server.state.patchConfig(1, { order: 99 });
          return body;
        },
      },
    });
    const outcome = await run([3], { kind: 'up' });
    assert.equal(outcome.kind, 'moved');
    assert.equal(outcome.othersChanged, true);
    assert.deepEqual(shown(), { 1: 99, 2: 20, 3: 15 });
  });

  it('takes back what was done before the server refused', async () => {
    await open('2026', [{}, {}, {}, {}]);
    faulty().inject({ method: 'PATCH', path: /\/3\/$/, fault: refusal });
    const outcome = await run([3], { kind: 'up' });
    assert.equal(outcome.kind, 'rolledBack');
    assert.deepEqual(
      outcome.restored.map(({ id }) => id),
      [2],
    );
    const [failure] = outcome.failures;
    assert.deepEqual([failure?.row.id, failure?.error?.data.detail], [3, 'No.']);
    assert.deepEqual(sent(), ['PATCH 2 {"order":3}', 'PATCH 2 {"order":2}']);
    assert.deepEqual(stored(), { 1: 1, 2: 2, 3: 3, 4: 4 });
    assert.deepEqual(shown(), stored());
    assert.equal(harness.configs.row(3)?.failure, failure?.error);
    assert.equal(harness.configs.row(2)?.pending, undefined);
  });

  it('says what could not be taken back', async () => {
    await open('2026', [{}, {}, {}, {}]);
    faulty().inject({ method: 'PATCH', path: /\/3\/$/, fault: refusal });
    faulty().inject({ method: 'PATCH', path: /\/2\/$/, nth: 2, fault: refusal });
    const outcome = await run([3], { kind: 'up' });
    assert.equal(outcome.kind, 'partly');
    assert.deepEqual(
      outcome.change.configs.map(({ id, before, after }) => [id, before, after]),
      [[2, { order: 2 }, { order: 3 }]],
    );
    assert.deepEqual(shown(), { 1: 1, 2: 3, 3: 3, 4: 4 });
  });

  it('fails as a whole when nothing was moved', async () => {
    await open('2026', [{}, {}, {}, {}]);
    faulty().inject({ method: 'PATCH', fault: refusal });
    const error = await failureOf(run([3], { kind: 'up' }));
    assert.equal(error.kind, 'invalid');
    assert.equal(harness.configs.row(3)?.failure, error);
    assert.deepEqual(shown(), { 1: 1, 2: 2, 3: 3, 4: 4 });
  });

  it('a rearrange that crashed half-way is taken back', async () => {
    await open('2021-12', [{}, {}, {}, {}]);
    faulty().inject({
      path: /rearrange$/,
      fault: {
        kind: 'answer',
        status: 500,
        body: { type: 'server_error', code: 'error', detail: 'A server error occurred.', attr: null },
      },
    });
    const error = await failureOf(run([3], { kind: 'up' }));
    assert.equal(error.kind, 'server');
    assert.deepEqual(stored(), { 1: 1, 2: 2, 3: 3, 4: 4 });
  });

  it('a rearrange whose answer never came was done all the same', async () => {
    await open('2021-12', [{}, {}, {}, {}]);
    faulty().inject({ path: /rearrange$/, fault: { kind: 'truncated' } });
    assert.equal((await run([3], { kind: 'up' })).kind, 'moved');
    assert.deepEqual(stored(), { 1: 1, 2: 3, 3: 2, 4: 4 });
    assert.deepEqual(shown(), stored());
  });

  it('sends nothing to another project than the connection says', async () => {
    const seed = seedOf('2021-06');
    harness = await ProjectHarness.start({
      profile: '2021-06',
      fixture: { ...seed, users: seed.users.map((user) => ({ ...user, current_project: 2 })) },
    });
    isOpen = true;
    await harness.configs.refresh();
    harness.demo.forgetRequests();
    const [first] = harness.configs.rows;
    assert.ok(first);
    await assert.rejects(run([first.id], { kind: 'bottom' }), WrongProjectError);
    assert.deepEqual(harness.demo.requests, []);
  });

  it('a list longer than a page is moved in as a whole', async () => {
    await open(
      '2021-12',
      Array.from({ length: 1_200 }, (_, index) => ({ plugin: (index % 3) + 1 })),
    );
    while (harness.configs.nextOffset !== undefined) {
      await harness.configs.loadMore();
    }
    harness.demo.forgetRequests();
    assert.equal((await run([3], { kind: 'bottom' })).kind, 'moved');
    assert.deepEqual(sent(), ['PATCH 3 {"order":1201}']);
  }).timeout(20_000);

  const anOrder = fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: -50, max: 50 }),
    fc.constantFrom(LOWEST, LOWEST + 1, HIGHEST - 1, HIGHEST),
  );
  const someRows = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 11 }),
      plugin: fc.integer({ min: 1, max: 11 }),
      order: anOrder,
      enabled: fc.boolean(),
      deleted: fc.boolean(),
    }),
    { minLength: 2, maxLength: 8, selector: ({ id }) => id },
  );
  const aMove: fc.Arbitrary<Move> = fc.oneof(
    fc.constantFrom<Move>({ kind: 'up' }, { kind: 'down' }, { kind: 'top' }, { kind: 'bottom' }),
    fc.record({ kind: fc.constant('position' as const), position: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constant('onto' as const), target: fc.integer({ min: 1, max: 11 }) }),
  );
  const someIds = fc.array(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 4 });

  for (const profile of PROFILES) {
    it(`${profile}: any move gives the wished orders, changes nothing else, and sends nothing twice`, async () => {
      const hides = profile === '2023-12' || profile === '2026';
      await fc.assert(
        fc.asyncProperty(someRows, someIds, aMove, async (seed, ids, move) => {
          await open(profile, hides ? seed : seed.map((row) => ({ ...row, deleted: false })));
          try {
            const before = harness.demo.server.state.storedConfigs(1);
            const foreign = harness.demo.server.state.storedConfigs(2);
            const { changes } = plan(ids, move);
            if (changes.length > 0) {
              const outcome = await run(ids, move);
              assert.equal(outcome.kind, 'moved');
              assert.equal(outcome.verified && !outcome.othersChanged, true);
            }
            const wished = new Map(changes.map(({ row, to }) => [row.id, to]));
            assert.deepEqual(
              byId(harness.demo.server.state.storedConfigs(1)),
              byId(before.map((row) => ({ ...row, order: wished.get(row.id) ?? row.order }))),
            );
            assert.deepEqual(harness.demo.server.state.storedConfigs(2), foreign);
            assert.deepEqual(
              harness.configs.rows.map(({ id, pending, failure }) => [id, pending, failure]),
              harness.configs.rows.map(({ id }) => [id, undefined, undefined]),
            );
            checkRequests(wished);
          } finally {
            await close();
          }
        }),
        { numRuns: 40 },
      );
    }).timeout(30_000);
  }

  /** Every row that changes is part of one request, and no other row is part of a PATCH. */
  function checkRequests(wished: ReadonlyMap<number, number>): void {
    const writes = sent();
    assert.equal(new Set(writes).size, writes.length, 'nothing is sent twice');
    const single = new Map<number, number>();
    const joint = new Map<number, number>();
    for (const write of writes) {
      const [, target, body = ''] = write.split(' ');
      const parsed = JSON.parse(body) as { readonly order: number; readonly orders: Record<string, number> };
      if (target === 'rearrange') {
        for (const [key, order] of Object.entries(parsed.orders)) {
          joint.set(Number(key), order);
        }
      } else {
        assert.deepEqual(Object.keys(parsed), ['order']);
        single.set(Number(target), parsed.order);
      }
    }
    for (const [id, order] of wished) {
      assert.equal(single.get(id) ?? joint.get(id), order);
    }
    assert.deepEqual(
      [...single.keys()].filter((id) => !wished.has(id)),
      [],
    );
  }
});

function byId(rows: readonly StoredConfig[]): readonly unknown[] {
  return rows.map(({ updatedAt: _, ...row }) => row).sort((a, b) => a.id - b.id);
}
