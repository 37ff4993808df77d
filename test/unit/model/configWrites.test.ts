import assert from 'node:assert/strict';

import type { ProfileName } from '../../../src/demo/profiles';
import type { ConfigRow } from '../../../src/model/configRow';
import { goldenFixture, withKey } from '../../support/goldenFixture';
import { failureOf } from '../api/clientHarness';
import { ProjectHarness, type ProjectHarnessOptions } from '../../support/projectHarness';

const PROFILES: readonly Exclude<ProfileName, 'gone'>[] = [
  '2021-06',
  '2021-12',
  '2023-11',
  '2023-12',
  '2026',
];
const HIDES: readonly ProfileName[] = ['2023-12', '2026'];

describe('ConfigWrites', () => {
  let harness: ProjectHarness;
  const open = async (options: ProjectHarnessOptions): Promise<ProjectHarness> => {
    harness = await ProjectHarness.start(options);
    await harness.configs.refresh();
    harness.demo.forgetRequests();
    return harness;
  };
  const row = (id: number): ConfigRow => {
    const found = harness.configs.row(id);
    assert.ok(found);
    return found;
  };
  const sent = (): readonly string[] =>
    harness.demo.requests.map(({ method, path, body }) =>
      `${method} ${path.replace(/\/$/, '').split('/').at(-1) ?? ''} ${body}`.trim(),
    );
  afterEach(() => harness.stop());

  for (const profile of PROFILES) {
    it(`${profile}: disables with one PATCH, and tells what it was before`, async () => {
      const { writes, demo, configs } = await open({ profile });
      const outcome = await writes.setEnabled(row(1), false);
      assert.equal(outcome.kind, 'changed');
      assert.equal(demo.server.state.storedConfig(1)?.enabled, false);
      assert.equal(configs.row(1)?.enabled, false);
      assert.deepEqual(sent(), ['PATCH 1 {"enabled":false}']);
      const change = { id: 1, label: 'GeoIP', before: { enabled: true }, after: { enabled: false } };
      assert.deepEqual(outcome.change, { what: 'disabled', configs: [change], cannotRestore: [] });
    });

    if (HIDES.includes(profile)) {
      it(`${profile}: does not leave running what somebody has deleted, since no list would show it`, async () => {
        const { writes, demo, configs } = await open({ profile });
        const stale = { ...row(4), enabled: false };
        demo.server.state.patchConfig(4, { deleted: true, enabled: false });
        assert.deepEqual(await writes.setEnabled(stale, true), { kind: 'alreadyGone' });
        assert.equal(demo.server.state.storedConfig(4)?.enabled, false);
        assert.deepEqual(sent(), ['PATCH 4 {"enabled":true}', 'PATCH 4 {"enabled":false}']);
        assert.equal(configs.row(4), undefined);
        demo.forgetRequests();
        assert.deepEqual(await writes.setEnabled(stale, false), { kind: 'alreadyGone' });
        assert.deepEqual(sent(), ['PATCH 4 {"enabled":false}']);
      });
    }

    it(`${profile}: deletes as far as the server can, and tells what it was before`, async () => {
      const { writes, demo, configs } = await open({ profile });
      const before = configs.rows.map(({ id }) => id);
      const outcome = await writes.delete(row(1));
      const hides = HIDES.includes(profile);
      assert.equal(outcome.kind, hides ? 'removed' : 'disabledOnly');
      assert.ok('change' in outcome);
      assert.deepEqual(
        configs.rows.map(({ id }) => id),
        hides ? before.filter((id) => id !== 1) : before,
      );
      assert.equal(demo.server.state.storedConfig(1)?.enabled, false);
      assert.equal(demo.server.state.storedConfig(1)?.deleted, hides ? true : false);
      assert.deepEqual(sent(), hides ? ['DELETE 1', 'PATCH 1 {"deleted":true}'] : ['DELETE 1', 'GET 1']);
      const [change] = outcome.change.configs;
      assert.deepEqual(change, {
        id: 1,
        label: 'GeoIP',
        before: hides ? { deleted: false, enabled: true } : { enabled: true },
        after: hides ? { deleted: true, enabled: false } : { enabled: false },
      });
    });

    it(`${profile}: finds out that what it deletes is gone already`, async () => {
      const { writes, configs } = await open({ profile });
      const outcome = await writes.delete({ ...row(1), id: 9_999 });
      assert.equal(outcome.kind, 'alreadyGone');
      assert.deepEqual(configs.state, { kind: 'ready' });
    });
  }

  it('tells that a config was disabled before it was hidden', async () => {
    const { writes } = await open({ profile: '2023-12' });
    const outcome = await writes.delete(row(4));
    assert.ok('change' in outcome);
    assert.deepEqual(outcome.change.configs[0]?.before, { deleted: false, enabled: false });
  });

  it('an answer to a write does not take the delivery rate and the name from the row', async () => {
    const { writes, configs } = await open({ profile: '2023-11' });
    const before = row(2);
    assert.equal(before.deliveryRate, 0.5);
    await writes.setEnabled(before, false);
    assert.equal(configs.row(2)?.deliveryRate, 0.5);
    assert.equal(configs.row(2)?.name, before.name);
  });

  it('learns from the first refusal that the key may only read', async () => {
    const fixture = withKey(goldenFixture('2023-12'), 1, { scopes: ['plugin:read', 'user:read'] });
    const { writes, configs, demo } = await open({ profile: '2026', fixture });
    const failure = await failureOf(writes.setEnabled(row(1), false));
    assert.equal(failure.reason, 'missingScope');
    assert.equal(configs.readOnly, true);
    assert.equal(configs.row(1)?.enabled, true);
    assert.equal(configs.row(1)?.failure?.reason, 'missingScope');
    assert.equal(demo.requests.length, 1);
  });

  it('never lets two changes of one config overlap', async () => {
    const { writes, demo, configs } = await open({ profile: '2023-12' });
    await Promise.all([
      writes.setEnabled(row(1), false),
      writes.setEnabled(row(1), true),
      writes.setEnabled(row(1), false),
    ]);
    assert.deepEqual(
      demo.requests.map(({ body }) => body),
      ['{"enabled":false}', '{"enabled":true}', '{"enabled":false}'],
    );
    assert.equal(configs.row(1)?.enabled, false);
  });

  it('marks the row while a change is under way, and not after', async () => {
    const { writes, configs } = await open({ profile: '2023-12' });
    const seen: (string | undefined)[] = [];
    configs.onDidChange(() => seen.push(configs.row(1)?.pending));
    await writes.setEnabled(row(1), false);
    assert.equal(seen[0], 'disabling');
    assert.equal(seen.at(-1), undefined);
  });

  it('takes a config that is gone out of the list', async () => {
    const { writes, configs } = await open({ profile: '2023-12' });
    await assert.rejects(writes.setEnabled({ ...row(1), id: 9_999 }, true), { name: 'ApiError' });
    assert.equal(configs.row(9_999), undefined);
  });
});
