import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Connections } from '../../../src/connection/connections';
import { KeyStore } from '../../../src/connection/keyStore';
import { FakeSecretStore, FakeStateStore } from '../../support/fakeStores';
import { HOSTILE_VALUES, parsed } from './hostileValues';

const LIST = 'posthogPlugins.connections';
const ACTIVE = 'posthogPlugins.activeConnection';
const LAST_ACTIVE = 'posthogPlugins.lastActiveConnection';
const ORIGIN = 'https://posthog.example.com';
const KEY = 'phx_of_example';
const good = { id: 'good', origin: ORIGIN, projectId: 1, keyId: 'k' };

async function openWindow(list: unknown) {
  const global = new FakeStateStore();
  const workspace = new FakeStateStore();
  const secrets = new FakeSecretStore();
  await secrets.store('posthogPlugins.key.k', JSON.stringify({ origin: ORIGIN, key: KEY }));
  await global.update(LIST, list);
  let damages = 0;
  const keys = new KeyStore(secrets);
  const connections = new Connections({
    global,
    workspace,
    keys,
    newId: randomUUID,
    onDamaged: () => (damages += 1),
  });
  return { connections, global, workspace, secrets, damages: () => damages };
}

describe('stored connections', () => {
  describe('a damaged entry is left out and told, the others stay', () => {
    const entries: Readonly<Record<string, unknown>> = {
      'no id': { ...good, id: undefined },
      'an empty id': { ...good, id: '' },
      'an id that is part of a path': { ...good, id: 'a/../b' },
      'a huge id': { ...good, id: 'a'.repeat(100_000) },
      'the id of the demo': { ...good, id: 'demo' },
      'no key id': { id: 'bad', origin: ORIGIN, projectId: 1 },
      'a key id of another type': { ...good, id: 'bad', keyId: ['k'] },
      'project 0': { ...good, id: 'bad', projectId: 0 },
      'a project beyond whole numbers': { ...good, id: 'bad', projectId: 1e300 },
      'a project as text': { ...good, id: 'bad', projectId: '1' },
      'an origin with a user': { ...good, id: 'bad', origin: 'https://user@posthog.example.com' },
      'an origin with a path': { ...good, id: 'bad', origin: `${ORIGIN}/` },
      'an origin in capitals': { ...good, id: 'bad', origin: 'https://PostHog.example.com' },
      'an origin with the default port': { ...good, id: 'bad', origin: `${ORIGIN}:443` },
      'an origin as people write it': { ...good, id: 'bad', origin: 'https://bücher.example' },
      'an origin of another scheme': { ...good, id: 'bad', origin: 'file://' },
      'an opaque origin': { ...good, id: 'bad', origin: 'null' },
      'an origin with a line break': { ...good, id: 'bad', origin: `${ORIGIN}\nx` },
      'a prototype': parsed('{"__proto__": {"id": "bad", "origin": "https://evil.example"}}'),
      ...HOSTILE_VALUES,
    };
    for (const [name, entry] of Object.entries(entries)) {
      it(name, async () => {
        const window = await openWindow({ version: 1, connections: [entry, good] });
        assert.deepEqual(window.connections.all, [good]);
        assert.equal(window.damages(), 1);
        assert.equal(window.connections.find('bad'), undefined);
        await window.connections.rename('good', 'Renamed');
        assert.deepEqual(window.connections.all, [{ ...good, projectName: 'Renamed' }]);
      });
    }
  });

  it('a list that is no list is told and leaves nothing, and the next connection is kept', async () => {
    for (const [name, stored] of Object.entries(HOSTILE_VALUES)) {
      const window = await openWindow(stored);
      assert.deepEqual([window.connections.all, window.connections.active], [[], undefined], name);
      assert.equal(window.damages(), 1, name);
      await window.connections.add({ origin: ORIGIN, projectId: 5, key: { text: KEY } });
      assert.equal(window.connections.active?.projectId, 5, name);
    }
  });

  it('a list of entries without a version around it is read, with nothing to tell', async () => {
    for (const stored of [[good], { connections: [good] }]) {
      const window = await openWindow(stored);
      assert.deepEqual([window.connections.all, window.damages()], [[good], 0]);
    }
  });

  it('a list that was cut off in the middle keeps what was whole', async () => {
    const window = await openWindow({ version: 1, connections: [good, { id: 'half', origin: 'https:' }] });
    assert.deepEqual([window.connections.all, window.damages()], [[good], 1]);
  });

  it('a huge list is cut, and told', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) => ({ ...good, id: `c${index}` }));
    const window = await openWindow({ version: 1, connections: many });
    assert.deepEqual([window.connections.all.length, window.damages()], [1_000, 1]);
  });

  it('an entry that stands twice stands once', async () => {
    const window = await openWindow({ version: 1, connections: [good, good] });
    assert.deepEqual([window.connections.all, window.damages()], [[good], 0]);
  });

  it('a damaged name costs the name only', async () => {
    for (const projectName of [5, null, {}, '', '  \n ']) {
      const window = await openWindow({ version: 1, connections: [{ ...good, projectName }] });
      assert.deepEqual(window.connections.all, [good]);
    }
    const long = await openWindow({ version: 1, connections: [{ ...good, projectName: 'x'.repeat(1e6) }] });
    assert.equal(long.connections.all[0]?.projectName?.length, 400);
    const lines = await openWindow({ version: 1, connections: [{ ...good, projectName: 'a\nb\u202ec' }] });
    assert.equal(lines.connections.all[0]?.projectName, 'a bc');
  });

  it('that a key travels in the clear cannot be lost, and is not claimed where it does not', async () => {
    const clear = { ...good, origin: 'http://posthog.example.com' };
    for (const insecure of [undefined, false, 'no']) {
      const window = await openWindow({ version: 1, connections: [{ ...clear, insecure }] });
      assert.equal(window.connections.all[0]?.insecure, true);
    }
    const window = await openWindow({ version: 1, connections: [{ ...good, insecure: true }] });
    assert.equal(window.connections.all[0]?.insecure, undefined);
  });

  it('what says which were removed may be damaged too', async () => {
    for (const removed of ['good', { 0: 'good' }, [5, null, {}], [['good']], Array(100_000).fill('x')]) {
      const window = await openWindow({ version: 1, connections: [good], removed });
      assert.deepEqual(window.connections.all, [good]);
    }
  });

  describe('which one is active', () => {
    it('falls back to the one that was used last where it is damaged', async () => {
      const window = await openWindow({ version: 1, connections: [good] });
      await window.global.update(LAST_ACTIVE, 'good');
      for (const [name, stored] of Object.entries(HOSTILE_VALUES)) {
        if (typeof stored !== 'string') {
          await window.workspace.update(ACTIVE, stored);
          assert.equal(window.connections.active?.id, 'good', name);
        }
      }
    });

    it('is none where both are damaged, and another can be chosen', async () => {
      const window = await openWindow({ version: 1, connections: [good] });
      for (const [name, stored] of Object.entries(HOSTILE_VALUES)) {
        await window.workspace.update(ACTIVE, stored);
        await window.global.update(LAST_ACTIVE, stored);
        assert.equal(window.connections.active, undefined, name);
      }
      await window.connections.setActive('good');
      assert.equal(window.connections.active?.id, 'good');
    });
  });

  describe('keys', () => {
    const other = { ...good, id: 'other', origin: 'https://evil.example' };

    it('go to no origin but the one that they were entered for, whatever the list says', async () => {
      const origins = [
        'https://evil.example',
        'http://posthog.example.com',
        'https://posthog.example.com.',
        'https://posthog.example.com:8443',
        'https://posthog.example.com.evil.example',
      ];
      for (const origin of origins) {
        const window = await openWindow({ version: 1, connections: [{ ...good, origin }, good] });
        for (const connection of window.connections.all) {
          const key = await window.connections.readKey(connection);
          assert.equal(key, connection.origin === ORIGIN ? KEY : undefined, connection.origin);
        }
      }
    });

    it('that are damaged count as none, and never throw', async () => {
      const window = await openWindow({ version: 1, connections: [good, other] });
      const stored = JSON.stringify({ origin: ORIGIN, key: KEY });
      const texts = [
        ...Array.from({ length: stored.length }, (_, length) => stored.slice(0, length)),
        ...Object.values(HOSTILE_VALUES).map((value) => JSON.stringify(value)),
        `{"__proto__": ${stored}}`,
        JSON.stringify({ origin: [ORIGIN], key: KEY }),
        JSON.stringify({ origin: ORIGIN, key: [KEY] }),
        JSON.stringify({ origin: '*', key: KEY }),
        JSON.stringify([{ origin: ORIGIN, key: KEY }]),
      ];
      for (const text of texts) {
        await window.secrets.store('posthogPlugins.key.k', text);
        assert.equal(await window.connections.readKey(good), undefined, text.slice(0, 100));
        assert.equal(await window.connections.readKey(other), undefined, text.slice(0, 100));
      }
      await window.connections.replaceKey(good, { text: 'phx_again' });
      assert.equal(await window.connections.readKey(good), 'phx_again');
    });
  });
});
