import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';

const FAILED = 'Order 17 failed, will retry';
const DONE = 'order 18 done';
const PARTS = 'reorder of parts';

describe('the log panel, finding', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({
      fill: (log) => {
        log.add(20);
        log.add(1, { message: FAILED, type: 'ERROR' });
        log.add(1, { message: DONE });
        log.add(1, { message: PARTS, type: 'WARN' });
        log.add(20);
      },
    });
    ({ panel } = opened);
    await panel.waitForCount('44 entries');
  });

  afterEach(() => opened.close());

  async function highlight(text: string): Promise<void> {
    await panel.filter(text);
    await panel.waitForCount('3 of');
    await panel.click('#onlyMatches');
    await panel.waitForCount('44 entries');
  }

  it('highlights instead of filtering, and goes from match to match', async () => {
    await highlight('order');
    await panel.press('End');
    await panel.pressOn('#filter', 'Shift+F3');
    await panel.one('.log-row.active', PARTS);
    await panel.one('#match-count', '3 of 3');
    await panel.press('F3');
    await panel.one('.log-row.active', 'Order 17');
    await panel.one('#match-count', '1 of 3');
    await panel.click('#next');
    await panel.one('.log-row.active', DONE);
    await panel.pressOn('#filter', 'Enter');
    await panel.one('.log-row.active', 'reorder');
    await panel.pressOn('#filter', 'Shift+Enter');
    await panel.one('.log-row.active', DONE);
    await panel.click('#previous');
    await panel.one('.log-row.active', 'Order 17');
  });

  it('marks what is found, and nothing else', async () => {
    await highlight('order');
    await panel.one('mark', 'Order');
    assert.deepEqual(panel.texts('#log-list mark'), ['Order', 'order', 'order']);
    await panel.filter('');
    await panel.waitUntilGone('#log-list mark');
  });

  it('goes from match to match by commands, too', async () => {
    await highlight('order');
    await panel.press('End');
    await panel.waitForActive('message 44');
    opened.window.runCommand('Go to Previous Match');
    await panel.one('.log-row.active', PARTS);
    opened.window.runCommand('Go to Next Match');
    await panel.one('.log-row.active', 'Order 17');
    opened.window.runCommand('Filter Logs');
    await panel.one('#filter:focus');
  });

  it('goes nowhere where there is no match', async () => {
    await panel.press('End');
    await panel.filter('zebra');
    await panel.one('#match-count', 'No matches');
    for (const button of ['#next', '#previous']) {
      assert.equal(panel.attribute(button, 'aria-disabled'), 'true');
      await panel.click(button);
    }
    await panel.filter('');
    await panel.waitForCount('44 entries');
    await panel.waitUntilGone('.log-row.active');
    for (const button of ['#next', '#previous', '#onlyMatches', '#searchServer']) {
      assert.equal(panel.attribute(button, 'aria-disabled'), 'true', button);
    }
  });

  it('keeps entries around a match', async () => {
    await panel.filter('18 done');
    await panel.waitForMessages(DONE);
    await panel.choose('#context', '1');
    await panel.waitForMessages(FAILED, DONE, PARTS);
    await panel.choose('#context', '0');
    await panel.waitForMessages(DONE);
  });
});
