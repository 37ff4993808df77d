import assert from 'node:assert/strict';
import type { Fixture } from '../../src/demo/fixture';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const path = (id: number): string => `/api/projects/1/plugin_configs/${id}/`;

/** What reached the server and may have changed something, in the order of the paths, as requests overtake each other. */
function writes(demo: DemoServerHarness): readonly string[] {
  return demo.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => `${method} ${path} ${body}`.trim())
    .sort();
}

describe('several plugin configs at once', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    proxy = await startFaultProxy(server.url);
    await connectOwnServer(workbench, { url: proxy.url, key: server.key }, 'Main');
    await workbench.tree.waitForLabels([
      'GeoIP',
      'Mail to EU',
      'Warehouse Export',
      'Job Lab',
      'Schema Guard',
    ]);
  });

  beforeEach(async () => {
    await workbench.driver.command('notifications.clearAll');
    demo.forgetRequests();
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const enabled = (id: number): boolean | undefined => demo.server.state.storedConfig(id)?.enabled;
  /** Selects rows as a person does: a click, and then clicks with Ctrl. */
  const select = async (first: string, ...others: readonly string[]): Promise<void> => {
    await workbench.tree.row(first).click();
    for (const label of others) {
      await workbench.tree.row(label).locator.click({ modifiers: ['ControlOrMeta'] });
    }
  };
  /** Nothing is selected then: Shift with an arrow would shrink what was selected before. */
  const focusFirst = async (): Promise<void> => {
    await eventually('the first row has the focus, and none is selected', async () => {
      await workbench.driver.command('posthogPlugins.configs.focus');
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('Home');
      const focused = await workbench.tree.focusedRow();
      return focused?.startsWith('GeoIP,') === true && (await selected()).length === 0;
    });
  };
  const selected = (): Promise<readonly string[]> =>
    workbench.page
      .locator('[id="workbench.view.extension.posthogPlugins"] .monaco-list-row.selected .label-name')
      .allInnerTexts();
  const restored = async (label: string): Promise<void> => {
    await workbench.tree
      .row(label)
      .waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
  };

  it('are disabled after one question that lists them, and taken back with one Undo', async () => {
    await select('GeoIP', 'Warehouse Export', 'Schema Guard');
    await workbench.tree.row('Warehouse Export').chooseInContextMenu('Disable');
    const text = await workbench.modal.text();
    assert.match(text, /^Disable 2 plugin configs\?/);
    assert.match(text, /In project Main \(1\), on 127\.0\.0\.1:\d+:\s+• GeoIP\s+• Warehouse Export/);
    assert.match(text, /Already disabled, and left alone: Schema Guard/);
    assert.deepEqual(writes(demo), []);
    await workbench.screenshots('bulk-question');
    await workbench.modal.click('Disable');
    const toast = workbench.toasts.withText('Disabled 2 plugin configs in Main');
    await toast.waitUntilShown();
    assert.deepEqual(writes(demo), [
      `PATCH ${path(1)} {"enabled":false}`,
      `PATCH ${path(3)} {"enabled":false}`,
    ]);
    assert.deepEqual([enabled(1), enabled(3)], [false, false]);
    await workbench.screenshots('bulk-summary');
    demo.forgetRequests();
    await toast.click('Undo');
    await restored('GeoIP');
    await restored('Warehouse Export');
    assert.deepEqual(writes(demo), [
      `PATCH ${path(1)} {"enabled":true}`,
      `PATCH ${path(3)} {"enabled":true}`,
    ]);
  });

  it('leave a row alone that is clicked beside them', async () => {
    await select('GeoIP', 'Warehouse Export');
    await workbench.tree.row('Mail to EU').chooseInContextMenu('Disable');
    await workbench.toasts.withText('Disabled Mail to EU in Main').click('Undo');
    await restored('Mail to EU');
    assert.ok(writes(demo).every((line) => line.includes(path(2))));
  });

  it('say which failed and why, and Retry sends only those', async () => {
    const repair = [
      proxy.inject({ method: 'PATCH', path: path(1), fault: { kind: 'answer', status: 500, body: {} } }),
      proxy.inject({ method: 'PATCH', path: path(2), fault: { kind: 'answer', status: 500, body: {} } }),
    ];
    await select('GeoIP', 'Mail to EU', 'Warehouse Export');
    await workbench.tree.row('GeoIP').chooseInContextMenu('Disable');
    await workbench.modal.click('Disable');
    await workbench.toasts.withText('Disabled 1 of 3 plugin configs in Main').waitUntilShown();
    const failed = workbench.toasts.withText('Could not disable 2 of 3 plugin configs in Main');
    assert.match(await failed.text(), /GeoIP, Mail to EU: 127\.0\.0\.1:\d+ failed with status 500/);
    assert.deepEqual(await failed.buttons(), ['Retry']);
    await workbench.screenshots('bulk-failed');
    repair.forEach((disarm) => disarm());
    demo.forgetRequests();
    await failed.click('Retry');
    await workbench.toasts.withText('Disabled 2 plugin configs in Main').waitUntilShown();
    assert.deepEqual(writes(demo), [
      `PATCH ${path(1)} {"enabled":false}`,
      `PATCH ${path(2)} {"enabled":false}`,
    ]);
  });

  it('are enabled from the palette, by the selection of the tree', async () => {
    await workbench.runCommand('Enable');
    assert.match(await workbench.modal.text(), /Enable 3 plugin configs\?/);
    await workbench.modal.click('Enable');
    await workbench.toasts.withText('Enabled 3 plugin configs in Main').waitUntilShown();
    assert.deepEqual([enabled(1), enabled(2), enabled(3)], [true, true, true]);
  });

  it('are chosen and disabled with the keyboard alone', async () => {
    const { keyboard } = workbench.page;
    await focusFirst();
    // From a row that is not selected, Shift with an arrow would select the next one only.
    await keyboard.press('Control+Shift+Enter');
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+F10');
    await workbench.page.locator('.monaco-menu:visible').waitFor();
    await eventually('the entry Disable has the focus', async () => {
      await keyboard.press('ArrowDown');
      const entry = workbench.page.locator('.monaco-menu .action-item.focused');
      return (await entry.innerText()).trim() === 'Disable';
    });
    await keyboard.press('Enter');
    assert.match(await workbench.modal.text(), /Disable 3 plugin configs\?/);
    await keyboard.press('Enter');
    await workbench.toasts.withText('Disabled 3 plugin configs in Main').click('Undo');
    await restored('GeoIP');
    await restored('Mail to EU');
    await restored('Warehouse Export');
  });

  it('are deleted with the Delete key, which asks first', async () => {
    const { keyboard } = workbench.page;
    await focusFirst();
    // From a row that is not selected, Shift with an arrow would select the next one only.
    await keyboard.press('Control+Shift+Enter');
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Delete');
    const text = await workbench.modal.text();
    assert.match(text, /Delete 2 plugin configs\?/);
    assert.match(text, /disappear from the list/);
    await workbench.modal.click('Delete');
    await workbench.tree.waitForLabels(['Warehouse Export', 'Job Lab', 'Schema Guard']);
    await workbench.toasts.withText('Deleted 2 plugin configs from Main').click('Undo');
    await restored('GeoIP');
    await restored('Mail to EU');
  });

  it('the Delete key means the focused row where that is not selected', async () => {
    const { keyboard } = workbench.page;
    await focusFirst();
    await keyboard.press('Control+Shift+Enter');
    assert.deepEqual(await selected(), ['GeoIP']);
    await keyboard.press('ArrowDown');
    await keyboard.press('Delete');
    assert.match(await workbench.modal.text(), /Delete the plugin config “Mail to EU”\?/);
    await workbench.modal.click('Cancel');
    assert.deepEqual(writes(demo), []);
    assert.deepEqual(await selected(), ['GeoIP']);
  });

  it('show their logs in one panel', async () => {
    await select('GeoIP', 'Warehouse Export');
    await workbench.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    await eventually('one panel shows both', async () =>
      (await workbench.tabs()).includes('2 Plugin Configs — Logs'),
    );
  });
});

describe('more plugin configs at once than a list has room for', () => {
  const COUNT = 24;
  let workbench: Workbench;
  let proxy: FaultProxy;
  const demo = new DemoServerHarness({ profile: '2021-12', fixture: fixtureOf(COUNT) });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    proxy = await startFaultProxy(server.url);
    await connectOwnServer(workbench, { url: proxy.url, key: server.key }, 'Main');
    await workbench.tree.row('GeoIP (1)').state();
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const selectAll = async (): Promise<void> => {
    await workbench.driver.command('posthogPlugins.configs.focus');
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('ControlOrMeta+a');
  };

  it('names the first of them, and says what this server does', async () => {
    await selectAll();
    await workbench.page.keyboard.press('Delete');
    const text = await workbench.modal.text();
    assert.match(text, /Delete 24 plugin configs\?/);
    assert.match(text, /• GeoIP \(10\)\s+and 14 more/);
    assert.match(text, /stay in the list, disabled/);
    await workbench.screenshot('bulk-question-long');
    await workbench.modal.click('Cancel');
    assert.deepEqual(writes(demo), []);
  });

  it('is cancelled on the way: what was begun is reported, and nothing else is sent', async () => {
    proxy.inject({ method: 'PATCH', fault: { kind: 'delay', ms: 3_000 } });
    await selectAll();
    await workbench.runCommand('Disable');
    await workbench.modal.click('Disable');
    const progress = workbench.toasts.withText('Disabling 24 plugin configs in Main');
    await progress.waitUntilShown();
    await eventually('the first are sent', () => writes(demo).length >= 4);
    await workbench.screenshot('bulk-progress');
    await progress.click('Cancel');
    const summary = await workbench.toasts.withText('Cancelled before anything was sent for').text();
    const [, done, left] = /^Disabled (\d+) of 24 .* sent for (\d+):/.exec(summary) ?? [];
    assert.equal(Number(done) + Number(left), COUNT);
    assert.equal(writes(demo).length, Number(done));
    assert.equal(new Set(writes(demo)).size, Number(done));
    await workbench.screenshot('bulk-cancelled');
  });

  it('shows the logs of twenty, and names those left out', async () => {
    await selectAll();
    await workbench.runCommand('Show Logs');
    const text = await workbench.toasts.withText('at most 20 logs').text();
    assert.match(text, /Left out: GeoIP \(21\), GeoIP \(22\), GeoIP \(23\), GeoIP \(24\)\./);
  });
});

/** A project with so many configs of the same name, all enabled. */
function fixtureOf(count: number): Fixture {
  const seed = seedOf('2021-12');
  const [sample] = seed.configs;
  assert.ok(sample);
  return {
    ...seed,
    configs: Array.from({ length: count }, (_, index) => ({
      ...sample,
      id: index + 1,
      order: index + 1,
      enabled: true,
    })),
  };
}
