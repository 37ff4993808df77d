import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually';

import type { ReceivedRequest } from '../../src/demo/server';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { withKey } from '../support/goldenFixture';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const TYPED = 'typed-secret-that-must-not-show-0123';
/** Of two lines of what would be a key, marked so that it is found wherever it should not be. */
const PEM = `-----BEGIN PRIVATE KEY-----\n${TYPED}\nAA==\n-----END PRIVATE KEY-----\n`;
const FORM = 'application/x-www-form-urlencoded';

describe('secrets and attachments', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
    await workbench.tree.row('Job Lab').waitUntil('is there', () => true);
  });

  beforeEach(() => demo.forgetRequests());

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  const stored = (id: number) => {
    const found = demo.server.state.storedConfig(id);
    assert.ok(found);
    return found;
  };
  const settings = (id: number): unknown => stored(id).config;
  const writes = (): readonly (readonly [
    ReceivedRequest['headers'][string],
    readonly (readonly [string, string])[],
  ])[] =>
    demo.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ headers, body }) => [headers['content-type'], [...new URLSearchParams(body)]]);
  const makeFile = (name: string, text: string): string => {
    const file = path.join(workbench.dataDir, name);
    fs.writeFileSync(file, text);
    return file;
  };

  it('sets a secret by mouse, typed hidden, and says that the former one is lost', async () => {
    const { quickInput } = workbench;
    await workbench.tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await quickInput.waitForMessage('New value of “API token”');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.type('••••••••');
    await quickInput.waitForMessage('not a secret');
    await quickInput.type(`${TYPED} `);
    await quickInput.waitForMessage('begins or ends with a space');
    await quickInput.type(TYPED);
    await quickInput.waitForMessage('New value of “API token”');
    await workbench.screenshot('set-secret');
    await quickInput.accept();
    const toast = workbench.toasts.withText('Set “API token” of Mail to EU in Main');
    assert.match(await toast.text(), /The former value cannot be brought back\.$/);
    assert.deepEqual(settings(2), {
      host: 'eu',
      siteId: 'site-1',
      apiToken: TYPED,
      eventsToSend: '$pageview',
    });
    assert.deepEqual(writes(), [
      [
        FORM,
        [
          [
            'config',
            JSON.stringify({
              host: 'eu',
              siteId: 'site-1',
              eventsToSend: '$pageview',
              apiToken: TYPED,
            }),
          ],
        ],
      ],
    ]);
  });

  it('trap 38: sets a secret that comes in clear from its own row', async () => {
    const row = workbench.tree.row('Job Lab');
    await row.expand();
    await workbench.tree.row('Settings').expand();
    await workbench.tree.row('token').clickInline('Set Secret…');
    await workbench.quickInput.waitForMessage('New value of “Token”');
    await workbench.quickInput.enter(TYPED);
    await workbench.toasts.withText('Set “Token” of Job Lab').waitUntilShown();
    assert.deepEqual(settings(5), { greeting: 'hi', token: TYPED });
    await row.collapse();
  });

  it('sends nothing when the box is left', async () => {
    await workbench.tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await workbench.quickInput.waitForMessage('New value of “API token”');
    await workbench.quickInput.cancel();
    await workbench.tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await workbench.quickInput.waitForMessage('New value of “API token”');
    await workbench.quickInput.enter('');
    await workbench.toasts.withText('Nothing was saved: no value was typed.').waitUntilShown();
    assert.deepEqual(writes(), []);
  });

  it('takes a key with its line breaks from the clipboard or a file, after a question that does not show it', async () => {
    const { quickInput, page } = workbench;
    await workbench.tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await quickInput.waitForMessage('New value of “API token”');
    await quickInput.type(PEM.replaceAll('\n', ''));
    await quickInput.waitForMessage('dropped the line breaks');
    await page.evaluate((text) => navigator.clipboard.writeText(text), PEM);
    await quickInput.clickButton('Take from Clipboard, with Line Breaks…');
    const question = await workbench.modal.text();
    assert.match(question, /Set the secret “API token” of “Mail to EU” to what is in the clipboard\?/);
    assert.match(question, /4 lines, 96 characters\. They are not shown/);
    assert.match(question, /Plugin config 2, project Main \(1\)/);
    await workbench.screenshot('set-secret-clipboard');
    assert.deepEqual(writes(), []);
    await workbench.modal.click('Cancel');
    await quickInput.waitForMessage('New value of “API token”');
    await quickInput.clickButton('Take from File…');
    await quickInput.chooseFile(makeFile('key.pem', PEM));
    assert.match(await workbench.modal.text(), /to what is in the file key\.pem\?/);
    await workbench.modal.click('Set');
    await workbench.toasts.withText('Set “API token” of Mail to EU in Main').waitUntilShown();
    fs.rmSync(path.join(workbench.dataDir, 'key.pem'));
    // A message of the same text may still be there from before.
    await eventually('it is sent', () => writes().length === 1);
    assert.deepEqual(settings(2), { host: 'eu', siteId: 'site-1', apiToken: PEM, eventsToSend: '$pageview' });
  });

  it('clears a secret by keyboard, after a question that says what and where', async () => {
    await workbench.runCommand('Clear Secret…');
    await workbench.quickInput.pick('Mail to EU');
    const question = await workbench.modal.text();
    assert.match(question, /Clear the secret “API token” of “Mail to EU”\?/);
    assert.match(question, /Plugin config 2, project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /The plugin requires it .* The value cannot be brought back/);
    await workbench.screenshot('clear-secret');
    assert.deepEqual(writes(), []);
    await workbench.modal.click('Clear');
    await workbench.toasts
      .withText(/Cleared “API token” of Mail to EU .* cannot be brought back/)
      .waitUntilShown();
    assert.deepEqual(settings(2), { host: 'eu', siteId: 'site-1', apiToken: '', eventsToSend: '$pageview' });
    await workbench.runCommand('Clear Secret…');
    await workbench.quickInput.pick('Mail to EU');
    await workbench.toasts.withText('No secret of Mail to EU is set.').waitUntilShown();
  });

  it('shows name, size and type of an attachment in the tree', async () => {
    const row = workbench.tree.row('Schema Guard');
    await row.expand();
    await workbench.tree.row('Settings').expand();
    const { description } = await workbench.tree.row('schemaFile').state();
    assert.equal(description, 'file schema.json, 15 bytes, application/json');
    assert.deepEqual(await workbench.tree.row('schemaFile').inlineButtons(), ['Add Attachment…']);
    await workbench.screenshot('attachment-row');
    await row.collapse();
  });

  it('replaces an attachment after a question, and keeps the settings', async () => {
    await workbench.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    await workbench.quickInput.chooseFile(makeFile('new-schema.json', '{"type":"object"}'));
    const question = await workbench.modal.text();
    assert.match(question, /Replace the file “Schema file” of “Schema Guard”\?/);
    assert.match(question, /File new-schema\.json, 17 bytes\. It replaces file schema\.json, 15 bytes/);
    await workbench.screenshot('replace-attachment');
    await workbench.modal.click('Replace');
    await workbench.toasts.withText(/Stored new-schema\.json as “Schema file” .* replaced/).waitUntilShown();
    assert.deepEqual(
      stored(4).attachments.map(({ key, fileName, contentType, size }) => [key, fileName, contentType, size]),
      [['schemaFile', 'new-schema.json', 'application/json', 17]],
    );
    assert.deepEqual(settings(4), { mode: 'drop', rules: '{"strict":true}' });
  });

  it('removes an attachment by keyboard, and adds one where none is without a question', async () => {
    await workbench.runCommand('Remove Attachment…');
    await workbench.quickInput.pick('Schema Guard');
    assert.match(await workbench.modal.text(), /Remove the file “Schema file” from “Schema Guard”\?/);
    await workbench.modal.click('Remove');
    await workbench.toasts.withText('Removed the file “Schema file” from Schema Guard').waitUntilShown();
    assert.deepEqual(stored(4).attachments, []);
    assert.deepEqual(settings(4), { mode: 'drop', rules: '{"strict":true}' });
    await workbench.runCommand('Add Attachment…');
    await workbench.quickInput.pick('Schema Guard');
    await workbench.quickInput.chooseFile(makeFile('notes.txt', 'a'));
    await workbench.toasts.withText(/Stored notes\.txt as “Schema file” of Schema Guard/).waitUntilShown();
    assert.deepEqual(
      stored(4).attachments.map(({ fileName, contentType }) => [fileName, contentType]),
      [['notes.txt', 'text/plain']],
    );
  });

  it('keeps what was typed out of the screen and of every file', async () => {
    for (const frame of workbench.page.frames()) {
      assert.ok(!(await frame.content()).includes(TYPED), frame.url());
    }
    assert.ok(!workbench.consoleLines.some((line) => line.includes(TYPED)));
    const files = fs
      .readdirSync(workbench.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    assert.ok(files.length > 5);
    for (const file of files) {
      assert.ok(!fs.readFileSync(file).includes(TYPED), file);
    }
  });
});

describe('secrets with a key that may only read', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({
    profile: '2026',
    fixture: withKey(seedOf('2026'), 1, { scopes: ['plugin:read', 'project:read', 'user:read'] }),
  });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  it('says why nothing was saved, once, and greys the commands out', async () => {
    const row = workbench.tree.row('Mail to EU');
    await row.chooseInContextMenu('Set Secret…');
    await workbench.quickInput.waitForMessage('New value of “API token”');
    await workbench.quickInput.enter(TYPED);
    const toast = await workbench.toasts.withText('Could not change the plugin config.').text();
    assert.match(toast, /plugin:write/);
    assert.ok(!toast.includes(TYPED));
    const items = await row.contextMenuItems();
    assert.deepEqual(
      items.filter(({ label }) => /Secret|Attachment/.test(label)),
      ['Set Secret…', 'Clear Secret…', 'Add Attachment…', 'Remove Attachment…'].map((label) => ({
        label: `${label} (This Key May Only Read)`,
        enabled: false,
      })),
    );
    demo.forgetRequests();
    await workbench.runCommand('Clear Secret…');
    await workbench.quickInput.pick('Mail to EU');
    await workbench.toasts.withText(/may only read/).waitUntilShown();
    assert.deepEqual(
      demo.requests.filter(({ method }) => method !== 'GET'),
      [],
    );
  });
});
