import assert from 'node:assert/strict';
import { DemoServerHarness } from '../../support/demoServer';
import { connectOwnServer } from '../../support/connectOwnServer';
import type { Document } from '../../support/editor/documents';
import { EditorWindow } from '../../support/editor/editorWindow';
import { hurry } from '../../support/editor/hastyClock';
import { PanelReader } from '../../support/editor/panelReader';
import { shown } from '../../support/editor/page/shown';
import { NetworkGate } from '../../support/networkGate';
import { seedOf } from '../../support/projectHarness';
import { ServerLog } from '../../support/serverLog';

const NOTICE = 'Lost the connection to';

describe('a network that goes and comes back, in a window with a list, a log and a document', () => {
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: { ...seedOf('2023-12'), logs: [] } });
  let window: EditorWindow;
  let gate: NetworkGate;
  let log: ServerLog;
  let panel: PanelReader;
  let document: Document;
  let atEase: () => void;

  // What is open: a document in which something was typed, and a log that is followed.
  beforeEach(async () => {
    atEase = hurry(20);
    const server = await demo.start();
    gate = await NetworkGate.start(server.url);
    log = new ServerLog(server, 'GeoIP');
    window = EditorWindow.open({ settings: { 'files.autoSave': 'off' } });
    await connectOwnServer(window, { url: gate.url, key: server.key }, 'Main');
    window.runCommand('Edit Settings');
    await window.quickInput.pick('Mail to EU');
    document = await window.document(/Mail to EU\.settings\.json$/);
    window.type(document, '"typed before"', '"site-1"');
    await window.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    panel = new PanelReader(await window.logPanel(/GeoIP/));
    await panel.waitForState(/^Live/);
    window.toasts.clear();
  });

  afterEach(async () => {
    window.close();
    await gate.close();
    await demo.stop();
    atEase();
  });

  const siteId = (): unknown => {
    const config = demo.server.state.storedConfig(2)?.config;
    return config && typeof config === 'object' && 'siteId' in config ? config.siteId : undefined;
  };

  async function goDown(): Promise<void> {
    await gate.goDown('refused');
    log.add(150);
    demo.server.state.patchConfig(3, { enabled: false });
    await panel.waitForState(/refused the connection/);
    await window.tree.waitForMessage(/^As of .*refused the connection/);
    await window.toasts.withText(NOTICE).waitUntilShown();
  }

  async function comeBack(): Promise<void> {
    await gate.comeBack();
    await panel.waitForState(/^Live/);
    await shown('the log is complete', () => panel.entries === log.count);
    await window.tree.waitForNoMessage();
  }

  it('tells once that it is gone, and everywhere how old is what is shown', async () => {
    await goDown();
    const text = await window.toasts.withText(NOTICE).text();
    assert.match(text, new RegExp(`^${NOTICE} ${new URL(gate.url).host} at .*catches up by itself\\.$`));
    assert.equal(await window.toasts.withText(NOTICE).severity(), 'warning');
    assert.deepEqual(window.toasts.texts(), [text], 'and nothing else');
    assert.ok(window.tree.labels().includes('GeoIP'));
  });

  it('goes on without a click when it is back, and has lost nothing', async () => {
    await goDown();
    await comeBack();
    const last = panel.rows.at(-1);
    assert.equal(last?.key, log.last);
    await window.tree
      .row('Warehouse Export')
      .waitUntil('shows what happened meanwhile', ({ ariaLabel }) => /disabled/i.test(ariaLabel));
    assert.equal(window.toasts.texts().length, 1, 'nothing is told again');
  });

  it('leaves the document as it was, which can be saved', async () => {
    await goDown();
    await comeBack();
    assert.equal(document.isDirty, true);
    assert.match(document.getText(), /"siteId": "typed before"/);
    assert.equal(siteId(), 'site-1');
    const saved = window.save(document);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    assert.equal(siteId(), 'typed before');
    assert.equal(document.isDirty, false);
  });
});
