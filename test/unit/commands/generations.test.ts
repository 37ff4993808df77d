import assert from 'node:assert/strict';
import { isRecord } from '../../../src/api/record';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { shown } from '../../support/editor/page/shown';
import { GENERATIONS } from '../../support/generations';

for (const { profile, collection, rows, mailer, hides, runJob, frontend } of GENERATIONS) {
  describe(`a server of ${profile}`, () => {
    let connected: ConnectedWindow;

    beforeEach(async () => {
      connected = await ConnectedWindow.open({ server: { profile } });
      await connected.window.tree.waitForLabels(rows);
    });

    afterEach(() => connected.close());

    const writes = (): readonly string[] =>
      connected.demo.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, body }) => `${method} ${path} ${body}`.trim());

    it('shows the rows in execution order', () => {
      const { tree } = connected.window;
      const spoken = tree.rows().map(({ ariaLabel }) => ariaLabel.split(', ').slice(0, 2).join(', '));
      assert.deepEqual(
        spoken,
        rows.map((name, index) => `${name}, position ${index + 1} of ${rows.length}`),
      );
      assert.match(
        tree.rows()[0]?.ariaLabel ?? '',
        new RegExp(`^GeoIP, position 1 of ${rows.length}, enabled`),
      );
    });

    it('offers what this server has, and says why not where it has it not', async () => {
      const items = await connected.window.tree.row('GeoIP').contextMenuItems();
      const find = (start: string) => items.filter(({ label }) => label.startsWith(start));
      assert.deepEqual(find('Run Job'), [{ label: runJob, enabled: !runJob.includes('(') }]);
      assert.deepEqual(find('Show Front End'), [{ label: frontend, enabled: !frontend.includes('(') }]);
      assert.deepEqual(find('Disable'), [{ label: 'Disable', enabled: true }]);
      assert.deepEqual(find('Enable'), []);
    });

    it('disables with one request, shows the answer, and undoes it', async () => {
      const { tree, toasts } = connected.window;
      const row = tree.row('GeoIP');
      await row.clickInline('Disable');
      await row.waitUntil('is disabled', ({ description }) => description.includes('disabled'));
      assert.equal(connected.stored(1)?.enabled, false);
      await toasts.withText('Disabled GeoIP in Main').click('Undo');
      await row.waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
      assert.equal(connected.stored(1)?.enabled, true);
      assert.deepEqual(writes(), [
        `PATCH ${collection}1/ {"enabled":false}`,
        `PATCH ${collection}1/ {"enabled":true}`,
      ]);
    });

    it('deletes after a question that names config, project and host, and undoes it', async () => {
      const { tree, modal, toasts } = connected.window;
      const row = tree.row('Warehouse Export');
      await row.chooseInContextMenu('Delete…');
      const text = await modal.text();
      assert.match(text, /^Delete the plugin config “Warehouse Export”\?/);
      assert.match(text, /Plugin config 3, project Main \(1\), on 127\.0\.0\.1:\d+\./);
      assert.match(text, hides ? /disappears from the list/ : /stays in the list, disabled/);
      assert.deepEqual(writes(), []);
      await modal.click('Delete');
      if (hides) {
        await tree.waitForLabels(rows.filter((name) => name !== 'Warehouse Export'));
        await toasts.withText('Deleted Warehouse Export from Main').click('Undo');
      } else {
        await row.waitUntil('is disabled', ({ description }) => description.includes('disabled'));
        await toasts.withText('This server cannot remove a plugin config').click('Undo');
      }
      await tree.waitForLabels(rows);
      await row.waitUntil('is enabled again', ({ description }) => !/disabled|…/.test(description));
      assert.equal(connected.stored(3)?.enabled, true);
      assert.deepEqual(
        writes(),
        hides
          ? [
              `DELETE ${collection}3/`,
              `PATCH ${collection}3/ {"deleted":true}`,
              `PATCH ${collection}3/ {"deleted":false,"enabled":true}`,
            ]
          : [`DELETE ${collection}3/`, `PATCH ${collection}3/ {"enabled":true}`],
      );
    });

    it('does nothing when the question is answered with Cancel', async () => {
      const { tree, modal, toasts } = connected.window;
      await tree.row('Warehouse Export').chooseInContextMenu('Delete…');
      await modal.click('Cancel');
      // What is changed next comes after what Cancel might have sent.
      await tree.row('GeoIP').clickInline('Disable');
      await toasts.withText('Disabled GeoIP in Main').waitUntilShown();
      assert.deepEqual(writes(), [`PATCH ${collection}1/ {"enabled":false}`]);
    });

    it('shows secrets masked in the settings below a row', async () => {
      const { tree } = connected.window;
      await tree.row(mailer).expand();
      await tree.row('Settings').expand();
      const token = await tree.row('apiToken').state();
      assert.deepEqual([token.description, token.ariaLabel], ['••••••••', 'apiToken, ••••••••']);
      const site = await tree.row('siteId').state();
      assert.equal(site.description, 'site-1');
    });

    it('opens the log of a config with a click on its row', async () => {
      const [entry] = connected.demo.server.state.logs.rows(1, 3);
      assert.ok(entry);
      await connected.window.tree.row('Warehouse Export').click();
      const panel = await connected.window.logPanel(/^Warehouse Export/);
      panel.receive({ type: 'ready', again: false });
      const heads = await shown('entries are shown', () => {
        const found = panel.sent.flatMap(headsOf);
        return found.length > 0 ? found : undefined;
      });
      assert.ok(
        heads.some((head) => head !== '' && entry.message.startsWith(head.slice(0, 20))),
        heads.join(),
      );
    });

    it('sends the key in the Authorization header and nowhere else', async () => {
      const { tree, toasts, modal } = connected.window;
      await tree.row(mailer).expand();
      await tree.row('Settings').expand();
      await tree.row('siteId').state();
      await tree.row('GeoIP').clickInline('Disable');
      await toasts.withText('Disabled GeoIP').click('Undo');
      await shown('GeoIP is enabled', () => connected.stored(1)?.enabled);
      await tree.row('Warehouse Export').chooseInContextMenu('Delete…');
      await modal.click('Delete');
      await shown('it is disabled', () => connected.stored(3)?.enabled === false);
      await tree.row('GeoIP').click();
      await connected.window.logPanel(/^GeoIP/);
      await shown('the log is read', () =>
        connected.demo.requests.some(({ path }) => path.includes('/logs')),
      );
      const { key } = connected.demo.server;
      for (const { path, body, headers } of connected.demo.requests) {
        assert.equal(headers.authorization, `Bearer ${key}`);
        const others = { ...headers, authorization: undefined };
        assert.ok(!JSON.stringify({ path, body, others }).includes(key), path);
      }
    });
  });
}

/** The messages of the log entries that a page was sent. */
function headsOf(message: unknown): readonly string[] {
  const rows = isRecord(message) && Array.isArray(message.rows) ? (message.rows as unknown[]) : [];
  return rows.flatMap((row) => (isRecord(row) && typeof row.head === 'string' ? [row.head] : []));
}
