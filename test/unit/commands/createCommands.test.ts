import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled, settled, storedSettings } from '../../support/editor/settledWindow';
import { shown } from '../../support/editor/page/shown';
import { Adding } from '../../support/newConfig';

const LIST = '/api/projects/1/plugin_configs/';
const REPLICATOR = { enabled: true, settings: { host: 'eu.example.com' } };

describe('adding a plugin config', () => {
  let connected: ConnectedWindow;
  let adding: Adding;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
    adding = new Adding(connected);
  });

  afterEach(() => connected.close());

  it('opens an unsaved document with the plugin’s defaults, and sends nothing', async () => {
    const document = await adding.open('Replicator');
    assert.match(document.getText(), /"enabled": false/);
    assert.match(document.getText(), /"settings": \{\}/);
    assert.equal(document.isDirty, true);
    assert.deepEqual(connected.window.tabs(), ['Replicator.settings.json']);
    await settled(connected);
    assert.equal(adding.sent, 0);
  });

  it('shows what was typed when the same plugin is picked once more', async () => {
    const document = await adding.open('Replicator');
    adding.write(document, REPLICATOR);
    const again = await adding.open('Replicator');
    assert.match(again.getText(), /eu\.example\.com/);
    assert.equal(connected.window.tabs().length, 1);
  });

  it('sends nothing when the question is cancelled', async () => {
    const { window } = connected;
    const document = await adding.open('Replicator');
    adding.write(document, REPLICATOR);
    const saved = window.save(document);
    const question = await window.modal.text();
    assert.match(question, /^Create a plugin config of “Replicator”\?/);
    assert.match(question, /Plugin Replicator \(6\), project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.match(question, /It is placed last, with the order 6\./);
    assert.match(question, /It will be enabled and run at once\./);
    assert.match(question, /brings that one back instead/);
    assert.doesNotMatch(question, /Required by the plugin/);
    await window.modal.click('Cancel');
    assert.equal(await saved, false);
    await window.toasts.withText('Nothing was sent').waitUntilShown();
    assert.equal(document.isDirty, true);
    await settled(connected);
    assert.equal(adding.sent, 0);
  });

  it('creates it with its secrets, once, shows it, and Undo deletes it', async () => {
    const { window, demo } = connected;
    const document = await adding.open('Replicator');
    adding.write(document, REPLICATOR);
    const saved = window.save(document);
    await window.modal.click('Create');
    await window.quickInput.waitForMessage('Secret: Token (project_token)');
    assert.match(await window.quickInput.title(), /^New Config of Replicator \(1\/1\)$/);
    assert.equal(await window.quickInput.isPassword(), true);
    await window.quickInput.enter('my-own-secret');
    const done = window.toasts.withText('Created Replicator');
    assert.match(await done.text(), /^Created Replicator \(\d+\) in Main — .*, enabled\. Undo deletes it\.$/);
    assert.equal(await saved, true);
    const [sent, ...others] = demo.requestsTo('POST', LIST);
    assert.deepEqual(others, []);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(sent?.body)), {
      plugin: '6',
      order: '6',
      enabled: 'true',
      deleted: 'false',
      config: '{"host":"eu.example.com","project_token":"my-own-secret"}',
    });
    await window.tree.row('Replicator').node();
    await shown('its row is selected', () => window.tree.selected().join() === 'Replicator');
    assert.equal(window.tree.labels().at(-1), 'Replicator');
    await shown('its document has done its work', () => window.tabs().length === 0);
    await done.click('Undo');
    await window.tree.row('Replicator').waitUntilGone();
    const stored = demo.server.state.storedConfigs(1).find(({ pluginId }) => pluginId === 6);
    assert.deepEqual([stored?.deleted, stored?.enabled], [true, false]);
  });

  it('tells what is required and not set, and that it stays disabled', async () => {
    const { window, demo } = connected;
    demo.server.state.patchConfig(3, { deleted: true });
    await window.command('posthogPlugins.refresh');
    const document = await adding.open('Warehouse Export');
    adding.write(document, { enabled: false, settings: { datasetId: 'raw', tableId: 'events' } });
    const saved = window.save(document);
    const question = await window.modal.text();
    assert.match(question, /Required by the plugin, and not set: keyFile\. The server does not check it\./);
    assert.match(question, /It will be disabled\./);
    await window.modal.click('Cancel');
    assert.equal(await saved, false);
  });

  it('sends a secret that was typed into the document only after a yes', async () => {
    const { window } = connected;
    const document = await adding.open('Replicator');
    adding.write(document, { enabled: false, settings: { host: 'x', project_token: 'typed-secret' } });
    const refused = window.save(document);
    assert.match(await window.modal.text(), /^Send what was typed into the document as the new secret/);
    await window.modal.click('Cancel');
    assert.equal(await refused, false);
    await settled(connected);
    assert.equal(adding.sent, 0);
    const saved = window.save(document);
    await window.modal.click('Send as Secret');
    await window.modal.click('Create');
    assert.equal(await saved, true);
    const stored = connected.demo.server.state.storedConfigs(1).find(({ pluginId }) => pluginId === 6);
    assert.deepEqual(stored?.config, { host: 'x', project_token: 'typed-secret' });
  });

  it('offers to edit the existing config first', async () => {
    const { window } = connected;
    window.runCommand('Add Plugin Config…');
    await window.quickInput.pick('Mailer Connector');
    const question = await window.modal.text();
    assert.match(question, /^“Mailer Connector” is configured already\./);
    assert.match(question, /Plugin config 2, project Main \(1\), on 127\.0\.0\.1:\d+\./);
    assert.deepEqual((await window.modal.buttons()).toSorted(), [
      'Cancel',
      'Continue',
      'Edit Existing Instead',
    ]);
    await window.modal.click('Edit Existing Instead');
    const document = await window.document(/\/2\/Mail to EU\.settings\.json$/);
    assert.match(document.getText(), /"siteId": "site-1"/);
    assert.equal(document.isDirty, false);
  });

  it('opens nothing when that offer is cancelled', async () => {
    const { window } = connected;
    window.runCommand('Add Plugin Config…');
    await window.quickInput.pick('Mailer Connector');
    await window.modal.click('Cancel');
    await settled(connected);
    assert.deepEqual(window.tabs(), []);
  });

  it('loses nothing of the existing config when told to go on', async () => {
    const { window } = connected;
    window.runCommand('Add Plugin Config…');
    await window.quickInput.pick('Mailer Connector');
    await window.modal.click('Continue');
    const document = await adding.document('Mailer Connector');
    assert.match(document.getText(), /"siteId": ""/);
    adding.write(document, { enabled: false, settings: { host: 'us', siteId: 'site-2' } });
    const saved = window.save(document);
    const question = await window.modal.text();
    assert.match(question, /either changes config 2 of the plugin, or makes another one/);
    assert.match(question, /It stays enabled\./);
    await window.modal.click('Create');
    await window.quickInput.waitForMessage(/Leave it empty to keep what is stored/);
    await window.quickInput.accept();
    const done = window.toasts.withText('The server changed the existing plugin config Mail to EU (2)');
    assert.equal(await done.severity(), 'warning');
    assert.equal(await saved, true);
    assert.deepEqual(storedSettings(connected, 2), {
      host: 'eu',
      siteId: 'site-2',
      apiToken: 'real-mailer-token',
      eventsToSend: '$pageview',
    });
    const { enabled, order, name } = connected.stored(2) ?? {};
    assert.deepEqual([enabled, order, name], [true, 2, 'Mail to EU']);
  });

  it('says that a config that was deleted before was brought back', async () => {
    const { window, demo } = connected;
    const document = await adding.open('Old Filter');
    void window.save(document);
    await window.modal.click('Create');
    const done = window.toasts.withText(/Old Filter/);
    assert.match(
      await done.text(),
      /^The server brought back plugin config Old Filter \(6\), which was deleted before/,
    );
    assert.equal(await done.severity(), 'warning');
    assert.equal(demo.server.state.storedConfig(6)?.deleted, false);
  });

  it('asks again when the list has changed since the question', async () => {
    const { window, demo } = connected;
    const document = await adding.open('Replicator');
    adding.write(document, { enabled: false, settings: { host: 'x' } });
    const saved = window.save(document);
    await window.modal.click('Create');
    await window.quickInput.waitForMessage('Secret: Token');
    const [former] = demo.server.state.configRows();
    assert.ok(former);
    demo.server.state.insertConfig({ ...former, pluginId: 6 });
    await window.quickInput.accept();
    await window.toasts
      .withText('Nothing was sent yet: the list of plugin configs has changed meanwhile.')
      .waitUntilShown();
    assert.match(await window.modal.text(), /either changes config \d+ of the plugin, or makes another one/);
    assert.equal(adding.sent, 0);
    await window.modal.click('Cancel');
    assert.equal(await saved, false);
  });
});
