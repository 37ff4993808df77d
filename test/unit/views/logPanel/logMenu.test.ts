import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';

describe('the menu of a log panel', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({ fill: (log) => log.add(5) });
    ({ panel } = opened);
    await panel.waitForLast(opened.log.last);
  });

  afterEach(() => opened.close());

  async function labels(): Promise<readonly string[]> {
    await panel.click('#more');
    const items = await opened.window.quickInput.items();
    await opened.window.quickInput.cancel();
    await opened.window.quickInput.waitUntilClosed();
    return items.map(({ label }) => label);
  }

  it('offers what the toolbar has no room for, with a tick at what is on', async () => {
    await panel.click('#more');
    assert.equal(await opened.window.quickInput.placeholder(), 'Select what to do with the log');
    await opened.window.quickInput.cancel();
    assert.deepEqual(
      (await labels()).filter((label) => !['Times', 'Columns', 'Go To', 'Take Away'].includes(label)),
      [
        '$(check) Local Time',
        'UTC',
        'Relative Time',
        'Source',
        'Instance',
        'Wrap Lines',
        'Go to Time…',
        'Search History on Server',
        'Export Logs…',
        'Open Logs as Document',
      ],
    );
  });

  for (const [label, selector] of [
    ['Source', '.log-row[data-key] .source'],
    ['Instance', '.log-row[data-key] .instance'],
    ['Wrap Lines', '#wrap[aria-pressed=true]'],
  ] as const) {
    it(`switches ${label} on and off`, async () => {
      await panel.click('#more');
      await opened.window.quickInput.pick(label);
      await panel.one(selector);
      assert.ok((await labels()).includes(`$(check) ${label}`));
      await panel.click('#more');
      await opened.window.quickInput.pick(label);
      await panel.waitUntilGone(selector);
      assert.ok((await labels()).includes(label));
    });
  }

  for (const [label, what] of [
    ['Go to Time…', /Go to a time in the log\./],
    ['Export Logs…', /Export the Logs of GeoIP/],
  ] as const) {
    it(`leads to ${label}`, async () => {
      await panel.click('#more');
      await opened.window.quickInput.pick(label);
      await opened.window.quickInput.waitForTitle(what);
      await opened.window.quickInput.cancel();
    });
  }

  it('leads to the search on the server, and to a document', async () => {
    await panel.click('#more');
    await opened.window.quickInput.pick('Search History on Server');
    await opened.window.toasts.withText('Enter what to search for').waitUntilShown();
    await panel.click('#more');
    await opened.window.quickInput.pick('Open Logs as Document');
    assert.match((await opened.window.document(/GeoIP/)).getText(), /message 6/);
  });

  it('needs a panel: without one its commands say so', async () => {
    panel.panel.dispose();
    await opened.window.command('posthogPlugins.logs.clear');
    await opened.window.toasts.withText('Open the logs of a plugin config first').waitUntilShown();
    assert.ok(!opened.window.paletteTitles().includes('Clear Logs'));
  });
});
