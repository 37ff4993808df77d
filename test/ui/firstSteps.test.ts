import assert from 'node:assert/strict';
import { openWorkbench } from '../support/openWorkbench';
import type { Workbench } from '../support/workbench';
import { EXTENSION_ID } from '../support/workbench';

describe('first steps', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
  });

  after(() => workbench.close());

  it('runs nothing of the extension before its view is shown', async () => {
    assert.equal(await workbench.driver.isActive(EXTENSION_ID), false);
  });

  it('offers to connect or to try the demo', async () => {
    await workbench.tree.open();
    const { text, buttons } = await workbench.tree.welcome();
    assert.match(text, /plugin configs in execution order/);
    assert.deepEqual(buttons, ['Connect…', 'Try the Demo Project']);
  });
});
