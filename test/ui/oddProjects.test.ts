import assert from 'node:assert/strict';
import type { FixtureConfig } from '../../src/demo/fixture';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const LONG = 'L'.repeat(400);

describe('names that are more than plain words', () => {
  let workbench: Workbench;
  const names = [
    '$(flame) icon',
    '[x](command:workbench.action.quit)',
    '<b>bold</b>',
    'right \u202eotni tfel',
    'two\nlines',
    LONG,
    null,
  ];
  const seed = seedOf('2023-12');
  const configs = seed.configs.slice(0, 1).flatMap((sample) =>
    names.map((name, index): FixtureConfig => ({
      ...sample,
      id: 100 + index,
      order: 1,
      name,
      enabled: true,
    })),
  );
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: { ...seed, configs } });

  before(async () => {
    workbench = await openWorkbench();
    await connectOwnServer(workbench, await demo.start(), 'Main');
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  it('are text in the tree, on one line each, in the order of their ids where nothing else orders them', async () => {
    await workbench.tree.waitForLabels([
      '$(flame) icon',
      '[x](command:workbench.action.quit)',
      '<b>bold</b>',
      'right otni tfel',
      'two lines',
      `${'L'.repeat(79)}…`,
      'GeoIP',
    ]);
    await workbench.screenshots('odd-names');
  });

  it('make no links or icons in messages', async () => {
    for (const name of ['$(flame) icon', '[x](command:workbench.action.quit)']) {
      await workbench.tree.row(name).clickInline('Disable');
      const toast = workbench.toasts.withText('Disabled');
      assert.equal(
        (await toast.text()).replaceAll('\u200b', '').startsWith(`Disabled ${name} in Main`),
        true,
      );
      const inside = workbench.page.locator('.notification-list-item-message');
      assert.equal(await inside.locator('a, .codicon').count(), 0);
      await toast.click('Undo');
      await workbench.driver.command('notifications.clearAll');
    }
  });

  it('leave room for what a question says', async () => {
    await workbench.tree.row(`${'L'.repeat(79)}…`).chooseInContextMenu('Delete…');
    assert.match(
      await workbench.modal.text(),
      /Delete the plugin config “L{79}…”\?\s+Plugin config 105, project Main/,
    );
    await workbench.modal.click('Cancel');
  });
});

describe('a server of 2024, which still has jobs but refuses keys there', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({
    profile: '2023-12',
    fixture: seedOf('2023-12'),
    overrides: { hasScopes: true, refusesUnscopedActions: true, rearrangeKey: 'config' },
  });

  before(async () => {
    workbench = await openWorkbench();
    await connectOwnServer(workbench, await demo.start(), 'Main');
  });

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  it('trap 33: finds it out without starting anything, says so, and greys the commands out', async () => {
    const row = workbench.tree.row('Job Lab');
    await row.chooseInContextMenu('Run Job…');
    await workbench.toasts.withText('does not let personal API keys run jobs').waitUntilShown();
    await row.chooseInContextMenu('Show Front End');
    await workbench.toasts.withText('Could not read the front end.').waitUntilShown();
    const disabled = (await row.contextMenuItems()).filter(({ enabled }) => !enabled);
    assert.deepEqual(
      disabled.map(({ label }) => label),
      ['Show Front End (This Server Refuses API Keys Here)', 'Run Job… (This Server Refuses API Keys Here)'],
    );
    assert.deepEqual(
      demo.requests.filter(({ method }) => method !== 'GET'),
      [],
    );
  });
});

describe('a slow server', () => {
  const LIST = '/api/projects/1/plugin_configs/';
  const PATIENCE = 3_000;
  let workbench: Workbench;
  let proxy: FaultProxy;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const { url, key } = await demo.start();
    proxy = await startFaultProxy(url);
    workbench = await openWorkbench();
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
    await workbench.tree.waitForLabels([
      'GeoIP',
      'Mail to EU',
      'Warehouse Export',
      'Job Lab',
      'Schema Guard',
    ]);
    proxy.inject({ method: 'GET', path: LIST, fault: { kind: 'delay', ms: PATIENCE } });
    proxy.inject({ method: 'PATCH', fault: { kind: 'delay', ms: PATIENCE } });
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const sent = (method: string): number =>
    proxy.requests.filter((request) => request.method === method).length;

  it('shows that a row is busy until the answer, and sends once', async () => {
    await workbench.tree.row('GeoIP').clickInline('Disable');
    const busy = await workbench.tree.row('GeoIP').waitUntil('is busy', ({ icon }) => icon === 'loading');
    assert.match(busy.description, /Disabling…/);
    assert.deepEqual(await workbench.tree.row('GeoIP').inlineButtons(), ['Show Logs']);
    await workbench.tree
      .row('GeoIP')
      .waitUntil(
        'is disabled',
        ({ icon, description }) => icon === 'circle-outline' && description.includes('disabled'),
      );
    assert.equal(sent('PATCH'), 1);
  });

  it('says what it waits for when a command comes from the palette of a fresh window', async () => {
    await workbench.driver.command('workbench.view.explorer');
    await workbench.reload();
    await workbench.runCommand('Enable');
    await workbench.page.locator('.statusbar-item', { hasText: 'Reading the plugin configs…' }).waitFor();
    await workbench.quickInput.pick('GeoIP');
    await workbench.toasts.withText('Enabled GeoIP in Main').waitUntilShown();
    assert.equal(sent('PATCH'), 2);
  });

  it('can be left while it is asked', async () => {
    await workbench.tree.open();
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.statusBar.click('Main');
    await workbench.quickInput.waitForTitle('Switch Connection');
    await workbench.quickInput.pick('Try the Demo Project');
    await workbench.statusBar.waitFor('Demo Project');
    const shown = (): Promise<readonly string[]> => workbench.tree.labels();
    await eventually('the demo’s rows are shown', async () => {
      const labels = await shown();
      return labels.length > 0 && !labels.includes('Mail to EU');
    });
    const demoRows = await shown();
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    assert.deepEqual(await shown(), demoRows, 'the late answer of the other project changes nothing');
  });
});
