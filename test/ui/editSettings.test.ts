import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness, type SeenRequest } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { filesBelow } from '../support/filesBelow';
import { userDirOf } from '../support/host/settings';
import { openWorkbench } from '../support/openWorkbench';
import { EDITED_AS_IT_IS, SettingsEditor } from '../support/page/settingsEditor';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const TAB = 'Mail to EU.settings.json';
const TYPED = 'typed-secret-that-must-not-show-0123';
/** Of two lines of what would be a key, marked so that it is found wherever it should not be. */
const PEM = `-----BEGIN PRIVATE KEY-----\n${TYPED}\nAA==\n-----END PRIVATE KEY-----\n`;

describe('settings, secrets, attachments and new configs', () => {
  let workbench: Workbench;
  let editor: SettingsEditor;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench({ settings: EDITED_AS_IT_IS })]);
    workbench = opened;
    editor = new SettingsEditor(workbench);
    await connectOwnServer(workbench, server, 'Main');
    await workbench.tree.row('Job Lab').waitUntil('is there', () => true);
  });

  beforeEach(async () => {
    const { driver } = workbench;
    await driver.command('workbench.action.closeQuickOpen');
    await driver.command('workbench.action.revertAndCloseActiveEditor');
    await driver.command('workbench.action.closeAllEditors');
    await driver.command('notifications.clearAll');
    changeElsewhere({});
    demo.forgetRequests();
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  /** As somebody else would: not through the window. */
  function changeElsewhere(settings: Readonly<Record<string, string>>): void {
    const former = { host: 'eu', siteId: 'site-1', eventsToSend: '$pageview', apiToken: 'real-mailer-token' };
    demo.server.state.patchConfig(2, { config: { ...former, ...settings } });
  }

  const writes = (): readonly SeenRequest[] => demo.requests.filter(({ method }) => method !== 'GET');

  async function open(): Promise<void> {
    await workbench.runCommand('Edit Settings');
    await workbench.quickInput.pick('Mail to EU');
    await editor.shows(/"siteId": "site-1"/);
  }

  const save = (): Promise<void> => workbench.page.keyboard.press('Control+s');

  it('are edited and saved by keyboard, and no secret is shown or sent', async () => {
    const { page } = workbench;
    await open();
    assert.doesNotMatch(await editor.shows(/"apiToken": "••••••••"/), /real-mailer-token/);
    await workbench.driver.command('workbench.action.focusActiveEditorGroup');
    await page.keyboard.press('Control+Home');
    for (let line = 1; line < 8; line++) {
      await page.keyboard.press('ArrowDown');
    }
    for (const press of ['End', 'ArrowLeft', 'ArrowLeft', 'Backspace', '2']) {
      await page.keyboard.press(press);
    }
    await editor.shows(/"siteId": "site-2"/);
    await save();
    assert.match(await workbench.modal.text(), /siteId: "site-1" → "site-2"/);
    await workbench.screenshot('edit-settings-save');
    await workbench.modal.click('Save');
    await workbench.toasts.withText('Saved Mail to EU').waitUntilShown();
    await eventually('the document is saved', async () => !(await editor.isDirty(TAB)));
    const [sent, ...others] = writes();
    assert.deepEqual(others, []);
    assert.deepEqual(JSON.parse(new URLSearchParams(sent?.body).get('config') ?? ''), {
      host: 'eu',
      siteId: 'site-2',
      eventsToSend: '$pageview',
    });
  });

  it('are marked where they are wrong, and kept', async () => {
    await open();
    await editor.replace('"host": "eu"', '"host": "moon"');
    await save();
    await workbench.toasts.withText('This is none of the choices: us, eu.').waitUntilShown();
    assert.ok(await editor.isDirty(TAB));
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot('edit-settings-refused');
  });

  it('survive a reload of the window while unsaved', async () => {
    await open();
    await editor.replace('site-1', 'site-3');
    await eventually('the editor has backed it up', () => backups().includes('site-3'));
    await workbench.reload();
    await editor.shows(/"siteId": "site-3"/);
    await eventually('it is still unsaved', () => editor.isDirty(TAB));
    await workbench.statusBar.waitFor('Main');
    await editor.save();
    assert.match(await workbench.modal.text(), /siteId: "site-1" → "site-3"/);
    await workbench.modal.click('Cancel');
    assert.deepEqual(writes(), []);
  });

  it('that others have changed are compared, and Undo gives mine back after theirs were taken', async () => {
    await open();
    changeElsewhere({ host: 'us' });
    await editor.replace('site-1', 'site-5');
    await save();
    assert.match(await workbench.modal.text(), /was changed on the server since it was opened/);
    await workbench.screenshot('edit-settings-conflict');
    await workbench.modal.click('Compare');
    await eventually('a diff is open', async () =>
      (await workbench.tabs()).some((title) => title.includes('server ↔ yours')),
    );
    await workbench.screenshot('edit-settings-compare');
    assert.ok(await editor.isDirty(TAB));
    await workbench.driver.command('notifications.clearAll');
    await workbench.driver.command('workbench.action.closeActiveEditor');
    changeElsewhere({ host: 'us', eventsToSend: '$autocapture' });
    await editor.shows(/site-5/);
    await editor.save();
    await workbench.modal.click('Take Theirs');
    await editor.shows(/\$autocapture/);
    await workbench.page.keyboard.press('Control+z');
    await editor.shows(/site-5/);
    assert.deepEqual(writes(), []);
  });

  it('are completed, and say what they are for', async () => {
    const { page } = workbench;
    await open();
    await editor.replace('"host": "eu"', '"host": ""');
    // Its middle is between the quotation marks.
    await page.locator('.view-line span span', { hasText: '""' }).last().click();
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'us' }).first().waitFor();
    await workbench.screenshot('edit-settings-choices');
    await page.keyboard.press('Escape');
    await page.locator('.view-line span', { hasText: '"host"' }).last().hover();
    await page.locator('.monaco-hover', { hasText: 'Where your account lives' }).waitFor();
    await workbench.screenshot('edit-settings-hover');
  });

  it('that are saved by themselves are marked as a draft, and not sent', async () => {
    const { driver, page } = workbench;
    await open();
    try {
      await driver.setting('files.autoSaveDelay', 100);
      await driver.setting('files.autoSave', 'afterDelay');
      await editor.replace('site-1', 'site-7');
      await eventually('it is saved by itself', async () => !(await editor.isDirty(TAB)));
      await page.locator('.squiggly-warning').first().waitFor();
      await workbench.screenshot('edit-settings-draft');
      assert.deepEqual(writes(), []);
      // The way back leaves no draft behind.
      await editor.replace('site-7', 'site-1');
      await page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
    } finally {
      await driver.setting('files.autoSave', 'off');
    }
  });

  it('are shown as JSON that cannot be edited', async () => {
    const { page } = workbench;
    await workbench.tree.row('Job Lab').chooseInContextMenu('Show JSON');
    await eventually('the JSON is shown', async () =>
      (await workbench.editorText()).includes('"token": "••••••••"'),
    );
    await page.locator('.part.editor .monaco-editor').first().click();
    await page.keyboard.type('x');
    await page
      .getByText(/read-only/i)
      .first()
      .waitFor();
  });

  it('of a new config are written by hand, its secrets typed hidden, and Undo deletes it', async () => {
    const { tree, quickInput, modal, toasts, page } = workbench;
    await tree.clickTitleButton('Add Plugin Config…');
    await quickInput.items();
    await workbench.screenshot('add-config-plugins');
    await quickInput.pick('Replicator');
    await editor.shows(/"enabled": false/);
    await editor.write(JSON.stringify({ enabled: true, settings: { host: 'eu.example.com' } }));
    assert.ok(await editor.isDirty('Replicator'));
    await editor.save();
    await workbench.screenshot('add-config-question');
    await modal.click('Create');
    await quickInput.waitForMessage('Secret: Token (project_token)');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.enter('my-own-secret');
    const done = toasts.withText('Created Replicator');
    await page.locator('.monaco-list-row.selected', { hasText: 'Replicator' }).waitFor();
    await workbench.screenshot('add-config-created');
    await done.click('Undo');
    await tree.row('Replicator').waitUntilGone();
  });

  it('hold a file that the file dialog has found', async () => {
    const { tree, quickInput, modal, toasts } = workbench;
    const file = path.join(workbench.dataDir, 'new-schema.json');
    fs.writeFileSync(file, '{"type":"object"}');
    await tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    await quickInput.chooseFile(file);
    assert.match(await modal.text(), /File new-schema\.json, 17 bytes\. It replaces file schema\.json/);
    await workbench.screenshot('replace-attachment');
    await modal.click('Replace');
    await toasts.withText(/Stored new-schema\.json as “Schema file”/).waitUntilShown();
    const [attachment] = demo.server.state.storedConfig(4)?.attachments ?? [];
    assert.deepEqual([attachment?.fileName, attachment?.size], ['new-schema.json', 17]);
  });

  it('hold secrets that are kept out of the screen and of every file, typed or from the clipboard', async () => {
    const { tree, quickInput, modal, toasts, page } = workbench;
    const row = tree.row('Mail to EU');
    await row.chooseInContextMenu('Set Secret…');
    await quickInput.waitForMessage('New value of “API token”');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.type(TYPED);
    await workbench.screenshot('set-secret');
    await quickInput.accept();
    await toasts.withText('Set “API token” of Mail to EU in Main').waitUntilShown();
    await row.chooseInContextMenu('Set Secret…');
    await page.evaluate((text) => navigator.clipboard.writeText(text), PEM);
    await quickInput.clickButton('Take from Clipboard, with Line Breaks…');
    await modal.text();
    await workbench.screenshot('set-secret-clipboard');
    await modal.click('Set');
    await eventually('both are sent', () => writes().length === 2);
    for (const frame of page.frames()) {
      assert.ok(!(await frame.content()).includes(TYPED), frame.url());
    }
    assert.ok(!workbench.consoleLines.some((line) => line.includes(TYPED)));
    const files = filesBelow(workbench.dataDir);
    assert.ok(files.length > 5);
    for (const file of files) {
      assert.ok(!fs.readFileSync(file).includes(TYPED), file);
    }
  });

  /** What the editor itself keeps of unsaved documents, a second after they were changed. */
  const backups = (): string =>
    filesBelow(userDirOf(workbench.dataDir))
      .filter((file) => file.includes('Backups'))
      .map((file) => fs.readFileSync(file, 'utf8'))
      .join('\n');
});
