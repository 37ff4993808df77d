import assert from 'node:assert/strict';

import type { PluginConfig } from '../../../src/api/schemas';
import { rowOf } from '../../../src/model/configRow';
import { labelOf } from '../../../src/model/configWrites';
import { RowStore } from '../../../src/model/rowStore';

const config = (id: number, more: Partial<PluginConfig> = {}): PluginConfig => ({
  id,
  plugin: id,
  enabled: true,
  order: id,
  team_id: 1,
  ...more,
});
const remembered = [rowOf(config(1), undefined), rowOf(config(2), undefined)];
const shown = (store: RowStore): readonly (readonly [number, boolean])[] =>
  store.rows().map(({ id, enabled }) => [id, enabled]);

describe('RowStore', () => {
  it('shows a change also while all it has is remembered', () => {
    const store = new RowStore(remembered, () => undefined);
    store.take(config(2, { enabled: false }));
    assert.deepEqual(shown(store), [
      [1, true],
      [2, false],
    ]);
    store.remove(1);
    assert.deepEqual(shown(store), [[2, false]]);
  });

  it('forgets what it remembered with the first list', () => {
    const store = new RowStore(remembered, () => undefined);
    store.takeList([config(3)], store.now());
    assert.deepEqual(shown(store), [[3, true]]);
  });

  it('does not let a list that was asked for earlier overrule a change, a removal or a new row', () => {
    const store = new RowStore([], () => undefined);
    store.takeList([config(1), config(2)], store.now());
    const askedAt = store.now();
    store.take(config(1, { enabled: false }));
    store.remove(2);
    store.take(config(3));
    store.takeList([config(1), config(2)], askedAt);
    assert.deepEqual(shown(store), [
      [1, false],
      [3, true],
    ]);
    store.takeList([config(1), config(2)], store.now());
    assert.deepEqual(shown(store), [
      [1, true],
      [2, true],
    ]);
  });

  it('tells configs of one plugin apart by their ids, and leaves the others alone', () => {
    const store = new RowStore([], () => undefined);
    store.takeList(
      [config(1, { plugin: 7 }), config(2, { plugin: 7 }), config(3, { name: 'Mine' })],
      store.now(),
    );
    assert.deepEqual(store.rows().map(labelOf), ['Plugin 7 (1)', 'Plugin 7 (2)', 'Mine']);
    store.remove(1);
    assert.deepEqual(store.rows().map(labelOf), ['Plugin 7', 'Mine']);
  });

  it('orders by order, then plugin, then id', () => {
    const store = new RowStore([], () => undefined);
    const rows = [
      config(4, { order: 2 }),
      config(3, { order: 2, plugin: 9 }),
      config(5, { order: 2, plugin: 4 }),
    ];
    store.takeList([...rows, config(9, { order: 1 })], store.now());
    assert.deepEqual(
      store.rows().map(({ id }) => id),
      [9, 4, 5, 3],
    );
  });
});
