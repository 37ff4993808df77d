import assert from 'node:assert/strict';

import type { ProfileName } from '../../../src/demo/profiles';
import type { Change, ConfigChange, ConfigState } from '../../../src/model/changes';
import type { ConfigRow } from '../../../src/model/configRow';
import { SettingsWrites } from '../../../src/model/settingsWrites';
import { canUndo, Undo, type Found, type UndoneConfig } from '../../../src/model/undo';
import { goldenFixture, withKey } from '../../support/goldenFixture';
import { ProjectHarness, type ProjectHarnessOptions } from '../../support/projectHarness';
import { failureOf } from '../api/clientHarness';

const PROFILES: readonly Exclude<ProfileName, 'gone'>[] = [
  '2021-06',
  '2021-12',
  '2023-11',
  '2023-12',
  '2026',
];
const HIDES: readonly ProfileName[] = ['2023-12', '2026'];
const NOTHING_SEEN: ReadonlyMap<number, ConfigState> = new Map();

describe('Undo', () => {
  let harness: ProjectHarness;
  let undo: Undo;

  const open = async (options: ProjectHarnessOptions): Promise<ProjectHarness> => {
    harness = await ProjectHarness.start(options);
    await harness.configs.refresh();
    harness.demo.forgetRequests();
    const { configs, writes } = harness;
    undo = new Undo(configs, writes, new SettingsWrites(configs, writes));
    return harness;
  };
  const openBehindProxy = (): Promise<ProjectHarness> => open({ profile: '2023-12', behindProxy: true });

  afterEach(() => harness.stop());

  const row = (id: number): ConfigRow => {
    const found = harness.configs.row(id);
    assert.ok(found);
    return found;
  };
  const stored = (id: number) => {
    const found = harness.demo.server.state.storedConfig(id);
    assert.ok(found);
    return found;
  };
  /** What was sent since the last call. */
  const sent = (): readonly string[] => {
    const lines = harness.demo.requests.map(({ method, path, body }) =>
      `${method} ${path.replace(/\/$/, '').split('/').at(-1) ?? ''} ${body}`.trim(),
    );
    harness.demo.forgetRequests();
    return lines;
  };
  const never = new AbortController().signal;
  const look = (change: Change, seen = NOTHING_SEEN): Promise<readonly Found[]> =>
    undo.look(change, seen, never);
  const restore = (found: readonly Found[]): Promise<readonly UndoneConfig[]> =>
    undo.restore(found, { signal: never });
  const run = async (change: Change): Promise<readonly string[]> =>
    (await restore(await look(change))).map(({ outcome }) => outcome.kind);
  const changeOf = (what: Change['what'], ...configs: readonly ConfigChange[]): Change => ({
    what,
    configs,
    cannotRestore: [],
  });
  const moved = (id: number, before: number, after: number): ConfigChange => ({
    id,
    label: `Config ${id}`,
    before: { order: before },
    after: { order: after },
  });

  for (const profile of PROFILES) {
    it(`${profile}: enables again what was disabled, with one read and one PATCH`, async () => {
      const { writes, configs } = await open({ profile });
      const outcome = await writes.setEnabled(row(1), false);
      assert.equal(outcome.kind, 'changed');
      sent();
      assert.deepEqual(await run(outcome.change), ['restored']);
      assert.deepEqual(sent(), ['GET 1', 'PATCH 1 {"enabled":true}']);
      assert.equal(stored(1).enabled, true);
      assert.equal(configs.row(1)?.enabled, true);
      assert.equal(configs.row(1)?.pending, undefined);
    });

    it(`${profile}: brings back what was deleted, with one PATCH`, async () => {
      const { writes, configs } = await open({ profile });
      const before = configs.rows.map(({ id }) => id);
      const outcome = await writes.delete(row(1));
      assert.ok('change' in outcome);
      sent();
      assert.deepEqual(await run(outcome.change), ['restored']);
      assert.deepEqual(sent(), [
        'GET 1',
        HIDES.includes(profile) ? 'PATCH 1 {"deleted":false,"enabled":true}' : 'PATCH 1 {"enabled":true}',
      ]);
      assert.deepEqual(
        configs.rows.map(({ id }) => id),
        before,
      );
      await configs.refresh();
      assert.deepEqual(
        configs.rows.map(({ id }) => id),
        before,
      );
    });

    it(`${profile}: takes a new config out of service as far as the server can`, async () => {
      const { configs } = await open({ profile });
      const hides = HIDES.includes(profile);
      const after = { enabled: true, ...(hides ? { deleted: false } : {}) };
      const config = { id: 1, label: 'GeoIP', before: { deleted: true, enabled: false }, after };
      assert.deepEqual(await run(changeOf('created', config)), ['restored']);
      assert.deepEqual(sent(), [
        'GET 1',
        hides ? 'PATCH 1 {"deleted":true,"enabled":false}' : 'PATCH 1 {"enabled":false}',
      ]);
      assert.equal(stored(1).enabled, false);
      assert.equal(configs.row(1) === undefined, hides);
    });

    it(`${profile}: restores exact orders, ties and gaps included`, async () => {
      await open({ profile });
      const ids = harness.configs.rows.map(({ id }) => id).slice(0, 3);
      const [first, second, third] = ids;
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      const formers = [7, 7, 100];
      const change = changeOf(
        'moved',
        ...ids.map((id, index) => moved(id, formers[index] ?? 0, harness.configs.row(id)?.order ?? 0)),
      );
      assert.deepEqual(await run(change), ['restored', 'restored', 'restored']);
      assert.deepEqual(
        ids.map((id) => stored(id).order),
        formers,
      );
      assert.deepEqual([...sent()].sort(), [
        ...ids.map((id) => `GET ${id}`),
        ...ids.map((id, index) => `PATCH ${id} {"order":${formers[index] ?? 0}}`),
      ]);
    });
  }

  it('what was disabled before it was deleted comes back disabled', async () => {
    const { writes } = await open({ profile: '2023-12' });
    const outcome = await writes.delete(row(4));
    assert.ok('change' in outcome);
    sent();
    assert.deepEqual(await run(outcome.change), ['restored']);
    assert.deepEqual(sent(), ['GET 4', 'PATCH 4 {"deleted":false,"enabled":false}']);
    assert.equal(stored(4).deleted, false);
    assert.equal(stored(4).enabled, false);
  });

  it('sends nothing where the server has moved on, and shows what it has now', async () => {
    await open({ profile: '2023-12' });
    const change = changeOf('moved', moved(1, 7, 50), moved(2, 8, row(2).order));
    const found = await look(change);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['movedOn', 'asLeft'],
    );
    assert.deepEqual(found[0]?.kind === 'movedOn' && found[0].state, { order: row(1).order });
    assert.deepEqual(await restore(found.slice(0, 1)), [
      { config: change.configs[0], outcome: { kind: 'movedOn' } },
    ]);
    assert.deepEqual([...sent()].sort(), ['GET 1', 'GET 2']);
  });

  it('restores over what a person has seen, and over nothing newer', async () => {
    const { writes } = await open({ profile: '2023-12' });
    const change = changeOf('moved', moved(1, 7, 50));
    const seen = new Map([[1, { order: row(1).order }]]);
    await writes.write(row(1), 'moving', 'updatePluginConfig', () => writes.patch(1, { order: 60 }));
    assert.equal((await look(change, seen))[0]?.kind, 'movedOn');
    const found = await look(change, new Map([[1, { order: 60 }]]));
    assert.deepEqual(
      (await restore(found)).map(({ outcome }) => outcome.kind),
      ['restored'],
    );
    assert.equal(stored(1).order, 7);
  });

  it('sends nothing where somebody has restored it already', async () => {
    await open({ profile: '2023-12' });
    assert.deepEqual(await run(changeOf('moved', moved(1, row(1).order, 50))), ['restored']);
    assert.deepEqual(sent(), ['GET 1']);
  });

  it('leaves alone what this window has changed between the look and the write', async () => {
    const { writes } = await open({ profile: '2023-12' });
    const found = await look(changeOf('moved', moved(1, 7, row(1).order)));
    await writes.write(row(1), 'moving', 'updatePluginConfig', () => writes.patch(1, { order: 60 }));
    sent();
    assert.deepEqual(
      (await restore(found)).map(({ outcome }) => outcome.kind),
      ['movedOn'],
    );
    assert.deepEqual(sent(), []);
  });

  it('knows what is gone, whether it was removed or hidden', async () => {
    const { configs, writes } = await open({ profile: '2023-12' });
    await writes.delete(row(1));
    sent();
    const disabled = { id: 1, label: 'GeoIP', before: { enabled: true }, after: { enabled: false } };
    const removed = { ...disabled, id: 9_999 };
    assert.deepEqual(await run(changeOf('disabled', disabled, removed)), ['gone', 'gone']);
    assert.deepEqual([...sent()].sort(), ['GET 1', 'GET 9999']);
    assert.equal(configs.row(1), undefined);
  });

  it('restores settings as a form, and keeps a secret that it never had', async () => {
    const { configs, writes } = await open({ profile: '2023-12' });
    await configs.retrieve(2);
    const former = structuredClone(stored(2).config);
    const outcome = await new SettingsWrites(configs, writes).save(row(2), {
      settings: { siteId: 'site-2' },
      fields: { name: 'Other' },
    });
    assert.equal(outcome.kind, 'saved');
    assert.ok(!JSON.stringify(outcome.change).includes('apiToken'));
    harness.demo.forgetRequests();
    assert.deepEqual(await run(outcome.change), ['restored']);
    assert.deepEqual(
      harness.demo.requests.map(({ method, headers }) => `${method} ${headers['content-type'] ?? ''}`.trim()),
      ['GET', 'GET', 'PATCH application/x-www-form-urlencoded', 'PATCH application/json'],
    );
    assert.deepEqual(stored(2).config, former);
    assert.equal(stored(2).name, 'Mail to EU');
  });

  it('sees that settings have moved on, whoever added a key', async () => {
    const { configs, writes } = await open({ profile: '2023-12' });
    await configs.retrieve(2);
    const settings = new SettingsWrites(configs, writes);
    const outcome = await settings.save(row(2), { settings: { siteId: 'site-2' } });
    assert.equal(outcome.kind, 'saved');
    await settings.save(row(2), { settings: { siteId: 'site-2', added: 'by somebody' } });
    const [found] = await look(outcome.change);
    assert.equal(found?.kind, 'movedOn');
    assert.deepEqual(found.state, { settings: { siteId: 'site-2', added: 'by somebody' } });
  });

  it('gives a config no name of its own where it had none, also where answers tell the plugin’s', async () => {
    for (const profile of ['2023-12', '2026'] as const) {
      const { writes, configs } = await open({ profile });
      const before = (await configs.retrieve(1)).config?.name ?? null;
      assert.equal(before, profile === '2026' ? 'GeoIP' : null);
      await writes.write(row(1), 'saving', 'updatePluginConfig', () => writes.patch(1, { name: 'Mine' }));
      sent();
      const config = { id: 1, label: 'GeoIP', before: { name: before }, after: { name: 'Mine' } };
      assert.deepEqual(await run(changeOf('edited', config)), ['restored']);
      assert.deepEqual(sent(), ['GET 1', 'PATCH 1 {"name":null}']);
      assert.equal(stored(1).name, null);
      await harness.stop();
    }
  });

  it('has at most four writes under way, and tells of each config', async () => {
    const { configs } = await open({ profile: '2023-11' });
    const ids = configs.rows.map(({ id }) => id);
    assert.equal(ids.length, 6);
    const found = await look(
      changeOf('moved', ...ids.map((id) => moved(id, row(id).order + 10, row(id).order))),
    );
    let most = 0;
    configs.onDidChange(() => {
      most = Math.max(most, configs.rows.filter(({ pending }) => pending === 'restoring').length);
    });
    const ended: number[] = [];
    const undone = await undo.restore(found, { signal: never, onProgress: (count) => ended.push(count) });
    assert.deepEqual(
      undone.map(({ config, outcome }) => [config.id, outcome.kind]),
      ids.map((id) => [id, 'restored']),
    );
    assert.equal(most, 4);
    assert.deepEqual(ended, [1, 2, 3, 4, 5, 6]);
  });

  it('begins nothing more when it is cancelled', async () => {
    const { configs } = await open({ profile: '2023-11' });
    const ids = configs.rows.map(({ id }) => id);
    const found = await look(
      changeOf('moved', ...ids.map((id) => moved(id, row(id).order + 10, row(id).order))),
    );
    sent();
    const abort = new AbortController();
    const undone = await undo.restore(found, { signal: abort.signal, onProgress: () => abort.abort() });
    assert.deepEqual(
      undone.map(({ outcome }) => outcome.kind),
      ['restored', 'restored', 'restored', 'restored', 'cancelled', 'cancelled'],
    );
    assert.equal(sent().length, 4);
  });

  it('a server of June 2021 that works on another project: nothing is said to be gone, nothing is sent', async () => {
    const seed = goldenFixture('2021-06');
    const fixture = { ...seed, users: seed.users.map((user) => ({ ...user, current_project: 2 })) };
    const { configs } = await open({ profile: '2021-06', fixture });
    assert.notEqual(configs.rows.length, 0);
    const change = changeOf('moved', moved(1, 7, 1));
    await assert.rejects(look(change), { name: 'WrongProjectError', expected: 1, found: 2 });
    assert.ok(sent().every((line) => line.startsWith('GET')));
  });

  it('says which of several failed, and why', async () => {
    const { configs } = await openBehindProxy();
    const body = { type: 'validation_error', code: 'invalid_input', detail: 'No.', attr: 'order' };
    const fault = { kind: 'answer', status: 400, body } as const;
    harness.proxy.inject({ method: 'PATCH', path: /\/plugin_configs\/2\/$/, fault });
    const change = changeOf('moved', moved(1, 7, row(1).order), moved(2, 8, row(2).order));
    assert.deepEqual(await run(change), ['restored', 'failed']);
    assert.equal(configs.row(2)?.failure?.kind, 'invalid');
    assert.equal(stored(1).order, 7);
  });

  it('says that the server did something else', async () => {
    await openBehindProxy();
    const map = (body: unknown): unknown => ({ ...(body as object), order: 99 });
    harness.proxy.inject({ method: 'PATCH', fault: { kind: 'drift', map } });
    const [undone] = await restore(await look(changeOf('moved', moved(1, 7, row(1).order))));
    assert.deepEqual(undone?.outcome, { kind: 'notRestored', now: { order: 99 } });
  });

  it('enables again what was disabled but could not be hidden, and shows it in any case', async () => {
    const { writes } = await openBehindProxy();
    const body = { type: 'validation_error', code: 'invalid_input', detail: 'No.', attr: 'deleted' };
    const disarm = harness.proxy.inject({ method: 'PATCH', fault: { kind: 'answer', status: 400, body } });
    const outcome = await writes.delete(row(1));
    assert.equal(outcome.kind, 'stillListed');
    disarm();
    sent();
    assert.deepEqual(await run(outcome.change), ['restored']);
    assert.deepEqual(sent(), ['GET 1', 'PATCH 1 {"deleted":false,"enabled":true}']);
  });

  it('looks before it speaks: a PATCH whose answer never came restored it all the same', async () => {
    await openBehindProxy();
    harness.proxy.inject({ method: 'PATCH', fault: { kind: 'reset', forwards: true } });
    assert.deepEqual(await run(changeOf('moved', moved(1, 7, row(1).order))), ['restored']);
  });

  it('sends nothing when one of several cannot be read', async () => {
    await openBehindProxy();
    harness.proxy.inject({
      method: 'GET',
      path: /\/plugin_configs\/2\/$/,
      fault: { kind: 'answer', status: 403, body: { type: 'authentication_error', detail: 'No.' } },
    });
    const change = changeOf('moved', moved(1, 7, row(1).order), moved(2, 8, row(2).order));
    assert.equal((await failureOf(look(change))).kind, 'forbidden');
    assert.ok(sent().every((line) => line.startsWith('GET')));
  });

  it('a key that may only read is learned from the refusal', async () => {
    const fixture = withKey(goldenFixture('2023-12'), 1, { scopes: ['plugin:read', 'user:read'] });
    const { configs } = await open({ profile: '2026', fixture });
    assert.deepEqual(await run(changeOf('moved', moved(1, 7, row(1).order))), ['failed']);
    assert.equal(configs.readOnly, true);
  });

  it('a change of secrets alone cannot be undone', () => {
    const secret: Change = {
      what: 'edited',
      configs: [{ id: 2, label: 'Mail', before: {}, after: {} }],
      cannotRestore: ['apiToken'],
    };
    assert.equal(canUndo(secret), false);
    assert.equal(canUndo(changeOf('moved', moved(1, 1, 2))), true);
  });
});
