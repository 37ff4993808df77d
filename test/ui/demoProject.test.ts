import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import type { Workbench } from '../support/workbench';

/** `npm run screenshots` runs the tests with @pictures in their title. */
describe('the demo project @pictures', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ viewport: { width: 1000, height: 560 } });
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
  });

  it('shows jobs and settings below a row', async () => {
    await workbench.tree.row('Export to S3').expand();
    await workbench.tree.row('Jobs').expand();
    await workbench.tree.row('Retry failed batches').state();
    await workbench.tree.row('Settings').expand();
    await eventually('the settings are shown', async () =>
      (await workbench.tree.rows()).some(({ description }) => description === '••••••••'),
    );
    await workbench.screenshots('tree');
  });

  it('has jobs that ask for what they need', async () => {
    await workbench.tree.row('Export historical events').clickInline('Run Job…');
    await workbench.quickInput.waitForMessage('Days to export (dateRange)');
    await workbench.quickInput.type('2026-01-01 2026-01-31');
    await workbench.screenshots('run-job');
    await workbench.quickInput.cancel();
    await workbench.tree.row('Export to S3').collapse();
  });

  it('has logs that flow', async () => {
    await workbench.tree.row('Export to S3').click();
    const panel = await LogPanelPage.open(workbench);
    await panel.waitForState(/Live/);
    const first = (await panel.keys()).at(-1);
    assert.ok(first !== undefined);
    await eventually('a new entry arrives', async () => (await panel.keys()).at(-1) !== first);
    await workbench.driver.command('notifications.clearAll');
    await workbench.screenshots('log-panel');
  });

  it('offers its actions in the context menu', async () => {
    const menu = await workbench.tree.row('Export to S3').openContextMenu();
    const labels = (await menu.items()).map(({ label }) => label);
    assert.deepEqual(labels, [
      'Show Logs',
      'Show Front End',
      'Show JSON',
      'Compare with Another Config…',
      'Edit Settings',
      'Set Secret…',
      'Clear Secret…',
      'Add Attachment…',
      'Remove Attachment…',
      'Run Job…',
      'Disable',
      'Move Up',
      'Move Down',
      'Move to Top',
      'Move to Bottom',
      'Move to Position…',
      'Copy Id',
      'Copy as curl…',
      'Delete…',
    ]);
    await menu.close();
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await workbench.setTheme(theme);
      const opened = await workbench.tree.row('Export to S3').openContextMenu();
      await opened.items();
      await workbench.screenshot(`context-menu-${theme}`);
      await opened.close();
    }
  });

  it('comes back with its data and without a key after a reload of the window', async () => {
    await workbench.reload();
    await workbench.tree.open();
    await workbench.tree.row('Export to S3').state();
    await (await LogPanelPage.open(workbench)).waitForState(/Live/);
  });
});
