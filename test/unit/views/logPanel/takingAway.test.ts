import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { Uri } from '../../../support/editor/values';

describe('taking logs away from a log panel', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;
  let folder: string;

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'taking-logs-away-'));
    opened = await LogWindow.withPanel({ fill: (log) => log.add(1500) });
    ({ panel } = opened);
    await panel.waitForCount('200 entries');
  });

  afterEach(async () => {
    await opened.close();
    fs.rmSync(folder, { recursive: true });
  });

  function chooses(name: string): string {
    const file = path.join(folder, name);
    opened.window.editor.chosenFiles.push(Uri.file(file));
    return file;
  }

  const linesOf = (file: string): readonly string[] => fs.readFileSync(file, 'utf8').trimEnd().split('\n');

  it('exports a time range completely, as NDJSON', async () => {
    const { window } = opened;
    const { quickInput } = window;
    const file = chooses('range.ndjson');
    window.runCommand('Export Logs…');
    await quickInput.pick('A Time Range from the Server…');
    await quickInput.pick('Everything That the Server Has');
    await quickInput.pick('NDJSON');
    await window.toasts.withText('Exported 1,501 log entries to range.ndjson.').waitUntilShown();
    const entries = linesOf(file).map((line) => JSON.parse(line) as { id: string; timestamp: string });
    assert.equal(entries.length, opened.log.count);
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
    const times = entries.map(({ timestamp }) => timestamp);
    assert.deepEqual(times, times.toSorted());
    assert.deepEqual(fs.readdirSync(folder), ['range.ndjson']);
  });

  it('exports what is shown or what is loaded, and opens it', async () => {
    const { window } = opened;
    const { quickInput, toasts } = window;
    await panel.filter('message 1500');
    await panel.waitForCount('1 of 200 entries');
    const shown = chooses('shown.csv');
    window.runCommand('Export Logs…');
    await quickInput.waitForTitle('Export the Logs of GeoIP (1/2)');
    await quickInput.pick('Shown Entries (1)');
    await quickInput.pick('CSV');
    await toasts.withText('Exported 1 log entries to shown.csv.').waitUntilShown();
    assert.equal(linesOf(shown).length, 2);
    assert.match(linesOf(shown)[1] ?? '', /message 1500/);
    const loaded = chooses('loaded.txt');
    window.runCommand('Export Logs…');
    await quickInput.pick('All Loaded Entries (200)');
    await quickInput.pick('Text');
    const toast = toasts.withText('Exported 200 log entries to loaded.txt.');
    await toast.waitUntilShown();
    assert.equal(linesOf(loaded).length, 200);
    await toast.click('Open');
    await window.document(/loaded\.txt$/);
  });

  it('suggests a name of the config, the time and the format', async () => {
    const { window } = opened;
    window.runCommand('Export Logs…');
    await window.quickInput.pick('All Loaded Entries (200)');
    await window.quickInput.pick('CSV');
    await window.quickInput.waitUntilClosed();
    await opened.roundTrip();
    const [asked] = window.editor.fileDialogs;
    assert.match(asked?.defaultUri?.fsPath ?? '', /GeoIP logs \d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.csv$/);
    assert.deepEqual(asked?.filters, { CSV: ['csv'] });
    assert.ok(window.toasts.texts().every((text) => !text.includes('Exported')));
    assert.deepEqual(fs.readdirSync(folder), [], 'nothing is written without a file');
  });

  it('goes back through its questions, and writes nothing when one is given up', async () => {
    const { window } = opened;
    const { quickInput } = window;
    window.runCommand('Export Logs…');
    await quickInput.pick('A Time Range from the Server…');
    await quickInput.pick('From … to …');
    await quickInput.waitForMessage('From when on?');
    await quickInput.enter('2h');
    await quickInput.waitForMessage('Until when?');
    await quickInput.enter('3h');
    await quickInput.waitForMessage('The end must be later than the beginning.');
    await quickInput.clickButton();
    await quickInput.waitForTitle('(3/5)');
    await quickInput.clickButton();
    await quickInput.waitForTitle('(2/3)');
    await quickInput.clickButton();
    await quickInput.waitForTitle('(1/2)');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    assert.deepEqual(window.editor.fileDialogs, []);
  });

  it('says why a file cannot be written, and leaves nothing of it', async () => {
    const { window } = opened;
    chooses('no such folder/range.csv');
    window.runCommand('Export Logs…');
    await window.quickInput.pick('All Loaded Entries (200)');
    await window.quickInput.pick('CSV');
    const toast = window.toasts.withText('range.csv');
    assert.equal(await toast.severity(), 'error');
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('says that the server gave no range, and leaves nothing of the file', async () => {
    const { window } = opened;
    chooses('range.csv');
    opened.proxy.inject({ path: /\/logs/, fault: { kind: 'answer', status: 403, body: { detail: 'No.' } } });
    window.runCommand('Export Logs…');
    await window.quickInput.pick('A Time Range from the Server…');
    await window.quickInput.pick('Last Hour');
    await window.quickInput.pick('CSV');
    assert.equal(await window.toasts.withText('Could not read the logs').severity(), 'error');
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  it('opens what is shown as a document of the editor', async () => {
    const { window } = opened;
    opened.add(1, { message: 'two lines\nof one entry', type: 'ERROR' });
    await panel.waitForLast(opened.log.last);
    await panel.filter('two lines');
    await panel.waitForMessages('two lines▸+1 lines');
    window.runCommand('Open Logs as Document');
    const document = await window.document(/GeoIP/);
    assert.match(document.getText(), /^\S+ ERROR PLUGIN two lines\n {2}of one entry\n$/);
  });
});
