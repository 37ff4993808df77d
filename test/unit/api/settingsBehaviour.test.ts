import assert from 'node:assert/strict';
import {
  createPluginConfig,
  retrievePluginConfig,
  updatePluginConfig,
  updatePluginConfigSettings,
} from '../../../src/api/pluginConfigs';
import { parseJobValue } from '../../../src/model/jobPayload';
import { rawRequest } from '../../support/rawHttp';
import { PLANTED_KEY } from './clientHarness';
import { DemoApi } from './demoApi';

describe('settings in the API', () => {
  let demo: DemoApi;
  afterEach(() => demo.close());

  it('what the reference does not list can be set: settings, name, description, deleted', async () => {
    demo = await DemoApi.start('2023-12');
    const { id } = await createPluginConfig(demo.api, {
      plugin: 12,
      order: 10,
      enabled: false,
      name: 'Own name',
      description: 'Own words',
      deleted: false,
      config: { parameters: 'a' },
    });
    assert.ok(id !== null);
    const stored = await retrievePluginConfig(demo.api, id);
    assert.deepEqual(
      [stored.name, stored.description, stored.deleted, stored.config],
      ['Own name', 'Own words', false, { parameters: 'a' }],
    );
    const renamed = await updatePluginConfig(demo.api, id, { name: 'Other', description: '' });
    assert.deepEqual([renamed.name, renamed.description], ['Other', '']);
  });

  for (const profile of ['2021-12', '2023-12', '2026'] as const) {
    it(`a config stays with its plugin, also where a change names another (${profile})`, async () => {
      demo = await DemoApi.start(profile);
      const before = await retrievePluginConfig(demo.api, 20);
      const patch = (plugin: number): ReturnType<typeof rawRequest> =>
        rawRequest(demo.server.url, {
          method: 'PATCH',
          path: '/api/projects/1/plugin_configs/20/',
          headers: { authorization: `Bearer ${PLANTED_KEY}`, 'content-type': 'application/json' },
          body: Buffer.from(JSON.stringify({ plugin })),
        });
      assert.equal((await patch(12)).status, 200);
      assert.equal((await patch(999_999)).status, 400);
      assert.equal((await retrievePluginConfig(demo.api, 20)).plugin, before.plugin);
      await updatePluginConfig(demo.api, 20, { enabled: false });
      assert.equal('plugin' in JSON.parse(demo.lastRequest?.body.toString('utf8') ?? '{}'), false);
    });
  }

  it('servers take settings that break every rule of their form, so only the client can check', async () => {
    demo = await DemoApi.start('2023-12');
    const config = { target: 'not a choice', unknown: 1 };
    const stored = await updatePluginConfigSettings(demo.api, 20, { config });
    assert.equal(stored.config?.target, 'not a choice');
    assert.equal(stored.config.unknown, 1);
    assert.equal('amountProperty' in stored.config, false);
    const field = { key: 'n', title: 'n', required: true, default: undefined, staffOnly: false } as const;
    assert.deepEqual(parseJobValue({ ...field, type: 'number' }, 'twelve'), { ok: false, problem: 'number' });
    assert.deepEqual(parseJobValue({ ...field, type: 'date' }, '2026-02-31'), { ok: false, problem: 'date' });
    assert.deepEqual(parseJobValue({ ...field, type: 'string' }, ' '), { ok: false, problem: 'required' });
  });
});
