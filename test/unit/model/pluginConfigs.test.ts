import assert from 'node:assert/strict';

import type { ProfileName } from '../../../src/demo/profiles';
import { fromRemembered, toRemembered } from '../../../src/model/rememberedRows';
import { goldenFixture, withKey } from '../../support/goldenFixture';
import { ProjectHarness, type ProjectHarnessOptions } from '../../support/projectHarness';

const PROFILES: readonly Exclude<ProfileName, 'gone'>[] = [
  '2021-06',
  '2021-12',
  '2023-11',
  '2023-12',
  '2026',
];

describe('PluginConfigs', () => {
  let harness: ProjectHarness;
  const open = async (options: ProjectHarnessOptions): Promise<ProjectHarness> => {
    harness = await ProjectHarness.start(options);
    return harness;
  };
  afterEach(() => harness.stop());

  for (const profile of PROFILES) {
    it(`${profile}: lists the project in execution order, named by its plugins`, async () => {
      const { configs, demo } = await open({ profile });
      await configs.refresh();
      assert.deepEqual(configs.state, { kind: 'ready' });
      const listed = configs.rows.map(({ id }) => id);
      const stored = demo.server.state
        .storedConfigs(1)
        .filter(({ deleted }) => profile.startsWith('2021') || profile === '2023-11' || deleted === false)
        .sort((a, b) => a.order - b.order || a.pluginId - b.pluginId)
        .map(({ id }) => id);
      assert.deepEqual(listed, stored);
      assert.ok(configs.rows.every(({ name }) => name !== undefined));
      assert.equal(configs.traits?.collection, profile === '2021-06' ? 'plugin-configs' : 'plugin_configs');
    });
  }

  it('finds the hyphen path of June 2021 once, and stays with it', async () => {
    const { configs, demo } = await open({ profile: '2021-06' });
    await configs.refresh();
    demo.forgetRequests();
    await configs.refresh();
    assert.deepEqual(
      demo.requests.map(({ path }) => path.split('?')[0]),
      ['/api/projects/1/plugin-configs/'],
    );
  });

  it('notices that June 2021 answers for another project', async () => {
    const { configs, writes, demo } = await open({ profile: '2021-06', projectId: 2 });
    await configs.refresh();
    const row = configs.rows[0];
    assert.ok(row);
    assert.equal(row.teamId, 1);
    demo.forgetRequests();
    await assert.rejects(writes.setEnabled(row, !row.enabled), {
      name: 'WrongProjectError',
      expected: 2,
      found: 1,
    });
    await assert.rejects(writes.delete(row), { name: 'WrongProjectError' });
    assert.deepEqual(demo.requests, []);
  });

  it('asks once for the names of the organization’s plugins, not config by config', async () => {
    const { configs, demo } = await open({ profile: '2023-11' });
    await configs.refresh();
    await configs.refresh();
    assert.deepEqual(
      demo.requests.map(({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`),
      [
        'GET /api/projects/1/plugin_configs/',
        'GET /api/organizations/@current/plugins/',
        'GET /api/projects/1/plugin_configs/',
      ],
    );
  });

  it('a key that is scoped to projects learns names by retrieving configs', async () => {
    const fixture = withKey(goldenFixture('2023-12'), 1, { scopes: ['plugin:read'], scoped_teams: [1] });
    const { configs, demo } = await open({ profile: '2026', fixture });
    await configs.refresh();
    assert.deepEqual(configs.state, { kind: 'ready' });
    assert.ok(configs.rows.every(({ name }) => name !== undefined));
    assert.equal(demo.requestsTo('GET', '/api/organizations/@current/plugins/').length, 1);
    await configs.refresh();
    assert.equal(demo.requestsTo('GET', '/api/organizations/@current/plugins/').length, 1);
  });

  it('tells an organization without plugins from a project without configs', async () => {
    const closed = await open({ profile: '2023-11', projectId: 4 });
    await closed.configs.refresh();
    assert.deepEqual(closed.configs.state, { kind: 'ready' });
    assert.equal(closed.configs.notAllowed, true);
    await closed.stop();
    const fixture = goldenFixture('2023-11');
    const empty = await open({ profile: '2023-11', fixture: { ...fixture, configs: [] } });
    await empty.configs.refresh();
    assert.equal(empty.configs.notAllowed, false);
    assert.equal(empty.configs.rows.length, 0);
  });

  it('says that a server without plugin configs has none', async () => {
    const { configs } = await open({ profile: 'gone' });
    await configs.refresh();
    assert.equal(configs.state.kind, 'failed');
    assert.equal('error' in configs.state && configs.state.error.kind, 'gone');
  });

  it('reads around a row that the server cannot serialise, and names its place', async () => {
    const { configs, demo } = await open({ profile: '2023-11' });
    demo.server.state.patchConfig(3, { config: [1] });
    await configs.refresh();
    assert.deepEqual(configs.state, { kind: 'ready' });
    assert.deepEqual(
      configs.rows.map(({ id }) => id),
      [1, 2, 5, 6, 4],
    );
    assert.deepEqual(configs.unreadable, [{ position: 2 }]);
    demo.server.state.patchConfig(3, { config: {} });
    await configs.refresh();
    assert.equal(configs.rows.length, 6);
    assert.deepEqual(configs.unreadable, []);
  });

  it('loads more than a thousand rows page by page', async () => {
    const fixture = goldenFixture('2023-12');
    const template = fixture.configs[0];
    assert.ok(template);
    const many = Array.from({ length: 1_250 }, (_, index) => ({
      ...template,
      id: 1_000 + index,
      order: index,
    }));
    const { configs } = await open({ profile: '2023-12', fixture: { ...fixture, configs: many } });
    await configs.refresh();
    assert.equal(configs.rows.length, 1_000);
    assert.equal(configs.nextOffset, 1_000);
    await configs.loadMore();
    assert.equal(configs.rows.length, 1_250);
    assert.equal(configs.nextOffset, undefined);
    await configs.refresh();
    assert.equal(configs.rows.length, 1_250);
  });

  it('paints what it remembers, and keeps it with its time when the server fails', async () => {
    const first = await open({ profile: '2023-12' });
    await first.configs.refresh();
    const remembered = fromRemembered(toRemembered(first.configs.rows, 1_234, false), 2_000);
    assert.ok(remembered);
    await first.stop();
    const later = await open({ profile: '2023-12', remembered, key: 'phx_wrong' });
    assert.deepEqual(
      later.configs.rows.map(({ id }) => id),
      first.configs.rows.map(({ id }) => id),
    );
    assert.equal(later.configs.rowsFrom, 1_234);
    await later.configs.refresh();
    assert.equal(later.configs.state.kind, 'stale');
    assert.equal(later.configs.rows.length, first.configs.rows.length);
    assert.equal(later.configs.rowsFrom, 1_234);
  });

  it('remembers only what rows display', async () => {
    const { configs } = await open({ profile: '2023-11' });
    await configs.refresh();
    const text = JSON.stringify(toRemembered(configs.rows, 0, false));
    assert.doesNotMatch(text, /dict-form-secret|eventsToSend|undefined is not a function|"config"/);
  });

  for (const stored of [
    undefined,
    null,
    'text',
    { version: 2, rows: [] },
    { version: 1, at: 0, readOnly: false, rows: [{}] },
  ]) {
    it(`takes remembered rows that are ${JSON.stringify(stored)} for none`, async () => {
      await open({ profile: '2023-12' });
      assert.equal(fromRemembered(stored, 2_000), undefined);
    });
  }

  it('a list that was asked for before a change does not undo it', async () => {
    const { configs, writes, demo } = await open({ profile: '2023-12' });
    await configs.refresh();
    const row = configs.row(1);
    assert.ok(row);
    const refreshing = configs.refresh();
    // The server answers the list first; its answer is held back here until the change is done.
    await writes.setEnabled(row, !row.enabled);
    await refreshing;
    assert.equal(configs.row(1)?.enabled, demo.server.state.storedConfig(1)?.enabled);
  });

  describe('finds out what the server can do', () => {
    const expected = {
      '2021-06': ['no', 'no', false],
      '2021-12': ['yes', 'no', false],
      '2023-11': ['yes', 'yes', false],
      '2023-12': ['yes', 'unknown', true],
      '2026': ['no', 'keysNotSupported', true],
    } as const;
    for (const profile of PROFILES) {
      it(`${profile}: jobs, front end, hiding`, async () => {
        const { configs } = await open({ profile });
        await configs.refresh();
        const jobs = await configs.findJobs(1);
        assert.deepEqual([jobs, configs.traits?.frontend, configs.traits?.softDelete], expected[profile]);
      });
    }
  });
});
