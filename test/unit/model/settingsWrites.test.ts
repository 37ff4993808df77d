import assert from 'node:assert/strict';

import { SERVER_MASK } from '../../../src/api/forms';
import type { Fixture } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import type { ConfigRow } from '../../../src/model/configRow';
import { MASK } from '../../../src/model/secrets';
import { SettingsWrites, type SaveOutcome, type WantedConfig } from '../../../src/model/settingsWrites';
import { ProjectHarness, seedOf, type ProjectHarnessOptions } from '../../support/projectHarness';

const PROFILES: readonly Exclude<ProfileName, 'gone'>[] = [
  '2021-06',
  '2021-12',
  '2023-11',
  '2023-12',
  '2026',
];
const FORM = 'application/x-www-form-urlencoded';
const FILE = { fileName: 'list.txt', contentType: 'text/plain', bytes: Buffer.from('1.2.3.4\n') };

/** The seed with other settings for one config, and another form for its plugin. */
function seedWith(
  profile: ProfileName,
  id: number,
  config: Fixture['configs'][number]['config'],
  config_schema?: Fixture['plugins'][number]['config_schema'],
): Fixture {
  const seed = seedOf(profile);
  const pluginId = seed.configs.find((row) => row.id === id)?.plugin;
  return {
    ...seed,
    configs: seed.configs.map((row) => (row.id === id ? { ...row, config } : row)),
    plugins: seed.plugins.map((plugin) =>
      plugin.id === pluginId && config_schema !== undefined ? { ...plugin, config_schema } : plugin,
    ),
  };
}

describe('SettingsWrites', () => {
  let harness: ProjectHarness;
  let settings: SettingsWrites;
  const open = async (options: ProjectHarnessOptions): Promise<void> => {
    harness = await ProjectHarness.start(options);
    await harness.configs.refresh();
    harness.demo.forgetRequests();
    settings = new SettingsWrites(harness.configs, harness.writes);
  };
  const row = (id: number): ConfigRow => {
    const found = harness.configs.row(id);
    assert.ok(found);
    return found;
  };
  const save = (id: number, wanted: WantedConfig): Promise<SaveOutcome> => settings.save(row(id), wanted);
  const stored = (id: number) => {
    const config = harness.demo.server.state.storedConfig(id);
    assert.ok(config);
    return config;
  };
  /** What was sent as `config`, and nothing else but it. */
  const sentConfig = (): unknown => {
    const writes = harness.demo.requests.filter(({ method }) => method !== 'GET');
    assert.equal(writes.length, 1);
    assert.equal(writes[0]?.method, 'PATCH');
    assert.equal(writes[0].headers['content-type'], FORM);
    const form = [...new URLSearchParams(writes[0].body)];
    assert.deepEqual(
      form.map(([name]) => name),
      ['config'],
    );
    return JSON.parse(form[0]?.[1] ?? '');
  };
  afterEach(() => harness.stop());

  for (const profile of PROFILES) {
    describe(profile, () => {
      it('saves settings whole, as one form, and leaves the secret to the server', async () => {
        await open({ profile });
        const outcome = await save(2, { settings: { host: 'us', siteId: 'b', eventsToSend: '' } });
        assert.deepEqual(sentConfig(), { host: 'us', siteId: 'b', eventsToSend: '' });
        assert.deepEqual(stored(2).config, {
          host: 'us',
          siteId: 'b',
          apiToken: 'real-mailer-token',
          eventsToSend: '',
        });
        assert.equal(stored(2).enabled, true);
        assert.equal(stored(2).order, 2);
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.notAsWanted, []);
        assert.deepEqual(outcome.change, {
          what: 'edited',
          configs: [
            {
              id: 2,
              label: row(2).name,
              before: { settings: { host: 'eu', siteId: 'site-1', eventsToSend: '$pageview' } },
              after: { settings: { host: 'us', siteId: 'b', eventsToSend: '' } },
            },
          ],
          cannotRestore: [],
        });
        assert.equal(row(2).pending, undefined);
        assert.equal(row(2).config?.config?.host, 'us');
      });

      it('removes a setting that is left out', async () => {
        await open({ profile });
        const outcome = await save(2, { settings: { host: 'eu' } });
        assert.deepEqual(stored(2).config, { host: 'eu', apiToken: 'real-mailer-token' });
        assert.ok(outcome.kind === 'saved' && outcome.notAsWanted.length === 0);
      });

      it('sets one secret and keeps all the rest', async () => {
        await open({ profile });
        const outcome = await save(2, { secrets: { apiToken: 'new-token' } });
        assert.deepEqual(sentConfig(), {
          host: 'eu',
          siteId: 'site-1',
          eventsToSend: '$pageview',
          apiToken: 'new-token',
        });
        assert.deepEqual(stored(2).config, {
          host: 'eu',
          siteId: 'site-1',
          eventsToSend: '$pageview',
          apiToken: 'new-token',
        });
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.notAsWanted, []);
        assert.deepEqual(outcome.change.cannotRestore, ['apiToken']);
        assert.deepEqual(outcome.change.configs[0]?.before, {});
        assert.ok(!JSON.stringify(outcome).includes('new-token'));
      });

      it('clears a secret with an empty text', async () => {
        await open({ profile });
        const outcome = await save(2, { secrets: { apiToken: '' } });
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.notAsWanted, []);
        assert.deepEqual(stored(2).config, {
          host: 'eu',
          siteId: 'site-1',
          eventsToSend: '$pageview',
          apiToken: '',
        });
      });

      it('sends back the secret of a dictionary schema, which servers do not keep', async () => {
        await open({ profile });
        const outcome = await save(5, { settings: { greeting: 'bye' } });
        assert.deepEqual(sentConfig(), { greeting: 'bye', token: 'dict-form-secret' });
        assert.deepEqual(stored(5).config, { greeting: 'bye', token: 'dict-form-secret' });
        assert.ok(outcome.kind === 'saved');
        assert.ok(!JSON.stringify(outcome.change).includes('dict-form-secret'));
      });

      it('sets and clears the secret of a dictionary schema', async () => {
        await open({ profile });
        const set = await save(5, { secrets: { token: 'other' } });
        assert.deepEqual(stored(5).config, { greeting: 'hi', token: 'other' });
        assert.ok(set.kind === 'saved' && set.notAsWanted.length === 0);
        const cleared = await save(5, { secrets: { token: '' } });
        assert.deepEqual(stored(5).config, { greeting: 'hi', token: '' });
        assert.ok(cleared.kind === 'saved' && cleared.notAsWanted.length === 0);
      });

      it('keeps attachments, secret ones too, out of the settings', async () => {
        await open({ profile });
        await save(3, { settings: { datasetId: 'raw2', tableId: 'events' } });
        assert.deepEqual(sentConfig(), { datasetId: 'raw2', tableId: 'events' });
        assert.deepEqual(
          stored(3).attachments.map(({ key, fileName }) => [key, fileName]),
          [['keyFile', 'key.json']],
        );
        assert.equal((stored(3).config as Record<string, unknown>).password, '');
      });

      it('adds an attachment as a part of a multipart form', async () => {
        await open({ profile });
        const outcome = await save(4, { addAttachments: { schemaFile: FILE } });
        const [patch] = harness.demo.requests.filter(({ method }) => method === 'PATCH');
        assert.match(patch?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
        assert.match(
          patch?.body ?? '',
          /name="add_attachment\[schemaFile\]"; filename="list\.txt"\r\nContent-Type: text\/plain\r\n\r\n1\.2\.3\.4\n\r\n/,
        );
        assert.match(
          patch?.body ?? '',
          /name="config"\r\n\r\n{"mode":"drop","rules":"{\\"strict\\":true}"}\r\n/,
        );
        assert.deepEqual(
          stored(4).attachments.map(({ key, fileName, size }) => [key, fileName, size]),
          [['schemaFile', 'list.txt', 8]],
        );
        assert.deepEqual(stored(4).config, { mode: 'drop', rules: '{"strict":true}' });
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.notAsWanted, []);
        assert.deepEqual(outcome.change.cannotRestore, ['schemaFile']);
      });

      it('removes an attachment, and never one that is not there', async () => {
        await open({ profile });
        const outcome = await save(4, { removeAttachments: ['schemaFile', 'other'] });
        const [patch] = harness.demo.requests.filter(({ method }) => method === 'PATCH');
        assert.deepEqual(
          [...new URLSearchParams(patch?.body)],
          [
            ['config', '{"mode":"drop","rules":"{\\"strict\\":true}"}'],
            ['remove_attachment[schemaFile]', 'true'],
          ],
        );
        assert.deepEqual(stored(4).attachments, []);
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.change.cannotRestore, ['schemaFile']);
        harness.demo.forgetRequests();
        await save(4, { removeAttachments: ['schemaFile'] });
        assert.deepEqual(
          harness.demo.requests.map(({ method }) => method),
          ['GET'],
        );
      });

      it('keys called token and api_key are settings like any other', async () => {
        const config = { token: 'a', api_key: 'b', constructor: 'c', key: null, empty: '' };
        const schema = Object.keys(config).map((key) => ({ key, type: 'string', secret: key === 'api_key' }));
        await open({ profile, fixture: seedWith(profile, 2, config, schema) });
        await save(2, { settings: { token: 'z', constructor: 'c', key: null, empty: '' } });
        assert.deepEqual(sentConfig(), { token: 'z', constructor: 'c', key: null, empty: '' });
        assert.deepEqual(stored(2).config, { ...config, token: 'z' });
        assert.equal(stored(2).projectId, 1);
      });

      it('sends neither mask, whoever passes it', async () => {
        await open({ profile });
        const outcome = await save(2, {
          settings: { host: 'us', siteId: 'site-1', eventsToSend: '$pageview', apiToken: MASK },
          secrets: { apiToken: SERVER_MASK },
        });
        assert.deepEqual(sentConfig(), { host: 'us', siteId: 'site-1', eventsToSend: '$pageview' });
        assert.equal((stored(2).config as Record<string, unknown>).apiToken, 'real-mailer-token');
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.change.cannotRestore, []);
      });

      it('does not take a secret as a plain setting, and says so', async () => {
        await open({ profile });
        const outcome = await save(5, { settings: { greeting: 'bye', token: 'typed' } });
        assert.deepEqual(stored(5).config, { greeting: 'bye', token: 'dict-form-secret' });
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.notAsWanted, ['token']);
      });

      it('works on what the server has now, not on what the list showed', async () => {
        await open({ profile });
        harness.demo.server.state.patchConfig(2, {
          config: { host: 'us', siteId: 'theirs', apiToken: 'theirs-too' },
        });
        await save(2, { secrets: { apiToken: 'mine' } });
        assert.deepEqual(stored(2).config, { host: 'us', siteId: 'theirs', apiToken: 'mine' });
      });

      it('sends nothing where nothing would change', async () => {
        await open({ profile });
        const { enabled } = row(2);
        const outcome = await save(2, {
          settings: { eventsToSend: '$pageview', host: 'eu', siteId: 'site-1' },
          fields: { enabled },
        });
        assert.deepEqual(
          harness.demo.requests.map(({ method }) => method),
          ['GET'],
        );
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.change.configs[0]?.after, {});
      });

      it('sends fields after the settings, as JSON', async () => {
        await open({ profile });
        const outcome = await save(2, {
          settings: { host: 'us' },
          fields: { enabled: false },
        });
        const writes = harness.demo.requests.filter(({ method }) => method === 'PATCH');
        assert.deepEqual(
          writes.map(({ headers, body }) => [headers['content-type'], body]),
          [
            [FORM, 'config=%7B%22host%22%3A%22us%22%7D'],
            ['application/json', '{"enabled":false}'],
          ],
        );
        assert.ok(outcome.kind === 'saved');
        assert.deepEqual(outcome.change.configs[0]?.before.enabled, true);
        assert.deepEqual(outcome.change.configs[0].after, { settings: { host: 'us' }, enabled: false });
      });

      it('tells that the config is gone', async () => {
        await open({ profile });
        const outcome = await settings.save({ ...row(2), id: 9_999 }, { settings: {} });
        assert.deepEqual(outcome, { kind: 'gone' });
      });
    });
  }

  for (const profile of ['2023-12', '2026'] as const) {
    it(`${profile}: changes nothing of a config that somebody has deleted, though the server would`, async () => {
      await open({ profile });
      const mailer = row(2);
      harness.demo.server.state.patchConfig(2, { deleted: true });
      const wanted: WantedConfig = {
        settings: { host: 'us' },
        secrets: { apiToken: 'new' },
        fields: { enabled: true },
      };
      assert.deepEqual(await settings.save(mailer, wanted), { kind: 'gone' });
      assert.ok(harness.demo.requests.every(({ method }) => method === 'GET'));
      assert.equal(harness.configs.row(2), undefined);
    });

    it(`${profile}: sends name and description, trimmed by the server, and only where they differ`, async () => {
      await open({ profile });
      const outcome = await save(2, { fields: { name: ' Mails ', description: 'Marketing mails' } });
      const writes = harness.demo.requests.filter(({ method }) => method === 'PATCH');
      assert.deepEqual(
        writes.map(({ body }) => body),
        ['{"name":" Mails "}'],
      );
      assert.equal(stored(2).name, 'Mails');
      assert.ok(outcome.kind === 'saved');
      assert.deepEqual(outcome.notAsWanted, []);
      assert.deepEqual(outcome.change.configs[0]?.before, { name: 'Mail to EU' });
      assert.deepEqual(outcome.change.configs[0].after, { name: 'Mails' });
    });
  }
});
