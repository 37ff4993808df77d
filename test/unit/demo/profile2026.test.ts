import assert from 'node:assert/strict';
import type { ProfileName } from '../../../src/demo/profiles';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../../src/demo/server';
import { bodyOf, DemoClient, ENDPOINT_NOT_FOUND, expectError, rowsOf } from './demoClient';
import { loadFixture } from './goldenFormat';

const KEYS_REFUSED = 'This action does not support personal API key access';

describe('profile 2026', () => {
  const fixture = loadFixture('2023-12');
  let server: DemoServer | undefined;

  async function start(profile: ProfileName, options: Partial<DemoServerOptions> = {}): Promise<DemoClient> {
    server = await startDemoServer({ profile, fixture, ...options });
    return new DemoClient(server);
  }

  afterEach(() => server?.close());

  const CONFIGS = '/api/projects/1/plugin_configs';

  it('answers under environments too', async () => {
    const client = await start('2026');
    assert.equal(rowsOf(await client.send('GET', '/api/environments/1/plugin_configs/')).length, 5);
    assert.equal((await client.send('GET', '/api/environments/1/plugin_configs/3/logs?limit=1')).status, 200);
  });

  it('names fall back to the plugin, everywhere', async () => {
    const client = await start('2026');
    const listed = rowsOf(await client.send('GET', CONFIGS)).find(({ id }) => id === 1);
    const retrieved = bodyOf(await client.send('GET', `${CONFIGS}/1`));
    const patched = bodyOf(await client.send('PATCH', `${CONFIGS}/1`, { order: 2 }));
    for (const row of [listed, retrieved, patched]) {
      assert.deepEqual([row?.name, row?.description], ['GeoIP', 'Enrich events with IP location data']);
    }
    assert.equal(server?.state.storedConfig(1)?.name, null);
  });

  it('plugin_info is null in the list only', async () => {
    const client = await start('2026');
    assert.equal(rowsOf(await client.send('GET', CONFIGS))[0]?.plugin_info, null);
    const { plugin_info: info } = bodyOf(await client.send('PATCH', `${CONFIGS}/1`, {}));
    assert.ok(typeof info === 'object' && info !== null && 'hog_function_migration_available' in info);
  });

  it('has no delivery rate, and hides what was deleted', async () => {
    const client = await start('2026');
    const rows = rowsOf(await client.send('GET', CONFIGS));
    assert.ok(rows.every((row) => !('delivery_rate_24h' in row) && row.deleted === false));
  });

  it('makes a hog function where there is a template, and stores nothing', async () => {
    const client = await start('2026');
    const before = server?.state.storedConfigs(1).length;
    const created = await client.form('POST', CONFIGS, {
      plugin: '1',
      order: '9',
      enabled: 'true',
      config: '{"a":1}',
    });
    assert.equal(created.status, 201);
    const body = bodyOf(created);
    assert.deepEqual(
      [body.id, body.created_at, body.updated_at, body.name, body.config],
      [null, null, null, 'GeoIP', { a: 1 }],
    );
    assert.equal(server?.state.storedConfigs(1).length, before);
  });

  it('refuses to make a hog function without settings, and anything of a plugin without an address', async () => {
    const client = await start('2026');
    for (const plugin of [1, 4]) {
      expectError(
        await client.send('POST', CONFIGS, { plugin, order: 9 }),
        400,
        'Plugin creation failed. Please fix the plugin configuration and try again.',
      );
    }
  });

  it('makes a duplicate where there is no template', async () => {
    const client = await start('2026');
    const created = await client.form('POST', CONFIGS, {
      plugin: '2',
      order: '9',
      config: '{"host":"eu"}',
    });
    assert.deepEqual([created.status, bodyOf(created).id], [201, 401]);
  });

  it('rearrange, frontend, activity and migrate refuse every key', async () => {
    const client = await start('2026');
    const refused = [
      await client.send('PATCH', `${CONFIGS}/rearrange`, { orders: { '1': 5 } }),
      await client.send('GET', `${CONFIGS}/5/frontend`),
      await client.send('GET', `${CONFIGS}/5/activity`),
      await client.send('POST', `${CONFIGS}/5/migrate`, {}),
      await client.send('GET', '/api/organizations/@current/plugins/unused/'),
    ];
    for (const response of refused) {
      expectError(response, 403, KEYS_REFUSED);
    }
    assert.equal(server?.state.storedConfig(1)?.order, 1);
  });

  it('a wrong method is 403, not 405', async () => {
    const client = await start('2026');
    expectError(await client.send('POST', `${CONFIGS}/1`, {}), 403, KEYS_REFUSED);
    expectError(await client.send('PATCH', CONFIGS, {}), 403, KEYS_REFUSED);
  });

  it('rearrange is keyed by config id, between 2024 and the refusal of keys', async () => {
    const client = await start('2026', { overrides: { refusesUnscopedActions: false } });
    const path = '/api/projects/2/plugin_configs/rearrange';
    const response = await client.send('PATCH', path, { orders: { '7': 5, '9': 6, '10': 7 } });
    assert.equal(response.status, 200);
    const orders = [7, 8, 9, 10].map((id) => server?.state.storedConfig(id)?.order);
    // 9 is disabled; as plugin ids, the keys would have moved 7 and 10 otherwise.
    assert.deepEqual(orders, [5, 1, 1, 7]);
  });

  it('jobs are gone', async () => {
    const client = await start('2026');
    expectError(
      await client.send('POST', `${CONFIGS}/5/job`, { job: { type: 'x' } }),
      404,
      ENDPOINT_NOT_FOUND,
    );
  });

  it('spells its pipelines in the singular', async () => {
    const client = await start('2026');
    const ids = async (name: string): Promise<unknown[]> =>
      rowsOf(await client.send('GET', `/api/projects/1/pipeline_${name}/`)).map(({ id }) => id);
    assert.deepEqual(await ids('transformation_configs'), [1, 5, 4]);
    assert.deepEqual(await ids('destination_configs'), [2]);
    assert.deepEqual(await ids('frontend_apps_configs'), []);
    assert.deepEqual(await ids('import_apps_configs'), [3]);
    expectError(
      await client.send('GET', '/api/projects/1/pipeline_transformations_configs/'),
      404,
      ENDPOINT_NOT_FOUND,
    );
  });

  it('retrieves a plugin at the level that lists it, and other organisations’ global ones', async () => {
    const client = await start('2026');
    const organization = fixture.organizations[3]?.id ?? '';
    assert.equal((await client.send('GET', `/api/organizations/${organization}/plugins/1/`)).status, 200);
  });

  it('shows dictionary secrets in clear and survives odd schemas', async () => {
    const odd = fixture.configs.map((config) => (config.id === 4 ? { ...config, plugin: 12 } : config));
    const client = await start('2026', { fixture: { ...fixture, configs: odd } });
    assert.deepEqual(bodyOf(await client.send('GET', `${CONFIGS}/5`)).config, {
      token: 'dict-form-secret',
      greeting: 'hi',
    });
    assert.equal((await client.send('GET', `${CONFIGS}/4`)).status, 200);
  });

  it('says "Project not found." for a project that is no number', async () => {
    const client = await start('2026');
    expectError(await client.send('GET', '/api/projects/abc/plugin_configs/'), 404, 'Project not found.');
  });

  it('limits by key, and names the wait in the sentence only', async () => {
    const client = await start('2026', { rate: { burst: 2, sustained: 100 } });
    await client.send('GET', '/api/projects/1/plugin_configs/');
    await client.send('GET', '/api/projects/2/plugin_configs/');
    const throttled = await client.send('GET', '/api/projects/5/plugin_configs/');
    assert.equal(throttled.status, 429);
    assert.equal(throttled.headers['retry-after'], undefined);
    assert.match(
      String(bodyOf(throttled).detail),
      /^Request was throttled\. Expected available in \d+ seconds\.$/,
    );
    const other = new DemoClient(client.server, 'phx_root0000000000000000000000000000000002');
    assert.equal((await other.send('GET', '/api/projects/1/plugin_configs/')).status, 200);
  });
});
