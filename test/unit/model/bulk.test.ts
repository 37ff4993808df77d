import assert from 'node:assert/strict';
import fc from 'fast-check';

import { ApiError, type ApiErrorData } from '../../../src/api/errors';
import type { Fixture } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import {
  MOST_AT_ONCE,
  planMany,
  writeMany,
  type BulkAction,
  type BulkOutcome,
} from '../../../src/model/bulk';
import { summarize, type BulkSummary } from '../../../src/model/bulkSummary';
import { WrongProjectError, type DeleteOutcome, type EnabledOutcome } from '../../../src/model/changes';
import type { ConfigRow } from '../../../src/model/configRow';
import { SettingsWrites } from '../../../src/model/settingsWrites';
import { Undo } from '../../../src/model/undo';
import { Deferred } from '../../support/deferred';
import type { FaultProxy } from '../../support/faults/faultProxy';
import { ProjectHarness, seedOf, type ProjectHarnessOptions } from '../../support/projectHarness';

const PROFILES: readonly Exclude<ProfileName, 'gone'>[] = [
  '2021-06',
  '2021-12',
  '2023-11',
  '2023-12',
  '2026',
];
const HIDES: readonly ProfileName[] = ['2023-12', '2026'];
const NEVER = new AbortController().signal;

function rowWith(id: number, enabled = true): ConfigRow {
  return {
    id,
    enabled,
    pluginId: id,
    order: id,
    teamId: 1,
    name: `C${id}`,
    pluginName: undefined,
    description: undefined,
    deliveryRate: undefined,
    error: undefined,
  };
}

const rowsUpTo = (count: number): ConfigRow[] =>
  Array.from({ length: count }, (_, index) => rowWith(index + 1));

/** A project with so many configs, all enabled. */
function fixtureOf(count: number): Fixture {
  const seed = seedOf('2023-12');
  const [sample] = seed.configs;
  assert.ok(sample);
  const configs = Array.from({ length: count }, (_, index) => ({
    ...sample,
    id: index + 1,
    order: index + 1,
    name: `C${index + 1}`,
    enabled: true,
  }));
  return { ...seed, configs };
}

function failure(data: Pick<ApiErrorData, 'kind' | 'reason'>): ApiError {
  const request = { operation: 'updatePluginConfig', method: 'PATCH', path: '/', origin: '' } as const;
  return new ApiError({ ...request, ...data, attempts: 1, applied: 'no' });
}

const kinds = (outcomes: readonly BulkOutcome<unknown>[]): readonly string[] =>
  outcomes.map(({ kind }) => kind);

describe('writing many', () => {
  it('keeps four under way, no more, and tells how many have ended', async () => {
    const begun: Deferred<undefined>[] = [];
    const progress: number[] = [];
    const done = writeMany(
      rowsUpTo(9),
      () => {
        const task = new Deferred<undefined>();
        begun.push(task);
        return task.promise;
      },
      { signal: NEVER, onProgress: (ended) => progress.push(ended) },
    );
    for (let ended = 0; ended < 9; ended++) {
      assert.equal(begun.length, Math.min(9, ended + MOST_AT_ONCE));
      begun[ended]?.resolve(undefined);
      await new Promise(setImmediate);
    }
    assert.deepEqual(kinds(await done), Array(9).fill('answered'));
    assert.deepEqual(progress, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('sends nothing of what was not begun when it is cancelled, and tells how what was begun has ended', async () => {
    const abort = new AbortController();
    const written: number[] = [];
    const outcomes = await writeMany(
      rowsUpTo(12),
      async ({ id }) => {
        written.push(id);
        await new Promise(setImmediate);
        if (id === 6) {
          abort.abort();
        }
        if (id === 7) {
          throw failure({ kind: 'server' });
        }
      },
      { signal: abort.signal },
    );
    // The ninth took the place of the fifth, just before.
    assert.deepEqual(written, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(kinds(outcomes), [
      ...Array<string>(6).fill('answered'),
      'failed',
      'answered',
      'answered',
      ...Array<string>(3).fill('cancelled'),
    ]);
  });

  const COMMON: readonly [string, Error][] = [
    ['a refused key', failure({ kind: 'auth', reason: 'keyRefused' })],
    ['a key that may only read', failure({ kind: 'forbidden', reason: 'missingScope' })],
    ['a server that lacks the operation', failure({ kind: 'gone' })],
    ['throttling that went on for a minute', failure({ kind: 'rateLimited' })],
    ['a host that is not found', failure({ kind: 'network', reason: 'dns' })],
    ['a connection that was closed on purpose', failure({ kind: 'cancelled' })],
    ['another project', new WrongProjectError(1, 2)],
  ];
  for (const [what, error] of COMMON) {
    it(`spares the others what would befall them as well: ${what}`, async () => {
      const written: number[] = [];
      const outcomes = await writeMany(
        rowsUpTo(10),
        ({ id }) => {
          written.push(id);
          return id === 3 ? Promise.reject(error) : Promise.resolve();
        },
        { signal: NEVER },
      );
      assert.ok(written.length < 10, String(written.length));
      assert.equal(kinds(outcomes).filter((kind) => kind === 'failed').length, 1);
      assert.deepEqual(
        outcomes.filter(({ kind }) => kind === 'spared').map(({ row }) => row.id),
        rowsUpTo(10)
          .map(({ id }) => id)
          .filter((id) => !written.includes(id)),
      );
      assert.ok(outcomes.every((outcome) => outcome.kind !== 'spared' || outcome.error === error));
    });
  }

  const SINGLE: readonly ApiError[] = [
    failure({ kind: 'server' }),
    failure({ kind: 'forbidden' }),
    failure({ kind: 'notFound', reason: 'configNotFound' }),
    failure({ kind: 'network', reason: 'reset' }),
    failure({ kind: 'invalid' }),
  ];
  for (const error of SINGLE) {
    it(`goes on after a failure of one: ${error.reason ?? error.kind}`, async () => {
      const outcomes = await writeMany(
        rowsUpTo(10),
        ({ id }) => (id === 3 ? Promise.reject(error) : Promise.resolve()),
        { signal: NEVER },
      );
      assert.equal(kinds(outcomes).filter((kind) => kind === 'answered').length, 9);
    });
  }

  it('writes each once at most and tells of each once, whatever happens', async () => {
    const fate = fc.constantFrom('ok', 'server', 'auth', 'cancel');
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 30 }), async (fates) => {
        const abort = new AbortController();
        const written: number[] = [];
        const rows = rowsUpTo(fates.length);
        const outcomes = await writeMany(
          rows,
          async ({ id }) => {
            written.push(id);
            await new Promise(setImmediate);
            switch (fates[id - 1]) {
              case 'server':
                throw failure({ kind: 'server' });
              case 'auth':
                throw failure({ kind: 'auth' });
              case 'cancel':
                abort.abort();
                return;
              default:
            }
          },
          { signal: abort.signal },
        );
        assert.deepEqual(
          outcomes.map(({ row }) => row),
          rows,
        );
        const begun = outcomes.filter(({ kind }) => kind === 'answered' || kind === 'failed');
        assert.deepEqual(
          written.sort((a, b) => a - b),
          begun.map(({ row }) => row.id),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('planning many', () => {
  const rows = [rowWith(1), rowWith(2, false), rowWith(3)];
  const CASES: readonly [BulkAction, boolean, readonly number[]][] = [
    ['enable', true, [2]],
    ['disable', true, [1, 3]],
    ['delete', true, [1, 2, 3]],
    ['delete', false, [1, 3]],
  ];
  for (const [action, softDelete, changed] of CASES) {
    it(`${action}, where configs can ${softDelete ? '' : 'not '}be hidden: changes ${changed.join()}`, () => {
      const plan = planMany(action, rows, softDelete);
      assert.deepEqual(
        plan.change.map(({ id }) => id),
        changed,
      );
      assert.equal(plan.leaveAlone.length, rows.length - changed.length);
    });
  }
});

describe('many configs of a server', () => {
  let harness: ProjectHarness;
  let proxy: FaultProxy;

  const open = async (options: ProjectHarnessOptions): Promise<void> => {
    harness = await ProjectHarness.start({
      ...options,
      behindProxy: true,
    });
    ({ proxy } = harness);
    await harness.configs.refresh();
    harness.demo.forgetRequests();
  };
  afterEach(async () => {
    await harness.stop();
  });

  const run = async (action: BulkAction, signal = NEVER): Promise<BulkSummary> => {
    const { configs, writes } = harness;
    const { change } = planMany(action, configs.rows, configs.traits?.softDelete === true);
    return summarize(
      await writeMany<EnabledOutcome | DeleteOutcome>(
        change,
        (row) => (action === 'delete' ? writes.delete(row) : writes.setEnabled(row, action === 'enable')),
        { signal },
      ),
    );
  };
  /** What reached the server and may change it, by config. */
  const sent = (): ReadonlyMap<number, readonly string[]> => {
    const found = new Map<number, string[]>();
    for (const { method, path, body } of harness.demo.requests) {
      if (method !== 'GET') {
        const id = Number(path.replace(/\/$/, '').split('/').at(-1));
        found.set(id, [...(found.get(id) ?? []), `${method} ${body}`.trim()]);
      }
    }
    return found;
  };
  const stored = (id: number): boolean | undefined => harness.demo.server.state.storedConfig(id)?.enabled;
  const undo = async ({ change }: BulkSummary): Promise<void> => {
    assert.ok(change);
    const { configs, writes } = harness;
    const undoing = new Undo(configs, writes, new SettingsWrites(configs, writes));
    const found = await undoing.look(change, new Map(), NEVER);
    const undone = await undoing.restore(found, { signal: NEVER });
    assert.ok(undone.every(({ outcome }) => outcome.kind === 'restored'));
    assert.equal(undone.length, change.configs.length);
  };

  for (const profile of PROFILES) {
    it(`${profile}: disables all that are enabled, each with one request, and takes all back`, async () => {
      await open({ profile });
      const enabled = harness.configs.rows.filter((row) => row.enabled).map(({ id }) => id);
      assert.ok(enabled.length >= 3);
      const summary = await run('disable');
      assert.deepEqual(
        summary.done.map(({ id }) => id),
        enabled,
      );
      assert.deepEqual(
        summary.change?.configs.map(({ id, before, after }) => [id, before.enabled, after.enabled]),
        enabled.map((id) => [id, true, false]),
      );
      assert.equal(summary.change.what, 'disabled');
      assert.deepEqual(
        [...sent()].sort(([a], [b]) => a - b),
        [...enabled].sort((a, b) => a - b).map((id) => [id, ['PATCH {"enabled":false}']]),
      );
      assert.ok(enabled.every((id) => stored(id) === false));
      await undo(summary);
      assert.ok(enabled.every((id) => stored(id) === true));
      assert.ok(harness.configs.rows.every((row) => !row.pending));
    });

    it(`${profile}: deletes as far as the server can, and brings all back as they were`, async () => {
      await open({ profile });
      const before = harness.configs.rows.map(({ id, enabled }) => [id, enabled]);
      const concerned = planMany('delete', harness.configs.rows, HIDES.includes(profile)).change;
      const summary = await run('delete');
      assert.equal(summary.done.length, concerned.length);
      assert.equal(summary.removed.length, HIDES.includes(profile) ? concerned.length : 0);
      assert.equal(summary.cannotRemove, !HIDES.includes(profile));
      for (const { id } of concerned) {
        const expected = HIDES.includes(profile) ? ['DELETE', 'PATCH {"deleted":true}'] : ['DELETE'];
        assert.deepEqual(sent().get(id), expected);
      }
      await undo(summary);
      await harness.configs.refresh();
      assert.deepEqual(
        harness.configs.rows.map(({ id, enabled }) => [id, enabled]),
        before,
      );
    });

    it(`${profile}: tells apart what failed and why, and a retry sends only that`, async () => {
      await open({ profile });
      const [first, second, third, ...others] = harness.configs.rows.filter((row) => row.enabled);
      assert.ok(first && second && third);
      const path = ({ id }: ConfigRow): RegExp => new RegExp(`/${id}/$`);
      const denied = {
        type: 'authentication_error',
        code: 'permission_denied',
        detail: 'Not you.',
        attr: null,
      };
      const repair = [
        proxy.inject({
          method: 'PATCH',
          path: path(first),
          fault: { kind: 'answer', status: 500, body: {} },
        }),
        proxy.inject({
          method: 'PATCH',
          path: path(second),
          fault: { kind: 'answer', status: 403, body: denied },
        }),
        proxy.inject({ method: 'PATCH', path: path(third), fault: { kind: 'reset' } }),
      ];
      const summary = await run('disable');
      assert.deepEqual(
        summary.problems.map((problem) => [
          problem.row.id,
          'error' in problem && (problem.error as ApiError).kind,
        ]),
        [
          [first.id, 'server'],
          [second.id, 'forbidden'],
          [third.id, 'network'],
        ],
      );
      assert.deepEqual(
        summary.done.map(({ id }) => id),
        others.map(({ id }) => id),
      );
      assert.deepEqual([...sent().keys()].sort(), others.map(({ id }) => id).sort());
      assert.ok([first, second, third].every(({ id }) => harness.configs.row(id)?.failure));
      repair.forEach((disarm) => disarm());
      harness.demo.forgetRequests();
      const again = await run('disable');
      assert.equal(again.problems.length, 0);
      assert.deepEqual(
        [...sent()].sort(([a], [b]) => a - b),
        [first, second, third].map(({ id }) => [id, ['PATCH {"enabled":false}']]).sort(),
      );
      assert.ok(harness.configs.rows.every((row) => !row.failure && !row.enabled));
    });
  }

  it('tells that one went meanwhile, and goes on with the others', async () => {
    await open({ profile: '2023-12' });
    const detail = { type: 'invalid_request', code: 'not_found', detail: 'Not found.', attr: null };
    proxy.inject({ path: /\/2\/$/, fault: { kind: 'answer', status: 404, body: detail } });
    const summary = await run('disable');
    const [problem, ...others] = summary.problems;
    assert.equal(problem?.row.id, 2);
    assert.equal(others.length, 0);
    assert.equal(harness.configs.row(2), undefined);
    assert.ok(summary.done.length > 0);
  });

  it('a delete that stops half-way is both done, for the undo, and a problem', async () => {
    await open({ profile: '2023-12' });
    proxy.inject({ method: 'PATCH', path: /\/3\/$/, fault: { kind: 'answer', status: 500, body: {} } });
    const summary = await run('delete');
    assert.deepEqual(
      summary.problems.map(({ kind, row }) => [kind, row.id]),
      [['stillListed', 3]],
    );
    assert.ok(summary.done.some(({ id }) => id === 3));
    assert.ok(!summary.removed.some(({ id }) => id === 3));
    assert.ok(summary.change?.configs.some(({ id }) => id === 3));
  });

  it('tells of a config that the server left as it was', async () => {
    await open({ profile: '2023-12' });
    const map = (body: unknown): unknown => ({ ...(body as object), enabled: true });
    proxy.inject({ method: 'PATCH', path: /\/1\/$/, fault: { kind: 'drift', map } });
    const summary = await run('disable');
    assert.deepEqual(
      summary.problems.map(({ kind, row }) => [kind, row.id]),
      [['leftEnabled', 1]],
    );
  });

  it('is cancelled half-way: the server got what was begun, and nothing else', async () => {
    await open({ profile: '2023-12', fixture: fixtureOf(20) });
    const abort = new AbortController();
    const stop = harness.configs.onDidChange(() => abort.abort());
    const summary = await run('disable', abort.signal);
    stop();
    assert.ok(summary.cancelled.length > 0);
    assert.equal(sent().size, summary.done.length);
    assert.ok(summary.cancelled.every(({ id }) => stored(id) === true && !sent().has(id)));
    assert.ok(summary.done.every(({ id }) => stored(id) === false));
  });

  it('a refused key is not tried on all of them', async () => {
    await open({ profile: '2023-12', fixture: fixtureOf(20) });
    proxy.inject({
      method: 'PATCH',
      fault: { kind: 'answer', status: 401, body: { detail: 'Invalid key.' } },
    });
    const summary = await run('disable');
    assert.ok(proxy.requests.filter(({ method }) => method === 'PATCH').length <= MOST_AT_ONCE);
    assert.equal(summary.problems.length, summary.total);
    assert.ok(summary.problems.some(({ kind }) => kind === 'spared'));
    assert.equal(summary.change, undefined);
  });

  it('reports nothing twice where an answer was lost: the change was made', async () => {
    await open({ profile: '2023-12' });
    proxy.inject({ method: 'PATCH', path: /\/1\/$/, fault: { kind: 'reset', forwards: true } });
    const summary = await run('disable');
    assert.equal(summary.problems.length, 0);
    assert.equal(summary.change?.configs.filter(({ id }) => id === 1).length, 1);
    assert.equal(stored(1), false);
  });
});
