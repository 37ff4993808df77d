import assert from 'node:assert/strict';
import type { ProfileName } from '../../../src/demo/profiles';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../../src/demo/server';
import { bodyOf, DemoClient, ENDPOINT_NOT_FOUND, expectError, rowsOf } from './demoClient';
import { loadFixture } from './goldenFormat';

describe('profiles without recordings', () => {
  const fixture = loadFixture('2023-12');
  let server: DemoServer | undefined;

  async function start(profile: ProfileName, options: Partial<DemoServerOptions> = {}): Promise<DemoClient> {
    server = await startDemoServer({ profile, fixture, ...options });
    return new DemoClient(server);
  }

  afterEach(() => server?.close());

  describe('2021-12', () => {
    it('knows seven fields, and the path with an underscore only', async () => {
      const client = await start('2021-12');
      const [row] = rowsOf(await client.send('GET', '/api/projects/1/plugin_configs/'));
      assert.deepEqual(Object.keys(row ?? {}), [
        'id',
        'plugin',
        'enabled',
        'order',
        'config',
        'error',
        'team_id',
      ]);
      expectError(await client.send('GET', '/api/projects/1/plugin-configs/'), 404, ENDPOINT_NOT_FOUND);
    });

    it('minds the project id', async () => {
      const client = await start('2021-12');
      assert.equal(rowsOf(await client.send('GET', '/api/projects/5/plugin_configs/')).length, 1);
      expectError(await client.send('GET', '/api/projects/999/plugin_configs/'), 404, 'Project not found.');
      assert.equal((await client.send('GET', '/api/projects/3/plugin_configs/')).status, 403);
    });

    it('has a real, writable error', async () => {
      const client = await start('2021-12');
      const path = '/api/projects/1/plugin_configs/5/';
      assert.equal(typeof bodyOf(await client.send('GET', path)).error, 'object');
      assert.equal(bodyOf(await client.send('PATCH', path, { error: null })).error, null);
      assert.equal(server?.state.storedConfig(5)?.error, null);
    });

    it('makes a second config of one plugin', async () => {
      const client = await start('2021-12');
      const created = await client.send('POST', '/api/projects/1/plugin_configs/', { plugin: 2, order: 3 });
      assert.equal(created.status, 201);
      assert.equal(bodyOf(created).id, 401);
    });

    it('runs jobs that it does not know', async () => {
      const client = await start('2021-12');
      const path = '/api/projects/1/plugin_configs/2/job';
      const ran = await client.send('POST', path, { job: { type: 'made up', payload: { a: 1 } } });
      assert.deepEqual([ran.status, ran.text], [200, '']);
      assert.equal(server?.state.queuedJobs[0]?.type, 'made up');
      expectError(await client.send('POST', path, { job: {} }), 400, 'The job type must be specified!');
    });

    it('has no front ends', async () => {
      const client = await start('2021-12');
      expectError(
        await client.send('GET', '/api/projects/1/plugin_configs/5/frontend'),
        404,
        ENDPOINT_NOT_FOUND,
      );
    });

    it('log rows lack the config id, and can be filtered by type', async () => {
      const client = await start('2021-12');
      const rows = rowsOf(
        await client.send('GET', '/api/projects/1/plugin_configs/3/logs?type_filter=ERROR'),
      );
      assert.equal(rows.length, 2);
      assert.ok(rows.every((row) => !('plugin_config_id' in row)));
      assert.equal(
        (await client.send('GET', '/api/projects/1/plugin_configs/3/logs?type_filter=error')).status,
        500,
      );
    });

    it('shows plugins with source and jobs, without icon', async () => {
      const client = await start('2021-12');
      const [plugin] = rowsOf(await client.send('GET', '/api/organizations/@current/plugins/'));
      assert.ok(plugin && 'source' in plugin && 'public_jobs' in plugin && !('icon' in plugin));
    });

    it('is not limited', async () => {
      const client = await start('2021-12', { rate: { burst: 1, sustained: 1 } });
      await client.send('GET', '/api/projects/1/plugin_configs/');
      assert.equal((await client.send('GET', '/api/projects/1/plugin_configs/')).status, 200);
    });
  });

  describe('gone', () => {
    it('the collection is an unknown endpoint', async () => {
      const client = await start('gone');
      const paths = [
        '/api/projects/1/plugin_configs/',
        '/api/projects/1/plugin_configs/3/logs',
        '/api/environments/1/plugin_configs/',
        '/api/organizations/@current/plugins/',
      ];
      for (const path of paths) {
        expectError(await client.send('GET', path), 404, ENDPOINT_NOT_FOUND);
      }
    });

    it('still knows users and projects', async () => {
      const client = await start('gone');
      assert.equal(bodyOf(await client.send('GET', '/api/users/@me/')).email, 'ada@example.com');
      assert.equal(rowsOf(await client.send('GET', '/api/projects/')).length, 5);
    });
  });

  it('answers outside of /api with HTML, as a wrong base address would meet', async () => {
    const client = await start('2023-12');
    const redirect = await client.send('GET', '/posthog/api/projects/1/plugin_configs/');
    assert.deepEqual([redirect.status, redirect.headers.location?.split('?')[0]], [302, '/login']);
    assert.match((await client.send('GET', '/login')).headers['content-type'] ?? '', /^text\/html/);
  });

  it('compresses the current organisation’s plugins on request, and nothing else', async () => {
    const client = await start('2023-12');
    const encoding = async (path: string): Promise<string | undefined> =>
      (await client.send('GET', path, undefined, { 'Accept-Encoding': 'gzip' })).headers['content-encoding'];
    assert.equal(await encoding('/api/organizations/@current/plugins/'), 'gzip');
    assert.equal(await encoding('/api/projects/1/plugin_configs/'), undefined);
  });
});
