import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { Document } from '../../support/editor/documents';
import { shows } from '../../support/editor/page/documentText';
import { shown } from '../../support/editor/page/shown';
import { openSettled, settled, storedSettings } from '../../support/editor/settledWindow';
import { TextDocumentSaveReason, Uri } from '../../support/editor/values';
import { isRecord } from '../../../src/api/record';
import { withKey } from '../../support/goldenFixture';
import { seedOf } from '../../support/projectHarness';

const NAME = /Mail to EU\.settings\.json$/;
const DRAFT = /^Kept as a draft and not sent to Main — 127\.0\.0\.1:\d+\. Save it yourself to send it\.$/;

describe('a settings document', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
  });

  afterEach(() => connected.close());

  async function open(): Promise<Document> {
    await connected.window.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
    return connected.window.document(NAME);
  }

  it('opens from the palette, with secrets masked and nothing sent', async () => {
    const { window } = connected;
    window.runCommand('Edit Settings');
    await window.quickInput.waitForPlaceholder('Select a plugin config to edit the settings of');
    await window.quickInput.pick('Mail to EU');
    const document = await window.document(NAME);
    const text = await shows(document, /"siteId": "site-1"/);
    assert.match(text, /"\$schema": "posthog-plugin:\//);
    assert.match(text, /"name": "Mail to EU"/);
    assert.match(text, /"apiToken": "••••••••"/);
    assert.doesNotMatch(text, /real-mailer-token/);
    assert.equal(document.isDirty, false);
    assert.equal(document.isReadOnly, false);
    assert.deepEqual(connected.writes, []);
  });

  it('opens nothing when no plugin config is picked', async () => {
    const { window } = connected;
    window.runCommand('Edit Settings');
    await window.quickInput.waitForPlaceholder('Select a plugin config to edit');
    await window.quickInput.cancel();
    await settled(connected);
    assert.deepEqual(window.tabs(), []);
  });

  const failures: readonly (readonly [number, RegExp])[] = [
    [403, /^Could not read the plugin config\./],
    [500, /^Could not read the plugin config\. 127\.0\.0\.1:\d+ failed with status 500/],
  ];
  for (const [status, expected] of failures) {
    it(`opens nothing where its config cannot be read (${status}), and says why`, async () => {
      const { window, proxy } = connected;
      const path = '/api/projects/1/plugin_configs/2/';
      proxy.inject({ method: 'GET', path, fault: { kind: 'answer', status, body: { detail: 'No.' } } });
      await window.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
      assert.equal(await window.toasts.withText(expected).severity(), 'error');
      assert.deepEqual(window.tabs(), []);
    });
  }

  it('survives a reload of the window while unsaved, and can be saved then', async () => {
    const { window } = connected;
    window.type(await open(), 'site-3', 'site-1');
    await window.reload();
    const document = await window.document(NAME);
    assert.match(document.getText(), /"siteId": "site-3"/);
    assert.equal(document.isDirty, true);
    window.tree.open();
    await window.statusBar.waitFor('Main');
    const saved = window.save(document);
    assert.match(await window.modal.text(), /siteId: "site-1" → "site-3"/);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    assert.equal(storedSettings(connected, 2).siteId, 'site-3');
  });

  it('notices after a reload of the window what others have changed before', async () => {
    const { window, demo } = connected;
    window.type(await open(), 'site-3', 'site-1');
    const settings = { ...storedSettings(connected, 2), host: 'us', siteId: 'site-1' };
    demo.server.state.patchConfig(2, { config: settings });
    await window.reload();
    window.tree.open();
    await window.statusBar.waitFor('Main');
    void window.save(await window.document(NAME));
    assert.match(await window.modal.text(), /was changed on the server since it was opened/);
  });

  it('that is saved by itself is kept as a draft, also over a reload, and nothing of it is sent', async () => {
    const { window } = connected;
    const document = await open();
    window.type(document, 'site-7', 'site-1');
    assert.equal(await window.autoSave(document), true);
    assert.equal(document.isDirty, false);
    assert.match(window.problems(document).join(' | '), DRAFT);
    assert.match(window.editor.messages.statusTexts.at(-1) ?? '', /^Draft kept, not sent to Main — /);
    await settled(connected);
    assert.deepEqual(connected.writes, []);
    await window.reload();
    const again = await window.document(NAME);
    assert.match(again.getText(), /site-7/);
    assert.equal(again.isDirty, false);
    assert.match(window.problems(again).join(' | '), DRAFT);
    assert.equal(storedSettings(connected, 2).siteId, 'site-1');
    window.tree.open();
    await window.statusBar.waitFor('Main');
    const saved = window.save(again);
    assert.match(await window.modal.text(), /siteId: "site-1" → "site-7"/);
    await window.modal.click('Save');
    assert.equal(await saved, true);
    assert.equal(storedSettings(connected, 2).siteId, 'site-7');
    assert.equal(connected.writes.length, 1);
    assert.deepEqual(window.problems(again), []);
  });

  it('that was put back as it was is no draft any more', async () => {
    const { window } = connected;
    const document = await open();
    window.type(document, 'site-7', 'site-1');
    await window.autoSave(document);
    window.type(document, 'site-1', 'site-7');
    assert.equal(await window.autoSave(document), true);
    assert.deepEqual(window.problems(document), []);
  });

  it('says that it shows a draft when it is opened again, and can discard it', async () => {
    const { window } = connected;
    const document = await open();
    window.type(document, 'site-7', 'site-1');
    await window.autoSave(document);
    const tab = window.editor.documents.active;
    assert.ok(tab);
    window.editor.documents.closeTab(tab);
    const again = await open();
    assert.match(again.getText(), /site-7/);
    await window.toasts.withText('Mail to EU shows a draft that was not sent.').click('Discard Draft');
    await shows(again, /site-1/);
    assert.deepEqual(window.problems(again), []);
    assert.deepEqual(connected.writes, []);
  });

  it('is read from the server once more when it was closed without a draft', async () => {
    const { window, demo } = connected;
    await open();
    const tab = window.editor.documents.active;
    assert.ok(tab);
    window.editor.documents.closeTab(tab);
    demo.server.state.patchConfig(2, { name: 'Mail to the EU' });
    const again = await open();
    await shows(again, /"name": "Mail to the EU"/);
  });

  it('follows the list while nothing is typed into it, and leaves what was typed alone', async () => {
    const { window, demo } = connected;
    const document = await open();
    demo.server.state.patchConfig(2, { description: 'Changed elsewhere' });
    await window.command('posthogPlugins.refresh');
    await shows(document, /"description": "Changed elsewhere"/);
    assert.equal(document.isDirty, false);
    window.type(document, 'site-9', 'site-1');
    demo.server.state.patchConfig(2, { description: 'Once more' });
    await window.command('posthogPlugins.refresh');
    await settled(connected);
    assert.match(document.getText(), /site-9/);
    assert.match(document.getText(), /Changed elsewhere/);
    assert.equal(document.isDirty, true);
  });

  it('has a schema with the choices, the hints and the secrets of the plugin', async () => {
    const document = await open();
    const [, address = ''] = /"\$schema": "([^"]+)"/.exec(document.getText()) ?? [];
    const { fs } = connected.window.editor.documents;
    const bytes = await fs.readFile(Uri.parse(address));
    const schema: unknown = JSON.parse(new TextDecoder().decode(bytes));
    assert.ok(isRecord(schema) && isRecord(schema.properties) && isRecord(schema.properties.settings));
    const { properties } = schema.properties.settings;
    assert.ok(isRecord(properties) && isRecord(properties.host) && isRecord(properties.apiToken));
    assert.deepEqual(properties.host.enum, ['us', 'eu']);
    assert.match(JSON.stringify(properties.host), /Where your account lives/);
    assert.match(JSON.stringify(properties.apiToken), /Secret\. The value that is stored is never shown/);
    await assert.rejects(fs.writeFile(Uri.parse(address), bytes), { code: 'NoPermissions' });
  });

  it('is not sent by anything but a person who saves it', async () => {
    const { window } = connected;
    const document = await open();
    window.type(document, 'site-7', 'site-1');
    await window.editor.documents.save(document, TextDocumentSaveReason.FocusOut);
    await settled(connected);
    assert.equal(window.modal.isOpen, false);
    assert.deepEqual(connected.writes, []);
    assert.match(window.problems(document).join(' | '), DRAFT);
  });
});

describe('a settings document with a key that may only read', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    const fixture = withKey(seedOf('2026'), 1, { scopes: ['plugin:read', 'project:read', 'user:read'] });
    connected = await openSettled({ server: { profile: '2026', fixture } });
    // The first write that is refused shows it.
    await connected.window.tree.row('Mail to EU').chooseInContextMenu('Disable');
    await connected.window.toasts.withText('plugin:write').waitUntilShown();
    connected.window.toasts.clear();
  });

  afterEach(() => connected.close());

  it('can only be read, which is said once it is open', async () => {
    const { window } = connected;
    window.runCommand('Edit Settings');
    await window.quickInput.pick('Mail to EU');
    const document = await window.document(NAME);
    await window.toasts
      .withText(/^The settings can only be read: the key of Main .* lacks the scope plugin:write\./)
      .waitUntilShown();
    await shown('it is read-only', () => document.isReadOnly);
  });
});
