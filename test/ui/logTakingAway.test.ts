import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { LogWorkbench } from '../support/logWorkbench';

describe('taking logs away', () => {
  let session: LogWorkbench;

  before(async () => {
    session = await LogWorkbench.open({}, (log) => log.add(1500));
  });

  after(() => session.close());

  it('exports a time range completely, as NDJSON', async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    const file = path.join(workbench.dataDir, 'range.ndjson');
    await workbench.runCommand('Export Logs…');
    await quickInput.pick('A Time Range from the Server…');
    await quickInput.pick('Everything That the Server Has');
    await quickInput.pick('NDJSON');
    await quickInput.chooseFile(file);
    await workbench.toasts.withText('Exported 1,501 log entries').waitUntilShown();
    const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as { id: string; timestamp: string });
    assert.equal(entries.length, session.log.count);
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
    const times = entries.map(({ timestamp }) => timestamp);
    assert.deepEqual(times, times.toSorted());
    assert.deepEqual(
      fs.readdirSync(workbench.dataDir).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  it('opens what is shown as a document of the editor', async () => {
    const { workbench, panel } = session;
    session.log.add(1, { message: 'two lines\nof one entry', type: 'ERROR' });
    await panel.waitForLast(session.log.last);
    await panel.filter('two lines');
    await panel.waitForMessages('two lines▸+1 lines');
    await workbench.runCommand('Open Logs as Document');
    const text = await eventually('the document is shown', async () => {
      const shown = await workbench.editorText();
      return shown.includes('of one entry') ? shown : undefined;
    });
    assert.match(text, /ERROR PLUGIN two lines\n {2}of one entry/);
    await workbench.screenshot('log-document');
    await workbench.driver.command('workbench.action.closeActiveEditor');
  });
});
