import assert from 'node:assert/strict';

import type { FixtureConfig } from '../../../src/demo/fixture';
import { ConfigOrder } from '../../../src/model/configOrder';
import type { ConfigRow } from '../../../src/model/configRow';
import type { MoveOutcome } from '../../../src/model/moveOutcome';
import { planMove, type MovePlan } from '../../../src/model/order';
import type { FaultProxy } from '../../support/faults/faultProxy';
import { ProjectHarness, seedOf } from '../../support/projectHarness';

const CHANGED = 12;
const LOWEST = -(2 ** 31);
const refusal = {
  kind: 'answer',
  status: 400,
  body: { type: 'validation_error', code: 'invalid_input', detail: 'No.', attr: 'order' },
} as const;

/** Below the first of thirteen there is no room, so that the last gets there only when the others go up. */
describe('a long move', () => {
  let harness: ProjectHarness;
  let proxy: FaultProxy;

  beforeEach(async () => {
    const configs = Array.from({ length: CHANGED + 1 }, (_, index): FixtureConfig => ({
      id: index + 1,
      project: 1,
      plugin: 1,
      enabled: true,
      order: LOWEST + index,
      config: {},
      error: null,
      name: `Config ${index + 1}`,
    }));
    harness = await ProjectHarness.start({
      profile: '2026',
      fixture: { ...seedOf('2026'), configs },
      behindProxy: true,
    });
    ({ proxy } = harness);
    await harness.configs.refresh();
    harness.demo.forgetRequests();
  });
  afterEach(async () => {
    await harness.stop();
  });

  const plan = (): MovePlan<ConfigRow> =>
    planMove(harness.configs.rows, new Set([CHANGED + 1]), { kind: 'position', position: 1 });
  const run = (
    made: MovePlan<ConfigRow>,
    abort = new AbortController(),
    onProgress?: (ended: number) => void,
  ): Promise<MoveOutcome> =>
    new ConfigOrder(harness.configs, harness.writes).run(made, {
      signal: abort.signal,
      ...(onProgress ? { onProgress } : {}),
    });
  const patched = (): readonly number[] =>
    harness.demo.requests
      .filter(({ method }) => method === 'PATCH')
      .map(({ path }) => Number(path.split('/').at(-2)))
      .sort((a, b) => a - b);
  const orders = (): Readonly<Record<number, number>> =>
    Object.fromEntries(harness.demo.server.state.storedConfigs(1).map(({ id, order }) => [id, order]));
  const ordersAfter = ({ seen, changes }: MovePlan<ConfigRow>): Readonly<Record<number, number>> => {
    const wished = new Map(changes.map(({ row, to }) => [row.id, to]));
    return Object.fromEntries(seen.map(({ id, order }) => [id, wished.get(id) ?? order]));
  };
  const idsOf = (rows: readonly ConfigRow[]): readonly number[] =>
    rows.map(({ id }) => id).sort((a, b) => a - b);

  it('tells how far it is', async () => {
    const made = plan();
    const seen: number[] = [];
    assert.equal((await run(made, undefined, (ended) => seen.push(ended))).kind, 'moved');
    assert.deepEqual(seen, [0, ...ids(CHANGED)]);
    assert.deepEqual(orders(), ordersAfter(made));
  });

  it('that is stopped begins no other request, keeps what was done, and can be gone on with', async () => {
    const made = plan();
    const former = orders();
    const abort = new AbortController();
    const stopped = await run(made, abort, (ended) => {
      if (ended === 2) {
        abort.abort();
      }
    });
    assert.equal(stopped.kind, 'cancelled');
    const done = patched();
    assert.ok(done.length >= 2 && done.length < CHANGED, `${done.length} were sent`);
    const kept = [...(stopped.change?.configs ?? [])].sort((a, b) => a.id - b.id);
    assert.deepEqual(
      kept.map(({ id, before }) => [id, before.order]),
      done.map((id) => [id, former[id]]),
    );
    assert.deepEqual(stopped.failures, []);
    assert.deepEqual(
      idsOf(stopped.unsent),
      ids(CHANGED).filter((id) => !done.includes(id)),
    );
    assert.ok(harness.configs.rows.every(({ pending, failure }) => !pending && !failure));

    const rest = await run(stopped.rest);
    assert.equal(rest.kind, 'moved');
    assert.deepEqual(patched(), ids(CHANGED), 'each row was sent once');
    assert.deepEqual(orders(), ordersAfter(made));
  });

  it('that is stopped before its first request sends nothing', async () => {
    const abort = new AbortController();
    const made = plan();
    const running = run(made, abort);
    abort.abort();
    const outcome = await running;
    assert.equal(outcome.kind, 'cancelled');
    assert.equal(outcome.change, undefined);
    assert.equal(outcome.unsent.length, CHANGED);
    assert.deepEqual(outcome.rest, made);
    assert.deepEqual(patched(), []);
  });

  it('what is left of a stopped move is not sent where the list has changed since', async () => {
    const abort = new AbortController();
    const stopped = await run(plan(), abort, (ended) => {
      if (ended === 1) {
        abort.abort();
      }
    });
    assert.equal(stopped.kind, 'cancelled');
    harness.demo.server.state.patchConfig(CHANGED + 1, { order: 77 });
    harness.demo.forgetRequests();
    assert.equal((await run(stopped.rest)).kind, 'overtaken');
    assert.deepEqual(patched(), []);
  });

  it('names who failed, what was taken back and what was not sent, and can be sent again', async () => {
    const made = plan();
    const former = orders();
    const repair = proxy.inject({ method: 'PATCH', path: /\/6\/$/, fault: refusal });
    const outcome = await run(made);
    assert.equal(outcome.kind, 'rolledBack');
    assert.deepEqual(
      outcome.failures.map(({ row, error }) => [row.id, error?.data.detail]),
      [[6, 'No.']],
    );
    assert.deepEqual(
      [6, ...idsOf(outcome.restored), ...idsOf(outcome.unsent)].sort((a, b) => a - b),
      ids(CHANGED),
    );
    assert.deepEqual(orders(), former);
    repair();
    assert.equal((await run(outcome.rest)).kind, 'moved');
    assert.deepEqual(orders(), ordersAfter(made));
  });

  it('a row whose order the server does not keep has failed without a reason', async () => {
    const body = harness.configs.row(6)?.config;
    proxy.inject({ method: 'PATCH', path: /\/6\/$/, fault: { kind: 'answer', status: 200, body } });
    const outcome = await run(plan());
    assert.equal(outcome.kind, 'rolledBack');
    assert.deepEqual(
      outcome.failures.map(({ row, error }) => [row.id, error]),
      [[6, undefined]],
    );
    assert.equal(outcome.restored.length, CHANGED - 1);
  });

  it('what could not be taken back counts as done, and the rest can be sent again', async () => {
    const made = plan();
    const former = orders();
    const repair = [
      proxy.inject({ method: 'PATCH', path: /\/6\/$/, fault: refusal }),
      proxy.inject({ method: 'PATCH', path: /\/1\/$/, nth: 2, fault: refusal }),
    ];
    // The first four are under way together, so that the first one is done whenever the sixth is refused.
    const outcome = await run(made);
    assert.equal(outcome.kind, 'partly');
    assert.deepEqual(
      outcome.change.configs.map(({ id }) => id),
      [1],
    );
    assert.deepEqual(orders(), { ...former, 1: ordersAfter(made)[1] });
    repair.forEach((disarm) => disarm());
    const rest = await run(outcome.rest);
    assert.equal(rest.kind, 'moved');
    assert.equal(rest.change.configs.length, CHANGED - 1);
    assert.deepEqual(orders(), ordersAfter(made));
  });
});

function ids(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
