import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

/** Two share the order 2, and there is a gap before the last. */
const ORDERS: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 2, 4: 5, 5: 3 };
const LABELS = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];

/** What only a real tree has: where the focus is, and a mouse that drags. What comes of it is tested in test/unit. */
describe('the tree, with the keyboard alone and with the mouse', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
  });

  beforeEach(async () => {
    const { driver, page, tree } = workbench;
    await driver.command('workbench.action.closeAllEditors');
    await driver.command('notifications.clearAll');
    for (const [id, order] of Object.entries(ORDERS)) {
      demo.server.state.patchConfig(Number(id), { order, enabled: id !== '4' });
    }
    await driver.command('posthogPlugins.refresh');
    await tree.waitForLabels(LABELS);
    await driver.command('posthogPlugins.configs.focus');
    await page.keyboard.press('Escape'); // selects nothing
    demo.forgetRequests();
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  const writes = (): readonly string[] =>
    demo.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) => `${method} ${path.replace(/.*plugin_configs\//, '')} ${body}`);
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const focusIs = (expected: RegExp): Promise<boolean> =>
    eventually(`the focus is on ${String(expected)}`, async () =>
      expected.test((await workbench.tree.focusedRow()) ?? ''),
    );
  const undo = async (text: string): Promise<void> => {
    await workbench.toasts.withText(text).click('Undo');
    await workbench.tree.waitForLabels(LABELS);
    await eventually('the former orders are back', () =>
      Object.entries(ORDERS).every(
        ([id, order]) => demo.server.state.storedConfig(Number(id))?.order === order,
      ),
    );
  };

  it('walks the rows with the arrow keys, and each says what it is', async () => {
    await press('Home');
    await focusIs(/^GeoIP, position 1 of 5, enabled/);
    await press('ArrowDown');
    await focusIs(/^Mail to EU, position 2 of 5, enabled, 50 % delivered/);
    await press('End');
    await focusIs(/^Schema Guard, position 5 of 5, disabled/);
  });

  it('disables through the context menu', async () => {
    await press('Home');
    await focusIs(/^GeoIP/);
    await press('Shift+F10');
    await workbench.page.locator('.monaco-menu:visible').waitFor();
    // The menu takes a moment before it takes keys.
    await eventually('the entry Disable has the focus', async () => {
      await press('ArrowDown');
      return (
        (await workbench.page.locator('.monaco-menu .action-item.focused').innerText()).trim() === 'Disable'
      );
    });
    await press('Enter');
    await workbench.toasts.withText('Disabled GeoIP').waitUntilShown();
    assert.equal(demo.server.state.storedConfig(1)?.enabled, false);
  });

  it('opens the logs with Enter on a row', async () => {
    await press('Home');
    await focusIs(/^GeoIP/);
    await press('Enter');
    await workbench.webview('#log-list');
    assert.deepEqual(await workbench.tabs(), ['GeoIP — Logs']);
  });

  it('moves with Alt+Up and Alt+Down what has the focus, not what is selected', async () => {
    const { tree, driver } = workbench;
    // A click selects the row and opens its logs, which take the focus when they are there.
    await tree.row('Schema Guard').click();
    await workbench.webview('#log-list');
    await driver.command('posthogPlugins.configs.focus');
    await press('Home');
    await focusIs(/^GeoIP, position 1/);
    await press('Alt+ArrowDown');
    await tree.waitForLabels(['Mail to EU', 'GeoIP', 'Warehouse Export', 'Job Lab', 'Schema Guard']);
    await focusIs(/^GeoIP, position 2/);
    await press('Alt+ArrowUp');
    await tree.waitForLabels(LABELS);
    await focusIs(/^GeoIP, position 1/);
  });

  it('drags a row down onto another, and undoes it', async () => {
    const target = workbench.tree.row('Job Lab').locator;
    await drag(
      workbench,
      'GeoIP',
      () => boxOf(target),
      async () => /\bdrop-target\b/.test((await target.getAttribute('class')) ?? ''),
    );
    await workbench.tree.waitForLabels([
      'Mail to EU',
      'Warehouse Export',
      'Job Lab',
      'GeoIP',
      'Schema Guard',
    ]);
    assert.deepEqual(writes(), ['PATCH 1/ {"order":4}']);
    await workbench.screenshot('reorder-dragged');
    await undo('Moved GeoIP to position 4 in Main');
    assert.deepEqual(writes(), ['PATCH 1/ {"order":4}', 'PATCH 1/ {"order":1}']);
  });

  it('drags several rows onto the empty area below the rows', async () => {
    const { page, tree } = workbench;
    const view = page.locator('[id="workbench.view.extension.posthogPlugins"]');
    const list = view.locator('.monaco-list').first();
    await tree.row('GeoIP').locator.click({ modifiers: ['ControlOrMeta'] });
    await tree.row('Warehouse Export').locator.click({ modifiers: ['ControlOrMeta'] });
    await eventually('two rows are selected', async () => {
      return (await view.locator('.monaco-list-row.selected').count()) === 2;
    });
    await drag(
      workbench,
      'GeoIP',
      async () => {
        const last = await boxOf(tree.row('Schema Guard').locator);
        return { ...last, y: last.y + 4 * last.height };
      },
      async () => /\bdrop-target\b/.test((await list.getAttribute('class')) ?? ''),
    );
    await tree.waitForLabels(['Mail to EU', 'Job Lab', 'Schema Guard', 'GeoIP', 'Warehouse Export']);
    await undo('Moved 2 plugin configs to position 4 in Main');
  });
});

/** Drags with the mouse, as a hand does: lets go when the tree shows what takes the row. */
async function drag(
  { page, tree }: Workbench,
  from: string,
  to: () => Promise<Box>,
  takes: () => Promise<boolean>,
): Promise<void> {
  const [start, end] = await Promise.all([boxOf(tree.row(from).locator), to()]);
  await page.mouse.move(start.x + 5, start.y + start.height / 2);
  await page.mouse.down();
  let step = 0;
  await eventually(`the target of ${from} is marked`, async () => {
    step = (step + 1) % 5;
    await page.mouse.move(end.x + 5 + step, end.y + end.height / 2, { steps: 5 });
    return takes();
  });
  await page.mouse.up();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Where the name of a row stands. */
async function boxOf(row: Locator): Promise<Box> {
  const box = await row.locator('.label-name').boundingBox();
  assert.ok(box);
  return box;
}
