import assert from 'node:assert/strict';

import { availablePlugins, withSettingsForm } from '../../../src/model/availablePlugins';
import type { FaultProxy } from '../../support/faults/faultProxy';
import { withKey } from '../../support/goldenFixture';
import { ProjectHarness, seedOf, type ProjectHarnessOptions } from '../../support/projectHarness';
import { failureOf } from '../api/clientHarness';

const PROFILES = ['2021-06', '2021-12', '2023-11', '2023-12', '2026'] as const;

describe('availablePlugins', () => {
  let harness: ProjectHarness;
  let proxy: FaultProxy;
  const open = async (options: ProjectHarnessOptions): Promise<ProjectHarness> => {
    harness = await ProjectHarness.start({
      ...options,
      behindProxy: true,
    });
    ({ proxy } = harness);
    await harness.configs.refresh();
    return harness;
  };
  afterEach(async () => {
    await harness.stop();
  });

  for (const profile of PROFILES) {
    it(`${profile}: are the plugins of the organisation by name, each with its configs`, async () => {
      const { configs } = await open({ profile });
      const { plugins, refused } = await availablePlugins(configs.api, configs.rows);
      assert.equal(refused, undefined);
      const names = plugins.map(({ plugin }) => plugin.name ?? '');
      assert.deepEqual(
        names,
        names.toSorted((a, b) => a.localeCompare(b)),
      );
      assert.ok(names.includes('Replicator'));
      const geoip = plugins.find(({ plugin }) => plugin.id === 1);
      assert.deepEqual(
        geoip?.configs.map(({ id }) => id),
        [1],
      );
      assert.deepEqual(plugins.find(({ plugin }) => plugin.id === 6)?.configs, []);
    });
  }

  it('asks for the organisation of the project, not for the one last opened in the browser', async () => {
    const { configs } = await open({ profile: '2023-12' });
    await availablePlugins(configs.api, configs.rows);
    const paths = proxy.requests.map(({ path }) => path);
    assert.ok(paths.some((path) => /^\/api\/organizations\/[0-9a-f-]{36}\/plugins\//.test(path)));
  });

  it('are those behind the configs where the key may not list the organisation’s', async () => {
    const fixture = withKey(seedOf('2026'), 1, {
      scopes: ['plugin:read', 'plugin:write'],
      scoped_teams: [1],
    });
    const { configs } = await open({ profile: '2026', fixture });
    const { plugins, refused } = await availablePlugins(configs.api, configs.rows);
    assert.equal(refused?.kind, 'forbidden');
    assert.deepEqual(
      plugins.map(({ plugin }) => plugin.name),
      ['GeoIP', 'Job Lab', 'Mail to EU', 'Schema Guard', 'Warehouse Export'],
    );
    const mailer = await withSettingsForm(configs, { id: 2 });
    assert.equal(mailer.name, 'Mailer Connector');
    assert.ok(Array.isArray(mailer.config_schema));
    assert.deepEqual(await withSettingsForm(configs, { id: 6 }), { id: 6 });
  });

  it('fails with what went wrong where that is no refusal', async () => {
    const { configs } = await open({ profile: '2023-12' });
    proxy.inject({ method: 'GET', path: /\/plugins\//, fault: { kind: 'html' } });
    const error = await failureOf(availablePlugins(configs.api, configs.rows));
    assert.equal(error.reason, 'html');
  });
});
