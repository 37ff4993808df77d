import assert from 'node:assert/strict';
import type { RequestBody } from '../../../src/api/body';
import { isApiError } from '../../../src/api/errors';
import { KEY_MARK } from '../../../src/api/keyTraces';
import type { Fixture } from '../../../src/demo/fixture';
import { SettingsWrites } from '../../../src/model/settingsWrites';
import { KeyStore, SecretStorageError } from '../../../src/connection/keyStore';
import { FakeSecretStore } from '../../support/fakeStores';
import { withKey } from '../../support/goldenFixture';
import { keyFormsIn, RECOGNISABLE_KEY } from '../../support/keySearch';
import { ProjectHarness, seedOf } from '../../support/projectHarness';
import { failureOf, Harness } from '../api/clientHarness';

describe('The mark that stands for the key', () => {
  const bodies: Readonly<Record<string, RequestBody>> = {
    'in JSON': { json: { name: `a ${KEY_MARK}` } },
    'as a name in JSON': { json: { job: { payload: { [KEY_MARK]: 1 } } } },
    'in a form': { form: [['config', JSON.stringify({ a: KEY_MARK })]] },
    'in a form with files': {
      form: [['name', KEY_MARK]],
      files: [{ field: 'f', fileName: 'f', contentType: 'text/plain', bytes: Buffer.from('x') }],
    },
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`is not sent ${name}`, async () => {
      const harness = await Harness.start();
      const error = await failureOf(harness.send('PATCH', { body }));
      assert.deepEqual(
        [error.kind, error.reason, error.data.applied, harness.server.requests.length],
        ['invalid', 'holdsKeyMark', 'no', 0],
      );
      await harness.close();
    });
  }

  it('may be in a file', async () => {
    const harness = await Harness.start();
    harness.server.will({ body: {} });
    const bytes = Buffer.from(KEY_MARK);
    await harness.send('PATCH', {
      body: { form: [], files: [{ field: 'f', fileName: 'f', contentType: 'text/plain', bytes }] },
    });
    assert.equal(harness.server.requests.length, 1);
    await harness.close();
  });

  describe('in settings that hold the key', () => {
    let harness: ProjectHarness;
    const stored = { siteId: RECOGNISABLE_KEY, other: 'a' };
    const seed = seedOf('2023-12');
    const fixture: Fixture = {
      ...seed,
      configs: seed.configs.map((config) => (config.id === 1 ? { ...config, config: stored } : config)),
    };
    beforeEach(async () => {
      harness = await ProjectHarness.start({
        profile: '2023-12',
        fixture: withKey(fixture, 1, { key: RECOGNISABLE_KEY }),
        key: RECOGNISABLE_KEY,
      });
      await harness.configs.refresh();
    });
    afterEach(() => harness.stop());

    it('does not overwrite it when something else is changed', async () => {
      const row = harness.configs.row(1);
      assert.ok(row?.config);
      const { config, enabled } = row.config;
      assert.equal(config?.siteId, KEY_MARK);
      const settings = new SettingsWrites(harness.configs, harness.writes);
      await assert.rejects(
        settings.save(row, { settings: { ...config, other: 'b' } }),
        (error) => isApiError(error, 'invalid') && error.reason === 'holdsKeyMark',
      );
      assert.deepEqual(harness.demo.server.state.storedConfig(1)?.config, stored);
      // What has nothing to do with it can be changed.
      await harness.writes.patch(1, { enabled: !enabled });
      await settings.save(row, { settings: { siteId: 'mine', other: 'b' } });
      assert.deepEqual(harness.demo.server.state.storedConfig(1)?.config, { siteId: 'mine', other: 'b' });
    });
  });
});

describe('A secret storage that quotes what it could not store', () => {
  it('does not get the key into the error', async () => {
    const secrets = new FakeSecretStore();
    secrets.failure = new Error(`cannot encrypt {"key":"${RECOGNISABLE_KEY}"}`);
    const keys = new KeyStore(secrets);
    await assert.rejects(keys.store('id', 'https://a.example', RECOGNISABLE_KEY), (error) => {
      assert.ok(error instanceof SecretStorageError);
      assert.deepEqual(keyFormsIn(String(error.stack), RECOGNISABLE_KEY), []);
      return (
        error.message === `The secret storage could not store a key: cannot encrypt {"key":"${KEY_MARK}"}`
      );
    });
    keys.dispose();
  });
});
