import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { shown } from '../../support/editor/page/shown';
import type { ProfileName } from '../../../src/demo/profiles';
import { EditorWindow } from '../../support/editor/editorWindow';

describe('commands that only show something', () => {
  let connected: ConnectedWindow;

  const open = async (profile: ProfileName): Promise<void> => {
    connected = await ConnectedWindow.open({ server: { profile } });
    await connected.window.tree.row('Job Lab').state();
  };

  afterEach(() => connected.close());

  describe('Show Front End', () => {
    it('from the palette, shows why there is none where it does not compile', async () => {
      await open('2023-12');
      const { window } = connected;
      window.runCommand('Show Front End');
      await window.quickInput.waitForPlaceholder('Select a plugin config to show the front end of');
      await window.quickInput.pick('Schema Guard');
      const document = await window.document(/frontend\.js$/);
      assert.match(document.getText(), /does not compile: frontend\.tsx: Unexpected token/);
    });

    it('shows the source by itself as soon as it is transpiled, without running it', async () => {
      await open('2023-12');
      const { window, demo } = connected;
      const plugin = demo.server.state.plugins.find(({ name }) => name === 'Warehouse Export');
      assert.ok(plugin);
      await window.tree.row('Warehouse Export').chooseInContextMenu('Show Front End');
      const document = await window.document(/frontend\.js$/);
      assert.match(document.getText(), /is still being transpiled/);
      const read = demo.requestsTo('GET', '/api/projects/1/plugin_configs/3/frontend').length;
      Object.assign(plugin, {
        frontend: { status: 'TRANSPILED', transpiled: 'globalThis.wasRun = true;\nexport const a = 1;\n' },
      });
      await shown('the source is shown', () => document.getText().includes('globalThis.wasRun = true;'));
      assert.ok(demo.requestsTo('GET', '/api/projects/1/plugin_configs/3/frontend').length > read);
      assert.equal('wasRun' in globalThis, false);
    });

    it('opens nothing where it cannot be read, and says why', async () => {
      await open('2023-12');
      const { window, proxy } = connected;
      proxy.inject({ path: /frontend$/, fault: { kind: 'answer', status: 500, body: {} } });
      await window.tree.row('Job Lab').chooseInContextMenu('Show Front End');
      await window.toasts.withText('failed with status 500').waitUntilShown();
      assert.deepEqual(window.tabs(), []);
    });

    for (const { profile, said } of [
      { profile: '2021-12', said: /^Main — .* runs a PostHog version without plugin front ends\.$/ },
      {
        profile: '2026',
        said: /^Main — .* does not let personal API keys read front ends; they can only be seen in the browser\.$/,
      },
    ] as const) {
      it(`says why it cannot: a server of ${profile}`, async () => {
        await open(profile);
        const { window } = connected;
        const { element } = await window.tree.row('Job Lab').node();
        await window.command('posthogPlugins.showFrontend', element);
        await window.toasts.withText(said).waitUntilShown();
        assert.deepEqual(window.tabs(), []);
      });
    }
  });

  it('Copy ID copies the id, and says of which', async () => {
    await open('2023-12');
    const { window } = connected;
    await window.tree.row('Job Lab').chooseInContextMenu('Copy Id');
    await shown('it is said', () => window.editor.messages.statusTexts.includes('Copied id 5 of Job Lab'));
    assert.equal(window.clipboard, '5');
  });

  it('Show as JSON from the palette opens the config that is picked, or nothing', async () => {
    await open('2023-12');
    const { window } = connected;
    const givenUp = window.command('posthogPlugins.showJson');
    await window.quickInput.waitForPlaceholder('Select a plugin config to show as JSON');
    await window.quickInput.cancel();
    await givenUp;
    assert.deepEqual(window.tabs(), []);
    const running = window.command('posthogPlugins.showJson');
    await window.quickInput.pick('Job Lab');
    await running;
    assert.deepEqual(window.tabs(), ['Job Lab.json']);
    assert.doesNotMatch((await window.document(/json$/)).getText(), /dict-form-secret/);
  });

  for (const { profile, page } of [
    { profile: '2021-06', page: '/project/plugins' },
    { profile: '2021-12', page: '/project/plugins' },
    { profile: '2023-11', page: '/project/1/apps' },
    { profile: '2023-12', page: '/project/1/apps' },
    { profile: '2026', page: '/project/1/pipeline/overview' },
  ] as const) {
    it(`Open in PostHog opens the page where a server of ${profile} lists plugins`, async () => {
      await open(profile);
      await connected.window.command('posthogPlugins.openInPostHog');
      assert.equal(await connected.window.openedWebsite(), `${connected.proxy.url}${page}`);
    });
  }
});

describe('commands before there is a connection', () => {
  let window: EditorWindow;

  beforeEach(() => {
    window = EditorWindow.open();
  });

  afterEach(() => window.close());

  for (const command of [
    'enable',
    'delete',
    'showLogs',
    'showJson',
    'showFrontend',
    'copyId',
    'copyAsCurl',
    'compare',
    'filter',
    'openInPostHog',
    'undoLastChange',
  ]) {
    it(`${command} says what is needed first`, async () => {
      await window.command(`posthogPlugins.${command}`);
      assert.deepEqual(window.toasts.texts(), ['Connect to a PostHog project first.']);
    });
  }
});
