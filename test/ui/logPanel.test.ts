import assert from 'node:assert/strict';
import { startDemoServer, type DemoServer } from '../../src/demo/server';
import { eventually } from '../support/eventually';
import { connectOwnServer } from '../support/connectOwnServer';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import { ServerLog } from '../support/serverLog';
import type { Workbench } from '../support/workbench';

/** Entries on the server before the first panel opens. */
const OLD = 500;
const PROJECT = 'Web shop';

describe('the log panel', () => {
  let server: DemoServer;
  let workbench: Workbench;
  let panel: LogPanelPage;
  let log: ServerLog;
  let logRequests = 0;

  before(async () => {
    server = await startDemoServer({
      profile: '2023-12',
      logs: false,
      onRequest: ({ path }) => {
        logRequests += path.includes('/logs') ? 1 : 0;
      },
    });
    workbench = await openWorkbench();
    await connectOwnServer(workbench, server, PROJECT);
    log = new ServerLog(server, 'GeoIP');
    log.add(OLD);
    await workbench.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    panel = await LogPanelPage.open(workbench);
  });

  after(async () => {
    await workbench.close();
    await server.close();
  });

  it('shows the newest entries and follows', async () => {
    await panel.waitForLast(log.last);
    log.add(30);
    await panel.waitForLast(log.last);
    await panel.waitForState(/^Live/);
    assert.ok((await workbench.tabs()).some((title) => title.trim() === 'GeoIP — Logs'));
  });

  it('shows messages as text, folded to a line', async () => {
    const hostile = '<img src=x onerror="document.title=1"><b>bold</b>\u202e\u0007';
    log.add(1, { message: `${hostile}\n  second line\n  third line`, type: 'ERROR' });
    await panel.waitForLast(log.last);
    assert.match((await panel.rows()).at(-1)?.message ?? '', /^<img src=x.*\[U\+202E\]\u2407.*\+2 lines$/);
    assert.equal(await panel.frame.locator('#log-list img, #log-list b').count(), 0);
    await panel.press('End');
    await panel.press('Enter');
    await panel.frame.locator('.log-row.expanded', { hasText: 'third line' }).waitFor();
    await panel.press('Enter');
    await panel.frame.locator('.log-row.expanded').waitFor({ state: 'detached' });
    await workbench.driver.command('notifications.hideToasts');
    await workbench.screenshot('log-panel-following');
  });

  it('stays where it was scrolled to, says how many came, and returns to the end', async () => {
    await panel.press('PageUp');
    await panel.press('PageUp');
    const before = await eventually('it has scrolled up', async () => {
      const keys = await panel.keys();
      return keys.includes(log.last) ? undefined : keys;
    });
    log.add(7);
    await panel.frame.locator('#new-entries', { hasText: '7 new entries' }).waitFor();
    assert.deepEqual(await panel.keys(), before);
    await panel.frame.locator('#new-entries').click();
    await panel.waitForLast(log.last);
    await panel.frame.locator('#new-entries').waitFor({ state: 'hidden' });
  });

  it('filters by text and level, also what comes later', async () => {
    log.add(1, { message: 'a needle in the hay' });
    await panel.press('ControlOrMeta+f');
    const box = panel.frame.locator('#filter');
    assert.ok(await box.evaluate((element) => element === document.activeElement));
    await box.fill('NEEDLE');
    await panel.waitForState(/1 of \d+ entries/);
    log.add(5);
    log.add(1, { message: 'another Needle', type: 'WARN' });
    await panel.waitForState(/2 of \d+ entries/);
    await panel.frame.locator('#levels [data-level=WARN]').click();
    await panel.waitForState(/1 of \d+ entries/);
    await box.fill('nothing like it');
    await panel.frame.getByText('No entry matches the filter.').waitFor();
    await panel.frame.getByRole('button', { name: 'Clear Filter' }).click();
    await panel.waitForLast(log.last);
    assert.equal(await box.inputValue(), '');
  });

  it('pauses and catches up', async () => {
    const paused = log.last;
    await panel.frame.locator('#pause').click();
    await panel.waitForState(/^Paused/);
    log.add(20);
    const before = logRequests;
    await delay(3000);
    assert.equal(logRequests, before);
    assert.equal((await panel.keys()).at(-1), paused);
    await panel.frame.locator('#pause').click();
    await panel.waitForLast(log.last);
  });

  it('clears, and brings back what was cleared', async () => {
    await panel.frame.locator('#clear').click();
    await panel.frame.getByText('Cleared. New entries appear here as they arrive.').waitFor();
    log.add(2);
    await panel.waitForState(/2 entries/);
    await panel.frame.locator('#older').getByRole('button', { name: 'Show' }).click();
    await eventually('what was cleared is back', async () => (await panel.keys()).length > 2);
    await panel.waitForLast(log.last);
  });

  it('loads older entries up to the beginning of the log', async () => {
    await eventually('the beginning is reached', async () => {
      await panel.press('Home');
      return (await panel.frame.locator('#older').innerText()).includes('Beginning of the log');
    });
    await panel.press('Home');
    await eventually('the first entry is on top', async () => (await panel.keys())[0] === log.first);
    await panel.waitForState(new RegExp(`${log.count} entries`));
    await panel.press('End');
    await panel.waitForLast(log.last);
  });

  it('copies the entry that the keyboard is on', async () => {
    await panel.press('End');
    await panel.frame.locator(`.log-row.active[data-key="${log.last}"]`).waitFor();
    await panel.press('ControlOrMeta+c');
    await eventually('it is copied', async () =>
      (await workbench.clipboard()).includes(`message ${log.count}`),
    );
  });

  it('makes no request while hidden, and loses nothing', async () => {
    for (let page = 0; page < 3; page++) {
      await panel.press('PageUp');
    }
    await delay(500);
    const before = await panel.keys();
    assert.ok(!before.includes(log.last));
    await workbench.driver.command('workbench.action.files.newUntitledFile');
    await workbench.page.locator('.part.editor .monaco-editor').waitFor();
    const requests = logRequests;
    log.add(2500);
    await delay(3000);
    assert.equal(logRequests, requests);
    await workbench.driver.command('workbench.action.revertAndCloseActiveEditor');
    panel = await LogPanelPage.open(workbench);
    await panel.waitForState(new RegExp(`${log.count.toLocaleString('en')} entries`));
    await panel.frame.locator('#new-entries', { hasText: '2,500 new entries' }).waitFor();
    assert.deepEqual(await panel.keys(), before);
    await panel.press('End');
    await panel.waitForLast(log.last);
  });

  it('is restored by a reload of the window, with its filter, and loses nothing', async () => {
    await panel.frame.locator('#levels [data-level=DEBUG]').click();
    await panel.waitForState(new RegExp(`of ${log.count.toLocaleString('en')} entries`));
    await delay(500);
    const reloaded = workbench.reload();
    log.add(300);
    await reloaded;
    panel = await LogPanelPage.open(workbench);
    await panel.waitForState(new RegExp(`^Live.*of ${log.count.toLocaleString('en')} entries`));
    assert.equal(
      await panel.frame.locator('#levels [data-level=DEBUG]').getAttribute('aria-pressed'),
      'false',
    );
    await panel.frame.locator('#levels [data-level=DEBUG]').click();
    await panel.waitForLast(log.last);
  });

  it('says what is wrong when the server is gone, and goes on when it is back', async () => {
    const { url } = server;
    await server.close();
    await panel.waitForState(/Trying again in \d+ s/);
    await panel.frame.getByRole('button', { name: 'Retry Now' }).waitFor();
    const { key } = server;
    server = await startDemoServer({
      profile: '2023-12',
      logs: false,
      port: Number(new URL(url).port),
    });
    assert.notEqual(key, '', 'the key of the former server is refused by the new one');
    await panel.frame.getByRole('button', { name: 'Retry Now' }).click();
    await panel.waitForState(/refused the key/);
    await panel.frame.getByRole('button', { name: 'Replace Key…' }).waitFor();
  });

  it('says that its connection was removed, and keeps what it has', async () => {
    await workbench.runCommand('Disconnect');
    await workbench.modal.click('Disconnect');
    await panel.waitForState(/Its connection was removed/);
    await panel.frame.getByRole('button', { name: 'Connect…' }).waitFor();
    assert.ok((await panel.keys()).length > 0);
  });
});

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
