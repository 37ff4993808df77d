import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { eventually } from '../support/eventually';
import { LogWorkbench } from '../support/logWorkbench';
import { Menu } from '../support/page/menu';

const HOUR = 3_600_000;

describe('finding in logs, and taking them away', () => {
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
      const hourAgo = { ageMs: HOUR };
      log.add(1, { ...hourAgo, message: 'Order 17 failed, will retry', type: 'ERROR', source: 'CONSOLE' });
      log.add(1, { message: 'order 18 done', ageMs: HOUR - 1000 });
      log.add(1, { message: 'reorder of parts', type: 'WARN', source: 'SYSTEM', ageMs: HOUR - 2000 });
      log.add(20, { ageMs: HOUR - 3000 });
      log.add(1, { type: 'INFO' });
    });
  });

  beforeEach(async () => {
    await session.workbench.driver.command('notifications.clearAll');
    await panel().filter('');
    await panel().press('Escape');
    await panel().press('End');
    await panel().waitForLast(session.log.last);
  });

  after(() => session.close());

  it('highlights instead of filtering, and goes from match to match', async () => {
    await panel().filter('order');
    await panel().waitForCount('3 of');
    await one('#onlyMatches').click();
    await panel().waitForCount(/^[\d,]+ entries/);
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

  it('says at the box what is wrong with a regular expression', async () => {
    await one('#regex').click();
    await panel().filter('order 1[7');
    await one('#filter-problem').filter({ hasText: 'Entries are not filtered by text' }).waitFor();
    await session.workbench.screenshot('log-panel-invalid-expression');
    await panel().filter('');
    await one('#regex').click();
  });

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
    // Its neighbours were shown beside it; from here on only matches are again.
    await one('#onlyMatches').click();
    await panel().waitForMessages('needle of yesterday');
    await panel().filter('');
    await panel().press('End');
  });

  it('exports a time range completely, as NDJSON', async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    const file = path.join(workbench.dataDir, 'range.ndjson');
    await workbench.runCommand('Export Logs…');
    await quickInput.pick('A Time Range from the Server…');
    await quickInput.pick('Everything That the Server Has');
    await quickInput.pick('NDJSON');
    await quickInput.chooseFile(file);
    await workbench.toasts
      .withText(`Exported ${session.log.count.toLocaleString('en')} log entries`)
      .waitUntilShown();
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
