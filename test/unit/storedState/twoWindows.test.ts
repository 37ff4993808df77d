import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Connections, type StateStore } from '../../../src/connection/connections';
import { KeyStore } from '../../../src/connection/keyStore';
import { FakeSecretStore, FakeStateStore } from '../../support/fakeStores';
import { SharedProfile } from '../../support/sharedProfile';

const ORIGIN = 'https://posthog.example.com';

/** One window of an editor: the global state and the secrets may be shared with others. */
function openWindow(global: StateStore, secrets: FakeSecretStore) {
  const keys = new KeyStore(secrets);
  const connections = new Connections({
    global,
    workspace: new FakeStateStore(),
    keys,
    newId: randomUUID,
    onDamaged: () => assert.fail('nothing is damaged'),
  });
  const told: string[] = [];
  connections.onDidChange(({ kind }) => told.push(kind));
  const add = (projectId: number) =>
    connections.add({
      origin: ORIGIN,
      projectId,
      projectName: `Project ${projectId}`,
      key: { text: `phx_${projectId}` },
    });
  const projects = (): readonly number[] => connections.all.map(({ projectId }) => projectId).sort();
  return { connections, keys, told: () => told.splice(0), add, projects };
}

describe('two windows and one list of connections', () => {
  let profile: SharedProfile;
  let secrets: FakeSecretStore;
  let one: ReturnType<typeof openWindow>;
  let two: ReturnType<typeof openWindow>;
  beforeEach(() => {
    profile = new SharedProfile();
    secrets = new FakeSecretStore();
    one = openWindow(profile.open(), secrets);
    two = openWindow(profile.open(), secrets);
  });
  /** Both get the focus, one after the other, as often as it takes until nothing is left to mend. */
  const focusBoth = async (): Promise<void> => {
    for (const { connections } of [one, two, one, two]) {
      await connections.look();
    }
  };
  const everywhere = (): readonly (readonly number[])[] => [
    one.projects(),
    two.projects(),
    openWindow(profile.open(), secrets).projects(),
  ];

  it('a connection made in one is told in the other when that gets the focus', async () => {
    const added = await one.add(1);
    two.told();
    await two.connections.look();
    assert.deepEqual(two.told(), ['list', 'active']);
    assert.deepEqual(two.connections.active, added);
    await two.connections.look();
    assert.deepEqual(two.told(), [], 'nothing is told twice');
  });

  it('one that was removed in the other is no longer active', async () => {
    const added = await one.add(1);
    await two.connections.look();
    await one.connections.remove(added.id);
    two.told();
    await two.connections.look();
    assert.deepEqual(two.told(), ['list', 'active']);
    assert.equal(two.connections.active, undefined);
  });

  it('a new name shows in the other', async () => {
    const added = await one.add(1);
    await two.connections.look();
    await one.connections.rename(added.id, 'Renamed');
    two.told();
    await two.connections.look();
    assert.deepEqual(two.told(), ['list']);
    assert.equal(two.connections.active?.projectName, 'Renamed');
  });

  it('both add at the same moment: nothing is lost', async () => {
    await one.add(1);
    await Promise.all([one.add(2), two.add(3)]);
    await focusBoth();
    assert.deepEqual(everywhere(), [
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('many at the same moment, while other state is written too', async () => {
    const other = profile.open();
    const writes = Array.from({ length: 20 }, (_, index) => [
      one.add(100 + index),
      two.add(200 + index),
      other.update(`posthogPlugins.rows.${index}`, { at: index }),
    ]);
    await Promise.all(writes.flat());
    await focusBoth();
    const expected = [100, 200].flatMap((first) => Array.from({ length: 20 }, (_, index) => first + index));
    assert.deepEqual(everywhere(), [expected, expected, expected]);
    for (const connection of one.connections.all) {
      assert.equal(await two.connections.readKey(connection), `phx_${connection.projectId}`);
    }
  });

  it('one removes while the other adds: the one stays removed, the other stays', async () => {
    const first = await one.add(1);
    await two.connections.look();
    await Promise.all([one.connections.remove(first.id), two.add(2)]);
    await focusBoth();
    assert.deepEqual(everywhere(), [[2], [2], [2]]);
  });

  for (const order of ['before', 'after'] as const) {
    it(`one removes ${order} the other has written a new name of another: both count`, async () => {
      const [first, second] = [await one.add(1), await one.add(2)];
      await two.connections.look();
      const remove = (): Promise<void> => one.connections.remove(first.id);
      const rename = (): Promise<void> => two.connections.rename(second.id, 'Renamed');
      await Promise.all(order === 'before' ? [remove(), rename()] : [rename(), remove()]);
      assert.equal(one.connections.find(first.id), undefined, 'also before anything is mended');
      await focusBoth();
      assert.deepEqual(everywhere(), [[2], [2], [2]]);
      assert.equal(one.connections.find(second.id)?.projectName, 'Renamed');
      assert.equal(openWindow(profile.open(), secrets).connections.find(second.id)?.projectName, 'Renamed');
    });
  }

  it('one gets another key while the other is written over: the new key counts', async () => {
    const first = await one.add(1);
    await two.connections.look();
    const again = { origin: ORIGIN, projectId: 1, projectName: 'Project 1', key: { text: 'phx_new' } };
    await Promise.all([one.connections.add(again), two.add(2)]);
    await focusBoth();
    const [connection] = two.connections.all;
    assert.ok(connection);
    assert.equal(connection.id, first.id);
    assert.equal(await two.connections.readKey(connection), 'phx_new');
  });

  it('what was removed does not come back from a window that has it in mind', async () => {
    const first = await one.add(1);
    await two.connections.look();
    await two.connections.rename(first.id, 'Renamed');
    await one.connections.remove(first.id);
    await focusBoth();
    assert.deepEqual(everywhere(), [[], [], []]);
  });

  it('a key that one window had to keep for itself gives way to one that another could store', async () => {
    const stored = await one.add(1);
    secrets.failure = new Error('no keyring');
    await two.connections.look();
    await two.connections.replaceKey(stored, { text: 'phx_session', sessionOnly: true });
    assert.equal(await two.connections.readKey(stored), 'phx_session');
    secrets.failure = undefined;
    await one.connections.replaceKey(stored, { text: 'phx_rolled' });
    assert.equal(await two.connections.readKey(stored), 'phx_rolled');
  });
});
