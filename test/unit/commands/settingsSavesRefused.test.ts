import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { Document } from '../../support/editor/documents';
import { openSettled, storedSettings } from '../../support/editor/settledWindow';

describe('settings that cannot be saved as they are', () => {
  let connected: ConnectedWindow;
  let document: Document;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
    await connected.window.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
    document = await connected.window.document(/Mail to EU\.settings\.json$/);
  });

  afterEach(() => connected.close());

  const edit = (from: string, to: string): void => connected.window.type(document, to, from);

  const failures: readonly (readonly [number, RegExp])[] = [
    [403, /Could not change the plugin config/],
    [400, /refused the data: Bad\./],
    [500, /failed with status 500/],
  ];
  for (const [status, expected] of failures) {
    it(`says why it was not saved after a ${status}, and keeps the text`, async () => {
      const { window, proxy } = connected;
      proxy.inject({
        method: 'PATCH',
        fault: { kind: 'answer', status, body: { type: 'x', code: 'y', detail: 'Bad.', attr: null } },
      });
      edit('site-1', 'site-2');
      const saved = window.save(document);
      await window.modal.click('Save');
      assert.equal(await saved, false);
      assert.match(await window.toasts.withText('Failed to save').text(), expected);
      assert.equal(document.isDirty, true);
      assert.match(document.getText(), /site-2/);
      assert.equal(proxy.requests.filter(({ method }) => method === 'PATCH').length, 1);
    });
  }

  it('says what is saved where only a part is, and sends the rest next time', async () => {
    const { window, proxy } = connected;
    edit('"enabled": true', '"enabled": false');
    edit('site-1', 'site-2');
    const disarm = proxy.inject({
      method: 'PATCH',
      body: /enabled/,
      fault: { kind: 'answer', status: 400, body: { type: 'x', code: 'y', detail: 'Bad.', attr: null } },
    });
    const first = window.save(document);
    await window.modal.click('Save');
    assert.equal(await first, false);
    const toast = window.toasts.withText('Saved only a part of Mail to EU in Main');
    assert.equal(await toast.severity(), 'warning');
    await window.toasts.withText('Save again to send the rest.').waitUntilShown();
    assert.equal(storedSettings(connected, 2).siteId, 'site-2');
    assert.equal(connected.stored(2)?.enabled, true);
    disarm();
    const second = window.save(document);
    const question = await window.modal.text();
    assert.match(question, /enabled: true → false/);
    assert.doesNotMatch(question, /siteId/);
    await window.modal.click('Save');
    assert.equal(await second, true);
    assert.equal(connected.stored(2)?.enabled, false);
  });

  it('says so where the config is gone, and keeps the text', async () => {
    const { window } = connected;
    connected.demo.server.state.patchConfig(2, { deleted: true });
    edit('site-1', 'site-2');
    assert.equal(await window.save(document), false);
    await window.toasts
      .withText(/The plugin config no longer exists in Main .*\. Your text is kept here, unsaved\./)
      .waitUntilShown();
    assert.match(document.getText(), /site-2/);
    assert.deepEqual(connected.writes, []);
  });

  it('says what the server has answered with something else for', async () => {
    const { window, proxy } = connected;
    proxy.inject({
      method: 'PATCH',
      fault: { kind: 'drift', map: (body) => ({ ...Object(body), name: 'Other' }) as unknown },
    });
    edit('"name": "Mail to EU"', '"name": "Mail to the EU"');
    const saved = window.save(document);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    const toast = window.toasts.withText('The server answered otherwise than it was asked for: name.');
    assert.equal(await toast.severity(), 'warning');
  });

  it('needs the connection of the document to be the active one', async () => {
    const { window } = connected;
    edit('site-1', 'site-2');
    void window.command('posthogPlugins.disconnect');
    await window.modal.click('Disconnect');
    await window.tree.waitForWelcome(/./);
    assert.equal(await window.save(document), false);
    await window.toasts.withText('Failed to save').waitUntilShown();
    assert.equal(document.isDirty, true);
    assert.deepEqual(connected.writes, []);
  });
});
