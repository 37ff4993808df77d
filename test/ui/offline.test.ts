import assert from 'node:assert/strict';

import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { NetworkGate } from '../support/networkGate';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import { seedOf } from '../support/projectHarness';
import { ServerLog } from '../support/serverLog';
import type { Workbench } from '../support/workbench';

const TAB = 'Mail to EU.settings.json';
const NOTICE = 'Lost the connection to';

describe('a network that goes and comes back', () => {
  let workbench: Workbench;
  let gate: NetworkGate;
  let log: ServerLog;
  let panel: LogPanelPage;
  const demo = new DemoServerHarness({
    profile: '2023-12',
    fixture: { ...seedOf('2023-12'), logs: [] },
  });

  before(async () => {
    const server = await demo.start();
    gate = await NetworkGate.start(server.url);
    log = new ServerLog(server, 'GeoIP');
    workbench = await openWorkbench({ settings: { 'files.autoSave': 'off' } });
    await connectOwnServer(workbench, { url: gate.url, key: server.key }, 'Main');
  });

  after(async () => {
    await workbench.close();
    await gate.close();
    await demo.stop();
  });

  const siteId = (): unknown => {
    const config = demo.server.state.storedConfig(2)?.config;
    return config && typeof config === 'object' && 'siteId' in config ? config.siteId : undefined;
  };

  const noticesShown = async (): Promise<readonly string[]> =>
    (await workbench.toasts.texts()).filter((text) => text.includes(NOTICE));

  const isDirty = async (): Promise<boolean> =>
    (await workbench.page.locator('.tab.dirty', { hasText: TAB }).count()) > 0;

  it('begins with a document in which something was typed, and a log that is followed', async () => {
    await workbench.runCommand('Edit Settings');
    await workbench.quickInput.pick('Mail to EU');
    // While a document is painted, its lines are out of order for a moment.
    const former = await eventually('the document is open', async () => {
      const text = await workbench.editorText();
      return JSON.stringify(JSON.parse(text)).includes('"site-1"') ? text : undefined;
    });
    const text = former.replace('"site-1"', '"typed before"');
    await workbench.driver.command('workbench.action.focusActiveEditorGroup');
    await eventually('something is typed', async () => {
      await workbench.driver.command('editor.action.selectAll');
      await workbench.driver.command('paste', { text, pasteOnNewLine: false, multicursorText: null });
      return (await workbench.editorText()).includes('typed before');
    });
    await workbench.driver.command('workbench.action.splitEditorRight');
    await workbench.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    panel = await LogPanelPage.open(workbench);
    await panel.waitForState(/^Live/);
    assert.ok(await isDirty());
    await workbench.driver.command('notifications.clearAll');
  });

  it('tells once that it is gone, and everywhere how old is what is shown', async () => {
    await gate.goDown('refused');
    log.add(150);
    demo.server.state.patchConfig(3, { enabled: false });
    await panel.waitForState(/As of .*refused the connection.*Trying again in \d+ s/s);
    await workbench.tree.waitForMessage(/^As of .*refused the connection/);
    assert.match(await workbench.toasts.withText(NOTICE).text(), /catches up by itself/);
    assert.deepEqual((await noticesShown()).length, 1);
    assert.equal((await workbench.toasts.texts()).length, 1, 'and nothing else');
    assert.equal((await workbench.tree.row('GeoIP').state()).label, 'GeoIP');
    await workbench.screenshot('offline');
  });

  it('goes on without a click when it is back, and has lost nothing', async () => {
    await gate.comeBack();
    await panel.waitForState(new RegExp(`^Live.*${log.count} entries`, 's'));
    await panel.waitForLast(log.last);
    await workbench.tree.waitForNoMessage();
    await workbench.tree
      .row('Warehouse Export')
      .waitUntil('shows what happened meanwhile', ({ ariaLabel }) => /disabled/i.test(ariaLabel));
    assert.ok((await noticesShown()).length <= 1, 'nothing is told again');
    assert.equal((await workbench.toasts.texts()).length, (await noticesShown()).length);
    await workbench.screenshot('online-again');
  });

  it('the document is as it was left, and can be saved', async () => {
    assert.ok(await isDirty());
    await workbench.page.locator('.tab', { hasText: TAB }).first().click();
    await workbench.driver.command('workbench.action.focusActiveEditorGroup');
    assert.match(await workbench.editorText(), /"siteId": "typed before"/);
    assert.equal(siteId(), 'site-1');
    await workbench.page.keyboard.press('Control+s');
    await workbench.modal.click('Save');
    await eventually('it is saved', () => siteId() === 'typed before');
    await eventually('the document is clean', async () => !(await isDirty()));
  });
});
