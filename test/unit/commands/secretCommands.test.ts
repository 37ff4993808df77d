import assert from 'node:assert/strict';
import type { Fixture } from '../../../src/demo/fixture';
import { withConfig } from '../../support/changedFixture';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled, settled } from '../../support/editor/settledWindow';
import { withKey } from '../../support/goldenFixture';
import { seedOf } from '../../support/projectHarness';

const TYPED = 'typed-secret-that-must-not-show-0123';
const COMMANDS = ['Set Secret…', 'Clear Secret…', 'Add Attachment…', 'Remove Attachment…'];

const open = (fixture: Fixture = seedOf('2023-12')): Promise<ConnectedWindow> =>
  openSettled({ server: { profile: '2023-12', fixture } });

describe('secrets of a plugin config', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await open();
  });

  afterEach(() => connected.close());

  const settings = (id: number): unknown => connected.stored(id)?.config;

  it('are set hidden, and it is said that the former one is lost', async () => {
    const { tree, quickInput, toasts } = connected.window;
    await tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    assert.equal(
      await quickInput.waitForMessage('New value of “API token”'),
      'New value of “API token”. It replaces the present one at once, which cannot be brought back.',
    );
    assert.match(await quickInput.title(), /^Mail to EU — Main/);
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.type('••••••••');
    await quickInput.waitForMessage('not a secret');
    await quickInput.accept();
    assert.equal(quickInput.isOpen, true, 'the mask is not taken');
    await quickInput.type(`${TYPED} `);
    await quickInput.waitForMessage('begins or ends with a space');
    await quickInput.type(TYPED);
    await quickInput.waitForMessage('New value of “API token”');
    await quickInput.accept();
    const toast = toasts.withText('Set “API token” of Mail to EU in Main');
    assert.match(await toast.text(), /The former value cannot be brought back\.$/);
    assert.deepEqual(await toast.buttons(), []);
    const others = { host: 'eu', siteId: 'site-1', eventsToSend: '$pageview' };
    assert.deepEqual(settings(2), { ...others, apiToken: TYPED });
    const sent = connected.demo.requests.filter(({ method }) => method !== 'GET');
    assert.deepEqual(
      sent.map(({ headers, body }) => [headers['content-type'], [...new URLSearchParams(body)]]),
      [['application/x-www-form-urlencoded', [['config', JSON.stringify({ ...others, apiToken: TYPED })]]]],
    );
  });

  it('that come in clear are set from their own row', async () => {
    const { tree, quickInput, toasts } = connected.window;
    await tree.row('Job Lab').expand();
    await tree.row('Settings').expand();
    await tree.row('token').clickInline('Set Secret…');
    await quickInput.waitForMessage('New value of “Token”');
    await quickInput.enter(TYPED);
    await toasts.withText('Set “Token” of Job Lab').waitUntilShown();
    assert.deepEqual(settings(5), { greeting: 'hi', token: TYPED });
  });

  it('that were never set have no former value to lose', async () => {
    const { tree, quickInput, toasts } = connected.window;
    await tree.row('Warehouse Export').chooseInContextMenu('Set Secret…');
    assert.equal(
      await quickInput.waitForMessage('Value of “Password”'),
      'Value of “Password”. It is saved at once.',
    );
    await quickInput.enter(TYPED);
    assert.match(
      await toasts.withText('Set “Password” of Warehouse Export').text(),
      /^Set “Password” of Warehouse Export in Main — 127\.0\.0\.1:\d+\.$/,
    );
    assert.deepEqual(settings(3), {
      datasetId: 'raw',
      tableId: 'events',
      password: TYPED,
      // As PostHog's own page keeps what has no value.
      keyFile: null,
    });
  });

  it('are not sent when the box is left, or left empty', async () => {
    const { tree, quickInput, toasts } = connected.window;
    await tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await quickInput.waitForMessage('New value of “API token”');
    await quickInput.cancel();
    await tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await quickInput.waitForMessage('New value of “API token”');
    await quickInput.enter('');
    await toasts.withText('Nothing was saved: no value was typed.').waitUntilShown();
    assert.deepEqual(toasts.texts(), ['Nothing was saved: no value was typed.']);
    assert.deepEqual(connected.writes, []);
  });

  it('are cleared after a question that says what and where', async () => {
    const { window } = connected;
    const { quickInput, modal, toasts } = window;
    window.runCommand('Clear Secret…');
    await quickInput.waitForPlaceholder('Select a plugin config to clear a secret of');
    await quickInput.pick('Mail to EU');
    const question = await modal.text();
    assert.match(question, /^Clear the secret “API token” of “Mail to EU”\?/);
    assert.match(question, /Plugin config 2, project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /The plugin requires it .* The value cannot be brought back/);
    assert.deepEqual(connected.writes, []);
    await modal.click('Clear');
    await toasts.withText(/Cleared “API token” of Mail to EU .* cannot be brought back/).waitUntilShown();
    assert.deepEqual(settings(2), {
      host: 'eu',
      siteId: 'site-1',
      apiToken: '',
      eventsToSend: '$pageview',
    });
    window.runCommand('Clear Secret…');
    await quickInput.pick('Mail to EU');
    await toasts.withText('No secret of Mail to EU is set.').waitUntilShown();
  });

  it('that the plugin does not require say so before they are cleared, and stay when it is cancelled', async () => {
    const { tree, modal, toasts } = connected.window;
    await tree.row('Job Lab').chooseInContextMenu('Clear Secret…');
    assert.match(
      await modal.text(),
      /The plugin goes on without it at once\. The value cannot be brought back/,
    );
    await modal.click('Cancel');
    assert.deepEqual(connected.writes, []);
    assert.deepEqual(toasts.texts(), []);
    assert.deepEqual(settings(5), { greeting: 'hi', token: 'dict-form-secret' });
  });

  for (const command of ['Set Secret…', 'Clear Secret…']) {
    it(`${command} says where a plugin has no secrets`, async () => {
      const { window } = connected;
      window.runCommand(command);
      await window.quickInput.pick('GeoIP');
      await window.toasts.withText('GeoIP has no secret settings.').waitUntilShown();
      assert.equal(window.quickInput.isOpen, false);
      assert.deepEqual(connected.writes, []);
    });
  }
});

describe('several secrets of a plugin config', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    const seed = seedOf('2023-12');
    const twice = [
      { key: 'first', name: 'First token', type: 'string', secret: true, required: true },
      { key: 'second', type: 'string', secret: true },
      { key: 'third', name: 'Third', type: 'string', secret: true },
    ];
    connected = await open({
      ...withConfig(seed, 5, { config: { greeting: 'hi', first: 'a', second: 'b' } }),
      plugins: seed.plugins.map((plugin) => (plugin.id === 5 ? { ...plugin, config_schema: twice } : plugin)),
    });
  });

  afterEach(() => connected.close());

  it('are offered with what is known of them, and the picked one is set', async () => {
    const { tree, quickInput, toasts } = connected.window;
    await tree.row('Job Lab').chooseInContextMenu('Set Secret…');
    await quickInput.waitForPlaceholder('Select the secret to set');
    assert.match(await quickInput.title(), /^Job Lab — Main/);
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description }) => [label, description]),
      [
        ['First token', 'first · set'],
        ['second', 'set'],
        ['Third', 'third · not set'],
      ],
    );
    await quickInput.pick('second');
    await quickInput.waitForMessage('New value of “second”');
    await quickInput.enter(TYPED);
    await toasts.withText('Set “second” of Job Lab').waitUntilShown();
    assert.deepEqual(connected.stored(5)?.config, {
      greeting: 'hi',
      first: 'a',
      second: TYPED,
      third: null,
    });
  });

  it('are set from their own rows without being asked which', async () => {
    const { tree, quickInput, toasts } = connected.window;
    await tree.row('Job Lab').expand();
    await tree.row('Settings').expand();
    await tree.row('second').clickInline('Set Secret…');
    await quickInput.waitForMessage('New value of “second”');
    await quickInput.enter(TYPED);
    await toasts.withText('Set “second” of Job Lab').waitUntilShown();
  });

  it('are offered to be cleared as far as they are set, and stay when none is picked', async () => {
    const { tree, quickInput, modal } = connected.window;
    await tree.row('Job Lab').chooseInContextMenu('Clear Secret…');
    await quickInput.waitForPlaceholder('Select the secret to clear');
    assert.deepEqual(
      (await quickInput.items()).map(({ label }) => label),
      ['First token', 'second'],
    );
    await quickInput.cancel();
    assert.equal(modal.isOpen, false);
    assert.deepEqual(connected.writes, []);
  });
});

describe('secrets with a key that may only read', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    const fixture = withKey(seedOf('2026'), 1, { scopes: ['plugin:read', 'project:read', 'user:read'] });
    connected = await openSettled({ server: { profile: '2026', fixture } });
  });

  afterEach(() => connected.close());

  it('say why nothing was saved, once, and grey the commands out', async () => {
    const { window } = connected;
    const row = window.tree.row('Mail to EU');
    await row.chooseInContextMenu('Set Secret…');
    await window.quickInput.waitForMessage('New value of “API token”');
    await window.quickInput.enter(TYPED);
    const toast = await window.toasts.withText('Could not change the plugin config.').text();
    assert.match(toast, /plugin:write/);
    assert.ok(!toast.includes(TYPED));
    assert.deepEqual(
      (await row.contextMenuItems()).filter(({ label }) => /Secret|Attachment/.test(label)),
      COMMANDS.map((label) => ({ label: `${label} (This Key May Only Read)`, enabled: false })),
    );
    connected.demo.forgetRequests();
    window.runCommand('Clear Secret…');
    await window.quickInput.pick('Mail to EU');
    await window.toasts.withText(/may only read/).waitUntilShown();
    await settled(connected);
    assert.equal(window.modal.isOpen, false);
    assert.deepEqual(connected.writes, []);
  });
});
