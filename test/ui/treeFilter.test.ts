import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const ALL = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];
const HAS_THE_FOCUS = /position \d+ of 5/;

describe('the filter of the tree', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
    await workbench.tree.waitForLabels(ALL);
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  it('by mouse: filters by text and state, says what is hidden, and keeps the true positions', async () => {
    const { tree, quickInput } = workbench;
    await workbench.page.getByRole('button', { name: /^Filter…/ }).click();
    await quickInput.waitForTitle('Filter Main');
    await quickInput.type('ar');
    await quickInput.waitForMessage('3 of 5 match');
    await workbench.screenshot('filter-text');
    await quickInput.accept();
    await quickInput.waitForTitle('(2/2)');
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description }) => `${label}: ${description}`),
      [
        'Any State: 3 of 5 match',
        'Only Enabled: 2 of 5 match',
        'Only Disabled: 1 of 5 match',
        'Only Failing: 1 of 5 match',
      ],
    );
    await workbench.screenshot('filter-state');
    await quickInput.pick('Only Enabled');
    await tree.waitForLabels(['Mail to EU', 'Warehouse Export']);
    await tree.waitForMessage(/^Filtered: “ar”, enabled — 3 hidden\.$/);
    const { ariaLabel, description } = await tree.row('Warehouse Export').state();
    assert.match(ariaLabel, /position 3 of 5/);
    assert.match(description, /^3/);
    await workbench.screenshots('tree-filtered');
  });

  it('survives a refresh, and a row that no longer matches goes with the number said', async () => {
    const { tree, toasts } = workbench;
    await tree.clickTitleButton('Refresh');
    await tree.row('Warehouse Export').clickInline('Disable');
    await tree.waitForLabels(['Mail to EU']);
    await tree.waitForMessage(/— 4 hidden/);
    await toasts.withText('Disabled Warehouse Export').click('Undo');
    await tree.waitForLabels(['Mail to EU', 'Warehouse Export']);
    await tree.waitForMessage(/— 3 hidden/);
  });

  it('by mouse: clears with the button that is there only while filtered', async () => {
    const { tree } = workbench;
    await tree.clickTitleButton('Clear Filter');
    await tree.waitForLabels(ALL);
    await tree.waitForNoMessage();
    await eventually('the button is gone', async () => {
      return (await workbench.page.getByRole('button', { name: 'Clear Filter' }).count()) === 0;
    });
  });

  it('by keyboard: filters with Ctrl+Alt+F, goes back a step, and Escape changes nothing', async () => {
    const { tree, quickInput, driver } = workbench;
    const { keyboard } = workbench.page;
    await driver.command('posthogPlugins.configs.focus');
    await keyboard.press('Home');
    await eventually('the tree has the focus', async () =>
      HAS_THE_FOCUS.test((await tree.focusedRow()) ?? ''),
    );
    await keyboard.press('Control+Alt+F');
    await quickInput.waitForTitle('(1/2)');
    await keyboard.type('MAIL connector');
    await quickInput.waitForMessage('1 of 5 match');
    await keyboard.press('Enter');
    await quickInput.waitForTitle('(2/2)');
    await quickInput.clickButton('Back');
    await quickInput.waitForTitle('(1/2)');
    assert.equal(await quickInput.input.inputValue(), 'MAIL connector');
    await quickInput.cancel();
    await tree.waitForLabels(ALL);

    await driver.command('posthogPlugins.configs.focus');
    await keyboard.press('Control+Alt+F');
    await quickInput.waitForTitle('(1/2)');
    await keyboard.type('MAIL connector');
    await keyboard.press('Enter');
    await quickInput.waitForTitle('(2/2)');
    await keyboard.press('Enter');
    await tree.waitForLabels(['Mail to EU']);
    await tree.waitForMessage(/^Filtered: “MAIL connector” — 4 hidden\.$/);
  });

  it('offers a way out where nothing is left', async () => {
    const { tree, quickInput } = workbench;
    await workbench.runCommand('Filter…');
    await quickInput.waitForTitle('(1/2)');
    assert.equal(await quickInput.input.inputValue(), 'MAIL connector');
    await quickInput.enter('nowhere');
    await quickInput.waitForTitle('(2/2)');
    await quickInput.accept();
    const { buttons } = await tree.waitForWelcome(/The filter hides every plugin config/);
    assert.deepEqual(buttons, ['Clear Filter', 'Change Filter…']);
    const icon = workbench.page.locator('.activitybar .action-item', {
      has: workbench.page.getByLabel(/^PostHog Plugins/),
    });
    await icon.locator('.badge-content', { hasText: /^5$/ }).waitFor();
    await icon
      .getByLabel(/5 plugin configs hidden by the filter/)
      .first()
      .waitFor();
    await workbench.screenshots('tree-filtered-to-none');
    await tree.clickWelcomeButton('Clear Filter');
    await tree.waitForLabels(ALL);
    await icon.locator('.badge-content').waitFor({ state: 'hidden' });
  });

  it('says so where there is nothing to clear', async () => {
    await workbench.runCommand('Clear Filter');
    await workbench.toasts.withText('The plugin configs are not filtered.').waitUntilShown();
  });

  it('keeps each connection’s filter for itself', async () => {
    const { tree, quickInput, statusBar } = workbench;
    const other = new DemoServerHarness({ profile: '2023-11', fixture: seedOf('2023-11') });
    try {
      await workbench.runCommand('Filter…');
      await quickInput.enter('geo');
      await quickInput.waitForTitle('(2/2)');
      await quickInput.accept();
      await tree.waitForLabels(['GeoIP']);
      await connectOwnServer(workbench, await other.start(), 'Main');
      await tree.row('Old Filter').state();
      await tree.waitForNoMessage();
      await statusBar.click('Main');
      await quickInput.waitForTitle('Switch Connection');
      await workbench.page
        .locator('.quick-input-list .monaco-list-row', { hasText: demo.server.url })
        .click();
      await tree.waitForLabels(['GeoIP']);
      await tree.waitForMessage(/Filtered: “geo” — 4 hidden/);
    } finally {
      await other.stop();
    }
  });
});
