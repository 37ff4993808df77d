import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { eventually } from '../support/eventually';
import { LogWorkbench } from '../support/logWorkbench';
import { Menu } from '../support/page/menu';
import type { Workbench } from '../support/workbench';

const ESC = '\u001b';

describe('reading in the log panel', () => {
  let session: LogWorkbench;
  const panel = () => session.panel;
  const one = (...[selector, options]: Parameters<Frame['locator']>) =>
    panel().frame.locator(selector, options);

  before(async () => {
    session = await LogWorkbench.open({}, (log) => log.add(30));
  });

  after(() => session.close());

  it('lays out JSON, and folds its objects', async () => {
    session.log.add(1, {
      message:
        'Report: {"big":12345678901234567890,"a":1,"a":2,"list":[{"deep":{"er":true}},"x"],"empty":{}}',
    });
    await panel().waitForLast(session.log.last);
    await panel().press('End');
    await panel().press('Enter');
    const row = one('.log-row.expanded');
    await row.filter({ hasText: '12345678901234567890' }).waitFor();
    await row.filter({ hasText: '"er": true' }).waitFor();
    await row
      .locator('button[aria-expanded=true]', { has: panel().frame.locator(':scope') })
      .first()
      .waitFor();
    await session.workbench.screenshots('log-panel-json', ['light', 'high-contrast', 'dark']);
    await panel().press('Enter');
    await row.waitFor({ state: 'detached' });
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

  it('shows times in UTC, local, and as distances', async () => {
    const times = () => one('.log-row[data-key] .time').allInnerTexts();
    await chooseTimeFormat(session.workbench, 'Relative Time');
    await eventually('distances are shown', async () =>
      (await times()).some((time) => /(s|min) ago/.test(time)),
    );
    await chooseTimeFormat(session.workbench, 'UTC');
    await eventually('times are shown', async () => (await times()).every((time) => !time.includes('ago')));
  });

  it('shows source and instance on demand', async () => {
    assert.equal(await one('.log-row[data-key] .source').filter({ visible: true }).count(), 0);
    await session.workbench.runCommand('Toggle Source Column');
    await one('.log-row[data-key] .source', { hasText: 'PLUGIN' }).first().waitFor();
    await session.workbench.runCommand('Toggle Instance Column');
    await one('.log-row[data-key] .instance', { hasText: '1234' }).first().waitFor();
    await session.workbench.screenshot('log-panel-columns');
    await session.workbench.runCommand('Toggle Source Column');
    await session.workbench.runCommand('Toggle Instance Column');
  });

  it('selects rows, and copies them as text and as JSON', async () => {
    session.log.add(3, { message: 'to copy\nsecond line' });
    await panel().waitForLast(session.log.last);
    await panel().press('End');
    await panel().press('Shift+ArrowUp');
    await panel().press('Shift+ArrowUp');
    await one('#state', { hasText: '3 selected' }).waitFor();
    await panel().press('ControlOrMeta+c');
    await eventually(
      'they are copied',
      async () => (await session.workbench.clipboard()).match(/to copy\n {2}second line/g)?.length === 3,
    );
    await panel().press('Shift+F10');
    await new Menu(session.workbench.page).choose('Copy as JSON');
    const json = await eventually('they are copied as JSON', async () => {
      const text = await session.workbench.clipboard();
      return text.startsWith('{') ? text : undefined;
    });
    const entries = json.split('\n').map((line) => JSON.parse(line) as { id: string; message: string });
    assert.equal(entries.length, 3);
    assert.equal(entries.at(-1)?.id, session.log.last);
    assert.equal(entries[0]?.message, 'to copy\nsecond line');
    await panel().press('Escape');
    await panel().press('ControlOrMeta+a');
    await one('#state', { hasText: `${session.log.count} selected` }).waitFor();
    await panel().press('Escape');
  });

  it('acts by keyboard on what is shown, also after the filter has changed', async () => {
    const active = () =>
      one('#log-list').evaluate(
        (list) => document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.textContent,
      );
    session.log.add(1, { message: 'seldom seen' });
    session.log.add(2, { message: 'not to be copied' });
    await panel().waitForLast(session.log.last);
    await panel().press('End');
    await panel().filter('seldom seen');
    await panel().waitForMessages('seldom seen');
    await panel().press('ControlOrMeta+c');
    await eventually('what is shown is copied', async () =>
      (await session.workbench.clipboard()).trim().endsWith(' seldom seen'),
    );
    assert.match((await active()) ?? '', /seldom seen/);
    await panel().filter('');
    await panel().waitForLast(session.log.last);
    await panel().press('ControlOrMeta+Home');
    await eventually('the first row is active', async () => Boolean(await active()));
    session.log.add(1, { message: 'new at the end' });
    await one('#new-entries').waitFor();
    await one('#new-entries').press('Enter');
    await eventually('the last row is active', async () => (await active())?.includes('new at the end'));
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
});

/** By its id: between the palette and what a command asks, the focus goes to the panel, which closes what is open. */
async function chooseTimeFormat(workbench: Workbench, name: string): Promise<void> {
  void workbench.driver.command('posthogPlugins.logs.timeFormat');
  await workbench.quickInput.pick(name);
}
