import assert from 'node:assert/strict';
import type { SeveralLogsViewer } from '../../src/commands/severalLogs';
import { MOST_LOGS, SeveralLogs } from '../../src/commands/severalLogs';
import type { OpenProject } from '../../src/connection/activeProject';
import type { ConfigRow } from '../../src/model/configRow';
import { FakeQuickInputs } from '../support/fakeQuickInput';

describe('Show Logs of Several Configs…', () => {
  let inputs: FakeQuickInputs;
  let shown: { readonly configIds?: readonly number[]; readonly configId?: number }[];

  beforeEach(() => {
    inputs = new FakeQuickInputs();
    shown = [];
  });
  afterEach(() => inputs.restore());

  const panels: SeveralLogsViewer = {
    show: (target) => Promise.resolve(void shown.push(target)),
    showSeveral: (target) => void shown.push(target),
  };

  function row(id: number, enabled = true): ConfigRow {
    return {
      id,
      enabled,
      pluginId: 1,
      order: id,
      teamId: 1,
      name: `C${id}`,
      pluginName: undefined,
      description: undefined,
      deliveryRate: undefined,
      error: undefined,
    };
  }

  function start(rows: readonly ConfigRow[] | undefined, selected: readonly number[] = []): Promise<void> {
    const connection = { id: 'c1', origin: 'https://posthog.example.com', projectId: 1, projectName: 'Shop' };
    const project = { connection } as OpenProject;
    const selection = selected.map((configId) => ({ kind: 'logs', connectionId: 'c1', configId }) as const);
    return new SeveralLogs({ rows: () => Promise.resolve(rows && { project, rows }) }, panels, {
      selection,
    }).run();
  }

  const many = (count: number): ConfigRow[] => Array.from({ length: count }, (_, index) => row(index + 1));

  it('offers all in order with the enabled ones chosen, and shows those that are', async () => {
    const done = start([row(3), row(1, false), row(2)]);
    const pick = await inputs.next();
    assert.ok(pick.canSelectMany);
    assert.deepEqual(
      pick.items.map(({ label, description }) => `${label} ${description ?? ''}`),
      ['C3 1 · enabled', 'C1 2 · disabled', 'C2 3 · enabled'],
    );
    assert.deepEqual(
      pick.selectedItems.map(({ label }) => label),
      ['C3', 'C2'],
    );
    assert.match(pick.title ?? '', /Shop.*: 2 of at most 20 selected/);
    await pick.enter();
    await done;
    assert.deepEqual(shown, [{ connectionId: 'c1', configIds: [3, 2] }]);
  });

  it('has those chosen that are selected in the tree, where they are several', async () => {
    const several = start([row(3), row(1, false), row(2), row(4)], [2, 1]);
    const pick = await inputs.next();
    assert.deepEqual(
      pick.selectedItems.map(({ label }) => label),
      ['C1', 'C2'],
    );
    pick.escape();
    await several;
    const one = start([row(3), row(1, false), row(2)], [1]);
    const other = await inputs.next();
    assert.deepEqual(
      other.selectedItems.map(({ label }) => label),
      ['C3', 'C2'],
    );
    other.escape();
    await one;
  });

  it('takes no more than a panel can follow, and says so', async () => {
    const done = start(many(MOST_LOGS + 1));
    const pick = await inputs.next();
    assert.deepEqual(pick.selectedItems, []);
    pick.select(pick.labels);
    assert.match(pick.title ?? '', /at most 20, 21 are selected/);
    assert.match((await pick.enter()) ?? '', /Too many/);
    assert.equal(shown.length, 0);
    pick.select(pick.labels.slice(0, MOST_LOGS));
    await pick.enter();
    await done;
    assert.deepEqual(
      shown.map(({ configIds }) => configIds?.length),
      [MOST_LOGS],
    );
  });

  it('chooses all enabled ones where a panel can follow as many', async () => {
    const done = start([...many(MOST_LOGS), row(99, false)]);
    const pick = await inputs.next();
    assert.equal(pick.selectedItems.length, MOST_LOGS);
    pick.escape();
    await done;
    assert.deepEqual(shown, []);
  });

  it('shows a single one in its own panel, and nothing for none', async () => {
    const one = start(many(3));
    const pick = await inputs.next();
    pick.select(['C2']);
    await pick.enter();
    await one;
    const none = start(many(3));
    const other = await inputs.next();
    other.select([]);
    await other.enter();
    await none;
    assert.deepEqual(shown, [{ connectionId: 'c1', configId: 2 }]);
  });

  it('asks nothing where there is nothing to choose from', async () => {
    await start(undefined);
    assert.equal(inputs.open, undefined);
  });
});
