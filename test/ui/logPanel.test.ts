import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { eventually } from '../support/eventually';
import { LogWorkbench } from '../support/logWorkbench';
import { LogPanelPage } from '../support/page/logPanel';

const ESC = '\u001b';
/** Entries on the server before the panel opens. */
const OLD = 500;

describe('the log panel', () => {
  let session: LogWorkbench;
  const panel = () => session.panel;
  const one = (...[selector, options]: Parameters<Frame['locator']>) =>
    panel().frame.locator(selector, options);

  before(async () => {
    session = await LogWorkbench.open({}, (log) => log.add(OLD));
  });

  beforeEach(async () => {
    await session.workbench.driver.command('notifications.clearAll');
    await panel().filter('');
    await panel().press('Escape');
    await panel().press('End');
    await panel().waitForLast(session.log.last);
  });

  after(() => session.close());

  it('shows the newest entries and follows', async () => {
    session.log.add(30);
    await panel().waitForLast(session.log.last);
    await panel().waitForState(/^Live/);
    assert.ok((await session.workbench.tabs()).some((title) => title.trim() === 'GeoIP — Logs'));
    await session.workbench.screenshot('log-panel-following');
  });

  it('stays where it was scrolled to, says how many came, and returns to the end', async () => {
    const before = await scrollUp();
    session.log.add(7);
    await one('#new-entries', { hasText: '7 new entries' }).waitFor();
    assert.deepEqual(await panel().keys(), before);
    await one('#new-entries').click();
    await panel().waitForLast(session.log.last);
    await one('#new-entries').waitFor({ state: 'hidden' });
  });

  it('loses nothing while it is hidden, and is where it was', async () => {
    const { workbench, log } = session;
    const before = await scrollUp();
    await workbench.driver.command('workbench.action.files.newUntitledFile');
    await workbench.page.locator('.part.editor .monaco-editor').waitFor();
    log.add(2500);
    await workbench.driver.command('workbench.action.revertAndCloseActiveEditor');
    await session.find();
    await one('#new-entries', { hasText: '2,500 new entries' }).waitFor();
    assert.deepEqual(await panel().keys(), before);
  });

  it('lays out JSON', async () => {
    session.log.add(1, {
      message: 'Report: {"big":12345678901234567890,"list":[{"deep":{"er":true}},"x"],"empty":{}}',
    });
    await panel().waitForLast(session.log.last);
    await panel().press('End');
    await panel().press('Enter');
    await one('.log-row.expanded').filter({ hasText: '"er": true' }).waitFor();
    await session.workbench.screenshots('log-panel-json', ['light', 'high-contrast', 'dark']);
    await panel().press('Enter');
    await one('.log-row.expanded').waitFor({ state: 'detached' });
  });

  it('shows terminal colours with theme colours, and no escape character', async () => {
    session.log.add(1, {
      message: `${ESC}[31;1mred ${ESC}[0m plain ${ESC}[44mblue back${ESC}[0m ${ESC}[38;2;0;200;0mgreen`,
    });
    await panel().waitForLast(session.log.last);
    const message = (await panel().messages()).at(-1) ?? '';
    assert.equal(message.replace(/\s+/g, ' '), 'red plain blue back green');
    const colours = await one(`.log-row[data-key="${session.log.last}"] .message span`).evaluateAll(
      (spans) => [...new Set(spans.map((span) => getComputedStyle(span).color))],
    );
    assert.ok(colours.length >= 3, colours.join());
  });

  it('wraps long lines, and keeps its place', async () => {
    session.log.add(1, { message: `long ${'word '.repeat(200)}end` });
    await panel().waitForLast(session.log.last);
    const height = async (): Promise<number> =>
      one(`.log-row[data-key="${session.log.last}"]`).evaluate((row) => row.getBoundingClientRect().height);
    const before = await height();
    await panel().press('Alt+z');
    await eventually('it is higher', async () => (await height()) > 3 * before);
    await panel().waitForLast(session.log.last);
    await session.workbench.screenshot('log-panel-wrap');
    await panel().press('Alt+z');
    await eventually('it is one line again', async () => (await height()) < 2 * before);
  });

  it('shows source and instance on demand', async () => {
    await session.workbench.runCommand('Toggle Source Column');
    await one('.log-row[data-key] .source', { hasText: 'PLUGIN' }).first().waitFor();
    await session.workbench.runCommand('Toggle Instance Column');
    await one('.log-row[data-key] .instance', { hasText: '1234' }).first().waitFor();
    await session.workbench.screenshot('log-panel-columns');
    await session.workbench.runCommand('Toggle Source Column');
    await session.workbench.runCommand('Toggle Instance Column');
    await one('.log-row[data-key] .instance').first().waitFor({ state: 'detached' });
  });

  it('has the focus again where it was when the editor has had it', async () => {
    const { workbench } = session;
    const palette = workbench.page.locator('.quick-input-widget');
    for (const control of ['#filter', '#log-list']) {
      await one(control).focus();
      await workbench.page.keyboard.press('F1');
      await palette.waitFor();
      await workbench.page.keyboard.press('Escape');
      await palette.waitFor({ state: 'hidden' });
      await eventually(`${control} has the focus`, () =>
        panel().frame.evaluate((selector) => document.activeElement?.matches(selector), control),
      );
    }
  });

  it('is restored by a reload of the window, with its filter, and loses nothing', async () => {
    const { workbench, log } = session;
    const pressed = () => one('#levels [data-level=DEBUG]').getAttribute('aria-pressed');
    await one('#levels [data-level=DEBUG]').click();
    await panel().waitForCount(/ of /);
    // What the page keeps is stored by the editor, which tells nobody when: a panel that comes again is the proof.
    await workbench.driver.command('workbench.action.files.newUntitledFile');
    await workbench.page.locator('.part.editor .monaco-editor').waitFor();
    await workbench.driver.command('workbench.action.revertAndCloseActiveEditor');
    await session.find();
    await panel().waitForCount(/ of /);
    const reloaded = workbench.reload();
    log.add(300);
    await reloaded;
    await session.find();
    await panel().waitForState(/^Live.* of [\d,]+ entries/);
    assert.equal(await pressed(), 'false');
    await one('#levels [data-level=DEBUG]').click();
    await panel().waitForLast(log.last);
  });

  it('shows the logs of several plugin configs together', async () => {
    const { workbench, log } = session;
    await workbench.runCommand('Show Logs of Several Configs…');
    await workbench.quickInput.waitForTitle(/7 of at most 20 selected/);
    await workbench.screenshot('several-logs-pick');
    await workbench.quickInput.accept();
    const several = await LogPanelPage.open(workbench);
    await several.waitForState(/Live.*plugin configs/);
    log.add(1, { message: 'of all of them' });
    await eventually('it is there', async () => (await several.messages()).at(-1) === 'of all of them');
    await workbench.screenshots('several-logs', ['light', 'high-contrast', 'dark']);
    const geoip = `#configs [role=menuitemcheckbox][data-id="${log.configId}"]`;
    await several.frame.locator('#configs .facet-menu').click();
    await several.frame.locator(geoip).click();
    await eventually('it is hidden', async () => !(await several.messages()).includes('of all of them'));
    await several.frame.locator(geoip).press('Escape');
    await several.frame.locator('#state button[aria-expanded]').first().click();
    await several.frame.locator('#parts li').nth(6).waitFor();
    await workbench.screenshot('several-logs-parts');
    await workbench.driver.command('workbench.action.closeActiveEditor');
    await session.find();
  });

  it('reads a message of a million lines to its end, and one of ten megabytes in one line', async () => {
    session.log.add(1, {
      message: Array.from({ length: 1_000_000 }, (_, line) => `l${line}`).join('\n'),
    });
    await panel().waitForLast(session.log.last);
    await one(`.log-row[data-key="${session.log.last}"]`, { hasText: '+999,999 lines' }).waitFor();
    session.log.add(1, { message: 'x'.repeat(10_000_000) });
    await panel().waitForLast(session.log.last);
    await panel().press('End');
    await panel().press('Enter');
    await one('.log-row.expanded').waitFor();
    await panel().press('Enter');
    await one('.log-row.expanded').waitFor({ state: 'detached' });
    session.log.add(1, { message: 'still alive' });
    await panel().waitForLast(session.log.last);
  }).timeout(180_000);

  async function scrollUp(): Promise<readonly string[]> {
    await panel().press('PageUp');
    await panel().press('PageUp');
    let before = '';
    return eventually('it has scrolled up and come to rest', async () => {
      const keys = await panel().keys();
      const settled = keys.join() === before;
      before = keys.join();
      return settled && keys.length > 0 && !keys.includes(session.log.last) ? keys : undefined;
    });
  }
});
