import assert from 'node:assert/strict';
import type { Fixture } from '../../../src/demo/fixture';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { shown } from '../../support/editor/page/shown';
import { seedOf } from '../../support/projectHarness';

const COUNT = 24;

describe('more plugin configs at once than a list has room for', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2021-12', fixture: fixtureOf(COUNT) } });
    await connected.window.tree.row('GeoIP (1)').state();
    await connected.window.tree.selectAll();
  });

  afterEach(() => connected.close());

  it('names the first of them, and says what this server does', async () => {
    const { tree, modal, toasts } = connected.window;
    tree.press('delete');
    const text = await modal.text();
    assert.match(text, /^Delete 24 plugin configs\?/);
    assert.match(text, /• GeoIP \(10\)\s+and 14 more/);
    assert.match(text, /stay in the list, disabled/);
    await modal.click('Cancel');
    assert.deepEqual(connected.writes, []);
    tree.press('delete');
    await modal.click('Delete');
    const toast = toasts.withText('Disabled 24 plugin configs in Main');
    assert.match(await toast.text(), /This server cannot remove plugin configs, so they stay in the list\.$/);
    assert.equal(await toast.severity(), 'warning');
    assert.equal(tree.labels().length, COUNT);
    await toast.click('Undo');
    await toasts
      .withText(/^24 plugin configs in Main — 127\.0\.0\.1:\d+ are enabled or disabled as before\.$/)
      .waitUntilShown();
  });

  it('is cancelled on the way: what was begun is reported, and nothing else is sent', async () => {
    const { window } = connected;
    connected.proxy.inject({ method: 'PATCH', fault: { kind: 'delay', ms: 1_200 } });
    window.runCommand('Disable');
    await window.modal.click('Disable');
    const progress = window.toasts.withText('Disabling 24 plugin configs in Main');
    assert.match(await progress.text(), /: \d+ of 24$/);
    await shown('the first are sent', () => connected.writes.length >= 4);
    await progress.click('Cancel');
    const toast = window.toasts.withText('Cancelled before anything was sent for');
    const [, done, left] = /^Disabled (\d+) of 24 .* sent for (\d+):/.exec(await toast.text()) ?? [];
    assert.equal(Number(done) + Number(left), COUNT);
    assert.ok(Number(left) > 0);
    assert.equal(connected.writes.length, Number(done));
    assert.equal(new Set(connected.writes).size, Number(done));
    assert.match(await toast.text(), /sent for \d+: GeoIP \(\d+\), .* and \d+ more\.$/);
    await progress.waitUntilGone();
  });

  it('shows the logs of twenty, and names those left out', async () => {
    const { window } = connected;
    window.runCommand('Show Logs');
    const text = await window.toasts.withText('at most 20 logs').text();
    assert.match(text, /Left out: GeoIP \(21\), GeoIP \(22\), GeoIP \(23\), GeoIP \(24\)\./);
    await window.logPanel(/^20 Plugin Configs — Logs$/);
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
