import assert from 'node:assert/strict';
import type { Fixture, FixtureUser } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../../src/demo/server';
import { ADA, DemoClient, expectError } from './demoClient';
import { loadFixture } from './goldenFormat';

const CONFIGS = '/api/projects/1/plugin_configs';

/** A fixture whose first user's key is restricted. */
function withAda(fixture: Fixture, changes: Partial<FixtureUser>): Fixture {
  return {
    ...fixture,
    users: fixture.users.map((user) => (user.key === ADA ? { ...user, ...changes } : user)),
  };
}

describe('key scopes of 2026', () => {
  const fixture = loadFixture('2023-12');
  let server: DemoServer | undefined;

  async function start(profile: ProfileName, options: Partial<DemoServerOptions> = {}): Promise<DemoClient> {
    server = await startDemoServer({ profile, fixture, ...options });
    return new DemoClient(server);
  }

  afterEach(() => server?.close());

  it('a key may read, or write and so read, or neither', async () => {
    const missing = (scope: string): string => `API key missing required scope '${scope}'`;
    const reader = await start('2026', { fixture: withAda(fixture, { scopes: ['plugin:read'] }) });
    assert.equal((await reader.send('GET', CONFIGS)).status, 200);
    assert.equal((await reader.send('GET', `${CONFIGS}/3/logs`)).status, 200);
    expectError(await reader.send('PATCH', `${CONFIGS}/1`, { enabled: false }), 403, missing('plugin:write'));
    expectError(await reader.send('GET', '/api/users/@me/'), 403, missing('user:read'));
    expectError(await reader.send('GET', '/api/projects/'), 403, missing('project:read'));
    await reader.server.close();
    const writer = await start('2026', { fixture: withAda(fixture, { scopes: ['plugin:write'] }) });
    assert.equal((await writer.send('GET', CONFIGS)).status, 200);
    assert.equal((await writer.send('DELETE', `${CONFIGS}/1`)).status, 204);
    await writer.server.close();
    const nobody = await start('2026', { fixture: withAda(fixture, { scopes: [] }) });
    expectError(await nobody.send('GET', CONFIGS), 403, missing('plugin:read'));
  });
  it('a key restricted to projects reaches nothing else', async () => {
    const client = await start('2026', { fixture: withAda(fixture, { scoped_teams: [1] }) });
    assert.equal((await client.send('GET', CONFIGS)).status, 200);
    expectError(
      await client.send('GET', '/api/projects/2/plugin_configs/'),
      403,
      'API key does not have access to the requested project: ID 2.',
    );
    expectError(
      await client.send('GET', '/api/organizations/@current/plugins/'),
      403,
      'API keys with scoped projects are only supported on project-based endpoints.',
    );
    assert.equal((await client.send('GET', '/api/users/@me/')).status, 200);
  });
  it('a key restricted to organisations reaches no other', async () => {
    const [acme] = fixture.organizations;
    const config = fixture.organizations[3]?.id ?? '';
    const client = await start('2026', {
      fixture: withAda(fixture, { scoped_organizations: [acme?.id ?? ''] }),
    });
    assert.equal((await client.send('GET', CONFIGS)).status, 200);
    expectError(
      await client.send('GET', '/api/projects/5/plugin_configs/'),
      403,
      `API key does not have access to the requested organization: ID ${config}.`,
    );
  });
});
