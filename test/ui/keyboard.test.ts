import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

describe('the keyboard alone', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
    await workbench.tree.row('GeoIP').state();
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  const focusTree = async (): Promise<void> => {
    await workbench.driver.command('posthogPlugins.configs.focus');
    await workbench.page.keyboard.press('Home');
  };
  const focusIs = (expected: RegExp): Promise<string> =>
    eventually(`the focus is on ${String(expected)}`, async () => {
      const focused = await workbench.tree.focusedRow();
      return focused !== undefined && expected.test(focused) ? focused : undefined;
    });

  it('walks the rows, and each says what it is', async () => {
    await focusTree();
    await focusIs(/^GeoIP, position 1 of 5, enabled/);
    await workbench.page.keyboard.press('ArrowDown');
    await focusIs(/^Mail to EU, position 2 of 5, enabled, 50 % delivered/);
    await workbench.page.keyboard.press('End');
    await focusIs(/^Schema Guard, position 5 of 5, disabled/);
  });

  it('disables through the context menu', async () => {
    const { keyboard } = workbench.page;
    await focusTree();
    await keyboard.press('Shift+F10');
    await workbench.page.locator('.monaco-menu:visible').waitFor();
    // The menu takes a moment before it takes keys.
    await eventually('the entry Disable has the focus', async () => {
      await keyboard.press('ArrowDown');
      return (
        (await workbench.page.locator('.monaco-menu .action-item.focused').innerText()).trim() === 'Disable'
      );
    });
    await keyboard.press('Enter');
    await eventually('GeoIP is disabled', () => demo.server.state.storedConfig(1)?.enabled === false);
    await workbench.toasts.withText('Disabled GeoIP').waitUntilShown();
  });

  it('enables from the palette, and offers only what is disabled', async () => {
    await workbench.runCommand('Enable');
    const items = await workbench.quickInput.items();
    assert.deepEqual(
      items.map(({ label }) => label),
      ['GeoIP', 'Schema Guard'],
    );
    await workbench.quickInput.enter('GeoIP');
    await eventually('GeoIP is enabled', () => demo.server.state.storedConfig(1)?.enabled === true);
  });

  it('opens the logs with Enter on a row', async () => {
    await focusTree();
    await workbench.page.keyboard.press('Enter');
    await workbench.webview('#log-list');
    assert.deepEqual(await workbench.tabs(), ['GeoIP — Logs']);
  });
});
