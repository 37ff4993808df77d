import assert from 'node:assert/strict';
import type { ConfigRow } from '../../../src/model/configRow';
import { ConfigsTree } from '../../../src/views/configsTree';
import { nodeId, type TreeNode } from '../../../src/views/nodes';
import { FakeClock } from '../../support/fakeClock';

const ROW = { id: 1, pluginId: 2, enabled: true, order: 1, teamId: 1, name: 'GeoIP' } as ConfigRow;
const READ = { id: 1, plugin: 2, enabled: true, order: 1, team_id: 1, config: {} };

describe('the tree', () => {
  let rows: readonly ConfigRow[];
  let tree: ConfigsTree;
  let clock: FakeClock;
  let change: () => void;
  let refreshed: string[];

  beforeEach(() => {
    rows = [ROW, { ...ROW, id: 2 }];
    clock = new FakeClock();
    refreshed = [];
    const configs = {
      get rows() {
        return rows;
      },
      unreadable: [],
    };
    const project = {
      current: { connection: { id: 'c' }, configs },
      onDidChange: (listener: () => void) => {
        change = listener;
        return { dispose: () => undefined };
      },
    };
    tree = new ConfigsTree(
      project as never,
      { rows: [], onDidChange: () => ({ dispose: () => undefined }) },
      clock,
    );
    change();
    tree.onDidChangeTreeData((node: TreeNode | undefined) => refreshed.push(node ? nodeId(node) : 'all'));
  });

  const replace = (row: ConfigRow): void => {
    rows = rows.map((former) => (former.id === row.id ? row : former));
    change();
  };

  it('refreshes a row at once when it looks different', () => {
    replace({ ...ROW, pending: 'disabling' });
    assert.deepEqual(refreshed, [nodeId({ kind: 'config', connectionId: 'c', configId: 1 })]);
  });

  it('refreshes what was read of a config later, once, so that a question about it keeps the focus', async () => {
    replace({ ...ROW, config: READ });
    replace({ ...ROW, config: { ...READ } });
    await clock.advance(100);
    assert.deepEqual(refreshed, []);
    await clock.advance(100);
    assert.deepEqual(refreshed, [nodeId({ kind: 'config', connectionId: 'c', configId: 1 })]);
    assert.equal(clock.armed, 0);
  });

  it('refreshes nothing later that was refreshed with everything, or when it is gone', async () => {
    replace({ ...ROW, config: READ });
    rows = rows.slice(0, 1);
    change();
    await clock.advance(1000);
    assert.deepEqual(refreshed, ['all']);
    replace({ ...ROW, config: { ...READ } });
    tree.dispose();
    assert.equal(clock.armed, 0);
  });
});
