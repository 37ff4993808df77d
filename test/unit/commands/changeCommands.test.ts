import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { QuickInputPage } from '../../support/editor/page/quickInputPage';

describe('undo and recent changes', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.row('GeoIP').state();
  });

  afterEach(() => connected.close());

  const stored = (id: number) => connected.stored(id) ?? assert.fail(`there is no config ${id}`);
  const disable = async (label: string): Promise<void> => {
    const row = connected.window.tree.row(label);
    await row.clickInline('Disable');
    await connected.window.toasts.withText(`Disabled ${label} in Main`).waitUntilShown();
    await row.waitUntil('is disabled', ({ description }) => description.includes('disabled'));
  };
  const deleteWarehouseExport = async (): Promise<void> => {
    const { tree, modal, toasts } = connected.window;
    await tree.row('Warehouse Export').chooseInContextMenu('Delete…');
    await modal.click('Delete');
    await toasts.withText('Deleted Warehouse Export').waitUntilShown();
    await tree.row('Warehouse Export').waitUntilGone();
  };
  const isEnabled = (label: string): Promise<unknown> =>
    connected.window.tree
      .row(label)
      .waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
  const undoLast = async (expected: string | RegExp): Promise<void> => {
    connected.window.runCommand('Undo Last Change');
    await connected.window.toasts.withText(expected).waitUntilShown();
  };
  /** The entries of the list without their times. */
  const listed = async (): Promise<readonly string[]> => {
    const { tree, quickInput } = connected.window;
    tree.clickTitle('Recent Changes…');
    return entries(quickInput);
  };

  it('says so where nothing was changed', async () => {
    const { window } = connected;
    await undoLast('There is nothing to undo in Main');
    window.runCommand('Recent Changes…');
    await window.toasts.withText('Nothing has been changed from this editor yet.').waitUntilShown();
    assert.equal(window.quickInput.isOpen, false);
  });

  it('the notification takes back what was done, and says what the server has', async () => {
    const { toasts } = connected.window;
    await disable('GeoIP');
    await toasts.withText('Disabled GeoIP in Main').click('Undo');
    await toasts.withText('GeoIP is enabled again in Main').waitUntilShown();
    await isEnabled('GeoIP');
    assert.deepEqual(connected.writes, ['PATCH 1/ {"enabled":false}', 'PATCH 1/ {"enabled":true}']);
  });

  it('Undo Last Change takes one change back after the other, the newest first', async () => {
    await disable('GeoIP');
    await disable('Mail to EU');
    await undoLast('Mail to EU is enabled again');
    await isEnabled('Mail to EU');
    assert.equal(stored(1).enabled, false);
    await undoLast('GeoIP is enabled again');
    await isEnabled('GeoIP');
    assert.deepEqual(connected.writes, [
      'PATCH 1/ {"enabled":false}',
      'PATCH 2/ {"enabled":false}',
      'PATCH 2/ {"enabled":true}',
      'PATCH 1/ {"enabled":true}',
    ]);
    await undoLast('There is nothing to undo in Main');
  });

  it('Ctrl+Z does the same in the tree, and an old notification undoes nothing twice', async () => {
    const { tree, toasts } = connected.window;
    await disable('GeoIP');
    tree.press('ctrl+z');
    await toasts.withText('GeoIP is enabled again').waitUntilShown();
    await toasts.withText('Disabled GeoIP in Main').click('Undo');
    await toasts.withText('“Disabled GeoIP” has been undone already.').waitUntilShown();
    assert.deepEqual(connected.writes, ['PATCH 1/ {"enabled":false}', 'PATCH 1/ {"enabled":true}']);
  });

  it('asked for twice at the same time, a change is undone once', async () => {
    const { window } = connected;
    await disable('GeoIP');
    window.runCommand('Undo Last Change');
    window.runCommand('Undo Last Change');
    await window.toasts.withText('GeoIP is enabled again').waitUntilShown();
    await undoLast('There is nothing to undo in Main');
    assert.deepEqual(connected.writes, ['PATCH 1/ {"enabled":false}', 'PATCH 1/ {"enabled":true}']);
  });

  it('Recent Changes lists what was done, where, and what became of it; its button undoes', async () => {
    const { quickInput, toasts } = connected.window;
    await disable('GeoIP');
    await undoLast('GeoIP is enabled again');
    await disable('Mail to EU');
    await disable('Job Lab');
    connected.demo.forgetRequests();
    const where = `Main — ${new URL(connected.proxy.url).host}`;
    assert.deepEqual(await listed(), [
      `Disabled Job Lab |  | enabled → disabled · ${where}`,
      `Disabled Mail to EU |  | enabled → disabled · ${where}`,
      `Disabled GeoIP | · undone | enabled → disabled · ${where}`,
    ]);
    await quickInput.clickItemButton('Disabled Mail to EU', 'Undo');
    await toasts.withText('Mail to EU is enabled again in Main').waitUntilShown();
    await isEnabled('Mail to EU');
    assert.deepEqual(connected.writes, ['PATCH 2/ {"enabled":true}']);
  });

  it('Recent Changes that is left with Escape undoes nothing', async () => {
    const { window } = connected;
    await disable('GeoIP');
    const running = window.command('posthogPlugins.recentChanges');
    await window.quickInput.waitForTitle('Recent Changes');
    await window.quickInput.cancel();
    await running;
    assert.deepEqual(connected.writes, ['PATCH 1/ {"enabled":false}']);
  });

  it('survives a reload: a deleted config comes back with one request', async () => {
    const { window } = connected;
    await deleteWarehouseExport();
    await window.reload();
    window.tree.open();
    await window.tree.row('GeoIP').state();
    connected.demo.forgetRequests();
    await undoLast(/^Warehouse Export is back in Main — 127\.0\.0\.1:\d+, and enabled\.$/);
    await window.tree.row('Warehouse Export').state();
    assert.deepEqual(connected.writes, ['PATCH 3/ {"deleted":false,"enabled":true}']);
  });

  it('shows what the server has now where it has moved on, and asks before it overwrites that', async () => {
    const { tree, quickInput, modal } = connected.window;
    await deleteWarehouseExport();
    connected.demo.server.state.patchConfig(3, { deleted: false });
    connected.demo.forgetRequests();
    tree.clickTitle('Refresh');
    await tree.row('Warehouse Export').state();

    const running = connected.window.command('posthogPlugins.recentChanges');
    assert.match(
      (await entries(quickInput))[0] ?? '',
      /^Deleted Warehouse Export \| · changed since \| enabled → deleted/,
    );
    await quickInput.accept();
    const question = await modal.text();
    assert.match(question, /“Warehouse Export” has been changed since\. Restore its former state anyway\?/);
    assert.match(question, /In project Main \(1\), on 127\.0\.0\.1:\d+:/);
    assert.match(question, /state: now disabled, before the change enabled/);
    assert.deepEqual(await modal.buttons(), ['Restore Anyway', 'Cancel']);
    await modal.click('Cancel');
    await running;
    assert.deepEqual(connected.writes, []);

    connected.window.runCommand('Undo Last Change');
    await modal.click('Restore Anyway');
    await connected.window.toasts.withText('Warehouse Export is back in Main').waitUntilShown();
    assert.equal(stored(3).enabled, true);
    assert.deepEqual(connected.writes, ['PATCH 3/ {"deleted":false,"enabled":true}']);
  });

  it('says that a change of something that is gone cannot be undone, and goes on to older ones', async () => {
    await disable('GeoIP');
    await disable('Mail to EU');
    connected.demo.server.state.patchConfig(2, { deleted: true });
    await undoLast('Mail to EU cannot be restored: it has been deleted from Main');
    await undoLast('GeoIP is enabled again in Main');
    await isEnabled('GeoIP');
    const [newest = '', older = ''] = await listed();
    assert.match(newest, /^Disabled Mail to EU \| · deleted since/);
    assert.match(older, /^Disabled GeoIP \| · undone/);
    await connected.window.quickInput.accept();
    await connected.window.toasts
      .withText('“Disabled Mail to EU” cannot be undone: what it changed has been deleted since.')
      .waitUntilShown();
  });
});

/** What *Recent Changes…* lists, without the times. */
async function entries(quickInput: QuickInputPage): Promise<readonly string[]> {
  await quickInput.waitForTitle('Recent Changes');
  return (await quickInput.items()).map(
    ({ label, description, detail }) => `${label} | ${description.replace(/^[^·]*/, '')} | ${detail}`,
  );
}
