import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';

describe('several plugin configs at once', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.waitForLabels([
      'GeoIP',
      'Mail to EU',
      'Warehouse Export',
      'Job Lab',
      'Schema Guard',
    ]);
  });

  afterEach(() => connected.close());

  it('are disabled after one question that lists them, and taken back with one Undo', async () => {
    const { tree, modal, toasts } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export', 'Schema Guard');
    await tree.row('Warehouse Export').chooseInContextMenu('Disable');
    const text = await modal.text();
    assert.match(text, /^Disable 2 plugin configs\?/);
    assert.match(text, /In project Main \(1\), on 127\.0\.0\.1:\d+:\s+• GeoIP\s+• Warehouse Export/);
    assert.match(text, /Already disabled, and left alone: Schema Guard/);
    assert.deepEqual(connected.writes, []);
    await modal.click('Disable');
    const toast = toasts.withText('Disabled 2 plugin configs in Main');
    await toast.waitUntilShown();
    assert.deepEqual(connected.writes.toSorted(), [
      'PATCH 1/ {"enabled":false}',
      'PATCH 3/ {"enabled":false}',
    ]);
    connected.demo.forgetRequests();
    await toast.click('Undo');
    await tree.row('GeoIP').waitUntil('is enabled', ({ description }) => !/disabled|…/.test(description));
    assert.deepEqual([connected.stored(1)?.enabled, connected.stored(3)?.enabled], [true, true]);
  });
});
