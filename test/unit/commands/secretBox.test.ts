import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled, storedSettings } from '../../support/editor/settledWindow';
import { Uri } from '../../support/editor/values';
import { useTemporaryFiles } from '../../support/temporaryFiles';

const SECRET = 'typed-secret-that-must-not-show-0123';
/** Of two lines of what would be a key, marked so that it is found wherever it should not be. */
const PEM = `-----BEGIN PRIVATE KEY-----\n${SECRET}\nAA==\n-----END PRIVATE KEY-----\n`;
const CLIPBOARD = 'Take from Clipboard, with Line Breaks…';
const FILE = 'Take from File…';

describe('a secret that is not typed', () => {
  let connected: ConnectedWindow;
  const makeFile = useTemporaryFiles();

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
    const { tree, quickInput } = connected.window;
    await tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await quickInput.waitForMessage('New value of “API token”');
  });

  afterEach(() => connected.close());

  it('is a key whose line breaks the box has dropped, which it warns of', async () => {
    const { quickInput } = connected.window;
    await quickInput.type(PEM.replaceAll('\n', ''));
    assert.equal(
      await quickInput.waitForMessage('dropped the line breaks'),
      'This box has dropped the line breaks of what was pasted. Use the buttons above to take it from the clipboard or a file.',
    );
  });

  it('is taken from the clipboard as it is, after a question that does not show it', async () => {
    const { window } = connected;
    window.clipboard = PEM;
    await window.quickInput.clickButton(CLIPBOARD);
    const question = await window.modal.text();
    assert.match(question, /^Set the secret “API token” of “Mail to EU” to what is in the clipboard\?/);
    assert.match(question, /4 lines, 96 characters\. They are not shown/);
    assert.match(question, /Plugin config 2, project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /It replaces the present value at once, which cannot be brought back\.$/);
    assert.ok(!question.includes(SECRET));
    assert.deepEqual(connected.writes, []);
    await window.modal.click('Set');
    await window.toasts.withText('Set “API token” of Mail to EU in Main').waitUntilShown();
    assert.equal(storedSettings(connected, 2).apiToken, PEM);
    assert.equal(connected.writes.length, 1);
  });

  it('asks again for it when that question is answered with Cancel', async () => {
    const { window } = connected;
    window.clipboard = PEM;
    await window.quickInput.clickButton(CLIPBOARD);
    await window.modal.click('Cancel');
    await window.quickInput.waitForMessage('New value of “API token”');
    assert.equal(await window.quickInput.value(), '');
    assert.deepEqual(connected.writes, []);
  });

  it('is taken from a file as it is, after a question that names the file', async () => {
    const { window } = connected;
    window.editor.chosenFiles.push(Uri.file(makeFile('key.pem', PEM)));
    await window.quickInput.clickButton(FILE);
    const question = await window.modal.text();
    assert.match(question, /to what is in the file key\.pem\?/);
    assert.ok(!question.includes(SECRET));
    const [dialog, ...others] = window.editor.fileDialogs;
    assert.deepEqual(others, []);
    assert.match(dialog?.title ?? '', /^Mail to EU — Main/);
    assert.equal(dialog && 'openLabel' in dialog && dialog.openLabel, 'Use as Secret');
    await window.modal.click('Set');
    await window.toasts.withText('Set “API token” of Mail to EU in Main').waitUntilShown();
    assert.deepEqual(connected.stored(2)?.config, {
      host: 'eu',
      siteId: 'site-1',
      apiToken: PEM,
      eventsToSend: '$pageview',
    });
  });

  it('of one line is counted as one', async () => {
    const { window } = connected;
    window.clipboard = SECRET;
    await window.quickInput.clickButton(CLIPBOARD);
    assert.match(await window.modal.text(), /1 line of 36 characters\. It is not shown/);
  });

  it('asks again when no file is chosen, or a folder', async () => {
    const { window } = connected;
    await window.quickInput.clickButton(FILE);
    await window.quickInput.waitForMessage('New value of “API token”');
    window.editor.chosenFiles.push(Uri.file(process.cwd()));
    await window.quickInput.clickButton(FILE);
    await window.quickInput.waitForMessage('New value of “API token”');
    assert.equal(window.editor.fileDialogs.length, 2);
    assert.deepEqual(window.toasts.texts(), []);
    assert.deepEqual(connected.writes, []);
  });

  const unusable: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['empty', '', 'Nothing was saved. There is no text in the file key.pem.'],
    [
      'not text',
      Buffer.from([0xff, 0xfe, 0]),
      'Nothing was saved. What is in the file key.pem is not text in UTF-8.',
    ],
    [
      'too large',
      'x'.repeat(2_000_000),
      'Nothing was saved. What is in the file key.pem is too large for a secret.',
    ],
    [
      'the mask of a secret',
      '••••••••',
      'Nothing was saved. What is in the file key.pem stands in the place of a secret, and is not one.',
    ],
  ];
  for (const [what, content, expected] of unusable) {
    it(`is not taken from a file that is ${what}, and is asked for again`, async () => {
      const { window } = connected;
      window.editor.chosenFiles.push(Uri.file(makeFile('key.pem', content)));
      await window.quickInput.clickButton(FILE);
      await window.toasts.withText(expected).waitUntilShown();
      await window.quickInput.waitForMessage('New value of “API token”');
      assert.equal(window.modal.isOpen, false);
      assert.deepEqual(connected.writes, []);
    });
  }

  it('is not taken from an empty clipboard, nor from a file that is gone, and is asked for again', async () => {
    const { window } = connected;
    await window.quickInput.clickButton(CLIPBOARD);
    await window.toasts.withText('There is no text in the clipboard.').waitUntilShown();
    window.editor.chosenFiles.push(Uri.file(makeFile('key.pem', PEM) + '.gone'));
    await window.quickInput.clickButton(FILE);
    const toast = window.toasts.withText('key.pem.gone');
    assert.equal(await toast.severity(), 'error');
    await window.quickInput.waitForMessage('New value of “API token”');
    assert.deepEqual(connected.writes, []);
  });
});
