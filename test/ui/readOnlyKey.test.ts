import assert from 'node:assert/strict';

import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { withKey } from '../support/goldenFixture';
import { openWorkbench } from '../support/openWorkbench';
import { EDITED_AS_IT_IS, SettingsEditor } from '../support/page/settingsEditor';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const TAB = 'Mail to EU.settings.json';

/** What keeps a document from being saved: its text has to stay, and the reason to be said. */
describe('a settings document that cannot be saved', () => {
  let workbench: Workbench;
  let editor: SettingsEditor;
  const readOnly = new DemoServerHarness({
    profile: '2026',
    fixture: withKey(seedOf('2026'), 1, { scopes: ['plugin:read', 'project:read', 'user:read'] }),
  });
  const other = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([
      readOnly.start(),
      openWorkbench({ settings: EDITED_AS_IT_IS }),
      other.start(),
    ]);
    workbench = opened;
    editor = new SettingsEditor(workbench);
    await connectOwnServer(workbench, server, 'Main');
    await workbench.runCommand('Edit Settings');
    await workbench.quickInput.pick('Mail to EU');
  });

  beforeEach(() => workbench.driver.command('notifications.clearAll'));

  after(async () => {
    await workbench.close();
    await readOnly.stop();
    await other.stop();
  });

  const writes = (demo: DemoServerHarness): readonly string[] =>
    demo.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  const isKept = async (text: RegExp): Promise<void> => {
    await editor.shows(text);
    assert.ok(await editor.isDirty(TAB));
  };

  it('with a key that may only read: one refusal with its reason, and the text stays', async () => {
    await editor.replace('site-1', 'site-2');
    await editor.save();
    await workbench.modal.click('Save');
    const refused = await workbench.toasts.withText(`Failed to save '${TAB}'`).text();
    assert.match(refused, /plugin:write/);
    assert.deepEqual(writes(readOnly), ['PATCH /api/projects/1/plugin_configs/2/']);
    await isKept(/"siteId": "site-2"/);
    await workbench.tree.waitForMessage(/This key may only read/);
    await workbench.screenshot('settings-read-only-key');
  });

  it('is not even asked about once that is known, and nothing more is sent', async () => {
    readOnly.forgetRequests();
    await editor.save();
    await workbench.toasts.withText(/may only read\. Use Replace Key… .* plugin:write/).waitUntilShown();
    assert.equal(await workbench.modal.isOpen(), false);
    assert.deepEqual(writes(readOnly), []);
    await isKept(/"siteId": "site-2"/);
    await workbench.driver.command('workbench.action.files.revert');
    await workbench.driver.command('workbench.action.closeAllEditors');
  });

  it('of a config that somebody else deletes meanwhile: the save says so, and the text stays', async () => {
    await connectOwnServer(workbench, other.server, 'Main');
    // Only this server tells how many deliveries succeed: the row is no longer that of the other one.
    await workbench.tree
      .row('Mail to EU')
      .waitUntil('is that of the other server', ({ description }) => description.includes('delivered'));
    await workbench.tree.row('Mail to EU').chooseInContextMenu('Edit Settings');
    await editor.replace('site-1', 'site-3');
    other.server.state.patchConfig(2, { deleted: true });
    other.forgetRequests();
    await editor.save();
    await workbench.toasts.withText(/no longer exists in Main .* Your text is kept here/).waitUntilShown();
    assert.deepEqual(writes(other), []);
    await isKept(/"siteId": "site-3"/);
    await workbench.screenshot('settings-of-deleted-config');
    // The row goes; the document does not go with it.
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.row('Mail to EU').waitUntilGone();
    await isKept(/"siteId": "site-3"/);
  });

  it('can be saved when the config is there again', async () => {
    other.server.state.patchConfig(2, { deleted: false });
    await editor.save();
    await workbench.modal.click('Save');
    await workbench.toasts.withText('Saved Mail to EU').waitUntilShown();
    const stored = other.server.state.storedConfig(2);
    assert.deepEqual(stored?.config, {
      host: 'eu',
      siteId: 'site-3',
      apiToken: 'real-mailer-token',
      eventsToSend: '$pageview',
    });
  });

  it('a change is not undone in another connection than it was made in', async () => {
    await workbench.runCommand('Switch Connection…');
    const { host } = new URL(readOnly.server.url);
    await workbench.quickInput.type(host);
    await workbench.quickInput.accept();
    await workbench.tree.waitForMessage(/This key may only read/);
    other.forgetRequests();
    readOnly.forgetRequests();
    await workbench.runCommand('Undo Last Change');
    await workbench.toasts.withText('There is nothing to undo in Main').waitUntilShown();
    await workbench.runCommand('Recent Changes…');
    await workbench.quickInput.waitForTitle('Recent Changes');
    await workbench.quickInput.accept();
    const toast = workbench.toasts.withText('Nothing was undone: this change was made in');
    assert.match(await toast.text(), new RegExp(new URL(other.server.url).host));
    assert.deepEqual(await toast.buttons(), ['Switch Connection…']);
    assert.deepEqual([...writes(other), ...writes(readOnly)], []);
    assert.equal(other.server.state.storedConfig(2)?.name, 'Mail to EU');
  });
});
