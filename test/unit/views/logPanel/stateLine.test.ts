import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { shownAs } from '../../../support/editor/page/shown';

const LOGS = /\/logs/;

describe('the log panel, pausing and clearing', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({ fill: (log) => log.add(50) });
    ({ panel } = opened);
    await panel.waitForLast(opened.log.last);
  });

  afterEach(() => opened.close());

  it('makes no request while paused, and catches up', async () => {
    const paused = opened.log.last;
    await panel.click('#pause');
    await panel.waitForState(/^Paused/);
    assert.equal(panel.attribute('#pause', 'aria-label'), 'Resume');
    await opened.roundTrip();
    const requests = opened.requests.length;
    opened.add(20);
    await opened.timeGoesBy();
    assert.equal(opened.requests.length, requests);
    assert.equal(panel.keys().at(-1), paused);
    await panel.click('#pause');
    await panel.waitForLast(opened.log.last);
    await panel.waitForState(/^Live/);
  });

  it('pauses and goes on by a command, too', async () => {
    opened.window.runCommand('Pause or Resume');
    await panel.waitForState(/^Paused/);
    opened.window.runCommand('Pause or Resume');
    await panel.waitForState(/^Live/);
  });

  it('clears, and brings back what was cleared', async () => {
    await panel.click('#clear');
    await panel.one('#empty', 'Cleared. New entries appear here as they arrive.');
    opened.add(2);
    await panel.waitForCount('2 entries');
    await panel.one('#older', '51 cleared');
    await panel.click('#older button', 'Show');
    await panel.waitForCount('53 entries');
    await shownAs(
      'what was cleared is back',
      () => panel.keys().length,
      (rows) => rows > 2,
    );
    await panel.waitForLast(opened.log.last);
  });

  it('clears by a command, too', async () => {
    opened.window.runCommand('Clear Logs');
    await panel.waitForCount('0 entries');
  });

  it('says what is wrong when the server is gone, and goes on when it is back', async () => {
    const back = opened.proxy.inject({ path: LOGS, fault: { kind: 'reset' } });
    opened.add(1);
    await panel.waitForState(/Trying again in \d+ s/);
    await panel.one('#state button', 'Retry Now');
    back();
    await panel.click('#state button', 'Retry Now');
    await panel.waitForLast(opened.log.last);
    await panel.waitForState(/^Live/);
    await panel.waitUntilGone('#state .actions button');
  });

  it('says that the server refuses the key, and offers another', async () => {
    const answer = { kind: 'answer', status: 401, body: { detail: 'Invalid personal API key.' } } as const;
    const back = opened.proxy.inject({ path: LOGS, fault: answer });
    opened.add(1);
    await panel.waitForState(/refused the key/);
    back();
    await panel.click('#state button', 'Replace Key…');
    const { quickInput } = opened.window;
    await quickInput.waitForMessage('Personal API key');
    await quickInput.enter(opened.server.key);
    await panel.waitForLast(opened.log.last);
  });

  it('says that the key may not read logs', async () => {
    const answer = { kind: 'answer', status: 403, body: { detail: 'You do not have permission.' } } as const;
    opened.proxy.inject({ path: LOGS, fault: answer });
    opened.add(1);
    await panel.waitForState(/permission|may not|scope/i);
    assert.ok(panel.keys().length > 0, 'what it has is kept');
  });

  it('says that its connection was removed, and keeps what it has', async () => {
    opened.window.runCommand('Disconnect');
    await opened.window.modal.click('Disconnect');
    await panel.waitForState(/Its connection was removed/);
    await panel.one('#state button', 'Connect…');
    assert.ok(panel.keys().length > 0);
    await panel.click('#state button', 'Connect…');
    await shownAs(
      'it is asked where to connect to',
      () => opened.window.quickInput.isOpen,
      (isOpen) => isOpen,
    );
  });
});
