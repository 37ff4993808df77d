import assert from 'node:assert/strict';
import type { ProfileName } from '../../../src/demo/profiles';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { Fault } from '../../support/faults/fault';

const path = (id: number): string => `/api/projects/1/plugin_configs/${id}/`;
const refusal = (status: number, code: string, detail: string): Fault => ({
  kind: 'answer',
  status,
  body: { type: 'authentication_error', code, detail, attr: null },
});

/** What is said of several configs, of which not all went as asked for. */
describe('what became of several plugin configs', () => {
  let connected: ConnectedWindow;

  const open = async (profile: ProfileName = '2023-12'): Promise<void> => {
    connected = await ConnectedWindow.open({ server: { profile } });
    await connected.window.tree.row('Job Lab').state();
  };

  afterEach(() => connected.close());

  /** Does it to rows, and agrees to the question. */
  const run = async (
    command: 'Enable' | 'Disable' | 'Delete…',
    ...labels: readonly string[]
  ): Promise<void> => {
    const { window } = connected;
    await window.tree.select(...labels);
    window.runCommand(command);
    await window.modal.click(command.replace('…', ''));
  };
  const text = (part: string): Promise<string> => connected.window.toasts.withText(part).text();

  it('a refused key is not tried on all: what was not sent is named', async () => {
    await open();
    connected.proxy.inject({
      method: 'PATCH',
      fault: refusal(
        401,
        'authentication_failed',
        'Personal API key found in request Authorization header is invalid.',
      ),
    });
    connected.demo.server.state.patchConfig(4, { enabled: true });
    await connected.window.command('posthogPlugins.refresh');
    await run('Disable', 'GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard');
    const said = await text('Could not disable 5 plugin configs in Main');
    assert.match(said, /GeoIP, Mail to EU, Warehouse Export, Job Lab: /);
    assert.match(said, /So nothing was sent for 1: Schema Guard\.$/);
    assert.deepEqual(connected.writes, []);
    assert.equal(connected.proxy.requests.filter(({ method }) => method === 'PATCH').length, 4);
  });

  it('reasons that differ are each given with their names', async () => {
    await open();
    connected.proxy.inject({
      method: 'PATCH',
      path: path(1),
      fault: { kind: 'answer', status: 500, body: {} },
    });
    connected.proxy.inject({
      method: 'PATCH',
      path: path(2),
      fault: { kind: 'drift', map: (body) => Object.assign({}, body, { enabled: true }) },
    });
    await run('Disable', 'GeoIP', 'Mail to EU');
    const said = await text('Could not disable 2 plugin configs in Main');
    assert.match(said, /GeoIP: 127\.0\.0\.1:\d+ failed with status 500/);
    assert.match(said, /Mail to EU: The server left it enabled, without saying why\./);
    assert.equal(
      connected.window.toasts.texts().some((one) => one.startsWith('Disabled')),
      false,
    );
  });

  it('those that somebody has deleted meanwhile are said to be gone', async () => {
    await open();
    connected.demo.server.state.patchConfig(2, { deleted: true });
    await run('Disable', 'GeoIP', 'Mail to EU');
    assert.match(
      await text('Already gone'),
      /^Disabled 1 of 2 plugin configs in Main — \S+\. Already gone: Mail to EU\.$/,
    );
    assert.equal(connected.stored(2)?.enabled, false);
  });

  it('where nothing was changed because all are gone, there is no Undo', async () => {
    await open();
    for (const id of [1, 2]) {
      connected.demo.server.state.patchConfig(id, { deleted: true });
    }
    await run('Disable', 'GeoIP', 'Mail to EU');
    const toast = connected.window.toasts.withText('Already gone: GeoIP, Mail to EU.');
    assert.deepEqual(await toast.buttons(), []);
  });

  it('those that were disabled and not hidden are told from those that were deleted', async () => {
    await open();
    connected.proxy.inject({
      method: 'PATCH',
      path: path(1),
      fault: { kind: 'drift', map: (body) => Object.assign({}, body, { deleted: false }) },
    });
    connected.proxy.inject({
      method: 'PATCH',
      path: path(2),
      fault: {
        kind: 'answer',
        status: 400,
        body: { type: 'validation_error', code: 'invalid', detail: 'No such thing.', attr: null },
      },
    });
    await run('Delete…', 'GeoIP', 'Mail to EU', 'Job Lab');
    assert.match(
      await text('Deleted 1 of 3'),
      /^Deleted 1 of 3 plugin configs from Main — \S+\. Disabled 2 of 3 plugin configs in Main — \S+\.$/,
    );
    const failed = await text('Could not delete 2 of 3 plugin configs from Main');
    assert.match(failed, /GeoIP: It was disabled, but the server still lists it, without saying why\./);
    assert.match(failed, /Mail to EU: It was disabled, but is still listed\. .*No such thing\./);
  });

  it('a question about one that is left of several names it', async () => {
    await open();
    const { tree, modal } = connected.window;
    await tree.select('Schema Guard', 'GeoIP');
    connected.window.runCommand('Disable');
    assert.match(
      await modal.text(),
      /^Disable “GeoIP”\?\n[^]*Already disabled, and left alone: Schema Guard$/,
    );
    await modal.click('Disable');
    await connected.window.toasts.withText(/^Disabled GeoIP in Main — \S+\.$/).waitUntilShown();
  });

  it('what is enabled already is left alone, and said to be', async () => {
    await open();
    const { tree, modal } = connected.window;
    connected.demo.server.state.patchConfig(1, { enabled: false });
    await connected.window.command('posthogPlugins.refresh');
    await tree.select('Schema Guard', 'GeoIP', 'Job Lab');
    connected.window.runCommand('Enable');
    assert.match(
      await modal.text(),
      /^Enable 2 plugin configs\?\n[^]*Already enabled, and left alone: Job Lab$/,
    );
    await modal.click('Cancel');
  });
});
