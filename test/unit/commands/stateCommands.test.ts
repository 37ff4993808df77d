import assert from 'node:assert/strict';
import type { ProfileName } from '../../../src/demo/profiles';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { FaultRule } from '../../support/faults/fault';
import { withKey } from '../../support/goldenFixture';
import { seedOf } from '../../support/projectHarness';

const path = (id: number): string => `/api/projects/1/plugin_configs/${id}/`;

/** Answers of a PATCH that say something else than was asked for. */
const answersWith = (part: Readonly<Record<string, unknown>>): FaultRule => ({
  method: 'PATCH',
  fault: { kind: 'drift', map: (body) => Object.assign({}, body, part) },
});

describe('Enable, Disable and Delete of one config', () => {
  let connected: ConnectedWindow;

  const open = async (profile: ProfileName = '2023-12', fixture = seedOf(profile)): Promise<void> => {
    connected = await ConnectedWindow.open({ server: { profile, fixture } });
    await connected.window.tree.row('Job Lab').state();
  };

  afterEach(() => connected.close());

  const choose = (title: string, label = 'GeoIP'): Promise<void> =>
    connected.window.tree.row(label).chooseInContextMenu(title);
  const says = async (text: RegExp, severity: string, buttons: readonly string[] = []): Promise<void> => {
    const toast = connected.window.toasts.withText(text);
    assert.deepEqual([await toast.severity(), await toast.buttons()], [severity, buttons]);
  };

  it('each says what the server did, and offers to take it back', async () => {
    await open();
    const { tree, modal } = connected.window;
    await choose('Disable');
    await says(/^Disabled GeoIP in Main — 127\.0\.0\.1:\d+\.$/, 'info', ['Undo']);
    await tree.row('GeoIP').waitUntil('is disabled', ({ description }) => description.includes('disabled'));
    await choose('Enable');
    await says(/^Enabled GeoIP in Main — 127\.0\.0\.1:\d+\.$/, 'info', ['Undo']);
    await choose('Delete…');
    await modal.click('Delete');
    await says(/^Deleted GeoIP from Main — 127\.0\.0\.1:\d+\.$/, 'info', ['Undo']);
    await tree.row('GeoIP').waitUntilGone();
    assert.deepEqual(connected.writes, [
      'PATCH 1/ {"enabled":false}',
      'PATCH 1/ {"enabled":true}',
      'DELETE 1/',
      'PATCH 1/ {"deleted":true}',
    ]);
  });

  for (const { profile, effect } of [
    {
      profile: '2021-12',
      effect: /This server cannot remove plugin configs, so it stays in the list, disabled\./,
    },
    {
      profile: '2023-12',
      effect: /disappears from the list\. The server keeps its settings, so Undo can bring it back\./,
    },
  ] as const) {
    it(`Delete asks first, and says what a server of ${profile} does; Cancel sends nothing`, async () => {
      await open(profile);
      const { window } = connected;
      const { element } = await window.tree.row('GeoIP').node();
      const running = window.command('posthogPlugins.delete', element);
      const text = await window.modal.text();
      assert.match(
        text,
        /^Delete the plugin config “GeoIP”\?\nPlugin config 1, project Main \(1\), on 127\.0\.0\.1:\d+\./,
      );
      assert.match(text, effect);
      assert.deepEqual(await window.modal.buttons(), ['Delete', 'Cancel']);
      await window.modal.click('Cancel');
      await running;
      assert.deepEqual(connected.writes, []);
    });
  }

  it('Delete only disables on a server that cannot remove', async () => {
    await open('2021-12');
    await choose('Delete…');
    await connected.window.modal.click('Delete');
    await says(
      /^Disabled GeoIP in Main — .* This server cannot remove a plugin config, so it stays in the list\.$/,
      'warning',
      ['Undo'],
    );
    await connected.window.tree
      .row('GeoIP')
      .waitUntil('is disabled', ({ description }) => description.includes('disabled'));
  });

  for (const { what, rule, said } of [
    {
      what: 'is refused',
      rule: {
        method: 'PATCH',
        fault: {
          kind: 'answer',
          status: 400,
          body: { type: 'validation_error', code: 'invalid', detail: 'No such thing.', attr: null },
        },
      },
      said: /^Disabled GeoIP in Main — .*, but removing it from the list failed\. .*No such thing\./,
    },
    {
      what: 'does nothing',
      rule: answersWith({ deleted: false }),
      said: /^Disabled GeoIP in Main — \S+, but removing it from the list failed\.$/,
    },
  ] as const) {
    it(`Delete says what was done where hiding ${what}`, async () => {
      await open();
      connected.proxy.inject(rule);
      await choose('Delete…');
      await connected.window.modal.click('Delete');
      await says(said, 'warning', ['Undo']);
    });
  }

  for (const { action, label, part, said } of [
    {
      action: 'Disable',
      label: 'GeoIP',
      part: { enabled: true },
      said: /^The server left GeoIP enabled in Main — .*, without saying why\.$/,
    },
    {
      action: 'Enable',
      label: 'Schema Guard',
      part: { enabled: false },
      said: /^The server left Schema Guard disabled in Main — .*, without saying why\.$/,
    },
    {
      action: 'Delete…',
      label: 'GeoIP',
      part: { enabled: true, deleted: false },
      said: /^The server left GeoIP enabled in Main — .*, without saying why\.$/,
    },
  ]) {
    it(`${action} is not said to be done where the server leaves it as it is`, async () => {
      await open();
      connected.proxy.inject(answersWith(part));
      await choose(action, label);
      if (action === 'Delete…') {
        await connected.window.modal.click('Delete');
      }
      await says(said, 'warning');
      connected.window.runCommand('Undo Last Change');
      await says(/^There is nothing to undo in Main/, 'info');
    });
  }

  it('Disable says so where somebody has deleted it meanwhile', async () => {
    await open();
    connected.demo.server.state.patchConfig(1, { deleted: true });
    await choose('Disable');
    await says(/^GeoIP has been deleted from Main — \S+\.$/, 'warning');
  });

  it('Delete says so where it is gone already', async () => {
    await open();
    connected.proxy.inject({
      path: path(1),
      fault: {
        kind: 'answer',
        status: 404,
        body: { type: 'invalid_request', code: 'not_found', detail: 'Not found.', attr: null },
      },
    });
    await choose('Delete…');
    await connected.window.modal.click('Delete');
    await says(/^GeoIP was already gone from Main — \S+\.$/, 'info');
    await connected.window.tree.row('GeoIP').waitUntilGone();
  });

  for (const action of ['Disable', 'Delete…']) {
    it(`${action} says why where the server fails, and nothing is there to undo`, async () => {
      await open();
      connected.proxy.inject({ path: path(1), fault: { kind: 'answer', status: 500, body: {} } });
      await choose(action);
      if (action === 'Delete…') {
        await connected.window.modal.click('Delete');
      }
      await connected.window.toasts.withText(/127\.0\.0\.1:\d+ failed with status 500/).waitUntilShown();
      connected.window.runCommand('Undo Last Change');
      await says(/^There is nothing to undo in Main/, 'info');
      assert.equal(connected.stored(1)?.enabled, true);
    });
  }

  for (const { action, all, said } of [
    { action: 'Enable', all: true, said: 'Every plugin config is enabled.' },
    { action: 'Disable', all: false, said: 'Every plugin config is disabled.' },
  ]) {
    it(`${action} from the palette offers what it would change, and says so where that is nothing`, async () => {
      await open();
      const { window, demo } = connected;
      const running = window.command(`posthogPlugins.${action.toLowerCase()}`);
      await window.quickInput.waitForPlaceholder(`Select a plugin config to ${action.toLowerCase()}`);
      assert.deepEqual(
        (await window.quickInput.items()).map(({ label, description }) => `${label} ${description}`),
        all
          ? ['Schema Guard 5 · disabled']
          : [
              'GeoIP 1 · enabled',
              'Mail to EU 2 · enabled',
              'Warehouse Export 3 · enabled',
              'Job Lab 4 · enabled',
            ],
      );
      await window.quickInput.cancel();
      await running;
      assert.deepEqual(connected.writes, []);
      for (const id of [1, 2, 3, 4, 5]) {
        demo.server.state.patchConfig(id, { enabled: all });
      }
      await window.command('posthogPlugins.refresh');
      await window.command(`posthogPlugins.${action.toLowerCase()}`);
      await window.toasts.withText(said).waitUntilShown();
      assert.equal(window.quickInput.isOpen, false);
    });
  }

  it('a key that may only read is refused once, and then nothing is sent', async () => {
    const scopes = ['plugin:read', 'project:read', 'user:read'];
    await open('2026', withKey(seedOf('2026'), 1, { scopes }));
    const { window } = connected;
    const { element } = await window.tree.row('GeoIP').node();
    await choose('Disable');
    await window.toasts.withText('plugin:write').waitUntilShown();
    await window.tree.waitForMessage(/This key may only read/);
    assert.equal(connected.writes.length, 1);
    for (const command of ['enable', 'disable', 'delete']) {
      window.toasts.clear();
      await window.command(`posthogPlugins.${command}`, element);
      await says(
        /^The key of Main — .* may only read\. Use Replace Key… with a key that has the scope plugin:write\.$/,
        'warning',
      );
    }
    const nodes = await Promise.all(['GeoIP', 'Job Lab'].map((label) => window.tree.row(label).node()));
    const elements = nodes.map((node) => node.element);
    window.toasts.clear();
    await window.command('posthogPlugins.disable', elements[0], elements);
    await says(/^The key of Main — .* may only read\./, 'warning');
    assert.equal(window.modal.isOpen, false);
    assert.equal(connected.writes.length, 1);
  });
});
