import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled, settled } from '../../support/editor/settledWindow';
import type { Fault } from '../../support/faults/fault';
import { withKey } from '../../support/goldenFixture';
import { Adding } from '../../support/newConfig';
import { seedOf } from '../../support/projectHarness';

const LIST = '/api/projects/1/plugin_configs/';

describe('a plugin config that may not have been added', () => {
  let connected: ConnectedWindow;
  let adding: Adding;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
    adding = new Adding(connected);
  });

  afterEach(() => connected.close());

  it('is not sent again where the answer never came, and its document is kept', async () => {
    const { window, proxy } = connected;
    window.runCommand('Add Plugin Config…');
    await window.quickInput.pick('Type a Plugin Id…');
    await window.quickInput.waitForMessage('Id of the plugin, a number.');
    await window.quickInput.enter('ten');
    await window.quickInput.waitForMessage('Enter a whole number');
    await window.quickInput.enter('10');
    const document = await adding.document('Empty Frontend');
    assert.match(document.getText(), /"settings": \{\}/);
    proxy.inject({ method: 'POST', fault: { kind: 'reset' } });
    const saved = window.save(document);
    await window.modal.click('Create');
    const text = await window.toasts.withText('It is not known whether').text();
    assert.match(text, /It was not sent again/);
    assert.match(text, /The list shows no new config of it yet/);
    assert.equal(await saved, false);
    assert.equal(document.isDirty, true);
    await settled(connected);
    assert.equal(adding.sent, 1);
  });

  it('is found in the list where the answer was lost after the server had stored it', async () => {
    const { window, proxy } = connected;
    const document = await adding.open('Empty Frontend');
    proxy.inject({ method: 'POST', fault: { kind: 'reset', forwards: true } });
    const saved = window.save(document);
    await window.modal.click('Create');
    await window.toasts.withText(/^Created Empty Frontend \(\d+\) in Main/).waitUntilShown();
    assert.equal(await saved, true);
    assert.equal(adding.sent, 1);
  });

  it('is not known of where the list cannot be read either', async () => {
    const { window, proxy } = connected;
    const document = await adding.open('Empty Frontend');
    proxy.inject({ method: 'POST', fault: { kind: 'reset' } });
    const saved = window.save(document);
    await window.modal.text();
    // The first reading is the last look before the create is sent.
    let looks = 0;
    proxy.inject({
      method: 'GET',
      path: LIST,
      fault: { kind: 'drift', map: (body) => (looks++ === 0 ? body : { detail: 'Not now.' }) },
    });
    await window.modal.click('Create');
    await window.toasts
      .withText(
        /It is not known whether Main .* created Empty Frontend, and the list could not be read either\./,
      )
      .waitUntilShown();
    assert.equal(await saved, false);
    assert.equal(adding.sent, 1);
  });

  const refusals: readonly (readonly [string, Fault, RegExp])[] = [
    [
      'a 403',
      { kind: 'answer', status: 403, body: { detail: 'You may not.' } },
      /Could not create the plugin config\./,
    ],
    [
      'a 400',
      { kind: 'answer', status: 400, body: { type: 'x', code: 'y', detail: 'Bad.', attr: null } },
      /Could not create the plugin config\. 127\.0\.0\.1:\d+ refused the data: Bad\./,
    ],
  ];
  for (const [what, fault, expected] of refusals) {
    it(`gives the server’s reason after ${what}, and its document is kept`, async () => {
      const { window, proxy } = connected;
      const document = await adding.open('Empty Frontend');
      proxy.inject({ method: 'POST', fault });
      const saved = window.save(document);
      await window.modal.click('Create');
      assert.equal(await saved, false);
      assert.match(await window.toasts.withText('Failed to save').text(), expected);
      assert.equal(document.isDirty, true);
      assert.equal(adding.sent, 1);
    });
  }

  it('is not offered where the plugins cannot be read, which is said', async () => {
    const { window, proxy } = connected;
    proxy.inject({ method: 'GET', path: /\/plugins\/$/, fault: { kind: 'answer', status: 500, body: {} } });
    window.runCommand('Add Plugin Config…');
    const toast = window.toasts.withText(/failed with status 500/);
    assert.equal(await toast.severity(), 'error');
    assert.equal(window.quickInput.isOpen, false);
  });

  it('can still be of a plugin that has a config, or be typed, where the plugins may not be listed', async () => {
    const { window, proxy } = connected;
    proxy.inject({
      method: 'GET',
      path: /\/plugins\/$/,
      fault: { kind: 'answer', status: 403, body: { detail: 'You may not.' } },
    });
    window.runCommand('Add Plugin Config…');
    await window.quickInput.waitForPlaceholder('The organization’s plugins cannot be listed:');
    const items = await window.quickInput.items();
    assert.deepEqual(
      items.map(({ label }) => label),
      ['GeoIP', 'Job Lab', 'Mailer Connector', 'Schema Guard', 'Warehouse Export', 'Type a Plugin Id…'],
    );
    assert.match(items.at(-1)?.detail ?? '', /cannot be listed/);
    await window.quickInput.pick('Type a Plugin Id…');
    await window.quickInput.enter('6');
    const document = await adding.document('6');
    assert.match(document.getText(), /"settings": \{\}/);
    void window.save(document);
    assert.match(await window.modal.text(), /^Create a plugin config of “Plugin 6”\?/);
  });

  it('needs the connection of its document to be the active one', async () => {
    const { window } = connected;
    const document = await adding.open('Empty Frontend');
    void window.command('posthogPlugins.disconnect');
    await window.modal.click('Disconnect');
    await window.tree.waitForWelcome(/./);
    assert.equal(await window.save(document), false);
    assert.equal(document.isDirty, true);
    assert.equal(adding.sent, 0);
  });
});

describe('adding a plugin config with a key that may only read', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    const fixture = withKey(seedOf('2026'), 1, { scopes: ['plugin:read', 'project:read', 'user:read'] });
    connected = await openSettled({ server: { profile: '2026', fixture } });
  });

  afterEach(() => connected.close());

  it('is said to be impossible once that is known, also of a document that is open', async () => {
    const { window } = connected;
    const adding = new Adding(connected);
    const document = await adding.open('Markdown Only');
    const first = window.save(document);
    await window.modal.click('Create');
    assert.equal(await first, false);
    assert.match(await window.toasts.withText('Failed to save').text(), /plugin:write/);
    window.toasts.clear();
    assert.equal(await window.save(document), false);
    assert.match(await window.toasts.withText('Failed to save').text(), /may only read/);
    window.runCommand('Add Plugin Config…');
    await window.toasts.withText(/^The key of Main .* may only read\./).waitUntilShown();
    assert.equal(window.quickInput.isOpen, false);
    assert.equal(adding.sent, 1);
  });
});
