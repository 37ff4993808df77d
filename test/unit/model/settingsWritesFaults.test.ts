import assert from 'node:assert/strict';

import { SERVER_MASK } from '../../../src/api/forms';
import { WrongProjectError } from '../../../src/model/changes';
import type { ConfigRow } from '../../../src/model/configRow';
import { InexactNumberError } from '../../../src/model/exactNumbers';
import { SettingsWrites, type SaveOutcome, type WantedConfig } from '../../../src/model/settingsWrites';
import type { FaultProxy } from '../../support/faults/faultProxy';
import { ProjectHarness } from '../../support/projectHarness';
import { failureOf } from '../api/clientHarness';

const REFUSED = {
  kind: 'answer',
  status: 400,
  body: { type: 'validation_error', code: 'invalid_input', detail: 'No.', attr: 'name' },
} as const;

describe('SettingsWrites on a bad server', () => {
  let harness: ProjectHarness;
  let proxy: FaultProxy;

  beforeEach(async () => {
    harness = await ProjectHarness.start({
      profile: '2023-12',
      behindProxy: true,
    });
    ({ proxy } = harness);
    await harness.configs.refresh();
  });

  afterEach(async () => {
    await harness.stop();
  });

  const row = (id: number): ConfigRow => {
    const found = harness.configs.row(id);
    assert.ok(found);
    return found;
  };
  const save = (id: number, wanted: WantedConfig): Promise<SaveOutcome> =>
    new SettingsWrites(harness.configs, harness.writes).save(row(id), wanted);
  const storedSettings = (id: number): unknown => harness.demo.server.state.storedConfig(id)?.config;
  const patches = (): number => proxy.requests.filter(({ method }) => method === 'PATCH').length;
  /** Changes what the server answers for a config's settings. */
  const answering = (nth: number, change: Readonly<Record<string, unknown>>, method = 'GET'): void => {
    proxy.inject({
      method,
      path: /plugin_configs\/\d+\/$/,
      nth,
      fault: {
        kind: 'drift',
        map: (body) => {
          const config = body as { readonly config: object };
          return { ...config, config: { ...config.config, ...change } };
        },
      },
    });
  };

  it('looks before it speaks: settings whose answer never came were saved all the same', async () => {
    proxy.inject({ method: 'PATCH', fault: { kind: 'reset', forwards: true } });
    const outcome = await save(2, { settings: { host: 'us' } });
    assert.ok(outcome.kind === 'saved');
    assert.deepEqual(outcome.notAsWanted, []);
    assert.deepEqual(outcome.change.configs[0]?.after, { settings: { host: 'us' } });
    assert.equal(row(2).pending, undefined);
  });

  it('says that nothing was saved when nothing was', async () => {
    const before = storedSettings(2);
    proxy.inject({ method: 'PATCH', fault: { kind: 'reset' } });
    const error = await failureOf(save(2, { settings: { host: 'us' } }));
    assert.equal(error.kind, 'network');
    assert.deepEqual(storedSettings(2), before);
    assert.equal(row(2).failure, error);
    assert.equal(row(2).pending, undefined);
  });

  it('does not claim that a secret was replaced when nothing shows it', async () => {
    proxy.inject({ method: 'PATCH', fault: { kind: 'reset', forwards: true } });
    const error = await failureOf(save(2, { secrets: { apiToken: 'new' } }));
    assert.equal(error.data.applied, 'unknown');
    assert.ok(!JSON.stringify(error.data).includes('new'));
  });

  it('sends nothing where the config cannot be read first', async () => {
    proxy.inject({ method: 'GET', path: /plugin_configs\/2\/$/, fault: { kind: 'answer', status: 500 } });
    const error = await failureOf(save(2, { settings: { host: 'us' } }));
    assert.equal(error.kind, 'server');
    assert.equal(patches(), 0);
  });

  it('a removal that the server fails on does not hide that the rest was saved', async () => {
    answering(1, { ghost: { uid: 9, saved: true, size: 1, name: 'a', type: 'b' } });
    const outcome = await save(4, {
      settings: { mode: 'tag', rules: '{"strict":true}' },
      removeAttachments: ['ghost'],
    });
    assert.equal(patches(), 1);
    assert.ok(outcome.kind === 'saved');
    assert.deepEqual(storedSettings(4), { mode: 'tag', rules: '{"strict":true}' });
  });

  it('says what is saved where the name was refused after the settings', async () => {
    proxy.inject({ method: 'PATCH', nth: 2, fault: REFUSED });
    const outcome = await save(2, { settings: { host: 'us' }, fields: { name: 'Mails' } });
    assert.ok(outcome.kind === 'partly');
    assert.equal(outcome.error.kind, 'invalid');
    assert.deepEqual(outcome.notAsWanted, ['name']);
    assert.deepEqual(outcome.saved.configs[0]?.after, { settings: { host: 'us' }, name: 'Mail to EU' });
    assert.equal(row(2).failure, outcome.error);
    assert.equal(row(2).config?.config?.host, 'us');
  });

  it('throws where the name alone was refused', async () => {
    proxy.inject({ method: 'PATCH', fault: REFUSED });
    assert.equal((await failureOf(save(2, { fields: { name: 'Mails' } }))).kind, 'invalid');
  });

  it('stops where the settings were refused', async () => {
    proxy.inject({ method: 'PATCH', nth: 1, fault: REFUSED });
    await failureOf(save(2, { settings: { host: 'us' }, fields: { name: 'Mails' } }));
    assert.equal(patches(), 1);
  });

  it('names what the server made of it, and what it changed unasked', async () => {
    answering(1, { host: 'mars', siteId: 'theirs', apiToken: null }, 'PATCH');
    const outcome = await save(2, { settings: { host: 'us', siteId: 'site-1' } });
    assert.ok(outcome.kind === 'saved');
    assert.deepEqual([...outcome.notAsWanted].sort(), ['apiToken', 'host', 'siteId']);
  });

  it('does not complain of the null that servers fill in for a secret that was never set', async () => {
    harness.demo.server.state.patchConfig(2, { config: { host: 'eu' } });
    const outcome = await save(2, { settings: { host: 'us' } });
    assert.deepEqual(storedSettings(2), { host: 'us', apiToken: null });
    assert.ok(outcome.kind === 'saved');
    assert.deepEqual(outcome.notAsWanted, []);
  });

  it('leaves out a mask under a key that no form calls secret', async () => {
    answering(1, { odd: SERVER_MASK });
    await save(2, { settings: { host: 'us' } });
    assert.deepEqual(storedSettings(2), { host: 'us', apiToken: 'real-mailer-token' });
  });

  it('keeps a secret that an array schema delivers in clear', async () => {
    answering(1, { apiToken: 'in-clear' });
    await save(2, { settings: { host: 'us' } });
    assert.deepEqual(storedSettings(2), { host: 'us', apiToken: 'in-clear' });
  });

  it('sends nothing where the server answers for another project', async () => {
    proxy.inject({
      method: 'GET',
      path: /plugin_configs\/2\/$/,
      fault: { kind: 'drift', map: (body) => ({ ...(body as object), team_id: 2 }) },
    });
    await assert.rejects(save(2, { settings: { host: 'us' } }), WrongProjectError);
    assert.equal(patches(), 0);
  });

  for (const number of [2 ** 64, { deep: [2 ** 53] }, Infinity]) {
    it(`sends nothing where ${JSON.stringify(number)} would be stored rounded`, async () => {
      const before = storedSettings(2);
      await assert.rejects(save(2, { settings: { host: 'us', limit: number } }), InexactNumberError);
      assert.equal(patches(), 0);
      assert.deepEqual(storedSettings(2), before);
      assert.equal(row(2).pending, undefined);
    });
  }

  it('saves of one config follow each other', async () => {
    const both = await Promise.all([
      save(2, { settings: { host: 'us' } }),
      save(2, { secrets: { apiToken: 'new' } }),
    ]);
    assert.deepEqual(
      both.map(({ kind }) => kind),
      ['saved', 'saved'],
    );
    assert.deepEqual(storedSettings(2), { host: 'us', apiToken: 'new' });
  });
});
