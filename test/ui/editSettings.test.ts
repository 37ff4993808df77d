import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { isRecord } from '../../src/api/record';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { userDirOf } from '../support/host/settings';
import { isJson } from '../support/isJson';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const CONFIG = '/api/projects/1/plugin_configs/2/';
const TAB = 'Mail to EU.settings.json';

describe('editing settings as a document', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const server = await demo.start();
    proxy = await startFaultProxy(server.url);
    workbench = await openWorkbench({ settings: { 'files.autoSave': 'off' } });
    await connectOwnServer(workbench, { url: proxy.url, key: server.key }, 'Main');
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const writes = (): readonly (typeof proxy.requests)[number][] =>
    proxy.requests.filter(({ method }) => method !== 'GET');

  const stored = (): Readonly<Record<string, unknown>> => {
    const config: unknown = demo.server.state.storedConfig(2)?.config;
    return isRecord(config) ? config : {};
  };

  /** As somebody else would: not through the window. */
  const changeElsewhere = (settings: Record<string, string>): void => {
    demo.server.state.patchConfig(2, { config: { ...settings, apiToken: 'real-mailer-token' } });
  };

  async function editorShows(expected: RegExp): Promise<void> {
    let last = '';
    await eventually(`the editor shows ${String(expected)}`, async () => {
      last = await workbench.editorText();
      return expected.test(last);
    }).catch((error: unknown) => {
      throw new Error(`the editor shows ${last}`, { cause: error });
    });
  }

  const focusEditor = (): Promise<unknown> =>
    workbench.driver.command('workbench.action.focusActiveEditorGroup');

  /** Replaces a text in the editor by another, as a paste over everything does. */
  async function replace(from: string, to: string): Promise<void> {
    // While an answer of the server comes in, lines on screen are out of order for a moment.
    const former = await eventually(`the editor shows ${from}`, async () => {
      const shown = await workbench.editorText();
      return isJson(shown) && shown.includes(from) ? shown : undefined;
    });
    const text = former.replace(from, () => to);
    await focusEditor();
    await eventually('the text is replaced', async () => {
      await workbench.driver.command('editor.action.selectAll');
      await workbench.driver.command('paste', { text, pasteOnNewLine: false, multicursorText: null });
      return (await workbench.editorText()).includes(to);
    });
  }

  /** What the editor itself keeps of unsaved documents, a second after they were changed. */
  const backups = (): string =>
    fs
      .readdirSync(userDirOf(workbench.dataDir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath.includes('Backups'))
      .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');

  const save = (): Promise<void> => workbench.page.keyboard.press('Control+s');

  const isDirty = async (): Promise<boolean> =>
    (await workbench.page.locator('.tab.dirty', { hasText: TAB }).count()) > 0;

  it('opens from the palette, with secrets masked and nothing sent', async () => {
    await workbench.runCommand('Edit Settings');
    await workbench.quickInput.pick('Mail to EU');
    await editorShows(/"siteId": "site-1"/);
    const text = await workbench.editorText();
    assert.match(text, /"\$schema": "posthog-plugin:\//);
    assert.match(text, /"name": "Mail to EU"/);
    assert.match(text, /"apiToken": "••••••••"/);
    assert.doesNotMatch(text, /real-mailer-token/);
    assert.deepEqual(writes(), []);
  });

  it('saves by keyboard what was edited, and no secret with it', async () => {
    const { page } = workbench;
    await focusEditor();
    await page.keyboard.press('Control+Home');
    for (let line = 1; line < 8; line++) {
      await page.keyboard.press('ArrowDown');
    }
    for (const press of ['End', 'ArrowLeft', 'ArrowLeft', 'Backspace', '2']) {
      await page.keyboard.press(press);
    }
    await editorShows(/"siteId": "site-2"/);
    await save();
    const question = await workbench.modal.text();
    assert.match(question, /Save the changes of “Mail to EU”\?/);
    assert.match(question, /Plugin config 2, project Main \(1\), on 127\.0\.0\.1/);
    assert.match(question, /siteId: "site-1" → "site-2"/);
    assert.doesNotMatch(question, /host|apiToken|enabled/);
    await workbench.screenshot('edit-settings-save');
    await workbench.modal.click('Save');
    await workbench.toasts.withText('Saved Mail to EU').waitUntilShown();
    await eventually('the document is saved', async () => !(await isDirty()));
    const [sent, ...others] = writes();
    assert.deepEqual(others, []);
    assert.equal(sent?.method, 'PATCH');
    assert.equal(sent.path, CONFIG);
    assert.equal(sent.headers['content-type'], 'application/x-www-form-urlencoded');
    const form = [...new URLSearchParams(sent.body)];
    assert.deepEqual(
      form.map(([name]) => name),
      ['config'],
    );
    assert.deepEqual(JSON.parse(form[0]?.[1] ?? ''), {
      host: 'eu',
      siteId: 'site-2',
      eventsToSend: '$pageview',
    });
    assert.equal(stored().apiToken, 'real-mailer-token');
    await editorShows(/"siteId": "site-2"/);
  });

  it('sends state as JSON, and only what changed', async () => {
    const before = writes().length;
    await replace('"name": "Mail to EU"', '"name": "Mail to the EU"');
    await save();
    assert.match(await workbench.modal.text(), /name: "Mail to EU" → "Mail to the EU"/);
    await workbench.modal.click('Save');
    await eventually('it is sent', () => Promise.resolve(writes().length === before + 1));
    const sent = writes().at(-1);
    assert.equal(sent?.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(sent.body), { name: 'Mail to the EU' });
  });

  it('refuses what is wrong, marks it, and keeps it', async () => {
    const before = writes().length;
    await replace('"host": "eu"', '"host": "moon"');
    await save();
    await workbench.toasts.withText('This is none of the choices: us, eu.').waitUntilShown();
    assert.ok(await isDirty());
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot('edit-settings-refused');
    await workbench.driver.command('notifications.clearAll');
    await replace('"host": "moon"', '"host": "moon');
    await save();
    await workbench.toasts.withText('This is not valid JSON.').waitUntilShown();
    assert.ok(await isDirty());
    assert.equal(writes().length, before);
    await workbench.driver.command('notifications.clearAll');
    await workbench.driver.command('workbench.action.files.revert');
    await editorShows(/"host": "eu"/);
  });

  it('keeps everything, unsent, when the question is answered with Cancel', async () => {
    const before = writes().length;
    await replace('site-2', 'site-3');
    await save();
    await workbench.modal.click('Cancel');
    await workbench.toasts.withText('the save was cancelled').waitUntilShown();
    assert.ok(await isDirty());
    assert.equal(writes().length, before);
    await workbench.driver.command('notifications.clearAll');
  });

  it('survives a reload of the window while dirty, and can be saved then', async () => {
    await eventually('the editor has backed it up', () => Promise.resolve(backups().includes('site-3')));
    await workbench.reload();
    await editorShows(/"siteId": "site-3"/);
    await eventually('it is still unsaved', isDirty);
    await workbench.statusBar.waitFor('Main');
    await focusEditor();
    await save();
    assert.match(await workbench.modal.text(), /siteId: "site-2" → "site-3"/);
    await workbench.modal.click('Save');
    await eventually('it is stored', () => Promise.resolve(stored().siteId === 'site-3'));
    await workbench.driver.command('notifications.clearAll');
  });

  it('notices what others have changed: compares, and puts mine on top of it', async () => {
    changeElsewhere({ host: 'eu', siteId: 'site-3', eventsToSend: '$autocapture' });
    const before = writes().length;
    await replace('site-3', 'site-4');
    await save();
    const question = await workbench.modal.text();
    assert.match(question, /was changed on the server since it was opened/);
    assert.match(question, /eventsToSend: "\$pageview" → "\$autocapture"/);
    await workbench.screenshot('edit-settings-conflict');
    await workbench.modal.click('Keep Mine');
    assert.match(await workbench.modal.text(), /siteId: "site-3" → "site-4"/);
    await workbench.modal.click('Save');
    await eventually('it is stored', () => Promise.resolve(stored().siteId === 'site-4'));
    assert.equal(stored().eventsToSend, '$autocapture');
    assert.equal(stored().apiToken, 'real-mailer-token');
    assert.equal(writes().length, before + 1);
    await editorShows(/\$autocapture/);
  });

  it('takes theirs, and gives mine back with Undo', async () => {
    changeElsewhere({ host: 'us', siteId: 'site-4', eventsToSend: '$autocapture' });
    const before = writes().length;
    await replace('site-4', 'site-5');
    await save();
    await workbench.modal.click('Take Theirs');
    await editorShows(/"host": "us"/);
    assert.equal(writes().length, before);
    await workbench.page.keyboard.press('Control+z');
    await editorShows(/site-5/);
    await workbench.driver.command('workbench.action.files.revert');
  });

  it('compares both sides in a diff editor', async () => {
    changeElsewhere({ host: 'eu', siteId: 'site-4', eventsToSend: '$autocapture' });
    await replace('site-4', 'site-6');
    await save();
    await workbench.modal.click('Compare');
    await eventually('a diff is open', async () =>
      (await workbench.tabs()).some((title) => title.includes('server ↔ yours')),
    );
    await workbench.screenshot('edit-settings-compare');
    assert.ok(await isDirty());
    await workbench.driver.command('notifications.clearAll');
    await workbench.driver.command('workbench.action.closeActiveEditor');
    await editorShows(/site-6/);
    await workbench.driver.command('workbench.action.files.revert');
  });

  it('sends what was typed in the place of a secret only after a yes', async () => {
    const before = writes().length;
    await replace('••••••••', 'typed-secret');
    await save();
    assert.match(await workbench.modal.text(), /Set Secret… takes it without showing it/);
    await workbench.modal.click('Cancel');
    await eventually('it was not sent', async () => await isDirty());
    assert.equal(writes().length, before);
    await workbench.driver.command('notifications.clearAll');
    await workbench.driver.command('workbench.action.files.revert');
  });

  it('offers keys and choices, and tells what they are for', async () => {
    const { page } = workbench;
    await replace('"host": "eu"', '"host": ""');
    // Its middle is between the quotation marks.
    await page.locator('.view-line span span', { hasText: '""' }).last().click();
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'us' }).first().waitFor();
    await page.screenshot({ path: 'out/screenshots/edit-settings-choices.png' });
    await page.keyboard.press('Escape');
    await workbench.driver.command('workbench.action.files.revert');
    await page.locator('.view-line span', { hasText: '"host"' }).last().hover();
    await page.locator('.monaco-hover', { hasText: 'Where your account lives' }).waitFor();
    await workbench.screenshot('edit-settings-hover');
  });

  it('keeps what is saved by itself as a draft, and sends nothing of it', async () => {
    const before = writes().length;
    await workbench.driver.setting('files.autoSaveDelay', 100);
    await workbench.driver.setting('files.autoSave', 'afterDelay');
    await replace('site-4', 'site-7');
    await eventually('it is saved by itself', async () => !(await isDirty()));
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await workbench.screenshot('edit-settings-draft');
    assert.equal(writes().length, before);
    assert.equal(stored().siteId, 'site-4');
    await workbench.reload();
    await editorShows(/site-7/);
    assert.equal(stored().siteId, 'site-4');
    await workbench.statusBar.waitFor('Main');
    await focusEditor();
    await save();
    assert.match(await workbench.modal.text(), /siteId: "site-4" → "site-7"/);
    await workbench.modal.click('Save');
    await eventually('it is stored', () => Promise.resolve(stored().siteId === 'site-7'));
    assert.equal(writes().length, before + 1);
  });
});
