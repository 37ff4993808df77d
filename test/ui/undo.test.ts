import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

describe('undo and recent changes', () => {
  let workbench: Workbench;
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    await connectOwnServer(workbench, server, 'Main');
    await workbench.tree.row('GeoIP').state();
  });

  beforeEach(() => demo.forgetRequests());

  after(async () => {
    await workbench.close();
    await demo.stop();
  });

  const writes = (): readonly string[] =>
    demo.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) =>
        `${method} ${path.replace('/api/projects/1/plugin_configs/', '')} ${body}`.trim(),
      );
  const stored = (id: number) => {
    const found = demo.server.state.storedConfig(id);
    assert.ok(found);
    return found;
  };
  const forgetToasts = (): Promise<unknown> => workbench.driver.command('notifications.clearAll');
  const disable = async (label: string): Promise<void> => {
    const row = workbench.tree.row(label);
    await row.clickInline('Disable');
    await row.waitUntil('is disabled', ({ description }) => description.includes('disabled'));
  };
  const isEnabled = (label: string): Promise<unknown> =>
    workbench.tree.row(label).waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
  /** The entries without their times. */
  const listed = async (): Promise<readonly string[]> =>
    (await workbench.quickInput.items()).map(
      ({ label, description, detail }) => `${label} | ${description.replace(/^[^·]*/, '')} | ${detail}`,
    );
  const openRecentChanges = async (): Promise<void> => {
    await (await workbench.tree.openTitleMenu()).choose('Recent Changes…');
    await workbench.quickInput.waitForTitle('Recent Changes');
  };

  it('says so where nothing was changed', async () => {
    await workbench.runCommand('Undo Last Change');
    await workbench.toasts.withText('There is nothing to undo in Main').waitUntilShown();
    await workbench.runCommand('Recent Changes…');
    await workbench.toasts.withText('Nothing has been changed from this editor yet.').waitUntilShown();
    await forgetToasts();
  });

  it('the notification takes back what was done with the mouse, and says what the server has', async () => {
    await disable('GeoIP');
    await workbench.toasts.withText('Disabled GeoIP in Main').click('Undo');
    await workbench.toasts.withText('GeoIP is enabled again in Main').waitUntilShown();
    await isEnabled('GeoIP');
    assert.deepEqual(writes(), ['PATCH 1/ {"enabled":false}', 'PATCH 1/ {"enabled":true}']);
    await forgetToasts();
  });

  it('Undo Last Change takes one change back after the other, the newest first', async () => {
    await disable('GeoIP');
    await disable('Mail to EU');
    await workbench.runCommand('Undo Last Change');
    await workbench.toasts.withText('Mail to EU is enabled again').waitUntilShown();
    await isEnabled('Mail to EU');
    assert.equal(stored(1).enabled, false);
    await workbench.runCommand('Undo Last Change');
    await workbench.toasts.withText('GeoIP is enabled again').waitUntilShown();
    await isEnabled('GeoIP');
    assert.deepEqual(writes(), [
      'PATCH 1/ {"enabled":false}',
      'PATCH 2/ {"enabled":false}',
      'PATCH 2/ {"enabled":true}',
      'PATCH 1/ {"enabled":true}',
    ]);
    await forgetToasts();
  });

  it('Ctrl+Z does the same in the tree, and an old notification undoes nothing twice', async () => {
    await disable('GeoIP');
    await workbench.driver.command('posthogPlugins.configs.focus');
    await workbench.page.keyboard.press('ControlOrMeta+z');
    await workbench.toasts.withText('GeoIP is enabled again').waitUntilShown();
    await workbench.toasts.withText('Disabled GeoIP in Main').click('Undo');
    await workbench.toasts.withText('“Disabled GeoIP” has been undone already.').waitUntilShown();
    assert.deepEqual(writes(), ['PATCH 1/ {"enabled":false}', 'PATCH 1/ {"enabled":true}']);
    await forgetToasts();
  });

  it('Recent Changes lists what was done, where, and what became of it; its button undoes', async () => {
    await disable('Job Lab');
    await openRecentChanges();
    const where = `Main — ${new URL(demo.server.url).host}`;
    const entries = await listed();
    assert.equal(entries[0], `Disabled Job Lab |  | enabled → disabled · ${where}`);
    assert.equal(entries[1], `Disabled GeoIP | · undone | enabled → disabled · ${where}`);
    assert.equal(entries.length, 5);
    await workbench.screenshots('recent-changes');
    await workbench.quickInput.clickButton('Undo');
    await workbench.toasts.withText('Job Lab is enabled again in Main').waitUntilShown();
    await isEnabled('Job Lab');
    assert.deepEqual(writes(), ['PATCH 5/ {"enabled":false}', 'PATCH 5/ {"enabled":true}']);
    await forgetToasts();
  });

  it('survives a reload: a deleted config comes back with one request', async () => {
    await workbench.tree.row('Warehouse Export').chooseInContextMenu('Delete…');
    await workbench.modal.click('Delete');
    await workbench.tree.row('Warehouse Export').waitUntilGone();
    await workbench.reload();
    await workbench.tree.open();
    await workbench.tree.row('GeoIP').state();
    demo.forgetRequests();
    await workbench.runCommand('Undo Last Change');
    await workbench.toasts.withText('Warehouse Export is back in Main').waitUntilShown();
    await workbench.tree.row('Warehouse Export').state();
    assert.deepEqual(writes(), ['PATCH 3/ {"deleted":false,"enabled":true}']);
    await forgetToasts();
  });

  it('shows what the server has now where it has moved on, and asks before it overwrites that', async () => {
    await workbench.tree.row('Warehouse Export').chooseInContextMenu('Delete…');
    await workbench.modal.click('Delete');
    await workbench.toasts.withText('Deleted Warehouse Export').waitUntilShown();
    demo.server.state.patchConfig(3, { deleted: false });
    demo.forgetRequests();
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.row('Warehouse Export').state();

    await workbench.runCommand('Recent Changes…');
    await workbench.quickInput.waitForTitle('Recent Changes');
    assert.match(
      (await listed())[0] ?? '',
      /^Deleted Warehouse Export \| · changed since \| enabled → deleted/,
    );
    await workbench.quickInput.accept();
    const question = await workbench.modal.text();
    assert.match(question, /“Warehouse Export” has been changed since\. Restore its former state anyway\?/);
    assert.match(question, /In project Main \(1\), on 127\.0\.0\.1:\d+:/);
    assert.match(question, /state: now disabled, before the change enabled/);
    await workbench.screenshot('undo-moved-on');
    await workbench.modal.click('Cancel');
    assert.deepEqual(writes(), []);

    await workbench.runCommand('Undo Last Change');
    await workbench.modal.click('Restore Anyway');
    await workbench.toasts.withText('Warehouse Export is back in Main').waitUntilShown();
    await eventually('it is enabled', () => stored(3).enabled);
    assert.deepEqual(writes(), ['PATCH 3/ {"deleted":false,"enabled":true}']);
    await forgetToasts();
  });

  it('says that a change of something that is gone cannot be undone, and goes on to older ones', async () => {
    await disable('GeoIP');
    await disable('Mail to EU');
    demo.server.state.patchConfig(2, { deleted: true });
    await workbench.runCommand('Undo Last Change');
    await workbench.toasts
      .withText('Mail to EU cannot be restored: it has been deleted from Main')
      .waitUntilShown();
    await workbench.runCommand('Undo Last Change');
    await workbench.toasts.withText('GeoIP is enabled again in Main').waitUntilShown();
    await isEnabled('GeoIP');
    await openRecentChanges();
    const entries = await listed();
    assert.match(entries[0] ?? '', /^Disabled Mail to EU \| · deleted since/);
    assert.match(entries[1] ?? '', /^Disabled GeoIP \| · undone/);
    await workbench.quickInput.cancel();
  });
});
