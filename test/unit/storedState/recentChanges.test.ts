import assert from 'node:assert/strict';
import { ChangeHistory } from '../../../src/model/changeHistory';
import { FakeStateStore } from '../../support/fakeStores';
import { HOSTILE_VALUES, parsed } from './hostileValues';

const KEY = 'posthogPlugins.changes.main';
const good = {
  id: 'good',
  at: 1_000,
  change: {
    what: 'edited' as const,
    configs: [{ id: 1, label: 'GeoIP', before: { settings: { a: 'b' } }, after: { settings: { a: 'c' } } }],
    cannotRestore: [],
  },
};

async function open(stored: unknown) {
  const store = new FakeStateStore();
  await store.update(KEY, stored);
  let damages = 0;
  const history = new ChangeHistory({
    store,
    clock: { now: () => 2_000 },
    newId: () => 'new',
    onDamaged: () => (damages += 1),
  });
  return { history, damages: () => damages };
}

describe('stored recent changes', () => {
  it('that are no list are told once, and the next change is kept', async () => {
    for (const [name, stored] of Object.entries(HOSTILE_VALUES)) {
      const { history, damages } = await open(stored);
      assert.deepEqual([history.all('main'), history.last('main')], [[], undefined], name);
      assert.equal(damages(), 1, name);
      history.add('main', good.change, true);
      assert.equal(history.last('main')?.id, 'new', name);
    }
  });

  it('tell nothing where there are none, or all are whole', async () => {
    for (const stored of [undefined, { version: 1, changes: [] }, { version: 1, changes: [good] }]) {
      const { history, damages } = await open(stored);
      history.all('main');
      assert.equal(damages(), 0);
    }
  });

  it('that are damaged are left out, the others stay', async () => {
    const [config] = good.change.configs;
    const bad: Readonly<Record<string, unknown>> = {
      ...HOSTILE_VALUES,
      'a time that no date can tell': { ...good, id: 'bad', at: 9e15 },
      'half a time': { ...good, id: 'bad', at: 1.5 },
      'an id beyond whole numbers': {
        ...good,
        id: 'bad',
        change: { ...good.change, configs: [{ ...config, id: 1e300 }] },
      },
      'a prototype': parsed(`{"id": "bad", "at": 1, "__proto__": ${JSON.stringify(good)}}`),
    };
    for (const [name, entry] of Object.entries(bad)) {
      const { history, damages } = await open({ version: 1, changes: [entry, good] });
      assert.deepEqual([history.all('main'), damages()], [[good], 1], name);
    }
  });

  it('take a setting of any name for a setting', async () => {
    const [config] = good.change.configs;
    const before = parsed('{"settings": {"a": "b", "__proto__": {"polluted": true}, "constructor": 1}}');
    const change = { ...good.change, configs: [{ ...config, before }] };
    const { history } = await open({ version: 1, changes: [{ ...good, change }] });
    const settings = history.last('main')?.change.configs[0]?.before.settings;
    assert.equal(settings?.a, 'b');
    assert.equal(Object.getPrototypeOf(settings), Object.prototype);
    assert.equal('polluted' in settings, false);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('are cut at fifty, and an id that stands twice counts once', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) => ({ ...good, id: `c${index}` }));
    const huge = await open({ version: 1, changes: many });
    assert.deepEqual([huge.history.all('main').length, huge.damages()], [50, 1]);
    const twice = await open({ version: 1, changes: [good, good] });
    assert.equal(twice.history.all('main').length, 1);
  });
});
