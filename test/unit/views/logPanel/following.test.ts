import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { shown, shownAs } from '../../../support/editor/page/shown';

/** Entries on the server before the panel opens. */
const OLD = 500;

describe('the log panel, following its log', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({ fill: (log) => log.add(OLD) });
    ({ panel } = opened);
  });

  afterEach(() => opened.close());

  it('shows the newest entries and follows', async () => {
    await panel.waitForLast(opened.log.last);
    assert.deepEqual(opened.window.tabs(), ['GeoIP — Logs']);
    await panel.waitForLast(opened.add(30));
    await panel.waitForState(/^Live/);
    assert.equal(panel.isShown('#new-entries'), false);
  });

  it('is shown once for one config', async () => {
    await opened.window.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    await panel.waitForLast(opened.add(1));
    assert.deepEqual(opened.window.tabs(), ['GeoIP — Logs']);
  });

  it('shows messages as text, folded to a line', async () => {
    const hostile = '<img src=x onerror="document.title=1"><b>bold</b>\u202e\u0007';
    const last = opened.add(1, { message: `${hostile}\n  second line\n  third line`, type: 'ERROR' });
    await panel.waitForLast(last);
    assert.match(panel.rows().at(-1)?.message ?? '', /^<img src=x.*\[U\+202E\]\u2407.*\+2 lines$/);
    assert.deepEqual(panel.all('#log-list img, #log-list b'), []);
    await panel.press('End');
    await panel.press('Enter');
    await panel.one('.log-row.expanded', 'third line');
    await panel.press('Enter');
    await panel.waitUntilGone('.log-row.expanded');
  });

  it('stays where it was scrolled to, says how many came, and returns to the end', async () => {
    const before = await scrollUp(opened);
    opened.add(7);
    await panel.one('#new-entries', '7 new entries');
    assert.deepEqual(panel.keys(), before);
    opened.add(1);
    await panel.one('#new-entries', '8 new entries');
    await panel.click('#new-entries');
    await panel.waitForLast(opened.log.last);
    await panel.waitUntilGone('#new-entries');
  });

  it('loads older entries up to the beginning of the log', async () => {
    await shown('the beginning is reached', async () => {
      await panel.press('Home');
      return panel.text('#older').includes('Beginning of the log');
    });
    await panel.press('Home');
    await shownAs(
      'the first entry is on top',
      () => panel.keys()[0],
      (key) => key === opened.log.first,
    );
    await panel.waitForState(new RegExp(`${opened.log.count} entries`));
    await panel.press('End');
    await panel.waitForLast(opened.log.last);
  });

  it('makes no request while hidden, and loses nothing', async () => {
    const before = await scrollUp(opened);
    panel.leave();
    assert.equal(panel.isOpen, false);
    await opened.roundTrip();
    const requests = opened.requests.length;
    opened.log.add(2500);
    await opened.timeGoesBy();
    assert.equal(opened.requests.length, requests);
    panel.activate();
    // Those of the first page, and what came.
    await panel.waitForCount('2,700 entries');
    await panel.one('#new-entries', '2,500 new entries');
    assert.deepEqual(panel.keys(), before);
    await panel.press('End');
    await panel.waitForLast(opened.log.last);
  });

  it('is restored by a reload of the window, with its filter, and loses nothing', async () => {
    await panel.click('#levels [data-level=DEBUG]');
    await panel.waitForCount(/ of 200 entries/);
    await shownAs(
      'the page keeps the filter',
      () => JSON.stringify(panel.panel.kept),
      (kept) => kept.includes('DEBUG'),
    );
    opened.log.add(300);
    await opened.window.reload();
    panel = await opened.page(/GeoIP — Logs/);
    await panel.waitForState(/^Live.*[234]00 of [345]00 entries/);
    assert.equal(panel.attribute('#levels [data-level=DEBUG]', 'aria-pressed'), 'false');
    await panel.click('#levels [data-level=DEBUG]');
    await panel.waitForLast(opened.log.last);
  });
});

/** @returns the rows that are in sight then */
async function scrollUp({ panel, log }: PanelWindow): Promise<readonly string[]> {
  await panel.waitForLast(log.last);
  await panel.press('PageUp');
  await panel.press('PageUp');
  return shownAs(
    'it has scrolled up',
    () => panel.keys(),
    (keys) => keys.length > 30 && !keys.includes(log.last),
  );
}
