import assert from 'node:assert/strict';
import { connectOwnServer } from '../../support/connectOwnServer';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { EditorWindow } from '../../support/editor/editorWindow';
import { hurry } from '../../support/editor/hastyClock';
import { shown } from '../../support/editor/page/shown';
import { FakeClock } from '../../support/fakeClock';
import { NetworkGate } from '../../support/networkGate';
import { DemoServerHarness } from '../../support/demoServer';
import { seedOf } from '../../support/projectHarness';

const LIST = '/api/projects/1/plugin_configs/';
const ROWS = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];
const PATIENCE = 3_000;

describe('a slow server', () => {
  let connected: ConnectedWindow;
  let window: EditorWindow;
  /** Of the server: it answers only when this clock moves on. */
  let clock: FakeClock;

  beforeEach(async () => {
    clock = new FakeClock();
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' }, proxy: { clock } });
    ({ window } = connected);
    await window.tree.waitForLabels(ROWS);
    connected.proxy.inject({ method: 'GET', path: LIST, fault: { kind: 'delay', ms: PATIENCE } });
    connected.proxy.inject({ method: 'PATCH', fault: { kind: 'delay', ms: PATIENCE } });
  });

  afterEach(() => connected.close());

  const sent = (method: string): number =>
    connected.proxy.requests.filter((request) => request.method === method).length;
  const answersWait = (count: number): Promise<boolean> =>
    shown(`${count} answers wait`, () => clock.armed === count);

  it('shows that a row is busy until the answer, and sends once', async () => {
    await window.tree.row('GeoIP').clickInline('Disable');
    await answersWait(1);
    const busy = await window.tree.row('GeoIP').waitUntil('is busy', ({ icon }) => icon === 'loading~spin');
    assert.match(busy.description, /Disabling…/);
    assert.deepEqual(await window.tree.row('GeoIP').inlineButtons(), ['Show Logs']);
    await clock.advance(PATIENCE);
    await window.tree
      .row('GeoIP')
      .waitUntil(
        'is disabled',
        ({ icon, description }) => icon === 'circle-outline' && description.includes('disabled'),
      );
    assert.equal(sent('PATCH'), 1);
  });

  it('says what it waits for when a command comes from the palette of a fresh window', async () => {
    window.tree.hide();
    await window.reload();
    window.runCommand('Disable');
    await answersWait(1);
    assert.deepEqual(window.editor.progress, ['Reading the plugin configs…']);
    await clock.advance(PATIENCE);
    await window.quickInput.pick('GeoIP');
    await answersWait(1);
    await clock.advance(PATIENCE);
    await window.toasts.withText('Disabled GeoIP in Main').waitUntilShown();
    assert.equal(sent('PATCH'), 1);
    assert.deepEqual(window.editor.progress, []);
  });

  it('can be left while it is asked: its late answer changes nothing', async () => {
    window.tree.clickTitle('Refresh');
    await answersWait(1);
    await window.statusBar.click('Main');
    await window.quickInput.waitForTitle('Switch Connection');
    await window.quickInput.pick('Try the Demo Project');
    await window.statusBar.waitFor('Demo Project');
    // The names of plugins come after the rows.
    await window.tree.row('GeoIP').state();
    const demoRows = window.tree.labels();
    assert.ok(!demoRows.includes('Mail to EU'));
    await clock.advance(PATIENCE);
    await shown('the late answer was given', () => connected.proxy.underWay === 0 && clock.armed === 0);
    // What the demo is asked after that has been answered when its row changes.
    await window.tree.row('GeoIP').clickInline('Disable');
    await window.toasts.withText('Disabled GeoIP in Demo Project').waitUntilShown();
    assert.deepEqual(window.tree.labels(), demoRows);
    assert.equal(window.tree.message, '');
  });
});

describe('a server that cannot be reached when the window is opened', () => {
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });
  let gate: NetworkGate;
  let window: EditorWindow;
  let atEase: () => void;

  beforeEach(async () => {
    atEase = hurry(20);
    const { url, key } = await demo.start();
    gate = await NetworkGate.start(url);
    window = EditorWindow.open();
    await connectOwnServer(window, { url: gate.url, key }, 'Main');
    await window.tree.waitForLabels(ROWS);
  });

  afterEach(async () => {
    window.close();
    await gate.close();
    await demo.stop();
    atEase();
  });

  it('has its rows of last time shown, with their time and the reason, until it answers', async () => {
    await gate.goDown('refused');
    await window.reload();
    window.tree.open();
    await window.tree.waitForMessage(/^As of .*refused the connection/);
    assert.deepEqual(window.tree.labels(), ROWS);
    demo.forgetRequests();
    await gate.comeBack();
    await window.tree.waitForNoMessage();
    await window.tree.waitForLabels(ROWS);
    assert.equal(demo.requestsTo('GET', LIST).length, 1);
  });

  it('has nothing of a connection that was removed', async () => {
    window.runCommand('Disconnect');
    await window.modal.click('Disconnect');
    await window.tree.waitForWelcome(/Connect to a PostHog project/);
    assert.ok(!window.profile.global.text.includes('GeoIP'));
  });
});
