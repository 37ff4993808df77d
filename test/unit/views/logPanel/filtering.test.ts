import assert from 'node:assert/strict';
import { LogWindow, type PanelWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { shownAs } from '../../../support/editor/page/shown';

const FAILED = 'Order 17 failed, will retry';
const DONE = 'order 18 done';
const PARTS = 'reorder of parts';

describe('the log panel, filtering', () => {
  let opened: PanelWindow;
  let panel: LogPanelPage;

  beforeEach(async () => {
    opened = await LogWindow.withPanel({
      fill: (log) => {
        log.add(20);
        log.add(1, { message: FAILED, type: 'ERROR', source: 'CONSOLE' });
        log.add(1, { message: DONE });
        log.add(1, { message: PARTS, type: 'WARN', source: 'SYSTEM' });
        log.add(20);
      },
    });
    ({ panel } = opened);
    await panel.waitForCount('44 entries');
  });

  afterEach(() => opened.close());

  const texts: readonly (readonly [what: string, text: string, ...found: string[]])[] = [
    ['in any case', 'ORDER', FAILED, DONE, PARTS],
    ['any of several texts', 'failed,parts', FAILED, PARTS],
    ['all but an excluded one', 'order,!parts', FAILED, DONE],
    ['a text with a comma, in quotation marks', '"failed, will"', FAILED],
    ['by exclusion alone', '!message', FAILED, DONE, PARTS],
  ];
  for (const [what, text, ...found] of texts) {
    it(`finds texts: ${what}`, async () => {
      await panel.filter(text);
      await panel.waitForMessages(...found);
      await panel.waitForCount(`${found.length} of 44 entries`);
      await panel.filter('');
      await panel.waitForCount('44 entries');
    });
  }

  it('filters what comes later, too, and offers to clear the filter where nothing is left', async () => {
    opened.add(1, { message: 'a needle in the hay' });
    await panel.press('Control+f');
    assert.equal(panel.focused?.id, 'filter');
    await panel.filter('NEEDLE');
    await panel.waitForCount('1 of 45 entries');
    opened.add(5);
    opened.add(1, { message: 'another Needle', type: 'WARN' });
    await panel.waitForCount('2 of 51 entries');
    await panel.click('#levels [data-level=WARN]');
    await panel.waitForCount('1 of 51 entries');
    await panel.filter('nothing like it');
    await panel.one('#empty', 'No entry matches the filter.');
    await panel.click('#empty button', 'Clear Filter');
    await panel.waitForLast(opened.log.last);
    assert.equal(panel.filterText, '');
  });

  it('is emptied with Escape, and left with another', async () => {
    await panel.filter('needle');
    await panel.waitForCount('0 of 44 entries');
    await panel.pressOn('#filter', 'Escape');
    await panel.waitForCount('44 entries');
    assert.equal(panel.focused?.id, 'filter');
    await panel.pressOn('#filter', 'Escape');
    await panel.one('#log-list:focus');
  });

  it('matches case and whole words', async () => {
    await panel.filter('order');
    await panel.click('#matchCase');
    await panel.waitForMessages(DONE, PARTS);
    await panel.click('#wholeWord');
    await panel.waitForMessages(DONE);
    assert.equal(panel.attribute('#wholeWord', 'aria-pressed'), 'true');
    await panel.pressOn('#filter', 'Alt+c');
    await panel.waitForMessages(FAILED, DONE);
    await panel.pressOn('#filter', 'Alt+w');
    await panel.waitForMessages(FAILED, DONE, PARTS);
    assert.equal(panel.attribute('#wholeWord', 'aria-pressed'), 'false');
  });

  it('says what is wrong with a regular expression, and filters nothing where there was none before', async () => {
    await panel.pressOn('#filter', 'Alt+r');
    await panel.filter('order 1[7');
    await panel.one('#filter-problem', 'Entries are not filtered by text');
    assert.equal(panel.text('#match-count'), '', 'nothing was looked for');
    await panel.waitForCount('44 entries');
  });

  it('takes regular expressions, says at the box what is wrong with one, and keeps the last good one', async () => {
    await panel.click('#regex');
    await panel.filter('order 1[78]');
    await panel.waitForMessages(FAILED, DONE);
    assert.equal(panel.attribute('#filter', 'aria-invalid'), 'false');
    await panel.filter('order 1[7');
    await panel.one('#filter-problem', 'Invalid regular expression');
    assert.equal(panel.attribute('#filter', 'aria-invalid'), 'true');
    await panel.waitForMessages(FAILED, DONE);
    await panel.filter('!message');
    await panel.waitForMessages(FAILED, DONE, PARTS);
    await panel.waitUntilGone('#filter-problem');
  });

  it('stays alive under an expression that would never end', async () => {
    opened.add(1, { message: 'a'.repeat(60) });
    await panel.waitForCount('45 entries');
    await panel.click('#regex');
    await panel.filter('(a|aa)+$x');
    await panel.filter('(a+)+b$');
    await panel.one('#filter-problem', 'takes too long');
    await panel.filter('order 18');
    await panel.waitForMessages(DONE);
  });

  it('counts levels and sources live, and filters by them', async () => {
    await panel.filter('order');
    await shownAs(
      'counts follow',
      () => panel.text('#levels [data-level=ERROR] .count'),
      (count) => count === '1',
    );
    assert.equal(panel.text('#sources [data-id=SYSTEM] .count'), '1');
    await panel.click('#sources [data-id=SYSTEM]');
    await panel.waitForMessages(FAILED, DONE);
    await panel.click('#levels [data-level=ERROR]');
    await panel.waitForMessages(DONE);
    opened.add(1, { message: 'order 19 done', type: 'INFO' });
    await panel.waitForMessages(DONE, 'order 19 done');
    await panel.click('#sources [data-id=SYSTEM]');
    await panel.click('#levels [data-level=ERROR]');
    await panel.filter('');
    await panel.waitForCount('45 entries');
  });

  it('shows and hides sources from the menu of a narrow page, too', async () => {
    await panel.click('#sources .facet-menu');
    await panel.click('#sources [role=menuitemcheckbox][data-id=SYSTEM]');
    await panel.waitForCount('43 of 44 entries');
    assert.match(panel.text('#sources .facet-menu .some'), /2\/3/);
    await panel.click('#sources [role=menuitemcheckbox][data-id=all]');
    await panel.waitForCount('44 entries');
    await panel.pressOn('#sources [role=menuitemcheckbox]', 'Escape');
    await panel.waitUntilGone('#sources .popup');
  });
});
