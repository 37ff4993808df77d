import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { eventually } from '../support/eventually';
import { LogWorkbench } from '../support/logWorkbench';
import { Menu } from '../support/page/menu';

const HOUR = 3_600_000;

describe('the history of a log', () => {
  let session: LogWorkbench;
  const panel = () => session.panel;
  const one = (...[selector, options]: Parameters<Frame['locator']>) =>
    panel().frame.locator(selector, options);

  before(async () => {
    session = await LogWorkbench.open({}, (log) => {
      log.add(1, { message: 'needle of yesterday', type: 'ERROR', ageMs: 30 * HOUR });
      log.add(1, { message: 'beside it', type: 'LOG', ageMs: 30 * HOUR - 1000 });
      for (let hour = 20; hour > 2; hour--) {
        log.add(100, { ageMs: hour * HOUR });
      }
      log.add(300, { ageMs: 2 * HOUR });
      log.add(1, { message: '100% of nothing', ageMs: HOUR });
    });
  });

  after(() => session.close());

  it('shows bursts on a time line, and jumps by mouse and keyboard', async () => {
    await panel().press('End');
    session.log.add(40, { type: 'ERROR', message: 'burst' });
    await panel().waitForLast(session.log.last);
    const slider = one('#timeline');
    await slider.waitFor();
    await slider.focus();
    await slider.press('Home');
    const text = await slider.getAttribute('aria-valuetext');
    assert.match(text ?? '', / – .*: [\d,]+ entries, \d+ errors, \d+ warnings/);
    await slider.press('Enter');
    await one('#older').filter({ hasText: 'Load Older Entries' }).waitFor();
    await eventually('it went to the first bar', async () => !(await panel().messages()).includes('burst'));
    await eventually('the burst is the last bar', async () => {
      await slider.press('End');
      return /: 4\d entries, 40 errors/.test((await slider.getAttribute('aria-valuetext')) ?? '');
    });
    await slider.press('Enter');
    await eventually('it went to the last bar', async () => (await panel().messages()).includes('burst'));
    const bars = await one('#timeline .bar').count();
    assert.ok(bars >= 2, `${bars} bars`);
    await session.workbench.screenshots('log-panel-timeline', ['light', 'high-contrast', 'dark']);
    await panel().press('End');
    await panel().waitForLast(session.log.last);
  });

  it('searches the history on the server, and goes to what was found', async () => {
    await panel().filter('needle of');
    await panel().frame.getByText('No entry matches the filter.').waitFor();
    await one('#searchServer').click();
    await one('#banner').filter({ hasText: '1 found on the server' }).waitFor();
    await panel().waitForMessages('needle of yesterday');
    assert.ok(session.requests.some((path) => path.includes('search=needle')));
    await session.workbench.screenshot('log-panel-search');
    await panel().press('End');
    await panel().press('Shift+F10');
    await new Menu(session.workbench.page).choose('Show in Log');
    await one('.log-row.active', { hasText: 'needle of yesterday' }).waitFor();
    await eventually('its neighbour is there', async () => (await panel().messages()).includes('beside it'));
    await one('#banner').waitFor({ state: 'hidden' });
    await panel().filter('');
    await panel().press('End');
  });

  it('checks what servers find by their wildcards', async () => {
    await panel().filter('0% of');
    await one('#searchServer').click();
    await one('#banner')
      .filter({ hasText: /0 found|1 found/ })
      .waitFor();
    for (const message of await panel().messages()) {
      assert.match(message, /0% of/);
    }
    await one('#banner').getByRole('button', { name: 'Back to the Log' }).click();
    await panel().filter('');
    await panel().waitForCount(/^[\d,]+ entries/);
  });

  it('says where a search has found nothing, and searches again when more levels are shown', async () => {
    await panel().filter('needle of');
    await one('#levels [data-id=ERROR]').click();
    await one('#searchServer').click();
    await one('#banner').filter({ hasText: 'hidden levels and sources are not searched' }).waitFor();
    await one('#empty').filter({ hasText: 'The search on the server has found no match.' }).waitFor();
    assert.equal(await one('#empty').getByRole('button').count(), 0, 'no filter is to blame');
    await session.workbench.screenshot('log-panel-search-nothing');
    await one('#levels [data-id=ERROR]').click();
    await panel().waitForMessages('needle of yesterday');
    await one('#banner').getByRole('button', { name: 'Back to the Log' }).click();
    await panel().filter('');
    await panel().waitForCount(/^[\d,]+ entries/);
  });

  it('goes to a time, loading what is needed', async () => {
    await session.workbench.runCommand('Go to Time…');
    await session.workbench.quickInput.enter('10h');
    await eventually('it is there', async () => {
      const times = await panel().visibleTimes();
      return times.some((time) => Math.abs(Date.parse(time) - (Date.now() - 10 * HOUR)) < HOUR);
    });
    await panel().press('End');
    await panel().waitForLast(session.log.last);
  });

  it('shows only what came since an entry', async () => {
    session.log.add(3, { message: 'after' });
    await panel().waitForLast(session.log.last);
    await panel().press('End');
    await panel().press('ArrowUp');
    const menu = new Menu(session.workbench.page);
    await panel().press('Shift+F10');
    assert.ok((await menu.items()).every(({ label }) => label !== 'Show All Times'));
    await menu.choose('Show From Here');
    await panel().waitForMessages('after', 'after');
    const first = await one('.log-row time').first().innerText();
    assert.equal(await one('.since-text').innerText(), `From ${first}`);
    await one('#clear-since').click();
    await eventually('everything is shown', async () => (await panel().messages()).length > 3);
  });

  it('offers to show all times again where it does not', async () => {
    const menu = new Menu(session.workbench.page);
    await panel().press('End');
    await panel().press('Shift+F10');
    await menu.choose('Show From Here');
    await panel().waitForMessages('after');
    // The editor hears of it beside the page, and the menu before this one may still be giving the focus back.
    await eventually('it is offered', async () => {
      await panel().press('Shift+F10');
      return menu.waitFor('Show All Times', 2000).then(
        () => true,
        () => false,
      );
    });
    await menu.choose('Show All Times');
    await eventually('everything is shown', async () => (await panel().messages()).length > 3);
  });
});
