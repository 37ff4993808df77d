import assert from 'node:assert/strict';
import { DemoServerHarness } from '../../support/demoServer';
import { connectOwnServer } from '../../support/connectOwnServer';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { EditorWindow } from '../../support/editor/editorWindow';
import { connectOther } from '../../support/editor/otherServer';
import type { Fault } from '../../support/faults/fault';
import { startFaultProxy, type FaultProxy } from '../../support/faults/faultProxy';
import { seedOf } from '../../support/projectHarness';

const FAILURE: Fault = { kind: 'answer', status: 500, body: {} };
const LIST = '/api/projects/1/plugin_configs/';

/** Which plugin config a command is for. */
describe('the plugin config that a command is for', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.row('Job Lab').state();
  });

  afterEach(() => connected.close());

  it('is picked where the command has none, with what the tree says of it', async () => {
    const { window } = connected;
    window.runCommand('Copy Id');
    assert.match(await window.quickInput.title(), /^Main — 127\.0\.0\.1:\d+$/);
    assert.deepEqual(await window.quickInput.items(), [
      { label: 'GeoIP', description: '1 · enabled', detail: 'Enrich events with IP location data' },
      { label: 'Mail to EU', description: '2 · enabled', detail: 'Marketing mails' },
      {
        label: 'Warehouse Export',
        description: '3 · enabled',
        detail: 'Send events to a warehouse on ingestion',
      },
      { label: 'Job Lab', description: '4 · enabled', detail: 'Every job field type' },
      { label: 'Schema Guard', description: '5 · disabled', detail: '' },
    ]);
    await window.quickInput.type('marketing');
    assert.deepEqual(
      (await window.quickInput.items()).map(({ label }) => label),
      ['Mail to EU'],
    );
  });

  it('is not one of the same id in a project that was switched to while the menu was open', async () => {
    const { window } = connected;
    const { element } = await window.tree.row('GeoIP').node();
    const { element: second } = await window.tree.row('Mail to EU').node();
    const other = await connectOther(window, '2023-11');
    try {
      await window.tree.row('Old Filter').state();
      await window.command('posthogPlugins.disable', element);
      await window.toasts.withText('This plugin config is no longer in the list.').waitUntilShown();
      await window.command('posthogPlugins.disable', element, [element, second]);
      await window.toasts.withText('These plugin configs are no longer in the list.').waitUntilShown();
      const requests = [...connected.demo.requests, ...other.requests];
      assert.deepEqual(
        requests.filter(({ method }) => method !== 'GET'),
        [],
      );
    } finally {
      await other.stop();
    }
  });

  it('is not one that has gone since', async () => {
    const { window, demo } = connected;
    const { element } = await window.tree.row('GeoIP').node();
    demo.server.state.patchConfig(1, { deleted: true });
    await window.command('posthogPlugins.refresh');
    await window.command('posthogPlugins.copyId', element);
    await window.toasts.withText('This plugin config is no longer in the list.').waitUntilShown();
    assert.equal(window.clipboard, '');
  });
});

describe('the plugin config that a command is for, where there is no list', () => {
  let connected: ConnectedWindow;

  afterEach(() => connected.close());

  it('cannot be picked in a project without any', async () => {
    const seed = seedOf('2023-12');
    connected = await ConnectedWindow.open({
      server: { profile: '2023-12', fixture: { ...seed, configs: [] } },
    });
    await connected.window.command('posthogPlugins.copyId');
    await connected.window.toasts
      .withText(/^Main — 127\.0\.0\.1:\d+ has no plugin configs\.$/)
      .waitUntilShown();
  });

  it('of a row that is remembered, nothing is sent before the server has answered', async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    const { window, proxy, demo } = connected;
    await window.tree.row('Job Lab').state();
    const disarm = proxy.inject({ path: LIST, fault: FAILURE });
    await window.reload();
    demo.forgetRequests();
    window.tree.open();
    const { element } = await window.tree.row('GeoIP').node();
    window.toasts.clear();
    await window.command('posthogPlugins.disable', element);
    await window.toasts.withText('failed with status 500').waitUntilShown();
    assert.deepEqual(connected.writes, []);
    disarm();
    await window.command('posthogPlugins.disable', element);
    await window.toasts.withText('Disabled GeoIP in Main').waitUntilShown();
    assert.deepEqual(connected.writes, ['PATCH 1/ {"enabled":false}']);
  });
});

describe('the plugin config that a command is for, where the list cannot be read', () => {
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });
  let window: EditorWindow;
  let proxy: FaultProxy;

  beforeEach(async () => {
    const { url } = await demo.start();
    proxy = await startFaultProxy(url);
    window = EditorWindow.open();
  });

  afterEach(async () => {
    window.close();
    await proxy.close();
    await demo.stop();
  });

  it('cannot be picked, and is asked for as soon as that is mended', async () => {
    const disarm = proxy.inject({ path: LIST, fault: FAILURE });
    await connectOwnServer(window, { url: proxy.url, key: demo.server.key }, 'Main');
    await window.tree.waitForWelcome(/./);
    window.toasts.clear();
    await window.command('posthogPlugins.copyId');
    await window.toasts.withText('failed with status 500').waitUntilShown();
    assert.equal(window.quickInput.isOpen, false);
    disarm();
    const running = window.command('posthogPlugins.copyId');
    // By its place: the names of plugins may come later than the list.
    await window.quickInput.type('5 · ');
    await window.quickInput.accept();
    await running;
    assert.equal(window.clipboard, '4');
  });
});
