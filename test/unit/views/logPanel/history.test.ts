import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { shown, shownAs } from '../../../support/editor/page/shown';

const HOUR = 3_600_000;
const NEEDLE = 'needle of yesterday';

describe('the history in a log panel', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({
      fill: (log) => {
        log.add(1, { message: NEEDLE, type: 'ERROR', ageMs: 30 * HOUR });
        log.add(1, { message: '10 times as many of them', ageMs: 29 * HOUR });
        log.add(1, { message: '20% of yesterday', ageMs: 28 * HOUR });
        log.add(1, { message: 'beside it', type: 'LOG', ageMs: 30 * HOUR - 1000 });
        for (let hour = 20; hour > 2; hour--) {
          log.add(100, { ageMs: hour * HOUR });
        }
        log.add(300, { ageMs: 2 * HOUR });
        log.add(1, { message: '100% of nothing', ageMs: HOUR });
      },
    });
    ({ panel } = opened);
    await panel.waitForCount('200 entries');
  });

  afterEach(() => opened.close());

  const showsMessage = (message: string): Promise<readonly string[]> =>
    shownAs(
      `${message} is in sight`,
      () => panel.messages(),
      (messages) => messages.includes(message),
    );
  async function searchFor(text: string): Promise<void> {
    await panel.filter(text);
    await panel.waitForCount('0 of');
    await panel.click('#searchServer');
  }

  it('has bursts on a time line, which the keyboard jumps by', async () => {
    await panel.press('End');
    opened.add(40, { type: 'ERROR', message: 'burst' });
    await panel.waitForLast(opened.log.last);
    await panel.one('#timeline');
    await panel.pressOn('#timeline', 'Home');
    assert.match(
      panel.attribute('#timeline', 'aria-valuetext') ?? '',
      / – .*: [\d,]+ entries, \d+ errors, \d+ warnings/,
    );
    await panel.pressOn('#timeline', 'Enter');
    await panel.one('#older', 'Load Older Entries');
    await shownAs(
      'it went to the first bar',
      () => panel.messages(),
      (messages) => messages.length > 0 && !messages.includes('burst'),
    );
    await shown('the burst is the last bar', async () => {
      await panel.pressOn('#timeline', 'End');
      return /: 4\d entries, 40 errors/.test(panel.attribute('#timeline', 'aria-valuetext') ?? '');
    });
    await panel.pressOn('#timeline', 'Enter');
    await showsMessage('burst');
    assert.ok(panel.all('#timeline .bar').length >= 2);
  });

  it('is searched on the server, and what was found is shown in the log', async () => {
    await panel.filter('needle of');
    await panel.one('#empty', 'No entry matches the filter.');
    await panel.click('#searchServer');
    await panel.one('#banner', '1 found on the server');
    await panel.waitForMessages(NEEDLE);
    assert.ok(opened.requests.some((path) => path.includes('search=needle')));
    await panel.press('End');
    assert.ok(!(await panel.menuItems()).includes('Show From Here'));
    await panel.chooseInMenu('Show in Log');
    await panel.one('.log-row.active', NEEDLE);
    await showsMessage('beside it');
    await panel.waitUntilGone('#banner');
  });

  it('is searched by a command, too', async () => {
    await panel.filter('needle of');
    await panel.waitForCount('0 of');
    opened.window.runCommand('Search History on Server');
    await panel.waitForMessages(NEEDLE);
  });

  it('is not searched for nothing, nor for what cannot be looked for', async () => {
    const { window } = opened;
    window.runCommand('Search History on Server');
    await window.toasts.withText('Enter what to search for in the filter box first.').waitUntilShown();
    await panel.one('#filter:focus');
    await panel.click('#regex');
    await panel.filter('[');
    await panel.one('#filter-problem');
    window.runCommand('Search History on Server');
    await window.toasts.withText('Correct the regular expression in the filter box first.').waitUntilShown();
    assert.ok(opened.requests.every((path) => !path.includes('search=')));
  });

  it('has wildcards of servers checked', async () => {
    await panel.filter('0% of');
    await panel.waitForMessages('100% of nothing');
    await panel.click('#searchServer');
    await panel.one('#banner', '1 found on the server');
    await panel.waitForMessages('20% of yesterday');
    await panel.click('#banner button', 'Back to the Log');
    await panel.filter('');
    await panel.waitForCount('200 entries');
  });

  it('says where a search has found nothing, and searches again when more levels are shown', async () => {
    await panel.click('#levels [data-id=ERROR]');
    await searchFor('needle of');
    await panel.one('#banner', 'hidden levels and sources are not searched');
    await panel.one('#empty', 'The search on the server has found no match.');
    assert.equal(panel.isShown('#empty button'), false, 'no filter is to blame');
    await panel.click('#levels [data-id=ERROR]');
    await panel.waitForMessages(NEEDLE);
    await panel.click('#banner button', 'Back to the Log');
    await panel.filter('');
    await panel.waitForCount(/^200 entries/);
  });

  it('says that a search has failed', async () => {
    opened.proxy.inject({ path: /\/logs/, fault: { kind: 'answer', status: 403, body: { detail: 'No.' } } });
    await searchFor('needle of');
    await panel.one('#banner', /may not|permission|scope|refus/i);
    await panel.one('#banner button', 'Back to the Log');
  });

  it('is loaded back to a time that is asked for', async () => {
    opened.window.runCommand('Go to Time…');
    await opened.window.quickInput.type('at some time');
    await opened.window.quickInput.waitForMessage('Enter a time such as');
    await opened.window.quickInput.enter('10h');
    await shownAs(
      'it is there',
      () => panel.visibleTimes(),
      (times) => times.some((time) => Math.abs(Date.parse(time) - (Date.now() - 10 * HOUR)) < HOUR / 10),
    );
    await panel.press('End');
    // The one that was there before all that is older.
    await panel.waitForLast(opened.log.first);
  });

  it('stays where it is when no time is given', async () => {
    const { window } = opened;
    const before = panel.keys();
    const requests = opened.requests.length;
    window.runCommand('Go to Time…');
    await window.quickInput.waitForMessage('Go to a time in the log.');
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    assert.deepEqual(panel.keys(), before);
    assert.ok(opened.requests.slice(requests).every((path) => !path.includes('before=')));
  });

  it('is hidden before an entry, and shown again', async () => {
    opened.add(3, { message: 'after' });
    await panel.waitForLast(opened.log.last);
    await panel.press('End');
    await panel.press('ArrowUp');
    assert.ok(!(await panel.menuItems()).includes('Show All Times'));
    await panel.chooseInMenu('Show From Here');
    await panel.waitForMessages('after', 'after');
    assert.equal(panel.text('.since-text'), `From ${panel.text('.log-row[data-key] time')}`);
    await panel.click('#clear-since');
    await shownAs(
      'everything is shown',
      () => panel.messages(),
      (messages) => messages.length > 3,
    );
  });

  for (const [how, showAll] of [
    ['from the menu of a row', () => panel.chooseInMenu('Show All Times')],
    ['above the first entry', () => panel.click('#older button')],
    [
      'from the panel’s own menu',
      async () => {
        await panel.click('#more');
        await opened.window.quickInput.pick('Show All Times');
      },
    ],
  ] as const) {
    it(`is shown again ${how}`, async () => {
      await panel.press('End');
      await panel.chooseInMenu('Show From Here');
      await panel.waitForCount('1 of 200 entries');
      await showAll();
      await panel.waitForCount('200 entries');
    });
  }

  it('has no job to be shown from where none was run', async () => {
    const { window } = opened;
    window.runCommand('Only Since This Job');
    await window.toasts.withText('No job was run here since this panel was opened.').waitUntilShown();
  });
});
