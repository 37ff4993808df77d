import assert from 'node:assert/strict';

import type { Plugin } from '../../../src/api/schemas';
import type { ProfileName } from '../../../src/demo/profiles';
import { ConfigCreation } from '../../../src/model/configCreation';
import type { CreationOutcome } from '../../../src/model/creationOutcome';
import type { FaultProxy } from '../../support/faults/faultProxy';
import type { Fault } from '../../support/faults/fault';
import { ProjectHarness, seedOf, type ProjectHarnessOptions } from '../../support/projectHarness';

const LIST = '/api/projects/1/plugin_configs/';
const REPLICATOR: Plugin = { id: 6, name: 'Replicator', config_schema: [] };
const MAILER: Plugin = {
  id: 2,
  name: 'Mailer Connector',
  config_schema: [{ key: 'apiToken', type: 'string', secret: true }],
};

/** Faults after which nobody knows whether the server has acted, but for the one where it has. */
const ACTED: readonly Fault[] = [
  { kind: 'reset', forwards: true },
  { kind: 'resetMidBody' },
  { kind: 'truncated' },
  { kind: 'drift', map: () => ({ id: 'four' }) },
];
const IDLE: readonly Fault[] = [
  { kind: 'reset' },
  {
    kind: 'answer',
    status: 500,
    body: { type: 'server_error', code: 'error', detail: 'A server error occurred.' },
  },
  { kind: 'html', status: 502 },
  { kind: 'answer', status: 504, body: 'Gateway Timeout' },
  { kind: 'html' },
];

describe('ConfigCreation on a bad server', () => {
  let harness: ProjectHarness;
  let proxy: FaultProxy;
  const open = async (
    profile: ProfileName,
    options: Partial<ProjectHarnessOptions> = {},
  ): Promise<ConfigCreation> => {
    harness = await ProjectHarness.start({
      profile,
      ...options,
      behindProxy: true,
    });
    ({ proxy } = harness);
    await harness.configs.refresh();
    return new ConfigCreation(harness.configs, harness.writes);
  };
  const create = async (creation: ConfigCreation, plugin = REPLICATOR): Promise<CreationOutcome> =>
    creation.create(
      {
        plugin,
        enabled: false,
        settings: { host: 'h', siteId: 's' },
        offered: { enabled: false, settings: {} },
        secrets: {},
      },
      await creation.plan(plugin),
    );
  const posts = (): number => proxy.requests.filter(({ method }) => method === 'POST').length;
  const stored = (pluginId: number): number =>
    harness.demo.server.state.configRows().filter((row) => row.projectId === 1 && row.pluginId === pluginId)
      .length;

  afterEach(async () => {
    await harness.stop();
  });

  for (const fault of ACTED) {
    for (const profile of ['2021-12', '2023-11', '2023-12', '2026'] as const) {
      it(`${profile}: finds the config that it created, though the answer was lost (${fault.kind})`, async () => {
        const creation = await open(profile);
        proxy.inject({ method: 'POST', fault });
        const outcome = await create(creation);
        assert.equal(outcome.kind, 'created');
        assert.equal(outcome.config.plugin, 6);
        assert.deepEqual([posts(), stored(6)], [1, 1]);
        assert.ok(harness.configs.row(outcome.config.id));
      });
    }

    it(`finds that it changed an existing config, though the answer was lost (${fault.kind})`, async () => {
      const creation = await open('2023-12');
      proxy.inject({ method: 'POST', fault });
      const outcome = await create(creation, MAILER);
      assert.equal(outcome.kind, 'updatedExisting');
      assert.deepEqual(outcome.change.configs[0]?.before.settings, {
        host: 'eu',
        siteId: 'site-1',
        eventsToSend: '$pageview',
      });
      assert.deepEqual([posts(), stored(2)], [1, 1]);
    });
  }

  for (const fault of IDLE) {
    const name = fault.kind === 'answer' ? `answer ${fault.status}` : fault.kind;
    for (const plugin of [REPLICATOR, MAILER]) {
      it(`says that nobody knows, and does not try again (${name}, ${plugin.name ?? ''})`, async () => {
        const creation = await open('2023-11');
        proxy.inject({ method: 'POST', fault });
        const outcome = await create(creation, plugin);
        assert.equal(outcome.kind, 'unknown');
        assert.equal(outcome.seen, 'nothing');
        assert.equal(posts(), 1);
        assert.equal(proxy.requests.at(-1)?.method, 'GET', 'it looked afterwards');
      });
    }
  }

  it('says that it could not look', async () => {
    const creation = await open('2023-11');
    proxy.inject({ method: 'POST', fault: { kind: 'reset', forwards: true } });
    const plan = await creation.plan(REPLICATOR);
    const nth = 2; // the first list is that of the check before the create
    proxy.inject({ method: 'GET', path: LIST, fault: { kind: 'html' }, nth });
    const config = {
      plugin: REPLICATOR,
      enabled: false,
      settings: {},
      offered: { enabled: false, settings: {} },
      secrets: {},
    };
    const outcome = await creation.create(config, plan);
    assert.equal(outcome.kind, 'unknown');
    assert.equal(outcome.seen, 'notRead');
    assert.equal(posts(), 1);
  });

  it('does not take the config of somebody else for its own', async () => {
    const creation = await open('2021-12');
    const plan = await creation.plan(REPLICATOR);
    const config = {
      plugin: REPLICATOR,
      enabled: false,
      settings: { host: 'mine' },
      offered: { enabled: false, settings: {} },
      secrets: {},
    };
    proxy.inject({
      method: 'POST',
      fault: { kind: 'answer', status: 500, body: {} },
    });
    const list = proxy.inject({
      method: 'GET',
      path: LIST,
      nth: 2,
      fault: {
        kind: 'drift',
        map: (body) => {
          const page = body as { readonly results: readonly object[] };
          const other = { ...page.results[0], id: 999, plugin: 6, order: 6, enabled: true, config: {} };
          return { ...page, results: [...page.results, other] };
        },
      },
    });
    const outcome = await creation.create(config, plan);
    list();
    assert.equal(outcome.kind, 'unknown');
    assert.equal(outcome.seen, 'several');
  });

  it('says that the server stored something that it cannot read itself', async () => {
    const fixture = seedOf('2023-11');
    const plugins = fixture.plugins.map((plugin) =>
      plugin.id === 6 ? { ...plugin, config_schema: [{ name: 'No key', secret: true }] } : plugin,
    );
    const creation = await open('2023-11', { fixture: { ...fixture, plugins } });
    const outcome = await create(creation);
    assert.equal(outcome.kind, 'unknown');
    assert.equal(outcome.seen, 'unreadable');
    assert.equal(posts(), 1);
  });

  it('takes a refusal for what it is, without looking', async () => {
    const creation = await open('2023-11');
    const body = { type: 'validation_error', code: 'invalid_input', detail: 'No.', attr: 'order' };
    proxy.inject({ method: 'POST', fault: { kind: 'answer', status: 400, body } });
    const outcome = await create(creation, MAILER);
    assert.equal(outcome.kind, 'refused');
    assert.equal(outcome.error.data.detail, 'No.');
    assert.equal(proxy.requests.at(-1)?.method, 'POST');
    assert.equal(harness.configs.row(2)?.failure, outcome.error);
    assert.equal(harness.configs.row(2)?.pending, undefined);
  });

  it('keeps a new config whose place could not be put right, and says so', async () => {
    const creation = await open('2021-12');
    proxy.inject({
      method: 'PATCH',
      fault: { kind: 'answer', status: 400, body: { type: 'x', detail: 'No.' } },
    });
    const outcome = await create(creation, MAILER);
    assert.equal(outcome.kind, 'created');
    assert.equal(outcome.notSettled?.kind, 'invalid');
    assert.equal(outcome.change.configs[0]?.after.enabled, true);
  });
});
