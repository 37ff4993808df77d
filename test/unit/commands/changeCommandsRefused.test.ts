import assert from 'node:assert/strict';
import type { DemoServerHarness } from '../../support/demoServer';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { connectOther, switchTo } from '../../support/editor/otherServer';

const path = (id: number): string => `/api/projects/1/plugin_configs/${id}/`;

describe('an undo that does not go through', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.row('Job Lab').state();
  });

  afterEach(() => connected.close());

  const disable = async (label: string): Promise<void> => {
    await connected.window.tree.row(label).clickInline('Disable');
    await connected.window.toasts.withText(`Disabled ${label} in Main`).waitUntilShown();
  };
  const disableTwo = async (): Promise<void> => {
    const { window } = connected;
    await window.tree.select('GeoIP', 'Mail to EU');
    window.runCommand('Disable');
    await window.modal.click('Disable');
    await window.toasts.withText('Disabled 2 plugin configs in Main').waitUntilShown();
  };

  it('says why where the server fails, and can be tried again', async () => {
    const { window, proxy } = connected;
    await disable('GeoIP');
    const disarm = proxy.inject({ method: 'PATCH', fault: { kind: 'answer', status: 500, body: {} } });
    window.runCommand('Undo Last Change');
    await window.toasts.withText('failed with status 500').waitUntilShown();
    assert.equal(connected.stored(1)?.enabled, false);
    disarm();
    window.runCommand('Undo Last Change');
    await window.toasts.withText('GeoIP is enabled again in Main').waitUntilShown();
  });

  it('says which of several failed and why, and Try Again restores those', async () => {
    const { window, proxy, demo } = connected;
    await disableTwo();
    const disarm = proxy.inject({
      method: 'PATCH',
      path: path(1),
      fault: { kind: 'answer', status: 500, body: {} },
    });
    window.runCommand('Undo Last Change');
    const toast = window.toasts.withText('1 of 2 plugin configs in Main');
    assert.match(
      await toast.text(),
      /are as before\. GeoIP was not restored in Main — \S+\. 127\.0\.0\.1:\d+ failed with status 500/,
    );
    assert.deepEqual([await toast.severity(), await toast.buttons()], ['warning', ['Try Again']]);
    disarm();
    demo.forgetRequests();
    await toast.click('Try Again');
    await window.toasts.withText('2 plugin configs are enabled again in Main').waitUntilShown();
    assert.deepEqual(connected.writes, ['PATCH 1/ {"enabled":true}']);
  });

  it('says what the server has where it answers and does not restore', async () => {
    const { window, proxy } = connected;
    await disable('GeoIP');
    proxy.inject({
      method: 'PATCH',
      fault: { kind: 'drift', map: (body) => Object.assign({}, body, { enabled: false }) },
    });
    window.runCommand('Undo Last Change');
    const toast = window.toasts.withText('The server did not restore GeoIP in Main');
    assert.match(await toast.text(), /\(state: now disabled, before the change enabled\)\.$/);
    assert.deepEqual(await toast.buttons(), ['Try Again']);
  });

  it('asks about those of several that have moved on, and restores the others with them', async () => {
    const { window, demo } = connected;
    await window.tree.select('GeoIP', 'Mail to EU');
    window.runCommand('Delete…');
    await window.modal.click('Delete');
    await window.toasts.withText('Deleted 2 plugin configs from Main').waitUntilShown();
    demo.server.state.patchConfig(1, { deleted: false });
    window.runCommand('Undo Last Change');
    const question = await window.modal.text();
    assert.match(
      question,
      /^1 of 2 plugin configs have been changed since\. Restore their former states anyway\?/,
    );
    assert.match(question, /• GeoIP – state: now disabled, before the change enabled/);
    assert.match(question, /1 more are as the change left them and are restored, too\.$/);
    await window.modal.click('Restore Anyway');
    await window.toasts.withText('2 plugin configs are back in Main').waitUntilShown();
    assert.deepEqual([connected.stored(1)?.enabled, connected.stored(2)?.deleted], [true, false]);
  });

  describe('in another connection', () => {
    let other: DemoServerHarness;

    beforeEach(async () => {
      await disable('GeoIP');
      other = await connectOther(connected.window, '2023-11');
      await connected.window.tree.row('Old Filter').state();
      connected.demo.forgetRequests();
      connected.window.toasts.clear();
    });

    afterEach(() => other.stop());

    const writesOfBoth = (): number =>
      [...connected.demo.requests, ...other.requests].filter(({ method }) => method !== 'GET').length;

    it('sends nothing, and names the connection that the change was made in', async () => {
      const { window } = connected;
      window.runCommand('Undo Last Change');
      await window.toasts.withText('There is nothing to undo in Main').waitUntilShown();
      window.runCommand('Recent Changes…');
      await window.quickInput.waitForTitle('Recent Changes');
      assert.match((await window.quickInput.items())[0]?.description ?? '', / · in another connection$/);
      await window.quickInput.accept();
      const toast = window.toasts.withText('Nothing was undone: this change was made in');
      assert.match(await toast.text(), new RegExp(new URL(connected.proxy.url).host));
      assert.deepEqual(await toast.buttons(), ['Switch Connection…']);
      assert.equal(writesOfBoth(), 0);
      assert.equal(connected.stored(1)?.enabled, false);
      await toast.click('Switch Connection…');
      await window.quickInput.waitForTitle('Switch Connection');
    });

    it('is possible again after the switch back', async () => {
      const { window } = connected;
      await switchTo(window, connected.proxy.url);
      await window.tree.row('Old Filter').waitUntilGone();
      window.runCommand('Undo Last Change');
      await window.toasts.withText('GeoIP is enabled again in Main').waitUntilShown();
    });
  });
});
