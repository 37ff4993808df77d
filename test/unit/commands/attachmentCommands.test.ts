import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { withPlugin } from '../../support/changedFixture';
import { openSettled } from '../../support/editor/settledWindow';
import { Uri } from '../../support/editor/values';
import { seedOf } from '../../support/projectHarness';
import { useTemporaryFiles } from '../../support/temporaryFiles';

const SETTINGS = { mode: 'drop', rules: '{"strict":true}' };
const MEGABYTE = 1024 * 1024;

describe('attachments of a plugin config', () => {
  let connected: ConnectedWindow;
  const makeFile = useTemporaryFiles();

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
  });

  afterEach(() => connected.close());

  const choose = (name: string, content: string): void =>
    void connected.window.editor.chosenFiles.push(Uri.file(makeFile(name, content)));
  const attachments = (id: number): readonly (readonly unknown[])[] =>
    (connected.stored(id)?.attachments ?? []).map(({ key, fileName, contentType, size }) => [
      key,
      fileName,
      contentType,
      size,
    ]);
  const ofSchemaGuard = [['schemaFile', 'schema.json', 'application/json', 15]];

  it('are shown in the tree with name, size and type', async () => {
    const { tree } = connected.window;
    await tree.row('Schema Guard').expand();
    await tree.row('Settings').expand();
    const { description } = await tree.row('schemaFile').state();
    assert.equal(description, 'file schema.json, 15 bytes, application/json');
    assert.deepEqual(await tree.row('schemaFile').inlineButtons(), ['Add Attachment…']);
  });

  it('are replaced after a question, and the settings stay', async () => {
    const { window } = connected;
    choose('new-schema.json', '{"type":"object"}');
    await window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    const question = await window.modal.text();
    assert.match(question, /^Replace the file “Schema file” of “Schema Guard”\?/);
    assert.match(question, /Plugin config 4, project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /File new-schema\.json, 17 bytes\. It replaces file schema\.json, 15 bytes/);
    assert.match(question, /which cannot be brought back\.$/);
    const [dialog] = window.editor.fileDialogs;
    assert.match(dialog?.title ?? '', /^“Schema file” of Schema Guard — Main/);
    assert.equal(dialog && 'openLabel' in dialog && dialog.openLabel, 'Attach');
    assert.deepEqual(connected.writes, []);
    await window.modal.click('Replace');
    const toast = window.toasts.withText(
      /^Stored new-schema\.json as “Schema file” of Schema Guard in Main .* The file that it replaced cannot be brought back\.$/,
    );
    assert.deepEqual(await toast.buttons(), []);
    assert.deepEqual(attachments(4), [['schemaFile', 'new-schema.json', 'application/json', 17]]);
    assert.deepEqual(connected.stored(4)?.config, SETTINGS);
  });

  it('are not replaced when the question is cancelled, or no file is chosen', async () => {
    const { window } = connected;
    await window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    choose('new-schema.json', '{}');
    await window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    await window.modal.click('Cancel');
    assert.equal(window.editor.fileDialogs.length, 2);
    assert.deepEqual(connected.writes, []);
    assert.deepEqual(window.toasts.texts(), []);
    assert.deepEqual(attachments(4), ofSchemaGuard);
  });

  it('are removed after a question, and added without one where none is', async () => {
    const { window } = connected;
    window.runCommand('Remove Attachment…');
    await window.quickInput.waitForPlaceholder('Select a plugin config to remove an attachment from');
    await window.quickInput.pick('Schema Guard');
    const question = await window.modal.text();
    assert.match(question, /^Remove the file “Schema file” from “Schema Guard”\?/);
    assert.match(question, /It is: file schema\.json, 15 bytes, application\/json\./);
    assert.match(question, /The plugin goes on without it at once\. The file cannot be brought back\.$/);
    await window.modal.click('Remove');
    await window.toasts.withText('Removed the file “Schema file” from Schema Guard').waitUntilShown();
    assert.deepEqual(attachments(4), []);
    assert.deepEqual(connected.stored(4)?.config, SETTINGS);
    window.runCommand('Add Attachment…');
    choose('notes.txt', 'a');
    await window.quickInput.waitForPlaceholder('Select a plugin config to add an attachment to');
    await window.quickInput.pick('Schema Guard');
    await window.toasts
      .withText(/^Stored notes\.txt as “Schema file” of Schema Guard in Main — [^ ]+\.$/)
      .waitUntilShown();
    assert.deepEqual(attachments(4), [['schemaFile', 'notes.txt', 'text/plain', 1]]);
    await window.tree.row('Schema Guard').chooseInContextMenu('Remove Attachment…');
    await window.modal.click('Cancel');
    assert.equal(attachments(4).length, 1);
    assert.equal(connected.writes.length, 2);
  });

  it('that the plugin requires say so before they are removed', async () => {
    const { window } = connected;
    await window.tree.row('Warehouse Export').chooseInContextMenu('Remove Attachment…');
    assert.match(await window.modal.text(), /The plugin requires it and may stop working at once\./);
  });

  it('cannot be removed where there are none any more', async () => {
    const { window } = connected;
    connected.demo.server.state.removeAttachment(4, 'schemaFile');
    await window.tree.row('Schema Guard').chooseInContextMenu('Remove Attachment…');
    await window.toasts.withText('Schema Guard has no attachments.').waitUntilShown();
    assert.equal(window.modal.isOpen, false);
  });

  it('that somebody else removes while it is asked about leave nothing to do', async () => {
    const { window } = connected;
    await window.tree.row('Schema Guard').chooseInContextMenu('Remove Attachment…');
    await window.modal.text();
    connected.demo.server.state.removeAttachment(4, 'schemaFile');
    await window.modal.click('Remove');
    await window.toasts
      .withText(/^Nothing was sent: “Schema file” of Schema Guard in Main .* is like that already\.$/)
      .waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });

  for (const command of ['Add Attachment…', 'Remove Attachment…']) {
    it(`${command} says where a plugin has no settings that hold a file`, async () => {
      const { window } = connected;
      window.runCommand(command);
      await window.quickInput.pick('Mail to EU');
      await window.toasts.withText('Mail to EU has no settings that hold a file.').waitUntilShown();
      assert.deepEqual(window.editor.fileDialogs, []);
    });
  }

  it('of more than 10 MB are asked about, also where none is replaced', async () => {
    const { window } = connected;
    connected.demo.server.state.removeAttachment(4, 'schemaFile');
    choose('large.json', ' '.repeat(10 * MEGABYTE + 1));
    await window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    const question = await window.modal.text();
    assert.match(question, /^Store a large file as “Schema file” of “Schema Guard”\?/);
    assert.match(question, /It is large: the server keeps it in its database/);
    assert.deepEqual(await window.modal.buttons(), ['Store', 'Cancel']);
    await window.modal.click('Cancel');
    assert.deepEqual(connected.writes, []);
  });

  it('of more than 500 MB are never sent', async () => {
    const { window } = connected;
    const file = makeFile('huge.json', '');
    fs.truncateSync(file, 500 * MEGABYTE + 1);
    window.editor.chosenFiles.push(Uri.file(file));
    await window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    assert.match(
      await window.toasts.withText('huge.json has').text(),
      /^huge\.json has 500.* No more than 500.* can be sent\.$/,
    );
    assert.equal(window.modal.isOpen, false);
    assert.deepEqual(connected.writes, []);
  });

  it('with a longer name than a server can store are not sent', async () => {
    const { window } = connected;
    choose(`${'n'.repeat(201)}.json`, '{}');
    await window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    await window.toasts.withText('The name of this file is longer than 200 characters.').waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });

  it('that cannot be read are not sent, which is said', async () => {
    const { window } = connected;
    window.editor.chosenFiles.push(Uri.file(`${makeFile('a.json', '')}.gone`));
    await window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    assert.equal(await window.toasts.withText('a.json.gone').severity(), 'error');
    assert.deepEqual(connected.writes, []);
  });
});

describe('settings that hold files', () => {
  let connected: ConnectedWindow;
  const makeFile = useTemporaryFiles();

  afterEach(() => connected.close());

  /** Schema Guard has these settings for files besides its own. */
  async function openWith(...keys: readonly string[]): Promise<void> {
    const schema = ['schemaFile', ...keys].map((key) => ({
      key,
      type: 'attachment',
      required: key === 'needed',
    }));
    const fixture = withPlugin(seedOf('2023-12'), 4, { config_schema: schema });
    connected = await openSettled({ server: { profile: '2023-12', fixture } });
    await connected.window.tree.row('Schema Guard').chooseInContextMenu('Add Attachment…');
    await connected.window.quickInput.waitForPlaceholder('Select the setting for the file');
  }

  it('are offered with the files in them, where there are several', async () => {
    await openWith('needed', 'other');
    const { quickInput } = connected.window;
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description }) => [label, description]),
      [
        ['schemaFile', 'file schema.json, 15 bytes, application/json'],
        ['needed', 'no file, required'],
        ['other', 'no file'],
      ],
    );
    await quickInput.cancel();
    assert.deepEqual(connected.window.editor.fileDialogs, []);
  });

  const odd: readonly (readonly [string, string])[] = [
    ['a]b', 'The key a]b contains a bracket: no server can store a file under it.'],
    ['k'.repeat(201), 'The key of this setting is longer than 200 characters'],
  ];
  for (const [key, expected] of odd) {
    it(`with a key that no server can store are refused: ${key.slice(0, 5)}`, async () => {
      await openWith(key);
      const { window } = connected;
      window.editor.chosenFiles.push(Uri.file(makeFile('a.json', '{}')));
      const offered = (await window.quickInput.items())[1]?.label ?? '';
      await window.quickInput.pick(offered);
      await window.toasts.withText(expected).waitUntilShown();
      assert.deepEqual(connected.writes, []);
    });
  }
});
