import assert from 'node:assert/strict';
import { SERVER_MASK } from '../../../src/api/forms';
import { isRecord } from '../../../src/api/record';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled, settled, storedSettings } from '../../support/editor/settledWindow';

const SECRET = 'typed-secret-that-must-not-show-0123';
const CONFIG = '/api/projects/1/plugin_configs/2/';

describe('changing one setting', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
  });

  afterEach(() => connected.close());

  /** Goes as far as the box for the secret. */
  async function askForSecret(): Promise<void> {
    await connected.window.tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    await connected.window.quickInput.waitForMessage('New value of “API token”');
  }

  /** The server answers with other settings than it has stored. */
  const answerWith = (settings: Readonly<Record<string, unknown>>): unknown =>
    connected.proxy.inject({
      method: 'PATCH',
      fault: {
        kind: 'drift',
        map: (body) =>
          isRecord(body) && isRecord(body.config)
            ? { ...body, config: { ...body.config, ...settings } }
            : body,
      },
    });

  it('asks nothing when no plugin config is picked', async () => {
    const { window } = connected;
    window.runCommand('Set Secret…');
    await window.quickInput.waitForPlaceholder('Select a plugin config to set a secret of');
    await window.quickInput.cancel();
    await settled(connected);
    assert.equal(window.quickInput.isOpen, false);
    assert.deepEqual(connected.demo.requestsTo('GET', CONFIG), []);
    assert.deepEqual(window.toasts.texts(), []);
  });

  it('says why, and asks nothing, when the settings cannot be read', async () => {
    const { window } = connected;
    connected.proxy.inject({
      method: 'GET',
      path: CONFIG,
      fault: { kind: 'answer', status: 403, body: { detail: 'No.' } },
    });
    await window.tree.row('Mail to EU').chooseInContextMenu('Set Secret…');
    const toast = window.toasts.withText('Could not read the plugin config.');
    assert.equal(await toast.severity(), 'error');
    assert.equal(window.quickInput.isOpen, false);
    assert.deepEqual(connected.writes, []);
  });

  it('says so when the plugin config was deleted before', async () => {
    const { window } = connected;
    await askForSecret();
    connected.demo.server.state.patchConfig(2, { deleted: true });
    await window.quickInput.enter(SECRET);
    await window.toasts
      .withText(/^Mail to EU no longer exists in Main .*\. Nothing was saved\.$/)
      .waitUntilShown();
    assert.deepEqual(connected.writes, []);
    await window.tree.row('Mail to EU').waitUntilGone();
  });

  const failures: readonly (readonly [number, RegExp])[] = [
    [403, /^Could not change the plugin config\./],
    [400, /^Could not change the plugin config\. 127\.0\.0\.1:\d+ refused the data: Bad\./],
    [500, /^Could not change the plugin config\. 127\.0\.0\.1:\d+ failed with status 500/],
  ];
  for (const [status, expected] of failures) {
    it(`says why nothing was saved after a ${status}, and sends it once`, async () => {
      const { window } = connected;
      await askForSecret();
      connected.proxy.inject({
        method: 'PATCH',
        fault: { kind: 'answer', status, body: { type: 'x', code: 'y', detail: 'Bad.', attr: null } },
      });
      await window.quickInput.enter(SECRET);
      const toast = window.toasts.withText(expected);
      assert.equal(await toast.severity(), 'error');
      assert.ok(!(await toast.text()).includes(SECRET));
      const sent = connected.proxy.requests.filter(({ method }) => method === 'PATCH');
      assert.equal(sent.length, 1);
      assert.equal(storedSettings(connected, 2).apiToken, 'real-mailer-token');
    });
  }

  it('says so when the project was disconnected meanwhile', async () => {
    const { window } = connected;
    await askForSecret();
    void window.command('posthogPlugins.disconnect');
    await window.modal.click('Disconnect');
    await window.tree.waitForWelcome(/./);
    await window.quickInput.enter(SECRET);
    await window.toasts.withText(/^Nothing was saved: Main .* is no longer connected\.$/).waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });

  it('says what else the server has changed', async () => {
    const { window } = connected;
    await askForSecret();
    answerWith({ siteId: 'other' });
    await window.quickInput.enter(SECRET);
    const toast = window.toasts.withText('Set “API token” of Mail to EU');
    assert.match(await toast.text(), /cannot be brought back\. The server also changed: siteId\.$/);
    assert.equal(await toast.severity(), 'warning');
  });

  it('says so when the server has left it as it was', async () => {
    const { window } = connected;
    await window.tree.row('Mail to EU').chooseInContextMenu('Clear Secret…');
    answerWith({ apiToken: SERVER_MASK });
    await window.modal.click('Clear');
    const toast = window.toasts.withText(/^The server left “API token” of Mail to EU in Main .* as it was/);
    assert.equal(await toast.severity(), 'warning');
  });
});
