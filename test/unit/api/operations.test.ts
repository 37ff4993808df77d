import assert from 'node:assert/strict';
import { isApiError } from '../../../src/api/errors';
import { findCollection, learn, traitsFromAnswers, type ServerTraits } from '../../../src/api/generation';
import { getProject, getUser, listPlugins, listProjects } from '../../../src/api/neighbours';
import {
  createPluginConfig,
  deletePluginConfig,
  getFrontend,
  listLogs,
  listPluginConfigs,
  probeJobs,
  rearrangePluginConfigs,
  retrievePluginConfig,
  runJob,
  updatePluginConfig,
  updatePluginConfigSettings,
} from '../../../src/api/pluginConfigs';
import type { FixtureLogEntry } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import { DemoApi } from './demoApi';

/** What a call came to: its answer, or the kind and reason of its error. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (isApiError(error)) {
      return error.reason ? `${error.kind}/${error.reason}` : error.kind;
    }
    throw error;
  }
}

function logEntry(n: number, type = 'INFO'): FixtureLogEntry {
  return {
    id: `018bb51f-0000-7000-8000-${String(n).padStart(12, '0')}`,
    team_id: 1,
    plugin_id: 3,
    plugin_config_id: 13,
    timestamp: new Date(Date.now() - 60_000 + n * 1000).toISOString(),
    source: 'PLUGIN',
    type,
    message: `line ${n}`,
    instance_id: '018bb51f-0000-7000-8000-0000000000ff',
  };
}

interface Expected {
  readonly traits: ServerTraits;
  readonly job: unknown;
  readonly probe: unknown;
  readonly frontend: unknown;
  readonly rearrange: unknown;
}

const UNKNOWN = {
  jobs: 'unknown',
  frontend: 'unknown',
  rearrange: 'unknown',
  rearrangeKey: 'unknown',
} as const;
const PLAIN = {
  collection: 'plugin_configs',
  softDelete: false,
  editableName: false,
  ignoresProject: false,
} as const;
const expected: Readonly<Record<Exclude<ProfileName, 'gone'>, Expected>> = {
  '2021-06': {
    traits: {
      ...PLAIN,
      era: '2021-06',
      collection: 'plugin-configs',
      jobs: 'no',
      frontend: 'no',
      rearrange: 'yes',
      rearrangeKey: 'plugin',
      ignoresProject: true,
    },
    job: 'gone',
    probe: 'missing',
    frontend: 'gone',
    rearrange: 'by plugin',
  },
  '2021-12': {
    traits: {
      ...PLAIN,
      era: '2021-12',
      jobs: 'yes',
      frontend: 'no',
      rearrange: 'yes',
      rearrangeKey: 'plugin',
    },
    job: undefined,
    probe: 'available',
    frontend: 'gone',
    rearrange: 'by plugin',
  },
  '2023-11': {
    traits: {
      ...PLAIN,
      era: '2023-11',
      jobs: 'yes',
      frontend: 'yes',
      rearrange: 'yes',
      rearrangeKey: 'plugin',
    },
    job: undefined,
    probe: 'available',
    frontend: { kind: 'none' },
    rearrange: 'by plugin',
  },
  '2023-12': {
    traits: { ...PLAIN, ...UNKNOWN, era: '2023-12', softDelete: true, editableName: true },
    job: undefined,
    probe: 'available',
    frontend: { kind: 'none' },
    rearrange: 'by plugin',
  },
  '2026': {
    traits: {
      ...PLAIN,
      era: '2026',
      softDelete: true,
      editableName: true,
      jobs: 'no',
      frontend: 'keysNotSupported',
      rearrange: 'keysNotSupported',
      rearrangeKey: 'config',
    },
    job: 'gone',
    probe: 'missing',
    frontend: 'forbidden/keysNotSupported',
    rearrange: 'forbidden/keysNotSupported',
  },
};

for (const [profile, { traits, job, probe, frontend, rearrange }] of Object.entries(expected)) {
  describe(`Operations on a server of ${profile}`, () => {
    let demo: DemoApi;
    beforeEach(async () => (demo = await DemoApi.start(profile as ProfileName)));
    afterEach(() => demo.close());

    it('finds the collection and what the server can do', async () => {
      const { collection, firstPage } = await findCollection(demo.client, 1);
      assert.deepEqual(traitsFromAnswers({ collection, rows: firstPage.rows }), traits);
      assert.equal(firstPage.count, 9);
      assert.equal(firstPage.nextOffset, undefined);
    });

    it('lists in order, page by page', async () => {
      const first = await listPluginConfigs(demo.api, { limit: 5, offset: 0 });
      assert.equal(first.nextOffset, 5);
      const second = await listPluginConfigs(demo.api, { limit: 5, offset: 5 });
      assert.equal(second.nextOffset, undefined);
      assert.deepEqual(
        [...first.rows, ...second.rows].map(({ id }) => id),
        [11, 12, 18, 16, 20, 13, 15, 17, 19],
      );
    });

    it('creates', async () => {
      const created = await createPluginConfig(demo.api, {
        plugin: 12,
        order: 10,
        enabled: true,
        config: { parameters: 'utm_source' },
      });
      assert.deepEqual(created.config, { parameters: 'utm_source' });
      assert.equal(created.enabled, true);
      assert.ok(created.id !== null);
      assert.equal((await retrievePluginConfig(demo.api, created.id)).order, 10);
    });

    it('retrieves, and tells an unknown config', async () => {
      assert.equal((await retrievePluginConfig(demo.api, 13)).plugin, 3);
      assert.equal(await outcomeOf(retrievePluginConfig(demo.api, 999)), 'notFound/configNotFound');
    });

    it('changes the state', async () => {
      const changed = await updatePluginConfig(demo.api, 17, { enabled: true, order: 4 });
      assert.equal(changed.enabled, true);
      assert.equal(changed.order, 4);
    });

    it('changes settings and attachments, and keeps secrets that are left out', async () => {
      const changed = await updatePluginConfigSettings(demo.api, 20, { config: { target: 'USD' } });
      assert.equal(changed.config?.target, 'USD');
      assert.equal('amountProperty' in changed.config, false);
      assert.match(String(changed.config.ratesApiKey), /SECRET/);
      const attached = await updatePluginConfigSettings(demo.api, 16, {
        config: { action: 'drop' },
        addAttachments: {
          list: { fileName: 'list.txt', contentType: 'text/plain', bytes: Buffer.from('10.0.0.1\n') },
        },
      });
      const list = attached.config?.list as Readonly<Record<string, unknown>>;
      assert.equal(list.name, 'list.txt');
      assert.equal(list.size, 9);
      const removed = await updatePluginConfigSettings(demo.api, 16, {
        config: { action: 'drop' },
        removeAttachments: ['list'],
      });
      assert.deepEqual(removed.config, { action: 'drop' });
    });

    it('deletes: disables, twice if need be', async () => {
      await deletePluginConfig(demo.api, 13);
      await deletePluginConfig(demo.api, 13);
      assert.equal((await retrievePluginConfig(demo.api, 13)).enabled, false);
    });

    it('rearranges, or says why not', async () => {
      const outcome = await outcomeOf(rearrangePluginConfigs(demo.api, new Map([[3, 99]])));
      if (rearrange === 'by plugin') {
        assert.ok(Array.isArray(outcome));
        assert.equal((await retrievePluginConfig(demo.api, 13)).order, 99);
      } else {
        assert.equal(outcome, rearrange);
      }
    });

    it('runs a job, or says why not', async () => {
      const [type] = ['Export historical events'];
      const outcome = await outcomeOf(runJob(demo.api, 13, await jobOf(demo, type)));
      assert.deepEqual(outcome, job);
    });

    it('finds out about jobs without running one', async () => {
      assert.equal(await probeJobs(demo.api, 13), probe);
      assert.equal(demo.requests.filter(({ method }) => method === 'POST').length, 0);
    });

    it('gets the front end, or says why not', async () => {
      const outcome = await outcomeOf(getFrontend(demo.api, 13).then((answer) => answer.frontend));
      assert.deepEqual(outcome, frontend);
    });

    it('reads logs by text, type and time', async () => {
      demo.server.insertLogs([1, 2, 3, 4].map((n) => logEntry(n, n === 3 ? 'ERROR' : 'INFO')));
      const all = await listLogs(demo.api, 13, { limit: 10 });
      assert.deepEqual(
        all.map(({ message }) => message),
        ['line 4', 'line 3', 'line 2', 'line 1'],
      );
      assert.equal((await listLogs(demo.api, 13, { limit: 2 })).length, 2);
      const [newest, second] = all;
      assert.ok(newest && second);
      const between = await listLogs(demo.api, 13, { limit: 10, before: newest.timestamp, search: 'LINE 2' });
      assert.deepEqual(
        between.map(({ message }) => message),
        ['line 2'],
      );
      const after = await listLogs(demo.api, 13, { limit: 10, after: second.timestamp });
      assert.deepEqual(after, [newest]);
    });

    it('knows its neighbours', async () => {
      const user = await getUser(demo.client);
      assert.equal(user.email, 'you@example.com');
      assert.deepEqual(
        (await listProjects(demo.client)).map(({ id }) => id),
        [1, 2],
      );
      assert.equal((await getProject(demo.client, 2)).name, 'Staging');
      assert.equal(await outcomeOf(getProject(demo.client, 77)), 'notFound/projectNotFound');
      const plugins = await listPlugins(demo.client, '@current');
      assert.equal(plugins.find(({ id }) => id === 3)?.id, 3);
      assert.deepEqual(
        (await listPlugins(demo.client, user.organization?.id ?? '')).map(({ id }) => id),
        plugins.map(({ id }) => id),
      );
    });
  });
}

/** A job of a config's plugin with what it requires, or one of that name where the server does not describe jobs. */
async function jobOf(
  demo: DemoApi,
  fallback: string,
): Promise<{ type: string; payload: Readonly<Record<string, unknown>> }> {
  const plugin = (await listPlugins(demo.client, '@current')).find(({ id }) => id === 3);
  const [job] = Object.entries(plugin?.public_jobs ?? {});
  if (!job) {
    return { type: fallback, payload: {} };
  }
  const [type, spec] = job;
  const { payload = {} } = spec as { payload?: Readonly<Record<string, { required?: boolean }>> };
  const required = Object.entries(payload).filter(([, field]) => field.required);
  return { type, payload: Object.fromEntries(required.map(([name]) => [name, 'x'])) };
}

describe('Operations on a server without plugin configs', () => {
  let demo: DemoApi;
  beforeEach(async () => (demo = await DemoApi.start('gone')));
  afterEach(() => demo.close());

  it('are gone, not missing', async () => {
    assert.equal(await outcomeOf(findCollection(demo.client, 1)), 'gone');
    assert.deepEqual(
      demo.requests.map(({ path }) => path.split('?')[0]),
      ['/api/projects/1/plugin_configs/', '/api/projects/1/plugin-configs/'],
    );
    assert.equal(await outcomeOf(retrievePluginConfig(demo.api, 13)), 'gone');
    assert.equal(await outcomeOf(runJob(demo.api, 13, { type: 'x', payload: {} })), 'gone');
  });

  it('the user and the projects still answer', async () => {
    assert.equal((await getUser(demo.client)).email, 'you@example.com');
    assert.equal((await listProjects(demo.client)).length, 2);
  });
});

describe('ServerTraits', () => {
  const row = { id: 1, plugin: 2, enabled: true, order: 1, team_id: 1 };
  const rows2023 = {
    ...row,
    created_at: 'x',
    updated_at: 'x',
    delivery_rate_24h: null,
    deleted: false,
    name: null,
  };
  const collection = 'plugin_configs';

  it('knows nothing of a server without rows', () => {
    const { era, softDelete, jobs } = traitsFromAnswers({ collection, rows: [] });
    assert.deepEqual([era, softDelete, jobs], ['unknown', false, 'unknown']);
  });

  it('takes plugins that can be migrated for 2026', () => {
    for (const plugin of [
      { id: 1, hog_function_migration_available: false },
      { id: 1, custom_function_migration_available: true },
    ]) {
      assert.equal(traitsFromAnswers({ collection, rows: [rows2023], plugins: [plugin] }).era, '2026');
    }
  });

  it('tells the middle of 2024 by its fields', () => {
    assert.equal(traitsFromAnswers({ collection, rows: [{ ...rows2023, filters: null }] }).era, 'between');
  });

  it('learns from what operations answer', async () => {
    const traits = traitsFromAnswers({ collection, rows: [rows2023] });
    assert.equal(learn(traits, 'runJob', 'ok').jobs, 'yes');
    assert.equal(learn(traits, 'probeJobs', 'ok').jobs, 'yes');
    assert.equal(learn(traits, 'getFrontend', 'ok').frontend, 'yes');
    assert.equal(learn(traits, 'listLogs', 'ok'), traits);
    const demo = await DemoApi.start('2026');
    const failure = async (call: Promise<unknown>) =>
      call.then(
        () => assert.fail('should fail'),
        (error: unknown) => (isApiError(error) ? error : assert.fail('no ApiError')),
      );
    const refused = await failure(rearrangePluginConfigs(demo.api, new Map()));
    assert.equal(learn(traits, 'rearrangePluginConfigs', refused).rearrange, 'keysNotSupported');
    const gone = await failure(runJob(demo.api, 13, { type: 'x', payload: {} }));
    assert.equal(learn(traits, 'runJob', gone).jobs, 'no');
    const notFound = await failure(retrievePluginConfig(demo.api, 999));
    assert.equal(learn(traits, 'runJob', notFound), traits);
    await demo.close();
  });
});
