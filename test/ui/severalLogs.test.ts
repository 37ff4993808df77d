import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { startDemoServer, type DemoServer } from '../../src/demo/server';
import { eventually } from '../support/eventually';
import { PROJECT } from '../support/logWorkbench';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import { ServerLog } from '../support/serverLog';
import type { Workbench } from '../support/workbench';

describe('the logs of several plugin configs', () => {
  let server: DemoServer;
  let workbench: Workbench;
  let panel: LogPanelPage;
  let geoip: ServerLog;
  let relay: ServerLog;

  before(async () => {
    server = await startDemoServer({ profile: '2023-12', logs: false });
    geoip = new ServerLog(server, 'GeoIP');
    relay = new ServerLog(server, 'Webhook Relay');
    workbench = await openWorkbench();
    await connectOwnServer(workbench, server, PROJECT);
    await workbench.runCommand('Show Logs of Several Configs…');
    await workbench.quickInput.waitForTitle(/7 of at most 20 selected/);
    await workbench.screenshot('several-logs-pick');
    await workbench.quickInput.accept();
    panel = await LogPanelPage.open(workbench);
    await panel.waitForState(/Live/);
  });

  after(async () => {
    await workbench.close();
    await server.close();
  });

  it('merges them in order, and names the config on each row', async () => {
    geoip.add(1, { message: 'first' });
    relay.add(1, { message: 'second' });
    geoip.add(1, { message: 'third' });
    await eventually(
      'all are there, in order',
      async () => (await panel.messages()).slice(-3).join() === 'first,second,third',
    );
    const configs = await panel.frame.locator('.log-row .config').allInnerTexts();
    assert.deepEqual(configs.slice(-3), ['GeoIP', 'Webhook Relay', 'GeoIP']);
    await workbench.driver.command('notifications.hideToasts');
    await workbench.screenshots('several-logs', ['light', 'high-contrast', 'dark']);
  });

  it('filters by config', async () => {
    await panel.frame
      .locator('#configs')
      .getByText('Configs')
      .first()
      .click()
      .catch(() => undefined);
    await panel.frame.locator(`#configs [data-id="${geoip.configId}"]`).first().click();
    await eventually('only one is shown', async () => {
      const messages = await panel.messages();
      return messages.includes('second') && !messages.includes('first');
    });
    await panel.frame.locator(`#configs [data-id="${geoip.configId}"]`).first().click();
  });

  it('tells how far each is behind', async () => {
    await panel.frame.locator('#state button[aria-expanded]').first().click();
    await panel.frame
      .locator('#parts li', { hasText: 'GeoIP' })
      .filter({ hasText: /\d+ s behind/ })
      .waitFor();
    assert.equal(await panel.frame.locator('#parts li').count(), 7);
    await workbench.screenshot('several-logs-parts');
  });

  it('shows the newest of a config that ends in many entries at one time', async () => {
    await workbench.driver.command('workbench.action.closeActiveEditor');
    geoip.add(300, { message: 'at once', timestamp: new Date().toISOString().replace('Z', '000Z') });
    await workbench.runCommand('Show Logs of Several Configs…');
    await workbench.quickInput.waitForTitle(/selected/);
    await workbench.quickInput.accept();
    panel = await LogPanelPage.open(workbench);
    await eventually('they are there', async () => (await panel.messages()).at(-1) === 'at once');
    await panel.waitForCount(/^3\d\d of 3\d\d entries, older ones are held back|^3\d\d entries/);
    await workbench.screenshot('several-logs-one-time');
  });

  it('is restored by a reload of the window', async () => {
    const reloaded = workbench.reload();
    relay.add(1, { message: 'while it reloaded' });
    await reloaded;
    panel = await LogPanelPage.open(workbench);
    await eventually('it is there', async () => (await panel.messages()).at(-1) === 'while it reloaded');
  });
});
