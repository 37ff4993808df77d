import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

describe('details of a plugin config', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });
  const old = new DemoServerHarness({ profile: '2021-06', fixture: seedOf('2021-06') });

  before(async () => {
    const [server, oldServer, opened] = await Promise.all([demo.start(), old.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, oldServer, 'Main');
    await workbench.tree.row('Mailer Connector').state();
    await connectOwnServer(workbench, server, 'Main');
    await workbench.tree.row('Mail to EU').state();
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
    await old.stop();
  });

  const waitForClipboard = (expected: string): Promise<unknown> =>
    eventually('the command is copied', async () => (await workbench.clipboard()) === expected);
  const diffText = async (): Promise<string> =>
    (await workbench.page.locator('.monaco-diff-editor .view-line').allInnerTexts())
      .join('\n')
      .replaceAll('\u00a0', ' ');

  describe('Copy as curl', () => {
    const header = '-H "Authorization: Bearer $POSTHOG_PERSONAL_API_KEY"';

    it('by mouse: copies a request without the key, and says what it needs', async () => {
      await workbench.tree.row('Warehouse Export').chooseInContextMenu('Copy as curl…');
      const items = await workbench.quickInput.items();
      assert.deepEqual(
        items.map(({ label, description }) => `${label}: ${description}`),
        [
          'Read This Config: GET /api/projects/1/plugin_configs/3/',
          'List All Configs: GET /api/projects/1/plugin_configs/',
          'Read Its Logs: GET /api/projects/1/plugin_configs/3/logs?limit=100',
          'Enable It: PATCH /api/projects/1/plugin_configs/3/',
          'Disable It: PATCH /api/projects/1/plugin_configs/3/',
        ],
      );
      await workbench.screenshot('copy-as-curl');
      await workbench.quickInput.pick('Disable It');
      const { url } = demo.server;
      await waitForClipboard(
        `curl -X PATCH ${header} -H 'Content-Type: application/json' --data '{"enabled":false}' '${url}/api/projects/1/plugin_configs/3/'`,
      );
      await workbench.page
        .locator('.statusbar-item', {
          hasText: 'Copied a curl command that needs $POSTHOG_PERSONAL_API_KEY',
        })
        .waitFor();
      assert.equal(demo.requests.filter(({ method }) => method !== 'GET').length, 0);
    });

    it('by keyboard: from the palette', async () => {
      const { keyboard } = workbench.page;
      await workbench.runCommand('Copy as curl…');
      await workbench.quickInput.enter('Job Lab');
      await eventually('the requests are offered', async () =>
        (await workbench.quickInput.items()).some(({ label }) => label === 'Read Its Logs'),
      );
      await keyboard.press('ArrowDown');
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await waitForClipboard(
        `curl ${header} '${demo.server.url}/api/projects/1/plugin_configs/5/logs?limit=100'`,
      );
    });
  });

  describe('Compare with Another Config…', () => {
    it('by mouse: shows two configs of the project side by side, masked', async () => {
      await workbench.tree.row('Job Lab').chooseInContextMenu('Compare with Another Config…');
      await workbench.quickInput.pick('Mail to EU');
      await eventually('both sides are shown', async () => {
        const text = await diffText();
        return text.includes('"greeting": "hi"') && text.includes('"siteId": "site-1"');
      });
      const text = await diffText();
      assert.doesNotMatch(text, /dict-form-secret/);
      assert.match(text, /••••••••/);
      const { host } = new URL(demo.server.url);
      const [title] = await workbench.tabs();
      assert.equal(title, `Job Lab (Main — ${host}) ↔ Mail to EU (Main — ${host})`);
      await workbench.screenshot('compare');
    });

    it('by mouse: compares two selected rows without a question', async () => {
      const { host } = new URL(demo.server.url);
      const rowOf = (label: string) =>
        workbench.page.locator('[id="workbench.view.extension.posthogPlugins"] .monaco-list-row', {
          hasText: label,
        });
      await rowOf('GeoIP').click({ modifiers: ['Control'] });
      await rowOf('Warehouse Export').click({ modifiers: ['Control'] });
      await workbench.tree.row('Warehouse Export').chooseInContextMenu('Compare with Another Config…');
      const title = `Warehouse Export (Main — ${host}) ↔ GeoIP (Main — ${host})`;
      await eventually('both are compared', async () => (await workbench.tabs()).includes(title));
    });

    it('by keyboard: compares with a config of another connection, of another generation', async () => {
      const { host } = new URL(demo.server.url);
      const oldHost = new URL(old.server.url).host;
      await workbench.runCommand('Compare with Another Config…');
      await workbench.quickInput.enter('Mail to EU');
      await eventually('the others are offered', async () =>
        (await workbench.quickInput.placeholder()).startsWith('Select what to compare Mail to EU with'),
      );
      const offered = await workbench.quickInput.items();
      assert.ok(!offered.some(({ label }) => label === 'Mail to EU'));
      await workbench.quickInput.enter(oldHost);
      await eventually('the configs of the other connection are offered', async () =>
        (await workbench.quickInput.items()).some(({ label }) => label === 'Mailer Connector'),
      );
      await workbench.quickInput.enter('Mailer Connector');
      const title = `Mail to EU (Main — ${host}) ↔ Mailer Connector (Main — ${oldHost})`;
      await eventually('both are compared', async () => (await workbench.tabs()).includes(title));
      await eventually('both sides are shown', async () => (await diffText()).includes('"siteId"'));
      assert.ok(old.requests.every(({ method }) => method === 'GET'));
      assert.ok(old.requests.every(({ headers }) => headers.authorization === `Bearer ${old.server.key}`));
    });

    it('says why where the other side cannot be read', async () => {
      const oldHost = new URL(old.server.url).host;
      await old.stop();
      await workbench.tree.row('Job Lab').chooseInContextMenu('Compare with Another Config…');
      await workbench.quickInput.enter(oldHost);
      await workbench.toasts
        .withText(new RegExp(`Could not list the plugin configs.*${oldHost} refused the connection`))
        .waitUntilShown();
    });
  });

  describe('Show Front End', () => {
    it('by keyboard: from the palette', async () => {
      await workbench.runCommand('Show Front End');
      await workbench.quickInput.enter('Schema Guard');
      await eventually('it says that it does not compile', async () =>
        (await workbench.editorText()).includes('does not compile: frontend.tsx: Unexpected token'),
      );
    });

    it('shows the source by itself as soon as it is transpiled, without running it', async () => {
      const plugin = demo.server.state.plugins.find(({ name }) => name === 'Warehouse Export');
      assert.ok(plugin);
      await workbench.tree.row('Warehouse Export').chooseInContextMenu('Show Front End');
      await eventually('it says that it waits', async () =>
        (await workbench.editorText()).includes('is still being transpiled'),
      );
      const path = '/api/projects/1/plugin_configs/3/frontend';
      const before = demo.requestsTo('GET', path).length;
      await eventually('it is read again', () => demo.requestsTo('GET', path).length > before);
      Object.assign(plugin, {
        frontend: { status: 'TRANSPILED', transpiled: 'globalThis.wasRun = true;\nexport const a = 1;\n' },
      });
      await eventually(
        'the source is shown',
        async () => (await workbench.editorText()).includes('globalThis.wasRun = true;'),
        { timeoutMs: 30_000 },
      );
      assert.equal(await workbench.page.evaluate(() => 'wasRun' in globalThis), false);
    });
  });
});
