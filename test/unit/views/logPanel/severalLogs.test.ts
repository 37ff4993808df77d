import assert from 'node:assert/strict';
import { LogWindow } from '../../../support/editor/logWindow';
import type { LogPanelPage } from '../../../support/editor/page/logPanelPage';
import { shownAs } from '../../../support/editor/page/shown';
import type { ServerLog } from '../../../support/serverLog';

describe('the logs of several plugin configs in one panel', () => {
  let opened: LogWindow;
  let panel: LogPanelPage;
  let geoip: ServerLog;
  let relay: ServerLog;

  beforeEach(async () => {
    opened = await LogWindow.open({ configs: ['GeoIP', 'Webhook Relay'] });
    const [first, second] = opened.logs;
    assert.ok(first && second);
    [geoip, relay] = [first, second];
  });

  afterEach(() => opened.close());

  async function open(): Promise<void> {
    const { window } = opened;
    window.runCommand('Show Logs of Several Configs…');
    await window.quickInput.waitForTitle(/7 of at most 20 selected/);
    await window.quickInput.accept();
    panel = await opened.page(/ — Logs$/);
    await panel.waitForState(/Live/);
    await panel.waitForCount('2 entries');
  }

  const endsIn = (...messages: readonly string[]): Promise<readonly string[]> =>
    shownAs(
      `it ends in ${messages.join()}`,
      () => panel.messages().slice(-messages.length),
      (last) => last.join() === messages.join(),
    );

  it('are merged in order, with the config on each row', async () => {
    await open();
    opened.add(1, { message: 'first' }, geoip);
    opened.add(1, { message: 'second', ageMs: -1000 }, relay);
    opened.add(1, { message: 'third', ageMs: -2000 }, geoip);
    await endsIn('first', 'second', 'third');
    assert.deepEqual(panel.texts('.log-row[data-key] .config').slice(-3), [
      'GeoIP',
      'Webhook Relay',
      'GeoIP',
    ]);
  });

  it('are filtered by config', async () => {
    await open();
    opened.add(1, { message: 'first' }, geoip);
    opened.add(1, { message: 'second', ageMs: -1000 }, relay);
    await endsIn('first', 'second');
    const geoipItem = `#configs [role=menuitemcheckbox][data-id="${geoip.configId}"]`;
    await panel.click('#configs .facet-menu', 'Configs');
    assert.equal(panel.attribute(geoipItem, 'aria-checked'), 'true');
    await panel.click(geoipItem);
    await shownAs(
      'only one is shown',
      () => panel.messages(),
      (messages) => messages.includes('second') && !messages.includes('first'),
    );
    assert.equal(panel.attribute(geoipItem, 'aria-checked'), 'false');
    assert.match(panel.text('#configs .some'), /^6\/7$/);
    await panel.click(geoipItem);
    await endsIn('first', 'second');
  });

  it('tell how far each is behind', async () => {
    await open();
    assert.equal(panel.isShown('#parts'), false);
    await panel.click('#state .parts-opener');
    await panel.one('#parts li', /^GeoIP.*\d+ s behind/);
    assert.equal(panel.all('#parts li').length, 7);
    await panel.click('#state .parts-opener');
    await panel.waitUntilGone('#parts');
  });

  it('tell which of them has a problem', async () => {
    await open();
    opened.proxy.inject({
      path: new RegExp(`/${relay.configId}/logs`),
      fault: { kind: 'answer', status: 403, body: { detail: 'You do not have permission.' } },
    });
    panel.activate();
    await panel.one('#state .parts-opener.with-problems');
    await panel.click('#state .parts-opener');
    await panel.one('#parts li[data-tone=problem]', 'Webhook Relay');
    assert.equal(panel.all('#parts li[data-tone=problem]').length, 1);
  });

  it('show the newest of a config that ends in many entries at one time', async () => {
    // Later than what the others hold, also where all of it is made within one millisecond.
    const later = new Date(Date.now() + 1_000).toISOString().replace('Z', '000Z');
    geoip.add(300, { message: 'at once', timestamp: later });
    const { window } = opened;
    window.runCommand('Show Logs of Several Configs…');
    await window.quickInput.waitForTitle(/selected/);
    await window.quickInput.accept();
    panel = await opened.page(/ — Logs$/);
    await endsIn('at once');
    await panel.waitForCount(/^3\d\d of 3\d\d entries, older ones are held back|^3\d\d entries/);
  });

  it('are restored by a reload of the window', async () => {
    await open();
    await shownAs(
      'the page keeps what to restore',
      () => JSON.stringify(panel.panel.kept ?? ''),
      (kept) => kept.includes(String(relay.configId)),
    );
    relay.add(1, { message: 'while it reloaded', ageMs: -1000 });
    await opened.window.reload();
    panel = await opened.page(/ — Logs$/);
    await endsIn('while it reloaded');
  });

  it('open nothing when no config is chosen or the choice is given up', async () => {
    const { window } = opened;
    window.runCommand('Show Logs of Several Configs…');
    await window.quickInput.tick();
    await window.quickInput.waitForTitle(/0 of at most 20 selected/);
    await window.quickInput.accept();
    await window.quickInput.waitUntilClosed();
    window.runCommand('Show Logs of Several Configs…');
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    await opened.roundTrip();
    assert.deepEqual(window.tabs(), []);
  });
});
