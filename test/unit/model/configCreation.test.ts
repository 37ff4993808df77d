import assert from 'node:assert/strict';

import { listPlugins } from '../../../src/api/neighbours';
import type { Plugin } from '../../../src/api/schemas';
import type { ProfileName } from '../../../src/demo/profiles';
import { WrongProjectError } from '../../../src/model/changes';
import { ConfigCreation } from '../../../src/model/configCreation';
import type { CreationOutcome } from '../../../src/model/creationOutcome';
import type { CreationPlan, WantedNewConfig } from '../../../src/model/creationPlan';
import { SettingsWrites } from '../../../src/model/settingsWrites';
import { Undo } from '../../../src/model/undo';
import type { SeenRequest } from '../../support/demoServer';
import { withKey } from '../../support/goldenFixture';
import { ProjectHarness, seedOf, type ProjectHarnessOptions } from '../../support/projectHarness';

const PROFILES = ['2021-06', '2021-12', '2023-11', '2023-12', '2026'] as const;
const HIDES: readonly ProfileName[] = ['2023-12', '2026'];

const MAILER = 2;
const WAREHOUSE = 3;
const GEOIP = 1;
const JOB_LAB = 5;
const REPLICATOR = 6;
const OLD_FILTER = 9;

describe('ConfigCreation', () => {
  let harness: ProjectHarness;
  let plugins: readonly Plugin[];
  const open = async (options: ProjectHarnessOptions): Promise<ConfigCreation> => {
    harness = await ProjectHarness.start(options);
    await harness.configs.refresh();
    plugins = await listPlugins(harness.client, '@current');
    harness.demo.forgetRequests();
    return new ConfigCreation(harness.configs, harness.writes);
  };
  const plugin = (id: number): Plugin => {
    const found = plugins.find((each) => each.id === id);
    assert.ok(found);
    return found;
  };
  const wanted = (id: number, rest: Partial<WantedNewConfig> = {}): WantedNewConfig => ({
    plugin: plugin(id),
    enabled: false,
    settings: {},
    offered: { enabled: false, settings: {} },
    secrets: {},
    ...rest,
  });
  const create = async (
    creation: ConfigCreation,
    config: WantedNewConfig,
  ): Promise<{ readonly plan: CreationPlan; readonly outcome: CreationOutcome }> => {
    const plan = await creation.plan(config.plugin);
    return { plan, outcome: await creation.create(config, plan) };
  };
  const writesSent = (): readonly SeenRequest[] =>
    harness.demo.requests.filter(({ method }) => method !== 'GET');
  const fieldsOf = ({ body, headers }: SeenRequest): Readonly<Record<string, string>> => {
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
    return Object.fromEntries(new URLSearchParams(body));
  };
  afterEach(() => harness.stop());

  for (const profile of PROFILES) {
    const hides = HIDES.includes(profile);

    it(`${profile}: creates a config last in order, not enabled unless that was asked for`, async () => {
      const creation = await open({ profile });
      const secrets = { project_token: 'secret-of-replicator' };
      const { plan, outcome } = await create(
        creation,
        wanted(REPLICATOR, { settings: { host: 'eu.example.com', extra: { deep: [1] } }, secrets }),
      );
      assert.deepEqual([plan.effect, plan.order, plan.isLast], ['creates', 6, true]);
      assert.equal(outcome.kind, 'created');
      assert.equal(writesSent().length, 1);
      const [request] = writesSent();
      assert.ok(request);
      assert.match(request.path, profile === '2021-06' ? /\/plugin-configs\/$/ : /\/plugin_configs\/$/);
      assert.deepEqual(fieldsOf(request), {
        plugin: '6',
        order: '6',
        enabled: 'false',
        ...(hides ? { deleted: 'false' } : {}),
        config: JSON.stringify({ host: 'eu.example.com', extra: { deep: [1] }, ...secrets }),
      });
      const { id } = outcome.config;
      const stored = harness.demo.server.state.storedConfig(id);
      assert.deepEqual([stored?.enabled, stored?.order], [false, 6]);
      assert.equal(harness.configs.rows.at(-1)?.id, id);
      assert.equal(harness.configs.row(id)?.pluginName, 'Replicator');
      assert.deepEqual(outcome.change, {
        what: 'created',
        configs: [
          {
            id,
            label: 'Replicator',
            before: hides ? { deleted: true, enabled: false } : {},
            after: hides ? { deleted: false, enabled: false } : { enabled: false },
          },
        ],
        cannotRestore: [],
      });
      assert.equal(JSON.stringify(outcome.change).includes('secret-of-replicator'), false);
    });
  }

  for (const profile of HIDES) {
    it(`${profile}: sends the name and description that were chosen, and enables on demand`, async () => {
      const creation = await open({ profile });
      const { outcome } = await create(
        creation,
        wanted(REPLICATOR, { enabled: true, name: 'Copy & more', description: 'Zeile 1\nZeile 2' }),
      );
      assert.equal(outcome.kind, 'created');
      assert.deepEqual(
        [outcome.config.name, outcome.config.description, outcome.config.enabled],
        ['Copy & more', 'Zeile 1\nZeile 2', true],
      );
      const undo = new Undo(
        harness.configs,
        harness.writes,
        new SettingsWrites(harness.configs, harness.writes),
      );
      const { signal } = new AbortController();
      const [undone] = await undo.restore(await undo.look(outcome.change, new Map(), signal), { signal });
      assert.deepEqual(undone?.outcome, { kind: 'restored' });
      assert.equal(harness.configs.row(outcome.config.id), undefined);
      const stored = harness.demo.server.state.storedConfig(outcome.config.id);
      assert.deepEqual([stored?.deleted, stored?.enabled], [true, false]);
    });
  }

  for (const profile of ['2021-06', '2026'] as const) {
    it(`${profile}: makes another config of a plugin that has one, and leaves that alone`, async () => {
      const creation = await open({ profile });
      const before = harness.demo.server.state.storedConfig(2);
      const { plan, outcome } = await create(creation, wanted(MAILER, { settings: { host: 'us' } }));
      // The address of this plugin has a template in no profile.
      assert.deepEqual([plan.effect, plan.count, plan.existing], ['createsAnother', 1, undefined]);
      assert.equal(outcome.kind, 'created');
      assert.deepEqual(harness.demo.server.state.storedConfig(2), before);
    });
  }

  for (const profile of ['2023-11', '2023-12'] as const) {
    it(`${profile}: changes the existing config, and loses nothing that nobody changed`, async () => {
      const creation = await open({ profile });
      const before = harness.demo.server.state.storedConfig(2);
      const { plan, outcome } = await create(
        creation,
        wanted(MAILER, {
          settings: { host: 'us', siteId: 'site-2' },
          offered: { enabled: false, settings: { host: 'us', siteId: '' } },
        }),
      );
      assert.equal(plan.effect, profile === '2023-11' ? 'updatesExisting' : 'mayUpdateExisting');
      assert.equal(outcome.kind, 'updatedExisting');
      assert.equal(outcome.config.id, 2);
      assert.equal(writesSent().length, 1);
      const stored = harness.demo.server.state.storedConfig(2);
      assert.deepEqual(
        { ...stored, config: undefined, updatedAt: undefined },
        { ...before, config: undefined, updatedAt: undefined },
      );
      assert.deepEqual(stored?.config, {
        host: 'eu',
        siteId: 'site-2',
        apiToken: 'real-mailer-token',
        eventsToSend: '$pageview',
      });
      assert.deepEqual(outcome.change, {
        what: 'edited',
        configs: [
          {
            id: 2,
            label: profile === '2023-12' ? 'Mail to EU' : 'Mailer Connector',
            before: { settings: { host: 'eu', siteId: 'site-1', eventsToSend: '$pageview' } },
            after: { settings: { host: 'eu', siteId: 'site-2', eventsToSend: '$pageview' } },
          },
        ],
        cannotRestore: [],
      });
    });

    it(`${profile}: keeps secrets that arrive in clear, and attachments, of a config that it changes`, async () => {
      const creation = await open({ profile });
      const { outcome } = await create(
        creation,
        wanted(JOB_LAB, { settings: { greeting: 'ciao' }, secrets: {} }),
      );
      assert.equal(outcome.kind, 'updatedExisting');
      assert.deepEqual(harness.demo.server.state.storedConfig(5)?.config, {
        greeting: 'ciao',
        token: 'dict-form-secret',
      });
      assert.equal(JSON.stringify(outcome.change).includes('dict-form-secret'), false);
      await create(
        creation,
        wanted(WAREHOUSE, { settings: { tableId: 'other' }, secrets: { password: 'p' } }),
      );
      const row = harness.configs.row(3);
      assert.equal(harness.demo.server.state.attachmentsOf(3).length, 1);
      assert.deepEqual(harness.demo.server.state.storedConfig(3)?.config, {
        datasetId: 'raw',
        tableId: 'other',
        password: 'p',
        keyFile: null,
      });
      assert.equal(row?.enabled, true);
    });
  }

  it('2023-12: says that a deleted config was brought back in the place of a new one', async () => {
    const creation = await open({ profile: '2023-12' });
    const { plan, outcome } = await create(creation, wanted(OLD_FILTER, { settings: { expr: 'b' } }));
    assert.deepEqual([plan.effect, plan.mayRevive], ['creates', true]);
    assert.equal(outcome.kind, 'updatedExisting');
    assert.deepEqual([outcome.config.id, outcome.revived, outcome.config.deleted], [6, true, false]);
    assert.equal(harness.configs.row(6)?.order, 6);
  });

  it('2021-12: a server that makes a second config gets it last and disabled all the same', async () => {
    const creation = await open({ profile: '2021-12' });
    const { plan, outcome } = await create(creation, wanted(MAILER, { settings: { siteId: 'new' } }));
    assert.equal(plan.effect, 'mayUpdateExisting');
    assert.equal(outcome.kind, 'created');
    assert.deepEqual([outcome.config.enabled, outcome.config.order], [false, 6]);
    assert.deepEqual(
      writesSent().map(({ method }) => method),
      ['POST', 'PATCH'],
    );
    assert.equal(harness.demo.server.state.storedConfig(2)?.enabled, true);
  });

  it('2026: tells that it became a hog function, for which nothing is stored', async () => {
    const creation = await open({ profile: '2026' });
    const { plan, outcome } = await create(creation, wanted(GEOIP));
    assert.equal(plan.effect, 'becomesHogFunction');
    assert.deepEqual(outcome, { kind: 'hogFunction' });
    assert.equal(harness.configs.rows.length, 5);
    assert.equal(writesSent().length, 1);
  });

  it('2026: gives the server’s reason when it refuses', async () => {
    const creation = await open({ profile: '2026' });
    const { outcome } = await create(creation, wanted(OLD_FILTER));
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.error.data.detail ?? '', /Plugin creation failed/);
    assert.equal(writesSent().length, 1);
  });

  it('2023-11: is refused for a plugin that there is not', async () => {
    const creation = await open({ profile: '2023-11' });
    const plan = await creation.plan({ id: 999 });
    const outcome = await creation.create({ ...wanted(GEOIP), plugin: { id: 999 } }, plan);
    assert.equal(outcome.kind, 'refused');
    assert.equal(outcome.error.data.attr, 'plugin');
  });

  it('sends nothing when the list has changed since what was agreed on', async () => {
    const creation = await open({ profile: '2023-11' });
    const config = wanted(REPLICATOR);
    const plan = await creation.plan(config.plugin);
    await create(creation, config);
    harness.demo.forgetRequests();
    const outcome = await creation.create(config, plan);
    assert.equal(outcome.kind, 'planChanged');
    assert.equal(outcome.plan.effect, 'updatesExisting');
    assert.deepEqual(writesSent(), []);
  });

  it('stays within 32 bits where the last config has the highest order that there is', async () => {
    const fixture = seedOf('2023-11');
    const configs = fixture.configs.map((row) => (row.id === 4 ? { ...row, order: 2_147_483_647 } : row));
    const creation = await open({ profile: '2023-11', fixture: { ...fixture, configs } });
    const { plan, outcome } = await create(creation, wanted(REPLICATOR));
    assert.deepEqual([plan.order, plan.isLast], [2_147_483_647, true]);
    assert.equal(outcome.kind, 'created');
    assert.equal(harness.configs.rows.at(-1)?.id, outcome.config.id);
    assert.equal((await creation.plan({ id: 1 })).isLast, false);
  });

  it('2021-06: refuses where the server works on another project, also when that has no configs', async () => {
    const creation = await open({ profile: '2021-06', projectId: 2 });
    await assert.rejects(creation.plan(plugin(REPLICATOR)), WrongProjectError);
    await harness.stop();
    const empty = await open({
      profile: '2021-06',
      projectId: 2,
      fixture: { ...seedOf('2021-06'), configs: [] },
    });
    await assert.rejects(empty.plan(plugin(REPLICATOR)), WrongProjectError);
    assert.deepEqual(writesSent(), []);
  });

  it('creates the first config of a project', async () => {
    const creation = await open({ profile: '2021-06', fixture: { ...seedOf('2021-06'), configs: [] } });
    const { plan, outcome } = await create(creation, wanted(REPLICATOR));
    assert.equal(plan.order, 1);
    assert.equal(outcome.kind, 'created');
  });

  it('2026: learns from the refusal that a key may only read', async () => {
    const scopes = ['plugin:read', 'user:read', 'organization:read'];
    const creation = await open({ profile: '2026', fixture: withKey(seedOf('2026'), 1, { scopes }) });
    const { outcome } = await create(creation, wanted(REPLICATOR));
    assert.equal(outcome.kind, 'refused');
    assert.equal(outcome.error.reason, 'missingScope');
    assert.equal(harness.configs.readOnly, true);
  });
});
