import assert from 'node:assert/strict';
import { Connections, type ConnectionsChange } from '../../../src/connection/connections';
import { DEMO_CONNECTION, DEMO_ID } from '../../../src/connection/demoProject';
import { KeyStore, SecretStorageError } from '../../../src/connection/keyStore';
import { FakeSecretStore, FakeStateStore } from '../../support/fakeStores';

const ORIGIN = 'https://posthog.example.com';
const OTHER = 'https://other.example.com';
const KEY = 'phx_first';

/** One editor window; several may share the global state and the secrets. */
function openWindow(global = new FakeStateStore(), secrets = new FakeSecretStore()) {
  const workspace = new FakeStateStore();
  const keys = new KeyStore(secrets);
  let ids = 0;
  let damaged = 0;
  const changes: ConnectionsChange[] = [];
  const connections = new Connections({
    global,
    workspace,
    keys,
    newId: () => `id-${(ids += 1)}-${Math.random()}`,
    onDamaged: () => (damaged += 1),
  });
  connections.onDidChange((change) => changes.push(change));
  const kinds = (): string[] => changes.splice(0).map(({ kind }) => kind);
  return { global, workspace, secrets, keys, connections, kinds, damages: () => damaged };
}

function project(projectId: number, text = KEY, origin = ORIGIN) {
  return { origin, projectId, projectName: `Project ${projectId}`, key: { text } };
}

describe('Connections', () => {
  it('starts without any', () => {
    const { connections } = openWindow();
    assert.deepEqual([connections.all, connections.active], [[], undefined]);
  });

  it('adds a connection, makes it active and tells', async () => {
    const { connections, kinds } = openWindow();
    const added = await connections.add(project(1));
    assert.deepEqual(connections.active, added);
    assert.deepEqual(connections.all, [added]);
    assert.equal(await connections.readKey(added), KEY);
    assert.deepEqual(kinds(), ['key', 'list', 'active']);
  });

  it('keeps keys in the secret storage and nowhere else', async () => {
    const { connections, global, workspace, secrets } = openWindow();
    await connections.add(project(1));
    assert.equal(secrets.keys.length, 1);
    assert.match(secrets.keys[0] ?? '', /^posthogPlugins\.key\./);
    assert.ok(!(global.text + workspace.text).includes(KEY));
  });

  it('adds a second project with a stored key', async () => {
    const { connections, secrets } = openWindow();
    const first = await connections.add(project(1));
    const second = await connections.add({ origin: ORIGIN, projectId: 2, key: { keyId: first.keyId } });
    assert.equal(await connections.readKey(second), KEY);
    assert.equal(secrets.keys.length, 1);
    assert.deepEqual([...connections.keysFor(ORIGIN)], [[first.keyId, [first, second]]]);
    assert.equal(connections.keysFor(OTHER).size, 0);
  });

  it('gives a project that is connected already the new key, under its old id', async () => {
    const { connections, secrets } = openWindow();
    const first = await connections.add(project(1));
    const again = await connections.add(project(1, 'phx_second'));
    assert.equal(again.id, first.id);
    assert.equal(connections.all.length, 1);
    assert.equal(await connections.readKey(again), 'phx_second');
    assert.equal(secrets.keys.length, 1, 'the key that nobody uses any more is deleted');
  });

  it('marks a connection as insecure for good', async () => {
    const { connections, global, secrets } = openWindow();
    const added = await connections.add({ ...project(1, KEY, 'http://10.0.0.5'), insecure: true });
    assert.equal(openWindow(global, secrets).connections.find(added.id)?.insecure, true);
  });

  describe('active', () => {
    it('is remembered per workspace; a new workspace starts with the one last used', async () => {
      const one = openWindow();
      const first = await one.connections.add(project(1));
      const second = await one.connections.add(project(2));
      const two = openWindow(one.global, one.secrets);
      assert.equal(two.connections.active?.id, second.id);
      await two.connections.setActive(first.id);
      assert.equal(one.connections.active?.id, second.id);
      assert.equal(openWindow(one.global, one.secrets).connections.active?.id, first.id);
    });

    it('tells only when it changes', async () => {
      const { connections, kinds } = openWindow();
      const first = await connections.add(project(1));
      kinds();
      await connections.setActive(first.id);
      assert.deepEqual(kinds(), []);
    });

    it('is none after the active one was removed, though there are others', async () => {
      const { connections, kinds } = openWindow();
      await connections.add(project(1));
      const second = await connections.add(project(2));
      kinds();
      await connections.remove(second.id);
      assert.equal(connections.active, undefined);
      assert.deepEqual(kinds(), ['active', 'list', 'key']);
    });

    it('may be the demo, which is remembered for this workspace only', async () => {
      const one = openWindow();
      const first = await one.connections.add(project(1));
      await one.connections.setActive(DEMO_ID);
      assert.equal(one.connections.active, DEMO_CONNECTION);
      assert.deepEqual(one.connections.all, [first]);
      assert.equal(openWindow(one.global, one.secrets).connections.active?.id, first.id);
      assert.ok(!one.global.text.includes('127.0.0.1'));
    });
  });

  describe('remove', () => {
    it('deletes the key with its last connection only', async () => {
      const { connections, secrets } = openWindow();
      const first = await connections.add(project(1));
      const second = await connections.add({ origin: ORIGIN, projectId: 2, key: { keyId: first.keyId } });
      assert.equal(connections.isLastUser(first), false);
      await connections.remove(first.id);
      assert.equal(await connections.readKey(second), KEY);
      assert.equal(connections.isLastUser(second), true);
      await connections.remove(second.id);
      assert.deepEqual(secrets.keys, []);
    });

    it('forgets the connection though the key cannot be deleted', async () => {
      const { connections, secrets } = openWindow();
      const first = await connections.add(project(1));
      secrets.failure = new Error('locked');
      await assert.rejects(connections.remove(first.id), SecretStorageError);
      assert.deepEqual(connections.all, []);
    });
  });

  describe('keys', () => {
    it('are handed out for their own origin only', async () => {
      const { connections } = openWindow();
      const added = await connections.add(project(1));
      assert.equal(await connections.readKey({ ...added, origin: OTHER }), undefined);
      assert.equal(await connections.readKey({ ...added, origin: 'http://posthog.example.com' }), undefined);
    });

    it('are read afresh: another window may have replaced one', async () => {
      const one = openWindow();
      const added = await one.connections.add(project(1));
      const two = openWindow(one.global, one.secrets);
      one.kinds();
      await two.connections.replaceKey(added, { text: 'phx_rolled' });
      assert.equal(await one.connections.readKey(added), 'phx_rolled');
      assert.deepEqual(one.kinds(), ['key']);
    });

    it('that are damaged count as missing', async () => {
      const { connections, secrets } = openWindow();
      const added = await connections.add(project(1));
      for (const text of ['', '{', '"phx_bare"', '{"key":"phx_first"}', `{"origin":"${ORIGIN}","key":""}`]) {
        await secrets.store(`posthogPlugins.key.${added.keyId}`, text);
        assert.equal(await connections.readKey(added), undefined);
      }
    });

    it('add nothing when they cannot be stored', async () => {
      const { connections, secrets } = openWindow();
      secrets.failure = new Error('no keyring');
      await assert.rejects(connections.add(project(1)), (error) => {
        assert.ok(error instanceof SecretStorageError);
        assert.equal(error.action, 'store');
        assert.match(error.message, /no keyring/);
        assert.ok(!error.message.includes(KEY));
        return true;
      });
      assert.deepEqual(connections.all, []);
    });

    it('may be kept for the session, where storing fails', async () => {
      const { connections, secrets, global, kinds } = openWindow();
      secrets.failure = new Error('no keyring');
      const added = await connections.add({ ...project(1), key: { text: KEY, sessionOnly: true } });
      assert.equal(await connections.readKey(added), KEY);
      assert.deepEqual(kinds(), ['key', 'list', 'active']);
      assert.ok(!global.text.includes(KEY));
      await assert.rejects(openWindow(global, secrets).connections.readKey(added), SecretStorageError);
    });

    it('tell nobody about secrets of other parts', async () => {
      const { secrets, kinds } = openWindow();
      await secrets.store('something.else', 'x');
      assert.deepEqual(kinds(), []);
    });
  });

  describe('damaged state', () => {
    const good = { id: 'a', origin: ORIGIN, projectId: 1, keyId: 'k' };
    const cases: Readonly<Record<string, { readonly stored: unknown; readonly ids: readonly string[] }>> = {
      text: { stored: 'nonsense', ids: [] },
      null: { stored: null, ids: [] },
      'another version': { stored: { version: 2, connections: [good] }, ids: [] },
      'no list': { stored: { version: 1, connections: {} }, ids: [] },
      'an origin with a path': {
        stored: { version: 1, connections: [{ ...good, id: 'b', origin: `${ORIGIN}/x` }, good] },
        ids: ['a'],
      },
      'another scheme': {
        stored: { version: 1, connections: [{ ...good, origin: 'ftp://h.example' }] },
        ids: [],
      },
      'a project that is no number': {
        stored: { version: 1, connections: [good, { ...good, id: 'b', projectId: 'x' }] },
        ids: ['a'],
      },
      'holes and a twin': { stored: { version: 1, connections: [null, good, good] }, ids: ['a'] },
    };
    for (const [name, { stored, ids }] of Object.entries(cases)) {
      it(`is left out and told once: ${name}`, async () => {
        const { connections, global, damages } = openWindow();
        await global.update('posthogPlugins.connections', stored);
        assert.deepEqual(
          connections.all.map(({ id }) => id),
          ids,
        );
        assert.equal(connections.active, undefined);
        assert.equal(damages(), 1);
        await connections.add(project(7));
        assert.deepEqual(
          connections.all.map(({ projectId }) => projectId),
          [...ids.map(() => 1), 7],
        );
      });
    }

    it('of the active one means none', async () => {
      const { connections, workspace } = openWindow();
      for (const stored of [5, 'gone', { id: 'a' }]) {
        await workspace.update('posthogPlugins.activeConnection', stored);
        assert.equal(connections.active, undefined);
      }
    });
  });

  it('stops listening when disposed of', async () => {
    const { connections, keys, secrets, kinds } = openWindow();
    connections.dispose();
    keys.dispose();
    await secrets.store('posthogPlugins.key.x', '{}');
    assert.deepEqual(kinds(), []);
  });
});
