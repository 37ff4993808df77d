import assert from 'node:assert/strict';
import { sleep } from '../../../src/api/clock';
import type { ApiErrorData } from '../../../src/api/errors';
import { seedOf } from '../../support/projectHarness';
import { TRUSTED } from '../../support/faults/certificates';
import type { Fault } from '../../support/faults/fault';
import { FaultyProject } from '../../support/faults/faultyProject';
import { expectationOf, type Cell, type Expectation } from './expectation';
import type { Ending, MatrixOperation } from './matrixOperation';
import type { Words } from './words';

/** A second key of somebody who may do the same. */
const LATER_KEY = 'phx_root0000000000000000000000000000000002';
const FOLLOWED = 3;

const seed = seedOf('2023-12');
/** No two rows of the same order, and no gap: to move one up, two change. */
const ORDERS: Readonly<Record<number, number>> = { 3: 3, 5: 4 };
const fixture = {
  ...seed,
  logs: seed.logs.filter((entry) => entry.plugin_config_id === FOLLOWED).slice(0, 20),
  configs: seed.configs
    .filter(({ project }) => project === 1)
    .map((config) => ({ ...config, order: ORDERS[config.id] ?? config.order })),
};

/** Plays one cell, and asserts everything that has to hold in it. */
export async function runCell(cell: Cell, words: Words): Promise<void> {
  const { operation, fault } = cell;
  const project = await FaultyProject.start({
    fixture,
    followed: FOLLOWED,
    ...(fault.replacesKey && { laterKey: LATER_KEY }),
  });
  try {
    const expected = expectationOf(cell);
    const disarm = await arm(project, cell);
    addLogEntry(project, 1);
    const before = project.proxy.requests.length;
    const ending = await project.until(operation.run(project, words));

    assertTold(ending, expected, operation, project);
    const sent = project.proxy.requests.slice(before).filter(isFor(operation));
    assert.equal(sent.length, expected.requests, 'requests that arrived');
    assert.equal(operation.isDone(project), expected.isDone, 'done at the server');
    if (operation.nature === 'once') {
      const arrived = sent.filter(({ forwarded }) => forwarded).length;
      assert.equal(arrived, expected.isDone ? 1 : 0, 'times that the server was asked to do it');
    }
    if (!(operation.name === 'list' && expected.told?.kind === 'gone')) {
      await assertTrueRows(project, 'afterwards');
    }
    assertMark(ending, operation, project);

    await disarm();
    if (fault.periodMs !== undefined && fault.periodMs > 60_000) {
      await project.until(sleep(project.clock, fault.periodMs));
    }
    addLogEntry(project, 2);
    await recover(project);
    await assertTrueRows(project, 'in the end');
    assert.deepEqual(shownLog(project), await project.storedLog(), 'the log in the end');
    assert.deepEqual([...new Set(project.connections.origins)], [project.proxy.url], 'asked nobody else');
  } finally {
    await project.close();
  }
}

/** @returns what disarms it */
async function arm(
  project: FaultyProject,
  { operation: { preamble, target }, fault: { deed, replacesKey }, acts, once }: Cell,
): Promise<() => unknown> {
  const { proxy, connections } = project;
  if (deed.to === 'answer') {
    const fault = { ...deed.fault, forwards: acts } as Fault;
    const disarm = proxy.inject({ ...target, fault, ...((once || replacesKey) && { nth: 1 }) });
    return disarm;
  }
  const strike = (): Promise<void> => {
    if (deed.to === 'connection') {
      connections.failing = deed.fault;
    } else {
      proxy.show(deed.certificate);
    }
    return connections.break();
  };
  if (preamble === 0) {
    await strike();
  } else {
    const first = project.attempts;
    project.onAttempt = (count) => {
      if (count === first + preamble) {
        void strike();
      }
    };
  }
  return () => {
    connections.failing = undefined;
    proxy.show(TRUSTED);
    return connections.break();
  };
}

function isFor({ target }: MatrixOperation) {
  const address = target.path.replace(/\/$/, '');
  return ({
    method,
    path,
    body,
  }: {
    readonly method: string;
    readonly path: string;
    readonly body: string;
  }) =>
    method === target.method &&
    (path.split('?')[0] ?? '').replace(/\/$/, '') === address &&
    (target.body?.test(body) ?? true);
}

function assertTold(
  ending: Ending,
  { told, isOpen, attempts }: Expectation,
  { opening, adviceWhenOpen }: MatrixOperation,
  { demo }: FaultyProject,
): void {
  if (!told || ending.kind === 'done') {
    assert.equal(ending.kind, told ? 'failed' : 'done', ending.kind === 'failed' ? ending.text : undefined);
    return;
  }
  const { error, text } = ending;
  const { kind, reason, applied } = error.data;
  const wanted: Partial<ApiErrorData> = { kind: told.kind, applied: isOpen ? 'unknown' : 'no' };
  assert.deepEqual(
    { kind, reason, applied, attempts: error.data.attempts },
    { ...wanted, reason: told.reason, attempts },
    text,
  );
  assert.match(text, opening);
  assert.match(text, told.cause);
  assert.match(text, isOpen ? adviceWhenOpen : told.next);
  assert.ok(text.length < 700, text);
  assert.doesNotMatch(text, /undefined|\[object|\{\d\}/);
  assert.ok(!JSON.stringify([text, error.data, error.message, error.stack]).includes(demo.server.key));
}

/** A row whose change failed says so; nothing is left under way. */
function assertMark(ending: Ending, { marks }: MatrixOperation, { configs }: FaultyProject): void {
  assert.deepEqual(
    configs.rows.filter(({ pending }) => pending !== undefined),
    [],
    'rows that are still busy',
  );
  const failure = marks === undefined ? undefined : configs.row(marks)?.failure;
  assert.equal(failure, marks !== undefined && ending.kind === 'failed' ? ending.error : undefined);
}

/** What people see when everything works again: the list is read anew, the feed goes on. */
async function recover(project: FaultyProject): Promise<void> {
  const { configs, feed } = project;
  await project.until(configs.refresh());
  assert.equal(configs.state.kind, 'ready');
  if (feed.state.kind === 'paused') {
    feed.resume();
  } else if (feed.state.kind === 'stopped') {
    feed.retryNow();
  } else {
    feed.hurry();
  }
  const stored = (await project.storedLog()).length;
  await project.until(project.feedState(({ kind }) => kind === 'live' && shownLog(project).length >= stored));
}

async function assertTrueRows(project: FaultyProject, when: string): Promise<void> {
  const part = (row: Readonly<Record<string, unknown>> | undefined): unknown =>
    ['id', 'plugin', 'enabled', 'order', 'config', 'name', 'description', 'deleted'].map((key) => row?.[key]);
  assert.deepEqual(
    project.configs.rows.map(({ config }) => part(config)),
    (await project.ask('?limit=1000')).map(part),
    `the rows ${when}`,
  );
}

function shownLog({ buffer }: FaultyProject): readonly string[] {
  return buffer.slice().map(({ key }) => key);
}

function addLogEntry({ demo }: FaultyProject, second: number): void {
  demo.server.insertLogs([
    {
      id: `in-the-meantime-${second}`,
      team_id: 1,
      plugin_id: 3,
      plugin_config_id: FOLLOWED,
      timestamp: `2024-01-01T00:00:0${second}.000000Z`,
      source: 'CONSOLE',
      type: 'LOG',
      message: 'in the meantime',
      instance_id: '12345678-1234-4234-8234-123456789012',
    },
  ]);
}
