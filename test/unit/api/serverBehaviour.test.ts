import assert from 'node:assert/strict';
import { isApiError, type ApiError } from '../../../src/api/errors';
import { listPlugins } from '../../../src/api/neighbours';
import {
  createPluginConfig,
  deletePluginConfig,
  getFrontend,
  listLogs,
  listPluginConfigs,
  probeJobs,
  type ProjectApi,
  rearrangePluginConfigs,
  retrievePluginConfig,
  runJob,
  updatePluginConfig,
  updatePluginConfigSettings,
} from '../../../src/api/pluginConfigs';
import { findCollection } from '../../../src/api/generation';
import type { FixtureLogEntry } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import { Harness } from './clientHarness';
import { DemoApi, withAccessLevel, withKey } from './demoApi';

const PAGE = { count: 0, next: null, previous: null, results: [] };
const ROW = { id: 7, plugin: 3, enabled: true, order: 1, team_id: 1 };

async function refusalOf(call: Promise<unknown>): Promise<ApiError> {
  try {
    await call;
  } catch (error) {
    if (isApiError(error)) {
      return error;
    }
    throw error;
  }
  return assert.fail('The call was expected to fail.');
}

describe('the API of plugin configs', () => {
  describe('on demo servers', () => {
    let demo: DemoApi;
    afterEach(() => demo.close());

    const body = (): string => demo.lastRequest?.body.toString('utf8') ?? '';
    const contentType = (): string => demo.lastRequest?.headers['content-type'] ?? '';

    for (const profile of ['2021-06', '2021-12', '2023-11', '2023-12', '2026'] as const) {
      it(`settings go as a form field with JSON text, and are stored (${profile})`, async () => {
        demo = await DemoApi.start(profile);
        const created = await createPluginConfig(demo.api, {
          plugin: 12,
          order: 10,
          enabled: false,
          config: { parameters: 'a b&c' },
        });
        assert.equal(contentType(), 'application/x-www-form-urlencoded');
        assert.equal(new URLSearchParams(body()).get('config'), '{"parameters":"a b&c"}');
        assert.deepEqual(created.config, { parameters: 'a b&c' });
        await updatePluginConfigSettings(demo.api, 12, { config: { properties: '$ip', mode: 'hash' } });
        assert.equal(contentType(), 'application/x-www-form-urlencoded');
        assert.equal((await retrievePluginConfig(demo.api, 12)).config?.mode, 'hash');
      });
    }

    it('config, plugin_info, delivery_rate_24h and error are what they are', async () => {
      demo = await DemoApi.start('2023-11');
      const { rows } = await listPluginConfigs(demo.api, { limit: 100, offset: 0 });
      const failing = rows.find(({ id }) => id === 15);
      assert.equal(typeof failing?.config, 'object');
      assert.equal(failing?.plugin_info, null);
      assert.equal(failing.delivery_rate_24h, 1);
      assert.equal(typeof failing.error, 'object');
      assert.equal((await retrievePluginConfig(demo.api, 15)).plugin_info?.id, 5);
    });

    it('a body is what its content type says', async () => {
      demo = await DemoApi.start('2023-11');
      await updatePluginConfig(demo.api, 11, { enabled: false });
      assert.equal(contentType(), 'application/json');
      assert.equal(body(), '{"enabled":false}');
    });

    it('a create always sends plugin and order, and never error', async () => {
      demo = await DemoApi.start('2023-12');
      await createPluginConfig(demo.api, { plugin: 12, order: 3, enabled: true, config: {} });
      assert.deepEqual([...new URLSearchParams(body()).keys()].sort(), [
        'config',
        'enabled',
        'order',
        'plugin',
      ]);
    });

    it('a delete is done when 204 comes without a body, and the config is still listed', async () => {
      demo = await DemoApi.start('2023-12');
      await deletePluginConfig(demo.api, 13);
      assert.equal(demo.lastRequest?.status, 204);
      const { rows } = await listPluginConfigs(demo.api, { limit: 100, offset: 0 });
      assert.equal(rows.find(({ id }) => id === 13)?.enabled, false);
    });

    it('a delete of an unknown id is a server error that proves nothing; a retrieve tells', async () => {
      demo = await DemoApi.start('2023-12');
      const error = await refusalOf(deletePluginConfig(demo.api, 999));
      assert.equal(error.kind, 'server');
      assert.equal(error.data.attempts, 1);
      assert.equal(error.data.applied, 'unknown');
      assert.equal((await refusalOf(retrievePluginConfig(demo.api, 999))).reason, 'configNotFound');
    });

    it('where plugins are not allowed a delete is a 404 without a body', async () => {
      demo = await DemoApi.start('2023-12', withAccessLevel(0));
      const error = await refusalOf(deletePluginConfig(demo.api, 13));
      assert.equal(error.data.status, 404);
      assert.equal(error.reason, 'pluginsNotAllowed');
    });

    it('hiding is a change of `deleted`, undone without enabling; hidden ones still answer', async () => {
      demo = await DemoApi.start('2023-12');
      const hidden = await updatePluginConfig(demo.api, 13, { deleted: true });
      assert.deepEqual([hidden.deleted, hidden.enabled], [true, false]);
      const { rows } = await listPluginConfigs(demo.api, { limit: 100, offset: 0 });
      assert.equal(
        rows.some(({ id }) => id === 13),
        false,
      );
      assert.equal((await retrievePluginConfig(demo.api, 13)).deleted, true);
      assert.equal((await updatePluginConfig(demo.api, 13, { deleted: false })).enabled, false);
    });

    const creates: readonly (readonly [ProfileName, number, (id: number | null) => boolean])[] = [
      ['2021-12', 2, (id) => id !== null && id > 22],
      ['2023-11', 2, (id) => id === 12],
      ['2026', 1, (id) => id === null],
    ];
    for (const [profile, plugin, right] of creates) {
      it(`a create tells the id the server gave, whatever it did (${profile})`, async () => {
        demo = await DemoApi.start(profile);
        const config = plugin === 1 ? {} : { properties: '$ip', mode: 'remove' };
        const { id } = await createPluginConfig(demo.api, { plugin, order: 1, enabled: true, config });
        assert.ok(right(id), String(id));
      });
    }

    it('a create sends `enabled`, and `deleted` where it is passed', async () => {
      demo = await DemoApi.start('2023-12');
      const fields = { plugin: 2, order: 2, config: {}, deleted: false } as const;
      const merged = await createPluginConfig(demo.api, { ...fields, enabled: true });
      assert.deepEqual([merged.id, merged.enabled, merged.deleted], [12, true, false]);
      await createPluginConfig(demo.api, { ...fields, enabled: false });
      const form = new URLSearchParams(body());
      assert.deepEqual([form.get('enabled'), form.get('deleted')], ['false', 'false']);
    });

    it('settings are replaced as a whole, left-out secrets survive, and the rest of the row stays', async () => {
      demo = await DemoApi.start('2023-12');
      const before = await retrievePluginConfig(demo.api, 20);
      const after = await updatePluginConfigSettings(demo.api, 20, { config: { target: 'GBP' } });
      assert.deepEqual(Object.keys(after.config ?? {}).sort(), ['ratesApiKey', 'target']);
      assert.deepEqual(
        [after.enabled, after.order, after.name, after.deleted],
        [before.enabled, before.order, before.name, before.deleted],
      );
    });

    it('attachments go as parts of their own', async () => {
      demo = await DemoApi.start('2023-12');
      const attachment = { fileName: 'list.txt', contentType: 'text/plain', bytes: Buffer.from('x') };
      await updatePluginConfigSettings(demo.api, 16, {
        config: {},
        addAttachments: { list: attachment },
        removeAttachments: [],
      });
      assert.match(contentType(), /^multipart\/form-data; boundary=/);
      assert.match(
        body(),
        /name="add_attachment\[list\]"; filename="list\.txt"\r\nContent-Type: text\/plain/,
      );
      await updatePluginConfigSettings(demo.api, 16, { config: {}, removeAttachments: ['list'] });
      assert.equal(new URLSearchParams(body()).get('remove_attachment[list]'), 'true');
      const gone = updatePluginConfigSettings(demo.api, 16, { config: {}, removeAttachments: ['list'] });
      const error = await refusalOf(gone);
      assert.deepEqual([error.kind, error.data.applied], ['server', 'unknown']);
    });

    it('a rearrange sends orders', async () => {
      demo = await DemoApi.start('2023-11');
      await rearrangePluginConfigs(demo.api, new Map([[1, 5]]));
      assert.equal(body(), '{"orders":{"1":5}}');
      assert.equal(demo.lastRequest?.path, '/api/projects/1/plugin_configs/rearrange');
    });

    for (const [profile, overrides, key] of [
      ['2023-12', {}, 4],
      ['2026', { refusesUnscopedActions: false }, 18],
    ] as const) {
      it(`keys of a rearrange are sent as they are given (${profile})`, async () => {
        demo = await DemoApi.start(profile, undefined, { overrides });
        await rearrangePluginConfigs(demo.api, new Map([[key, 77]]));
        assert.equal((await retrievePluginConfig(demo.api, 18)).order, 77);
      });
    }

    it('a rearrange answers with all enabled configs', async () => {
      demo = await DemoApi.start('2023-11');
      const rows = await rearrangePluginConfigs(demo.api, new Map());
      assert.deepEqual(rows.map(({ id }) => id).sort(), [11, 12, 13, 15, 16, 18, 20]);
    });

    it('a bad order is refused here, before some are saved and some not', async () => {
      demo = await DemoApi.start('2023-11');
      for (const order of [Number.NaN, 1.5, 2 ** 31, Number.POSITIVE_INFINITY]) {
        await assert.rejects(rearrangePluginConfigs(demo.api, new Map([[1, order]])), RangeError);
      }
      assert.equal(demo.requests.length, 0);
    });

    it('a refused job payload says why, and the job did not run', async () => {
      demo = await DemoApi.start('2023-12');
      const error = await refusalOf(runJob(demo.api, 13, { type: 'no such job', payload: {} }));
      assert.deepEqual([error.kind, error.data.code, error.data.applied], ['invalid', 'invalid_input', 'no']);
      assert.equal(error.data.detail, "Unknown plugin job: 'no such job'");
    });

    it('a front end is text; its three stand-ins are 200 too, and JavaScript is not asked for', async () => {
      demo = await DemoApi.start('2023-12');
      const kinds: string[] = [];
      for (const id of [19, 20, 16, 13]) {
        kinds.push((await getFrontend(demo.api, id)).frontend.kind);
        assert.equal(demo.lastRequest?.headers.accept, '*/*');
      }
      assert.deepEqual(kinds, ['source', 'transpiling', 'error', 'none']);
    });

    it('limit and offset of a list are always whole numbers', async () => {
      demo = await DemoApi.start('2023-11');
      await listPluginConfigs(demo.api, { limit: 1000, offset: 0 });
      assert.equal(demo.lastRequest?.path, '/api/projects/1/plugin_configs/?limit=1000&offset=0');
    });

    it('the hyphen of 2021-06 is found', async () => {
      demo = await DemoApi.start('2021-06');
      const { collection } = await findCollection(demo.client, 1);
      assert.equal(collection, 'plugin-configs');
    });

    it('a missing scope, an action without keys and a key of other projects are told apart', async () => {
      demo = await DemoApi.start('2026', withKey({ scopes: ['plugin:read'] }));
      const write = await refusalOf(updatePluginConfig(demo.api, 13, { enabled: true }));
      assert.equal(write.reason, 'missingScope');
      assert.match(write.data.detail ?? '', /plugin:write/);
      assert.equal((await refusalOf(getFrontend(demo.api, 13))).reason, 'keysNotSupported');
      await demo.close();
      demo = await DemoApi.start('2026', withKey({ scoped_teams: [1] }));
      assert.equal((await refusalOf(listPlugins(demo.client, '@current'))).reason, 'keyNotForProject');
      const other = { ...demo.api, projectId: 2 };
      const list = listPluginConfigs(other, { limit: 1, offset: 0 });
      assert.equal((await refusalOf(list)).reason, 'keyNotForProject');
    });

    it('jobs between 2024 and 2025 refuse keys', async () => {
      demo = await DemoApi.start('2026', undefined, { overrides: { jobs: 'checked' } });
      assert.equal(await probeJobs(demo.api, 13), 'keysNotSupported');
    });

    it('where plugins are not allowed every operation says it its own way', async () => {
      demo = await DemoApi.start('2023-12', withAccessLevel(0));
      const page = await listPluginConfigs(demo.api, { limit: 10, offset: 0 });
      assert.deepEqual([page.rows, page.count], [[], 0]);
      const reasons = await Promise.all(
        [
          listLogs(demo.api, 13, { limit: 1 }),
          createPluginConfig(demo.api, { plugin: 12, order: 1, enabled: true, config: {} }),
          runJob(demo.api, 13, { type: 'x', payload: {} }),
          rearrangePluginConfigs(demo.api, new Map()),
          deletePluginConfig(demo.api, 13),
          listPlugins(demo.client, '@current'),
          retrievePluginConfig(demo.api, 13),
        ].map(async (call) => (await refusalOf(call)).reason),
      );
      assert.deepEqual(reasons, [...Array.from({ length: 6 }, () => 'pluginsNotAllowed'), 'configNotFound']);
    });

    it('the wait is known from the header or the sentence', async () => {
      for (const profile of ['2023-12', '2026'] as const) {
        demo = await DemoApi.start(profile, undefined, { rate: { burst: 1, sustained: 100 } });
        await listPluginConfigs(demo.api, { limit: 1, offset: 0 });
        const again = listPluginConfigs(demo.api, { limit: 1, offset: 0 }, { priority: 'background' });
        const { data } = await refusalOf(again);
        assert.equal(data.kind, 'rateLimited');
        assert.ok((data.retryAfterMs ?? 0) > 30_000, `${data.retryAfterMs ?? 0} ms`);
        await demo.close();
      }
    });

    it('a server that dropped plugins is gone, an unknown project is not', async () => {
      demo = await DemoApi.start('gone');
      const list = { limit: 1, offset: 0 };
      assert.equal((await refusalOf(listPluginConfigs(demo.api, list))).kind, 'gone');
      await demo.close();
      demo = await DemoApi.start('2023-12');
      const unknown = await refusalOf(listPluginConfigs({ ...demo.api, projectId: 77 }, list));
      assert.equal(unknown.reason, 'projectNotFound');
    });

    describe('logs', () => {
      const at = (n: number, timestamp: string, type = 'INFO'): FixtureLogEntry => ({
        id: `018bb51f-0000-7000-8000-${String(n).padStart(12, '0')}`,
        team_id: 1,
        plugin_id: 3,
        plugin_config_id: 13,
        timestamp,
        source: 'PLUGIN',
        type,
        message: `line ${n}`,
        instance_id: '018bb51f-0000-7000-8000-0000000000ff',
      });

      it('the filters reach the server', async () => {
        demo = await DemoApi.start('2023-12');
        await listLogs(demo.api, 13, { limit: 5, before: 'b', after: 'a', search: 's' }).catch(
          () => undefined,
        );
        assert.equal(
          demo.requests[0]?.path,
          '/api/projects/1/plugin_configs/13/logs?limit=5&before=b&after=a&search=s',
        );
      });

      it('only the entries of an answer count, not its count or next', async () => {
        demo = await DemoApi.start('2023-12');
        demo.server.insertLogs([1, 2, 3].map((n) => at(n, new Date(Date.now() - n * 1000).toISOString())));
        assert.equal((await listLogs(demo.api, 13, { limit: 2 })).length, 2);
        assert.doesNotMatch(demo.lastRequest?.path ?? '', /offset/);
      });

      it('types are repeated and in upper case, and empty filters are not sent', async () => {
        demo = await DemoApi.start('2023-12');
        const now = new Date().toISOString();
        demo.server.insertLogs([at(1, now, 'INFO'), at(2, now, 'WARN'), at(3, now, 'ERROR')]);
        const entries = await listLogs(demo.api, 13, {
          limit: 9,
          types: ['error', 'WARN'],
          before: '',
          search: '',
        });
        assert.equal(entries.length, 2);
        assert.match(demo.lastRequest?.path ?? '', /\?limit=9&type_filter=ERROR&type_filter=WARN$/);
      });

      it('timestamps keep their microseconds both ways', async () => {
        demo = await DemoApi.start('2023-12');
        const minute = new Date().toISOString().slice(0, 17);
        const times = ['000001', '000002', '000003'].map((fraction) => `${minute}00.${fraction}Z`);
        demo.server.insertLogs(times.map((time, n) => at(n, time)));
        const [first = '', second = '', third = ''] = times;
        const entries = await listLogs(demo.api, 13, { limit: 9, after: first, before: third });
        assert.deepEqual(
          entries.map(({ timestamp }) => timestamp),
          [second],
        );
      });

      it('logs of an unknown config are empty', async () => {
        demo = await DemoApi.start('2023-12');
        assert.deepEqual(await listLogs(demo.api, 999, { limit: 1 }), []);
      });

      for (const profile of ['2021-06', '2021-12'] as const) {
        it(`entries without a config id are read (${profile})`, async () => {
          demo = await DemoApi.start(profile);
          demo.server.insertLogs([at(1, new Date().toISOString())]);
          const [entry] = await listLogs(demo.api, 13, { limit: 1 });
          assert.equal(entry?.plugin_config_id, undefined);
          assert.equal(entry?.message, 'line 1');
        });
      }
    });
  });

  describe('on scripted servers', () => {
    let harness: Harness;
    let api: ProjectApi;
    beforeEach(async () => {
      harness = await Harness.start();
      api = { client: harness.client, projectId: 1, collection: 'plugin_configs' };
    });
    afterEach(() => harness.close());

    it('a job is started when 200 comes with nothing in it', async () => {
      harness.server.will({});
      await runJob(api, 7, { type: 'export', payload: { from: '2023-01-01' } });
      const [request] = harness.server.requests;
      assert.equal(request?.method, 'POST');
      assert.equal(request.url, '/api/projects/1/plugin_configs/7/job');
      assert.deepEqual(JSON.parse(request.body), {
        job: { type: 'export', payload: { from: '2023-01-01' }, operation: 'start' },
      });
    });

    it('next links are re-based: only their offset is used, and the key goes nowhere else', async () => {
      const plugin = (id: number): unknown => ({ id, name: `Plugin ${id}` });
      harness.server.will(
        {
          body: {
            ...PAGE,
            next: 'http://internal:8000/elsewhere?limit=500&offset=2',
            results: [plugin(1), plugin(2)],
          },
        },
        { body: { ...PAGE, next: 'https://evil.example/?offset=1', results: [plugin(3)] } },
        { body: PAGE },
      );
      const plugins = await listPlugins(harness.client, '@current');
      assert.deepEqual(
        plugins.map(({ id }) => id),
        [1, 2, 3],
      );
      assert.deepEqual(
        harness.server.requests.map(({ url }) => url),
        [0, 2, 3].map((offset) => `/api/organizations/@current/plugins/?limit=500&offset=${offset}`),
      );
    });

    it('the first problem is told with its field, whatever else the body is', async () => {
      harness.server.will({
        status: 400,
        body: {
          type: 'validation_error',
          code: 'invalid_input',
          detail: 'A valid integer is required.',
          attr: 'order',
        },
      });
      const { data } = await refusalOf(updatePluginConfig(api, 7, { order: 1 }));
      assert.deepEqual(
        [data.kind, data.code, data.attr, data.detail],
        ['invalid', 'invalid_input', 'order', 'A valid integer is required.'],
      );
      for (const body of ['null', '[]', '"text"', '{"detail": 5}', '{"type": null}', '']) {
        harness.server.will({ status: 400, body });
        assert.equal((await refusalOf(updatePluginConfig(api, 7, { order: 1 }))).kind, 'invalid');
      }
    });

    it('names and descriptions may be null or missing', async () => {
      harness.server.will({ body: { ...PAGE, results: [{ ...ROW, name: null, description: null }, ROW] } });
      assert.equal((await listPluginConfigs(api, { limit: 9, offset: 0 })).rows.length, 2);
    });

    it('the project is named in every path', async () => {
      harness.server.will({ body: ROW });
      await retrievePluginConfig(api, 7);
      assert.equal(harness.server.requests[0]?.url, '/api/projects/1/plugin_configs/7/');
    });
  });
});
