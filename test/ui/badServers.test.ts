import assert from 'node:assert/strict';
import type { ProfileName } from '../../src/demo/profiles';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import type { Fault } from '../support/faults/fault';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const LIST = '/api/projects/1/plugin_configs/';
const ROWS = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];

describe('a server that misbehaves', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  const profile: ProfileName = '2023-12';
  const demo = new DemoServerHarness({ profile, fixture: seedOf(profile) });

  before(async () => {
    const { url, key } = await demo.start();
    proxy = await startFaultProxy(url);
    workbench = await openWorkbench();
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
    await workbench.tree.waitForLabels(ROWS);
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const notFound = (detail: string): Fault => ({
    kind: 'answer',
    status: 404,
    body: { type: 'invalid_request', code: 'not_found', detail, attr: null },
  });
  const denied = (status: 401 | 403, detail: string): Fault => ({
    kind: 'answer',
    status,
    body: { type: 'authentication_error', code: 'permission_denied', detail, attr: null },
  });

  const cases: readonly (readonly [string, Fault, RegExp])[] = [
    [
      'HTML instead of JSON',
      { kind: 'html', text: '<!doctype html><title>Sign in</title>' },
      /web page instead of data/,
    ],
    ['truncated JSON', { kind: 'truncated' }, /cut off/],
    [
      'drifted types',
      { kind: 'drift', map: (body) => ({ ...(body as object), results: 'none' }) },
      /not what PostHog sends \(results/,
    ],
    ['a 500', { kind: 'html', status: 500, text: '<h1>Server Error (500)</h1>' }, /failed with status 500/],
    ['a body of 200 MB', { kind: 'hugeBody' }, /too large to read/],
    [
      'no scope',
      denied(403, "API key missing required scope 'plugin:read'"),
      /may not do this: .*plugin:read/,
    ],
    ['an unknown project', notFound('Project not found.'), /no such project/],
    [
      'a redirect elsewhere',
      { kind: 'redirect', location: 'http://localhost:9/api/' },
      /redirects elsewhere .*The key was not sent there/,
    ],
  ];
  for (const [name, fault, expected] of cases) {
    it(`${name}: the rows stay, with their time and the reason`, async () => {
      const disarm = proxy.inject({ method: 'GET', path: LIST, fault });
      await workbench.tree.clickTitleButton('Refresh');
      const message = await workbench.tree.waitForMessage(expected);
      assert.match(message, /^As of /);
      await workbench.tree.waitForLabels(ROWS);
      disarm();
      await workbench.tree.clickTitleButton('Refresh');
      await workbench.tree.waitForNoMessage();
    });
  }

  it('a key that is refused: asks once, and says so in the view', async () => {
    const disarm = proxy.inject({
      fault: denied(401, 'Personal API key found in request Authorization header is invalid.'),
    });
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.waitForMessage(/refused the key/);
    const toast = workbench.toasts.withText('is no longer accepted');
    assert.deepEqual(await toast.buttons(), ['Replace Key…']);
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.waitForMessage(/refused the key/);
    const asked = (await workbench.toasts.texts()).filter((text) => text.includes('is no longer accepted'));
    assert.equal(asked.length, 1);
    disarm();
    await workbench.tree.clickTitleButton('Refresh');
    await workbench.tree.waitForNoMessage();
  });

  it('a key that may only read: learned from the first refusal, and said wherever it matters', async () => {
    const disarm = proxy.inject({
      method: 'PATCH',
      fault: denied(403, "API key missing required scope 'plugin:write'"),
    });
    await workbench.tree.row('GeoIP').clickInline('Disable');
    const toast = workbench.toasts.withText('Could not change the plugin config.');
    assert.match(await toast.text(), /plugin:write/);
    await workbench.tree.waitForMessage(/This key may only read/);
    const items = await workbench.tree.row('GeoIP').contextMenuItems();
    const writes = items.filter(({ label }) => /^(Disable|Delete|Run Job)/.test(label));
    assert.deepEqual(
      writes.map(({ label, enabled }) => [label, enabled]),
      [
        ['Run Job… (This Key May Only Read)', false],
        ['Disable (This Key May Only Read)', false],
        ['Delete… (This Key May Only Read)', false],
      ],
    );
    assert.equal(demo.server.state.storedConfig(1)?.enabled, true);
    disarm();
  });
});

describe('a server with nothing to show', () => {
  const cases: readonly (readonly [string, ProfileName, 'empty' | 'as seeded', string, RegExp])[] = [
    ['no plugin configs', '2023-12', 'empty', 'Main', /This project has no plugin configs\./],
    [
      'plugins switched off',
      '2023-12',
      'as seeded',
      'Closed',
      /Plugins are switched off for the organization/,
    ],
  ];
  for (const [name, profile, content, project, expected] of cases) {
    it(`${name}: the view says so, with a way out`, async () => {
      const seed = seedOf(profile);
      const fixture = content === 'empty' ? { ...seed, configs: [] } : inOrganizationOf(seed, project);
      const demo = new DemoServerHarness({ profile, fixture });
      const server = await demo.start();
      const workbench = await openWorkbench();
      try {
        await connectOwnServer(workbench, server, project);
        const { text, buttons } = await workbench.tree.welcome();
        assert.match(text, expected);
        assert.ok(buttons.includes('Switch Connection…'));
        await workbench.screenshot(`welcome-${name.replaceAll(' ', '-')}`);
      } finally {
        await workbench.close();
        await demo.stop();
      }
    });
  }

  it('unreachable: the view says so, and comes back when the server does', async () => {
    const demo = new DemoServerHarness({ profile: '2023-12', fixture: seedOf('2023-12') });
    const server = await demo.start();
    const proxy = await startFaultProxy(server.url);
    const workbench = await openWorkbench();
    try {
      const disarm = proxy.inject({ path: LIST, nth: 2, fault: { kind: 'reset' } });
      await connectOwnServer(workbench, { url: proxy.url, key: server.key }, 'Main');
      disarm();
      await workbench.tree.waitForLabels(ROWS);
      await proxy.close();
      await workbench.reload();
      await workbench.tree.open();
      await workbench.tree.waitForMessage(/^As of .*(refused the connection|could not be reached|broke)/);
      await workbench.tree.waitForLabels(ROWS);
    } finally {
      await workbench.close();
      await demo.stop();
    }
  });
});

/** The seed with this project as the one that the first user last opened. */
function inOrganizationOf(seed: ReturnType<typeof seedOf>, projectName: string): ReturnType<typeof seedOf> {
  const project = seed.projects.find(({ name }) => name === projectName);
  const letter = project?.organization_id.slice(-1).toUpperCase() ?? '';
  const users = seed.users.map((user) =>
    user.id === 1 && project ? { ...user, current_project: project.id, current_org: letter } : user,
  );
  return { ...seed, users };
}
