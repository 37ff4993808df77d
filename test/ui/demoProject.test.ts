import assert from 'node:assert/strict';
import { openWorkbench } from '../support/openWorkbench';
import type { Workbench } from '../support/workbench';

describe('the demo project', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
    await workbench.runCommand('Try the Demo Project');
  });

  after(() => workbench.close());

  it('shows its plugin configs in execution order', async () => {
    await workbench.tree.row('GeoIP').state();
    const rows = (await workbench.tree.rows()).filter(({ level }) => level === 1);
    assert.ok(rows.length >= 5, JSON.stringify(rows));
    assert.deepEqual(
      rows.map(({ description }) => Number.parseInt(description, 10)),
      rows.map((_, index) => index + 1),
    );
    await workbench.screenshots('tree');
  });
});
