import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';

const HEADER = '-H "Authorization: Bearer $POSTHOG_PERSONAL_API_KEY"';

describe('Copy as curl', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.row('Job Lab').state();
  });

  afterEach(() => connected.close());

  it('copies a request without the key, and says what it needs', async () => {
    const { tree, quickInput, editor } = connected.window;
    await tree.row('Warehouse Export').chooseInContextMenu('Copy as curl…');
    const items = await quickInput.items();
    assert.deepEqual(
      items.map(({ label, description }) => `${label}: ${description}`),
      [
        'Read This Config: GET /api/projects/1/plugin_configs/3/',
        'List All Configs: GET /api/projects/1/plugin_configs/',
        'Read Its Logs: GET /api/projects/1/plugin_configs/3/logs?limit=100',
        'Enable It: PATCH /api/projects/1/plugin_configs/3/',
        'Disable It: PATCH /api/projects/1/plugin_configs/3/',
      ],
    );
    assert.match(await quickInput.title(), /^Warehouse Export in Main — 127\.0\.0\.1:\d+$/);
    await quickInput.pick('Disable It');
    await quickInput.waitUntilClosed();
    assert.equal(
      connected.window.clipboard,
      `curl -X PATCH ${HEADER} -H 'Content-Type: application/json' --data '{"enabled":false}' '${connected.proxy.url}/api/projects/1/plugin_configs/3/'`,
    );
    assert.deepEqual(editor.messages.statusTexts, [
      'Copied a curl command that needs $POSTHOG_PERSONAL_API_KEY',
    ]);
    assert.deepEqual(connected.writes, []);
  });

  it('from the palette, asks for the config first, and finds requests by their path', async () => {
    const { window } = connected;
    const running = window.command('posthogPlugins.copyAsCurl');
    await window.quickInput.waitForPlaceholder('Select a plugin config to copy a request of');
    await window.quickInput.pick('Job Lab');
    await window.quickInput.waitForPlaceholder('Select the request to copy as a curl command');
    await window.quickInput.type('/logs');
    assert.deepEqual(
      (await window.quickInput.items()).map(({ label }) => label),
      ['Read Its Logs'],
    );
    await window.quickInput.accept();
    await running;
    assert.equal(
      window.clipboard,
      `curl ${HEADER} '${connected.proxy.url}/api/projects/1/plugin_configs/5/logs?limit=100'`,
    );
  });

  for (const [step, answer] of [
    ['first', []],
    ['second', ['Job Lab']],
  ] as const) {
    it(`copies nothing where the ${step} question is left with Escape`, async () => {
      const { window } = connected;
      window.clipboard = 'as before';
      const running = window.command('posthogPlugins.copyAsCurl');
      for (const label of answer) {
        await window.quickInput.pick(label);
        await window.quickInput.waitForPlaceholder('Select the request');
      }
      await window.quickInput.waitForPlaceholder('Select');
      await window.quickInput.cancel();
      await running;
      assert.equal(window.clipboard, 'as before');
      assert.deepEqual(window.editor.messages.statusTexts, []);
    });
  }
});
