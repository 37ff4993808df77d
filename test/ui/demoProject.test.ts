import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import type { Workbench } from '../support/workbench';

/** `npm run screenshots` keeps the pictures that are taken here. */
describe('the demo project', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ viewport: { width: 1000, height: 560 } });
    await workbench.runCommand('Try the Demo Project');
  });

  beforeEach(async () => {
    await workbench.driver.command('notifications.clearAll');
    await workbench.tree.row('GeoIP').state();
  });

  after(() => workbench.close());

  it('shows plugin configs with their jobs and settings, and jobs ask for what they need', async () => {
    await workbench.tree.row('Export to S3').expand();
    await workbench.tree.row('Jobs').expand();
    await workbench.tree.row('Retry failed batches').state();
    await workbench.tree.row('Settings').expand();
    await eventually('the settings are shown', async () =>
      (await workbench.tree.rows()).some(({ description }) => description === '••••••••'),
    );
    await workbench.screenshots('tree');
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
    for (const theme of ['light', 'high-contrast', 'dark'] as const) {
      await workbench.setTheme(theme);
      const opened = await workbench.tree.row('Export to S3').openContextMenu();
      const labels = (await opened.items()).map(({ label }) => label);
      assert.deepEqual([labels.length, labels[0], labels.at(-1)], [19, 'Show Logs', 'Delete…']);
      await workbench.screenshot(`context-menu-${theme}`);
      await opened.close();
    }
  });
});
