import assert from 'node:assert/strict';
import { recogniseFrontend } from '../../../src/api/frontend';
import { ApiError } from '../../../src/api/errors';
import { listPlugins } from '../../../src/api/neighbours';
import {
  deletePluginConfig,
  listLogs,
  listPluginConfigs,
  type ProjectApi,
  retrievePluginConfig,
  updatePluginConfig,
} from '../../../src/api/pluginConfigs';
import { parseContent } from '../../../src/documents/settingsParse';
import { wantedSettings } from '../../../src/documents/settingsChanges';
import { contentOf } from '../../../src/documents/settingsDocument';
import { parseTimestamp } from '../../../src/logs/timestamp';
import { ConfigWrites } from '../../../src/model/configWrites';
import { publicJobs, settingFields } from '../../../src/model/fields';
import { loadAllConfigs } from '../../../src/model/loadAllConfigs';
import { PluginConfigs } from '../../../src/model/pluginConfigs';
import { MASK } from '../../../src/model/secrets';
import { fromStored, toStored } from '../../../src/model/storedChanges';
import { CannedClient, reply } from '../../support/fuzz/cannedClient';
import { cpuTime } from '../../support/cpuTime';

const ROW = { id: 7, plugin: 2, enabled: true, order: 1, team_id: 1, config: {}, deleted: false };
const DEEP = '['.repeat(20_000) + ']'.repeat(20_000);

/** What fuzzing and reading with its eyes found, each once. */
describe('found by fuzzing', () => {
  const apiWith = (answer: string, status = 200): ProjectApi & { readonly client: CannedClient } => ({
    client: CannedClient.create(() => reply(Buffer.from(answer), status)),
    projectId: 1,
    collection: 'plugin_configs',
  });
  const errorOf = async (client: CannedClient, work: Promise<unknown>): Promise<ApiError> => {
    const error: unknown = await client.clock.drive(work).then(
      () => assert.fail('it was taken'),
      (cause: unknown) => cause,
    );
    assert.ok(error instanceof ApiError, String(error));
    return error;
  };
  const page = (...rows: readonly unknown[]): string => JSON.stringify({ results: rows });

  for (const [what, answer, detail] of [
    ['an id beyond the precision of numbers', '{"results":[{"id":9007199254740993}]}', /^results\.0\.id/],
    ['a negative id', page({ ...ROW, id: -1 }), /^results\.0\.id/],
    [
      'settings that are nested too deep',
      `{"results":[{"id":7,"plugin":2,"enabled":true,"order":1,"team_id":1,"config":{"a":${DEEP}}}]}`,
      /500 levels/,
    ],
  ] as const) {
    it(`a list with ${what} is an error that says where`, async () => {
      const api = apiWith(answer);
      const error = await errorOf(api.client, listPluginConfigs(api, { limit: 1, offset: 0 }));
      assert.equal(error.reason, 'drifted');
      assert.match(error.data.detail ?? '', detail);
    });
  }

  it('an answer about another config is none', async () => {
    const api = apiWith(JSON.stringify(ROW));
    assert.equal((await errorOf(api.client, retrievePluginConfig(api, 8))).reason, 'drifted');
    const error = await errorOf(api.client, updatePluginConfig(api, 8, { enabled: true }));
    assert.equal(error.data.applied, 'unknown');
    assert.equal((await api.client.clock.drive(retrievePluginConfig(api, 7))).id, 7);
  });

  it('fields called as those of the language are kept', async () => {
    const plugin =
      '{"id":2,"constructor":1,"public_jobs":{"constructor":{"payload":{"__proto__":{"type":"number"}}}}}';
    const api = apiWith(`{"results":[${plugin}]}`);
    const [read] = await api.client.clock.drive(listPlugins(api.client, '@current'));
    assert.ok(read && Object.hasOwn(read, 'constructor'));
    const [job] = publicJobs(read) ?? [];
    assert.equal(job?.name, 'constructor');
    assert.deepEqual(
      job.fields.map(({ key, type }) => [key, type]),
      [['__proto__', 'number']],
    );
  });

  it('such a setting survives an undo', () => {
    const state = { settings: { constructor: 'kept' } };
    const change = {
      what: 'edited',
      configs: [{ id: 1, label: 'x', before: state, after: state }],
      cannotRestore: [],
    } as const;
    const { changes } = fromStored(toStored([{ id: 'h', at: 1, change }]));
    assert.deepEqual(changes[0]?.change.configs[0]?.before, state);
  });

  it('a secret called __proto__ that is typed is not lost', () => {
    const fields = settingFields({
      id: 1,
      config_schema: [{ key: '__proto__', secret: true, type: 'string' }],
    });
    const text = '{"settings": {"__proto__": "typed"}}';
    const { secrets } = parseContent(text, { fields, isDescribed: true, base: undefined, hasName: false });
    assert.deepEqual(Object.entries(secrets), [['__proto__', 'typed']]);
  });

  it('a required setting called constructor is missed where it is missing', () => {
    const fields = settingFields({
      id: 1,
      config_schema: [{ key: 'constructor', required: true, type: 'string' }],
    });
    const { problems } = parseContent('{"settings": {}}', {
      fields,
      isDescribed: true,
      base: undefined,
      hasName: false,
    });
    assert.deepEqual(
      problems.map(({ reason }) => reason.kind),
      ['required'],
    );
  });

  it('a document that is nested too deep is told so', () => {
    for (const text of [`{"settings": {"a": ${DEEP}}}`, '['.repeat(20_000)]) {
      const { content, problems } = parseContent(text, {
        fields: [],
        isDescribed: false,
        base: undefined,
        hasName: false,
      });
      assert.equal(content, undefined);
      assert.deepEqual(
        problems.map(({ reason, blocks }) => [reason.kind, blocks]),
        [['tooDeep', true]],
      );
    }
  });

  it('what stands where the form wants a file, or looks like our mask, survives a save', () => {
    const plugin = {
      id: 2,
      config_schema: [
        { key: 'file', type: 'attachment' },
        { key: 'text', type: 'string' },
      ],
    };
    const config = { ...ROW, config: { file: 'no file', text: MASK } };
    const content = contentOf(config, plugin);
    assert.deepEqual(wantedSettings(content, config, content, settingFields(plugin)), config.config);
  });

  it('a log row that is nested too deep is shown, with an ellipsis for what is deepest', async () => {
    const api = apiWith(`{"results":[{"id":"a","timestamp":"","type":"LOG","source":"","message":${DEEP}}]}`);
    const [entry] = await api.client.clock.drive(listLogs(api, 7, { limit: 1 }));
    assert.match(entry?.message ?? '', /^\[{500}"…"\]{500}$/);
  });

  it('halves of surrogate pairs in an organization’s id or in a search are no reason to fail', async () => {
    const api = apiWith('{"results":[]}');
    await api.client.clock.drive(listPlugins(api.client, '\ud800'));
    await api.client.clock.drive(listLogs(api, 7, { limit: 1, search: 'x\udfff' }));
    assert.ok(api.client.requests.every(({ path }) => path.includes('%EF%BF%BD')));
  });

  it('a throttling sentence or a front end that is made to be slow is read at once', async () => {
    const began = cpuTime();
    const api = apiWith('1'.repeat(60_000), 429);
    assert.equal(
      (await errorOf(api.client, listPluginConfigs(api, { limit: 1, offset: 0 }, { priority: 'background' })))
        .kind,
      'rateLimited',
    );
    const stub = `export function getFrontendApp() { return {}${' '.repeat(200_000)}x`;
    assert.equal(recogniseFrontend(stub).kind, 'source');
    assert.ok(cpuTime() - began < 3_000);
  });

  it('two hundred thousand plugins are no more than many', async () => {
    const api = apiWith(`{"results":[${Array.from({ length: 200_000 }, (_, id) => `{"id":${id}}`).join()}]}`);
    assert.equal((await api.client.clock.drive(listPlugins(api.client, '@current'))).length, 200_000);
  });

  it('a list that never ends is an error', async () => {
    const api = apiWith(JSON.stringify({ next: 'http://x/?offset=', results: [ROW] }));
    const error = await errorOf(api.client, loadAllConfigs(api));
    assert.match(error.data.detail ?? '', /without an end/);
    assert.equal(api.client.requests.length, 100);
  });

  it('a delete that leaves a config running is not told as one that stopped it', async () => {
    const client = CannedClient.create(({ method, path }) => {
      const body = method === 'DELETE' ? '' : path.includes('/7/') ? JSON.stringify(ROW) : page(ROW);
      return reply(Buffer.from(body), method === 'DELETE' ? 204 : 200);
    });
    const configs = new PluginConfigs({ client, projectId: 1, clock: client.clock });
    await client.clock.drive(configs.refresh());
    const row = configs.row(7);
    assert.ok(row);
    const outcome = await client.clock.drive(new ConfigWrites(configs).delete(row));
    assert.deepEqual(outcome, { kind: 'unchanged', enabled: true });
    await client.clock.drive(deletePluginConfig(configs.api, 7));
    configs.dispose();
  });

  it('times from which no other time can be reckoned are none', () => {
    for (const text of ['9999-12-31T23:59:59.999999Z', '0100-01-01T00:00:00Z']) {
      assert.equal(parseTimestamp(text), undefined);
    }
  });
});
