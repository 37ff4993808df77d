import assert from 'node:assert/strict';
import * as v from 'valibot';
import { pageSchema, pluginConfigSchema, pluginSchema, userSchema } from '../../../src/api/schemas';
import { demoFixture } from '../../../src/demo/demoFixture';
import { DEMO_PLUGINS } from '../../../src/demo/demoPlugins';
import { PROFILE_NAMES } from '../../../src/demo/profiles';
import { startDemoServer } from '../../../src/demo/server';
import { useDemoServer } from '../../support/demoServer';
import { rawRequest, type RawResponse } from '../../support/rawHttp';
import { bodyOf, DemoClient, rowsOf } from './demoClient';

describe('the demo project', () => {
  it('has every kind of setting, job field and front end', () => {
    const schemas = JSON.stringify(DEMO_PLUGINS.map(({ config_schema: schema }) => schema));
    for (const kind of [
      '"string"',
      '"choice"',
      '"json"',
      '"attachment"',
      '"markdown"',
      '"secret"',
      'visible_if',
      'required_if',
    ]) {
      assert.ok(schemas.includes(kind), kind);
    }
    const jobs = JSON.stringify(DEMO_PLUGINS.map(({ public_jobs: publicJobs }) => publicJobs));
    for (const kind of [
      'string',
      'number',
      'boolean',
      'json',
      'date',
      'daterange',
      'required',
      'default',
      'staff_only',
    ]) {
      assert.ok(jobs.includes(`"${kind}"`), kind);
    }
    const frontends = new Set(DEMO_PLUGINS.map(({ frontend }) => (frontend ? frontend.status : 'none')));
    assert.deepEqual(frontends, new Set(['none', 'TRANSPILED', null, 'ERROR']));
    assert.ok(DEMO_PLUGINS.some(({ config_schema: schema }) => !Array.isArray(schema)));
  });

  it('uses plugins that exist, each once a project', () => {
    const { configs } = demoFixture('phx_key', Date.now());
    const ids = new Set(DEMO_PLUGINS.map(({ id }) => id));
    assert.ok(configs.every(({ plugin }) => ids.has(plugin)));
    assert.equal(new Set(configs.map(({ project, plugin }) => `${project}/${plugin}`)).size, configs.length);
  });

  for (const profile of PROFILE_NAMES.filter((name) => name !== 'gone')) {
    it(`is what clients expect, as ${profile}`, async () => {
      const server = await startDemoServer({ profile, logs: false });
      try {
        const client = new DemoClient(server, server.key);
        const name = profile === '2021-06' ? 'plugin-configs' : 'plugin_configs';
        const list = await client.send('GET', `/api/projects/${server.projectId}/${name}/`);
        const { results } = v.parse(pageSchema(pluginConfigSchema), bodyOf(list));
        assert.deepEqual(
          results.map(({ order }) => order),
          [1, 2, 3, 4, 5, 6, 7, 8, 9],
        );
        assert.equal(
          results.some(({ error }) => error !== null),
          profile < '2023-12',
        );
        assert.equal(
          results.some(({ delivery_rate_24h: rate }) => typeof rate === 'number' && rate < 1),
          profile.startsWith('2023'),
        );
        v.parse(
          pageSchema(pluginSchema),
          bodyOf(await client.send('GET', '/api/organizations/@current/plugins/')),
        );
        v.parse(userSchema, bodyOf(await client.send('GET', '/api/users/@me/')));
      } finally {
        await server.close();
      }
    });
  }

  it('comes with logs that go on', async () => {
    const server = await startDemoServer({ profile: '2023-12' });
    try {
      const client = new DemoClient(server, server.key);
      const logs = rowsOf(await client.send('GET', '/api/projects/1/plugin_configs/13/logs?limit=50'));
      assert.ok(logs.length > 10);
    } finally {
      await server.close();
    }
  });

  it('has a key of its own for every start', async () => {
    const servers = await Promise.all([1, 2].map(() => startDemoServer({ profile: '2023-12', logs: false })));
    const [first, second] = servers.map(({ key }) => key);
    await Promise.all(servers.map((server) => server.close()));
    assert.match(first ?? '', /^phx_[\w-]{30,}$/);
    assert.notEqual(first, second);
  });
});

describe('demo server helper', () => {
  const demo = useDemoServer({ profile: '2023-12' });

  function get(path: string): Promise<RawResponse> {
    return rawRequest(demo.server.url, {
      method: 'GET',
      path,
      headers: { Authorization: `Bearer ${demo.server.key}` },
    });
  }

  it('shows what was sent, counts it, and takes log entries', async () => {
    demo.server.state.logs.insert([
      {
        id: '018bb51f-0000-7000-8000-000000000001',
        team_id: 1,
        plugin_id: 3,
        plugin_config_id: 13,
        timestamp: '2023-11-09T17:00:00.000001Z',
        source: 'PLUGIN',
        type: 'INFO',
        message: 'hello',
        instance_id: '018bb51f-0000-7000-8000-000000000002',
      },
    ]);
    const rows = rowsOf(await get('/api/projects/1/plugin_configs/13/logs?limit=5'));
    assert.deepEqual(
      rows.map(({ message, timestamp }) => [message, timestamp]),
      [['hello', '2023-11-09T17:00:00.000001Z']],
    );
    assert.equal(demo.server.state.requestCount, 1);
    assert.equal(demo.requestsTo('GET', '/api/projects/1/plugin_configs/13/logs').length, 1);
    assert.equal(demo.requests[0]?.headers.authorization, `Bearer ${demo.server.key}`);
  });

  it('lets a test change a config behind the server’s back', async () => {
    demo.server.state.patchConfig(11, { enabled: false, config: { a: [1] } });
    const row = bodyOf(await get('/api/projects/1/plugin_configs/11/'));
    assert.deepEqual([row.enabled, row.config], [false, { a: [1] }]);
    assert.equal(demo.server.state.storedConfig(11)?.enabled, false);
  });
});
