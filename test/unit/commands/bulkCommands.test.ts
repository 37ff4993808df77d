import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { shown } from '../../support/editor/page/shown';

const ALL = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];
const path = (id: number): string => `/api/projects/1/plugin_configs/${id}/`;

describe('several plugin configs at once', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.waitForLabels(ALL);
  });

  afterEach(() => connected.close());

  /** Requests overtake each other. */
  const writes = (): readonly string[] => connected.writes.toSorted();
  const enabled = (...ids: readonly number[]) => ids.map((id) => connected.stored(id)?.enabled);
  const restored = (label: string): Promise<unknown> =>
    connected.window.tree
      .row(label)
      .waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));

  it('are disabled after one question that lists them, and taken back with one Undo', async () => {
    const { tree, modal, toasts } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export', 'Schema Guard');
    await tree.row('Warehouse Export').chooseInContextMenu('Disable');
    const text = await modal.text();
    assert.match(text, /^Disable 2 plugin configs\?/);
    assert.match(text, /In project Main \(1\), on 127\.0\.0\.1:\d+:\s+• GeoIP\s+• Warehouse Export/);
    assert.match(text, /They stop running at once\. Undo can enable them again\./);
    assert.match(text, /Already disabled, and left alone: Schema Guard/);
    assert.deepEqual(await modal.buttons(), ['Disable', 'Cancel']);
    assert.deepEqual(writes(), []);
    await modal.click('Disable');
    const toast = toasts.withText('Disabled 2 plugin configs in Main');
    await toast.waitUntilShown();
    assert.deepEqual(writes(), ['PATCH 1/ {"enabled":false}', 'PATCH 3/ {"enabled":false}']);
    assert.deepEqual(enabled(1, 3), [false, false]);
    connected.demo.forgetRequests();
    await toast.click('Undo');
    await restored('GeoIP');
    await restored('Warehouse Export');
    assert.deepEqual(writes(), ['PATCH 1/ {"enabled":true}', 'PATCH 3/ {"enabled":true}']);
    assert.deepEqual(enabled(1, 3), [true, true]);
  });

  it('leave a row alone that is clicked beside them', async () => {
    const { tree, toasts } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export');
    await tree.row('Mail to EU').chooseInContextMenu('Disable');
    await toasts.withText('Disabled Mail to EU in Main').click('Undo');
    await restored('Mail to EU');
    assert.deepEqual(writes(), ['PATCH 2/ {"enabled":false}', 'PATCH 2/ {"enabled":true}']);
  });

  it('say which failed and why, and Retry sends only those', async () => {
    const { tree, modal, toasts } = connected.window;
    const disarm = [1, 2].map((id) =>
      connected.proxy.inject({
        method: 'PATCH',
        path: path(id),
        fault: { kind: 'answer', status: 500, body: {} },
      }),
    );
    await tree.select('GeoIP', 'Mail to EU', 'Warehouse Export');
    await tree.row('GeoIP').chooseInContextMenu('Disable');
    await modal.click('Disable');
    await toasts.withText('Disabled 1 of 3 plugin configs in Main').waitUntilShown();
    const failed = toasts.withText('Could not disable 2 of 3 plugin configs in Main');
    assert.match(await failed.text(), /GeoIP, Mail to EU: 127\.0\.0\.1:\d+ failed with status 500/);
    assert.deepEqual(await failed.buttons(), ['Retry']);
    assert.equal(await failed.severity(), 'error');
    disarm.forEach((one) => one());
    connected.demo.forgetRequests();
    await failed.click('Retry');
    await toasts.withText('Disabled 2 plugin configs in Main').waitUntilShown();
    assert.deepEqual(writes(), ['PATCH 1/ {"enabled":false}', 'PATCH 2/ {"enabled":false}']);
    assert.equal(modal.isOpen, false);
  });

  it('are not sent again where they have gone since', async () => {
    const { tree, modal, toasts } = connected.window;
    connected.proxy.inject({ method: 'PATCH', fault: { kind: 'answer', status: 500, body: {} } });
    await tree.select('GeoIP', 'Mail to EU');
    await tree.row('GeoIP').chooseInContextMenu('Disable');
    await modal.click('Disable');
    const failed = toasts.withText('Could not disable 2 plugin configs in Main');
    await failed.waitUntilShown();
    connected.demo.server.state.patchConfig(1, { deleted: true });
    connected.demo.server.state.patchConfig(2, { deleted: true });
    tree.clickTitle('Refresh');
    await tree.row('GeoIP').waitUntilGone();
    connected.demo.forgetRequests();
    await failed.click('Retry');
    await toasts.withText('These plugin configs are no longer in the list.').waitUntilShown();
    assert.deepEqual(writes(), []);
  });

  it('are enabled from the palette, by the selection of the tree', async () => {
    const { tree, modal, toasts } = connected.window;
    for (const id of [1, 2, 3]) {
      connected.demo.server.state.patchConfig(id, { enabled: false });
    }
    tree.clickTitle('Refresh');
    await tree
      .row('Warehouse Export')
      .waitUntil('is disabled', ({ description }) => description.includes('disabled'));
    await tree.select('GeoIP', 'Mail to EU', 'Warehouse Export');
    connected.window.runCommand('Enable');
    const text = await modal.text();
    assert.match(text, /^Enable 3 plugin configs\?/);
    assert.match(text, /They start running at once\. Undo can disable them again\./);
    await modal.click('Enable');
    const toast = toasts.withText('Enabled 3 plugin configs in Main');
    await toast.waitUntilShown();
    assert.deepEqual(enabled(1, 2, 3), [true, true, true]);
    await toast.click('Undo');
    await toasts.withText('3 plugin configs are disabled again in Main').waitUntilShown();
    assert.deepEqual(enabled(1, 2, 3), [false, false, false]);
  });

  it('are deleted with the Delete key, which asks first', async () => {
    const { tree, modal, toasts } = connected.window;
    await tree.select('GeoIP', 'Mail to EU');
    tree.press('delete');
    const text = await modal.text();
    assert.match(text, /^Delete 2 plugin configs\?/);
    assert.match(text, /disappear from the list\. The server keeps their settings/);
    assert.deepEqual(writes(), []);
    await modal.click('Delete');
    await tree.waitForLabels(['Warehouse Export', 'Job Lab', 'Schema Guard']);
    await toasts.withText('Deleted 2 plugin configs from Main').click('Undo');
    await restored('GeoIP');
    await restored('Mail to EU');
    await toasts
      .withText(
        /^2 plugin configs are back in Main — 127\.0\.0\.1:\d+, each enabled or disabled as before\.$/,
      )
      .waitUntilShown();
  });

  it('the Delete key means the focused row where that is not selected', async () => {
    const { tree, modal } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export');
    await tree.focus('Mail to EU');
    tree.press('delete');
    assert.match(await modal.text(), /^Delete the plugin config “Mail to EU”\?/);
    await modal.click('Cancel');
    assert.deepEqual(writes(), []);
    assert.deepEqual(tree.selected(), ['GeoIP', 'Warehouse Export']);
  });

  it('show their logs in one panel', async () => {
    const { tree } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export');
    await tree.row('GeoIP').chooseInContextMenu('Show Logs');
    await connected.window.logPanel(/^2 Plugin Configs — Logs$/);
    assert.deepEqual(connected.window.tabs(), ['2 Plugin Configs — Logs']);
  });

  for (const command of ['Disable', 'Delete…']) {
    it(`are left as they are when the question of ${command} is answered with Cancel`, async () => {
      const { window } = connected;
      await window.tree.select('GeoIP', 'Mail to EU');
      const running = window.command(`posthogPlugins.${command.replace('…', '').toLowerCase()}`);
      await window.modal.click('Cancel');
      await running;
      assert.deepEqual(writes(), []);
    });
  }

  for (const { command, of, said } of [
    {
      command: 'Enable',
      of: ['GeoIP', 'Job Lab'],
      said: 'All 2 selected plugin configs are enabled already.',
    },
    {
      command: 'Disable',
      of: ['Schema Guard', 'Mail to EU'],
      said: 'All 2 selected plugin configs are disabled already.',
    },
  ]) {
    it(`are not asked about where there is nothing to do: ${command}`, async () => {
      const { tree, modal, toasts } = connected.window;
      connected.demo.server.state.patchConfig(2, { enabled: false });
      tree.clickTitle('Refresh');
      await tree
        .row('Mail to EU')
        .waitUntil('is disabled', ({ description }) => description.includes('disabled'));
      await tree.select(...of);
      connected.window.runCommand(command);
      await toasts.withText(said).waitUntilShown();
      assert.equal(modal.isOpen, false);
      assert.deepEqual(writes(), []);
    });
  }

  it('a row below a config counts as the config, and both together are one', async () => {
    const { tree, modal, toasts } = connected.window;
    const [child] = await tree.row('Warehouse Export').children();
    assert.ok(child);
    await tree.select('Warehouse Export', child.label);
    connected.window.runCommand('Delete…');
    await connected.window.quickInput.waitForPlaceholder('Select a plugin config to delete');
    await connected.window.quickInput.cancel();
    await tree.select('GeoIP', child.label);
    connected.window.runCommand('Delete…');
    assert.match(await modal.text(), /^Delete 2 plugin configs\?[^]*• GeoIP\n• Warehouse Export\n/);
    await modal.click('Cancel');
    assert.deepEqual(
      toasts.history.filter((text) => !text.includes('onnected')),
      [],
    );
    assert.deepEqual(writes(), []);
  });

  it('that have gone while the menu was open are not changed', async () => {
    const { tree, toasts } = connected.window;
    await tree.select('GeoIP', 'Mail to EU');
    const nodes = await Promise.all(['GeoIP', 'Mail to EU'].map(async (label) => tree.row(label).node()));
    const elements = nodes.map(({ element }) => element);
    for (const id of [1, 2]) {
      connected.demo.server.state.patchConfig(id, { deleted: true });
    }
    tree.clickTitle('Refresh');
    await tree.row('GeoIP').waitUntilGone();
    await connected.window.command('posthogPlugins.disable', elements[0], elements);
    await shown('it is said', () =>
      toasts.texts().includes('These plugin configs are no longer in the list.'),
    );
    assert.deepEqual(writes(), []);
  });
});
