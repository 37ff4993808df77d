import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { GENERATIONS } from '../support/generations';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

/** One window connects to them all, one after the other. What else differs between them is in test/unit. */
describe('a server of each generation', () => {
  let workbench: Workbench;
  let demo: DemoServerHarness;

  before(async () => {
    workbench = await openWorkbench();
  });

  beforeEach(async () => {
    await workbench.driver.command('workbench.action.closeAllEditors');
    await workbench.driver.command('notifications.clearAll');
  });

  afterEach(() => demo.stop());

  after(() => workbench.close());

  for (const { profile, collection, rows, mailer, runJob, frontend } of GENERATIONS) {
    it(`${profile}: shows its rows and what it offers, changes a row and undoes it, and shows a log`, async () => {
      const { tree, toasts } = workbench;
      demo = new DemoServerHarness({ profile, fixture: seedOf(profile) });
      const server = await demo.start();
      await connectOwnServer(workbench, server, 'Main');
      await toasts.withText(`Connected to Main — ${new URL(server.url).host}`).waitUntilShown();
      await tree.waitForLabels(rows);
      const row = tree.row('GeoIP');
      const { ariaLabel } = await row.state();
      assert.match(ariaLabel, new RegExp(`^GeoIP, position 1 of ${rows.length}, enabled`));

      const items = await row.contextMenuItems();
      assert.deepEqual(
        items.filter(({ label }) => /^(?:Run Job|Show Front End|Enable|Disable)/.test(label)),
        [
          { label: frontend, enabled: !frontend.includes('(') },
          { label: runJob, enabled: !runJob.includes('(') },
          { label: 'Disable', enabled: true },
        ],
      );

      await row.clickInline('Disable');
      await row.waitUntil('is disabled', ({ description }) => description.includes('disabled'));
      await toasts.withText('Disabled GeoIP in Main').click('Undo');
      await row.waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
      assert.deepEqual(
        demo.requests
          .filter(({ method }) => method !== 'GET')
          .map(({ method, path, body }) => `${method} ${path} ${body}`),
        [`PATCH ${collection}1/ {"enabled":false}`, `PATCH ${collection}1/ {"enabled":true}`],
      );

      await tree.row(mailer).expand();
      await tree.row('Settings').expand();
      assert.equal((await tree.row('apiToken').state()).description, '••••••••');
      await workbench.screenshot(`generation-${profile}`);
      await tree.row(mailer).collapse();

      const [entry] = demo.server.state.logs.rows(1, 3);
      assert.ok(entry);
      await tree.row('Warehouse Export').click();
      const panel = await workbench.webview('#log-list');
      await eventually('the newest entry is shown', async () =>
        (await panel.locator('.log-row .message').allInnerTexts()).some(
          (text) => text !== '' && entry.message.startsWith(text.slice(0, 20)),
        ),
      );
    });
  }
});
