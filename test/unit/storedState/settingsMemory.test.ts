import assert from 'node:assert/strict';
import { SettingsMemory } from '../../../src/documents/settingsMemory';
import { FakeStateStore } from '../../support/fakeStores';
import { HOSTILE_VALUES, parsed } from './hostileValues';

const PATH = '/connection/1/GeoIP.settings.json';
const KEY = `posthogPlugins.settings.${PATH}`;
const uri = { path: PATH };
const base = '{"enabled": true, "settings": {"a": 1}}';
const draft = '{"enabled": true, "settings": {"a": 2';
const whole = { base, draft, mtime: 5, plugin: undefined, hasName: true };

async function open(stored: unknown) {
  const store = new FakeStateStore();
  await store.update(KEY, stored);
  const lost: string[] = [];
  return { store, lost, memory: new SettingsMemory(store, (path) => lost.push(path)) };
}

describe('what is kept of settings documents', () => {
  it('comes back as it was, and nothing is told of what was never kept', async () => {
    const { memory, lost } = await open(undefined);
    assert.equal(memory.get(uri), undefined);
    memory.set(uri, whole);
    assert.deepEqual(memory.get(uri), whole);
    memory.set(uri, undefined);
    assert.equal(memory.get(uri), undefined);
    assert.deepEqual(lost, []);
  });

  it('a draft outlives whatever happened to the rest, and nothing is told', async () => {
    const parts = Object.entries(HOSTILE_VALUES).flatMap(([name, bad]) =>
      ['base', 'mtime', 'plugin', 'hasName'].map((part) => ({ name: `${part}: ${name}`, part, bad })),
    );
    for (const { name, part, bad } of parts) {
      const { memory, lost } = await open({ ...whole, [part]: bad });
      const kept = memory.get(uri);
      assert.equal(kept?.draft, draft, name);
      assert.ok(Number.isSafeInteger(kept.mtime) && kept.mtime >= 0, name);
      assert.ok(kept.base === base || kept.base === undefined, name);
      assert.deepEqual(lost, [], name);
    }
  });

  it('a draft that cannot be read is told once, and the document is what it was opened as', async () => {
    for (const [name, bad] of Object.entries(HOSTILE_VALUES)) {
      if (typeof bad !== 'string') {
        const { memory, lost } = await open({ ...whole, draft: bad });
        assert.deepEqual(memory.get(uri), { ...whole, draft: undefined }, name);
        memory.get(uri);
        assert.deepEqual(lost, [PATH], name);
      }
    }
  });

  it('what is no record of a document is told once, and is none', async () => {
    for (const [name, stored] of Object.entries(HOSTILE_VALUES)) {
      const { memory, lost, store } = await open(stored);
      assert.equal(memory.get(uri), undefined, name);
      memory.get(uri);
      const isRecord = typeof stored === 'object' && stored !== null;
      assert.deepEqual(lost, isRecord ? [] : [PATH], name);
      assert.ok(isRecord || store.text === '', name);
    }
  });

  it('a text that is no settings document is not taken for what the server had', async () => {
    for (const bad of ['', '{', '[]', 'null', '{"settings": 5}', parsed('"{\\"a\\": 1}"')]) {
      const { memory } = await open({ base: bad, mtime: 5 });
      assert.equal(memory.get(uri), undefined, 'else the document would be blank');
    }
  });

  it('a config that is not there yet needs its plugin, or a text of its own', async () => {
    const plugin = { id: 7, name: 'GeoIP' };
    const kept = (await open({ mtime: 5, plugin, hasName: true })).memory.get(uri);
    assert.deepEqual([kept?.plugin?.id, kept?.hasName], [7, true]);
    assert.equal((await open({ mtime: 5, plugin: 'GeoIP' })).memory.get(uri), undefined);
    assert.equal((await open({ mtime: 5, draft, plugin: 'GeoIP' })).memory.get(uri)?.draft, draft);
  });
});
