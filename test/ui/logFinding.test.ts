import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { eventually } from '../support/eventually';
import { LogWorkbench } from '../support/logWorkbench';

describe('finding in the log panel', () => {
  let session: LogWorkbench;
  const panel = () => session.panel;
  const one = (...[selector, options]: Parameters<Frame['locator']>) =>
    panel().frame.locator(selector, options);

  before(async () => {
    session = await LogWorkbench.open({}, (log) => {
      log.add(20);
      log.add(1, { message: 'Order 17 failed, will retry', type: 'ERROR', source: 'CONSOLE' });
      log.add(1, { message: 'order 18 done' });
      log.add(1, { message: 'reorder of parts', type: 'WARN', source: 'SYSTEM' });
      log.add(20);
    });
  });

  after(() => session.close());

  afterEach(async () => {
    await panel().filter('');
    await panel().waitForCount(`${session.log.count} entries`);
  });

  it('understands several texts, exclusion, and quoted commas', async () => {
    await panel().filter('order');
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done', 'reorder of parts');
    await panel().filter('failed,parts');
    await panel().waitForMessages('Order 17 failed, will retry', 'reorder of parts');
    await panel().filter('order,!parts');
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done');
    await panel().filter('"failed, will"');
    await panel().waitForMessages('Order 17 failed, will retry');
  });

  it('matches case and whole words', async () => {
    await panel().filter('order');
    await one('#matchCase').click();
    await panel().waitForMessages('order 18 done', 'reorder of parts');
    await one('#wholeWord').click();
    await panel().waitForMessages('order 18 done');
    await one('#filter').press('Alt+c');
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done');
    await one('#filter').press('Alt+w');
    assert.equal(await one('#wholeWord').getAttribute('aria-pressed'), 'false');
  });

  it('takes regular expressions, says at the box what is wrong with one, and keeps the last good one', async () => {
    await one('#regex').click();
    await panel().filter('order 1[7');
    await one('#filter-problem').filter({ hasText: 'Entries are not filtered by text' }).waitFor();
    assert.equal(await one('#match-count').innerText(), '', 'nothing was looked for');
    await panel().filter('order 1[78]');
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done');
    await panel().filter('order 1[7');
    await one('#filter-problem').filter({ hasText: 'Invalid regular expression' }).waitFor();
    assert.equal(await one('#filter').getAttribute('aria-invalid'), 'true');
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done');
    await session.workbench.screenshot('log-panel-invalid-expression');
    await panel().filter('!message');
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done', 'reorder of parts');
    await panel().filter('');
    await one('#regex').click();
  });

  it('stays alive under an expression that would never end', async () => {
    session.log.add(1, { message: 'a'.repeat(60) });
    await one('#regex').click();
    await panel().filter('(a|aa)+$x');
    await panel().filter('(a+)+b$');
    await one('#filter-problem').filter({ hasText: 'takes too long' }).waitFor();
    await panel().filter('');
    await one('#regex').click();
  });

  it('highlights instead of filtering, and goes from match to match', async () => {
    await panel().filter('order');
    await panel().waitForCount('3 of');
    await one('#onlyMatches').click();
    await panel().waitForCount(`${session.log.count} entries`);
    await panel().press('End');
    await one('#filter').press('Shift+F3');
    await one('.log-row.active', { hasText: 'reorder of parts' }).waitFor();
    await one('#match-count', { hasText: '3 of 3' }).waitFor();
    await panel().press('F3');
    await one('.log-row.active', { hasText: 'Order 17' }).waitFor();
    await one('#match-count', { hasText: '1 of 3' }).waitFor();
    await one('#next').click();
    await one('.log-row.active', { hasText: 'order 18' }).waitFor();
    await one('#filter').focus();
    await session.workbench.page.keyboard.press('Enter');
    await one('.log-row.active', { hasText: 'reorder' }).waitFor();
    await session.workbench.screenshots('log-panel-highlight', ['light', 'high-contrast', 'dark']);
    await one('#onlyMatches').click();
  });

  it('keeps entries around a match', async () => {
    await panel().filter('18 done');
    await panel().waitForMessages('order 18 done');
    await one('#context').selectOption('1');
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done', 'reorder of parts');
    await one('#context').selectOption('0');
    await panel().waitForMessages('order 18 done');
  });

  it('counts levels and sources live, and filters by them', async () => {
    const count = (of: string) => one(`${of} .count`).first().innerText();
    await panel().filter('order');
    await eventually('counts follow', async () => (await count('#levels [data-level=ERROR]')) === '1');
    await one('#sources [data-id=SYSTEM]').first().click();
    await panel().waitForMessages('Order 17 failed, will retry', 'order 18 done');
    await one('#levels [data-level=ERROR]').first().click();
    await panel().waitForMessages('order 18 done');
    session.log.add(1, { message: 'order 19 done', type: 'INFO' });
    await panel().waitForMessages('order 18 done', 'order 19 done');
    await one('#sources [data-id=SYSTEM]').first().click();
    await one('#levels [data-level=ERROR]').first().click();
    await panel().filter('');
    await panel().waitForCount('46 entries');
  });
});
