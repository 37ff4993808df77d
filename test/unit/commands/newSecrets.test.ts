import assert from 'node:assert/strict';
import { withPlugin } from '../../support/changedFixture';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled, settled } from '../../support/editor/settledWindow';
import { Adding } from '../../support/newConfig';
import { seedOf } from '../../support/projectHarness';

const SCHEMA = [
  { key: 'host', name: 'Host', type: 'string' },
  { key: 'token', name: 'Token', type: 'string', secret: true, required: true },
  { key: 'password', type: 'string', secret: true },
  { key: 'only_eu', name: 'EU key', type: 'string', secret: true, visible_if: [['host', 'eu']] },
  { key: 'file', name: 'Key file', type: 'attachment', secret: true },
];

describe('the secrets of a new config', () => {
  let connected: ConnectedWindow;
  let adding: Adding;
  let saved: Promise<boolean>;

  beforeEach(async () => {
    const fixture = withPlugin(seedOf('2023-12'), 6, { config_schema: SCHEMA });
    connected = await openSettled({ server: { profile: '2023-12', fixture } });
    adding = new Adding(connected);
  });

  afterEach(() => connected.close());

  async function saveWith(settings: Readonly<Record<string, string>>): Promise<void> {
    const document = await adding.open('Replicator');
    adding.write(document, { enabled: false, settings });
    saved = connected.window.save(document);
    await connected.window.modal.click('Create');
  }

  const stored = (): unknown =>
    connected.demo.server.state.storedConfigs(1).find(({ pluginId }) => pluginId === 6)?.config;

  it('are asked for one after the other, hidden, with a way back to what was typed', async () => {
    const { quickInput } = connected.window;
    await saveWith({ host: 'us' });
    assert.equal(await quickInput.waitForMessage('Token'), 'Secret: Token (token)');
    assert.equal(await quickInput.title(), 'New Config of Replicator (1/2)');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.enter('first');
    assert.equal(
      await quickInput.waitForMessage('password'),
      'Secret: password. Leave it empty to go on without it.',
    );
    assert.equal(await quickInput.title(), 'New Config of Replicator (2/2)');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.clickButton('Back');
    await quickInput.waitForMessage('Secret: Token');
    assert.equal(await quickInput.value(), 'first');
    await quickInput.enter('other');
    await quickInput.waitForMessage('Secret: password');
    await quickInput.accept();
    assert.equal(await saved, true);
    assert.deepEqual(stored(), { host: 'us', token: 'other' });
  });

  it('are those that have an effect given the other settings, and no files', async () => {
    const { quickInput } = connected.window;
    await saveWith({ host: 'eu' });
    await quickInput.waitForMessage('Secret: Token');
    assert.equal(await quickInput.title(), 'New Config of Replicator (1/3)');
    await quickInput.enter('a');
    await quickInput.waitForMessage('Secret: password');
    await quickInput.enter('b');
    await quickInput.waitForMessage('Secret: EU key (only_eu)');
    await quickInput.enter('c');
    assert.equal(await saved, true);
    assert.deepEqual(stored(), { host: 'eu', token: 'a', password: 'b', only_eu: 'c' });
  });

  it('cannot be left empty where the plugin requires them, nor be the mask of a secret', async () => {
    const { quickInput } = connected.window;
    await saveWith({ host: 'us' });
    await quickInput.waitForMessage('Secret: Token');
    await quickInput.accept();
    await quickInput.waitForMessage('Enter a value: the plugin requires it.');
    await quickInput.enter('••••••••');
    await quickInput.waitForMessage('This is what stands in the place of a secret, not a secret.');
    await settled(connected);
    assert.equal(adding.sent, 0);
  });

  it('are warned of where the box has dropped the line breaks of a key', async () => {
    const { quickInput } = connected.window;
    await saveWith({ host: 'us' });
    await quickInput.waitForMessage('Secret: Token');
    await quickInput.type('-----BEGIN PRIVATE KEY-----AA==-----END PRIVATE KEY-----');
    await quickInput.waitForMessage('Set Secret… takes them, once the config is there.');
  });

  it('left unanswered cancel the save, and nothing is sent', async () => {
    const { window } = connected;
    await saveWith({ host: 'us' });
    await window.quickInput.waitForMessage('Secret: Token');
    await window.quickInput.enter('a');
    await window.quickInput.waitForMessage('Secret: password');
    await window.quickInput.cancel();
    assert.equal(await saved, false);
    await window.toasts.withText('the save was cancelled').waitUntilShown();
    await settled(connected);
    assert.equal(adding.sent, 0);
  });
});
