import assert from 'node:assert/strict';

import { ChangeHistory } from '../../../src/model/changeHistory';
import type { Change } from '../../../src/model/changes';
import { FakeStateStore } from '../../support/fakeStores';

const KEY = 'posthogPlugins.changes.main';

describe('ChangeHistory', () => {
  let store: FakeStateStore;
  let now: number;
  let ids: number;
  let damages: number;
  beforeEach(() => {
    store = new FakeStateStore();
    now = 1_000;
    ids = 0;
    damages = 0;
  });
  /** Another window, or this one after a reload. */
  const open = (): ChangeHistory =>
    new ChangeHistory({
      store,
      clock: { now: () => now },
      newId: () => `id-${++ids}`,
      onDamaged: () => (damages += 1),
    });
  const disabled = (label: string): Change => ({
    what: 'disabled',
    configs: [{ id: 1, label, before: { enabled: true }, after: { enabled: false } }],
    cannotRestore: [],
  });
  const labels = (history: ChangeHistory, connection = 'main'): readonly (string | undefined)[] =>
    history.all(connection).map(({ change }) => change.configs[0]?.label);

  it('keeps the changes of each connection, newest first, whatever the clock does', () => {
    const history = open();
    history.add('main', disabled('A'), true);
    history.add('main', disabled('B'), true);
    history.add('other', disabled('C'), true);
    now += 1;
    history.add('main', disabled('D'), true);
    assert.deepEqual(labels(history), ['D', 'B', 'A']);
    assert.deepEqual(labels(history, 'other'), ['C']);
    assert.deepEqual(labels(history, 'unknown'), []);
  });

  it('survives a reload, with every kind of value', () => {
    const change: Change = {
      what: 'edited',
      configs: [
        {
          id: 2,
          label: 'Mail to EU',
          before: { name: null, description: '', order: 0, settings: { a: null, b: '', c: { d: [1] } } },
          after: { name: 'x', description: null, order: -1, settings: {} },
        },
      ],
      cannotRestore: ['apiToken'],
    };
    const added = open().add('main', change, true);
    assert.deepEqual(open().all('main'), [added]);
    assert.deepEqual(added, { id: 'id-1', at: 1_000, change });
  });

  it('keeps at most 50, the newest', () => {
    const history = open();
    for (let index = 1; index <= 60; index++) {
      now++;
      history.add('main', disabled(String(index)), true);
    }
    assert.equal(history.all('main').length, 50);
    assert.deepEqual(labels(open()).slice(0, 2), ['60', '59']);
    assert.deepEqual(labels(open()).at(-1), '11');
  });

  it('lists what was undone, and undoes the newest other one next', () => {
    const history = open();
    const first = history.add('main', disabled('A'), true);
    const second = history.add('main', disabled('B'), true);
    assert.equal(history.last('main')?.id, second.id);
    history.end('main', second.id, 'undone', true);
    assert.equal(history.last('main')?.id, first.id);
    history.end('main', first.id, 'gone', true);
    assert.equal(history.last('main'), undefined);
    assert.deepEqual(
      open()
        .all('main')
        .map(({ ended }) => ended),
      ['undone', 'gone'],
    );
  });

  it('two windows lose nothing of each other', () => {
    const one = open();
    const two = open();
    const first = one.add('main', disabled('A'), true);
    now++;
    two.add('main', disabled('B'), true);
    now++;
    one.add('main', disabled('C'), true);
    two.end('main', first.id, 'undone', true);
    for (const history of [one, two, open()]) {
      assert.deepEqual(labels(history), ['C', 'B', 'A']);
      assert.equal(history.all('main')[2]?.ended, 'undone');
    }
  });

  it('stores nothing of a server that forgets everything with the window', () => {
    const history = open();
    const added = history.add('demo', disabled('A'), false);
    history.end('demo', added.id, 'undone', false);
    assert.equal(history.all('demo')[0]?.ended, 'undone');
    assert.equal(store.text, '');
  });

  it('keeps a huge change in memory only', () => {
    const history = open();
    const huge = { ...disabled('Huge'), cannotRestore: ['x'.repeat(100_000)] };
    history.add('main', disabled('A'), true);
    history.add('main', huge, true);
    assert.deepEqual(labels(history), ['Huge', 'A']);
    assert.deepEqual(labels(open()), ['A']);
  });

  it('forgets a connection that was removed', () => {
    const history = open();
    history.add('main', disabled('A'), true);
    history.forget('main');
    assert.deepEqual(history.all('main'), []);
    assert.equal(store.text, '');
  });

  it('takes no part of what is damaged', async () => {
    const good = open().add('main', disabled('A'), true);
    const { change } = good;
    const [config] = change.configs;
    const bad: readonly unknown[] = [
      null,
      'text',
      { ...good, at: 'yesterday' },
      { ...good, ended: 'maybe' },
      { ...good, change: { ...change, what: 'exploded' } },
      { ...good, change: { ...change, configs: [] } },
      { ...good, change: { ...change, configs: [{ ...config, id: 1.5 }] } },
      { ...good, change: { ...change, configs: [{ ...config, before: { enabled: 'yes' } }] } },
      { ...good, change: { ...change, configs: [{ ...config, after: { order: null } }] } },
      { ...good, change: { ...change, cannotRestore: [1] } },
    ];
    assert.equal(damages, 0);
    await store.update(KEY, { version: 1, changes: [...bad, good] });
    const history = open();
    assert.deepEqual([history.all('main'), history.last('main')], [[good], good]);
    assert.equal(damages, 1, 'told once');
    for (const stored of [null, 5, [good], { version: 2, changes: [good] }, { version: 1 }]) {
      await store.update(KEY, stored);
      assert.deepEqual(open().all('main'), []);
    }
  });

  it('takes nothing that it does not know, so that nothing unknown is ever sent', async () => {
    const good = open().add('main', disabled('A'), true);
    const [config] = good.change.configs;
    const before = { enabled: true, apiToken: 'secret' };
    const change = { ...good.change, configs: [{ ...config, before }] };
    await store.update(KEY, { version: 1, changes: [{ ...good, change }] });
    assert.deepEqual(open().all('main'), [good]);
  });
});
