import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { Document } from '../../support/editor/documents';
import { withKey } from '../../support/goldenFixture';
import { seedOf } from '../../support/projectHarness';

/** What keeps a document from being saved: its text has to stay, and the reason to be said. */
describe('a settings document that cannot be saved', () => {
  let connected: ConnectedWindow;

  afterEach(() => connected.close());

  const edit = async (from: string, to: string): Promise<Document> => {
    const { window } = connected;
    await window.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
    const document = await window.document(/Mail to EU\.settings\.json$/);
    window.type(document, to, from);
    return document;
  };
  const isKept = (document: Document, text: RegExp): void => {
    assert.match(document.getText(), text);
    assert.equal(document.isDirty, true);
  };

  describe('with a key that may only read', () => {
    beforeEach(async () => {
      connected = await ConnectedWindow.open({
        server: {
          profile: '2026',
          fixture: withKey(seedOf('2026'), 1, { scopes: ['plugin:read', 'project:read', 'user:read'] }),
        },
      });
      await connected.window.tree.row('Mail to EU').state();
    });

    /** Saves what the key may not write: the first refusal is how that is learned. */
    const refused = async (document: Document): Promise<void> => {
      const { window } = connected;
      const saving = window.save(document);
      await window.modal.click('Save');
      assert.equal(await saving, false);
    };

    it('one refusal with its reason, and the text stays', async () => {
      const { window } = connected;
      const document = await edit('site-1', 'site-2');
      await refused(document);
      const toast = window.toasts.withText(`Failed to save 'Mail to EU.settings.json'`);
      assert.match(await toast.text(), /plugin:write/);
      assert.equal(window.toasts.texts().filter((text) => text.includes('plugin:write')).length, 1);
      assert.deepEqual(
        connected.writes.map((line) => line.replace(/ config=.*/, '')),
        ['PATCH 2/'],
      );
      isKept(document, /"siteId": "site-2"/);
      await window.tree.waitForMessage(/This key may only read/);
    });

    it('is not even asked about once that is known, and nothing more is sent', async () => {
      const { window } = connected;
      const document = await edit('site-1', 'site-2');
      await refused(document);
      window.toasts.clear();
      connected.demo.forgetRequests();
      assert.equal(await window.save(document), false);
      await window.toasts.withText(/may only read\. Use Replace Key… .* plugin:write/).waitUntilShown();
      assert.equal(window.modal.isOpen, false);
      assert.deepEqual(connected.writes, []);
      isKept(document, /"siteId": "site-2"/);
    });
  });

  describe('of a config that somebody else deletes meanwhile', () => {
    let document: Document;

    beforeEach(async () => {
      connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
      document = await edit('site-1', 'site-3');
      connected.demo.server.state.patchConfig(2, { deleted: true });
      connected.demo.forgetRequests();
      assert.equal(await connected.window.save(document), false);
    });

    it('the save says so, and the text stays', async () => {
      const { window } = connected;
      await window.toasts.withText(/no longer exists in Main .* Your text is kept here/).waitUntilShown();
      assert.deepEqual(connected.writes, []);
      isKept(document, /"siteId": "site-3"/);
      // The row goes; the document does not go with it.
      window.tree.clickTitle('Refresh');
      await window.tree.row('Mail to EU').waitUntilGone();
      assert.deepEqual(window.tabs(), ['Mail to EU.settings.json']);
      isKept(document, /"siteId": "site-3"/);
    });

    it('can be saved when the config is there again', async () => {
      const { window } = connected;
      connected.demo.server.state.patchConfig(2, { deleted: false });
      const saving = window.save(document);
      await window.modal.click('Save');
      assert.equal(await saving, true);
      await window.toasts.withText('Saved Mail to EU').waitUntilShown();
      assert.deepEqual(connected.stored(2)?.config, {
        host: 'eu',
        siteId: 'site-3',
        apiToken: 'real-mailer-token',
        eventsToSend: '$pageview',
      });
      assert.equal(document.isDirty, false);
    });
  });
});
