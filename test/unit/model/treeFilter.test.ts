import assert from 'node:assert/strict';

import { ApiError } from '../../../src/api/errors';
import type { ConfigRow } from '../../../src/model/configRow';
import { filterRows, isFiltering, NO_FILTER, type TreeFilter } from '../../../src/model/treeFilter';

function row(id: number, fields: Partial<ConfigRow> = {}): ConfigRow {
  return {
    id,
    pluginId: id,
    enabled: true,
    order: id,
    teamId: 1,
    name: undefined,
    pluginName: undefined,
    description: undefined,
    deliveryRate: undefined,
    error: undefined,
    ...fields,
  };
}

const rows = [
  row(1, { name: 'GeoIP', pluginName: 'GeoIP', description: 'Adds places to events' }),
  row(2, { name: 'Mail to EU', pluginName: 'Mailer Connector', enabled: false }),
  row(31, { name: 'Warehouse Export', deliveryRate: 0.5 }),
  row(4, { enabled: false, error: 'boom' }),
  row(5, { name: 'Crème Brûlée' }),
];

function ids(filter: Partial<TreeFilter>, from: readonly ConfigRow[] = rows): readonly number[] {
  return filterRows(from, { ...NO_FILTER, ...filter }).map(({ id }) => id);
}

describe('tree filter', () => {
  const cases: readonly (readonly [string, Partial<TreeFilter>, readonly number[]])[] = [
    ['nothing', {}, [1, 2, 31, 4, 5]],
    ['white space only', { text: ' \t ' }, [1, 2, 31, 4, 5]],
    ['a label in another case', { text: 'gEOip' }, [1]],
    ['the name of the plugin behind a name of its own', { text: 'connector' }, [2]],
    ['a label made of the plugin’s id', { text: 'plugin 4' }, [4]],
    ['the description', { text: 'places' }, [1]],
    ['an id', { text: '31' }, [31]],
    ['several terms in any order and field', { text: 'places geo' }, [1]],
    ['several terms of which one is missing', { text: 'geo nowhere' }, []],
    ['letters that were typed as two code points', { text: 'cre\u0300me bru\u0302' }, [5]],
    ['signs that mean something in expressions', { text: '.*' }, []],
    ['enabled', { state: 'enabled' }, [1, 31, 5]],
    ['disabled', { state: 'disabled' }, [2, 4]],
    ['failing by rate and by error', { state: 'failing' }, [31, 4]],
    ['text and state', { text: 'a', state: 'disabled' }, [2]],
  ];
  for (const [name, filter, expected] of cases) {
    it(`finds ${name}`, () => {
      assert.deepEqual(ids(filter), expected);
    });
  }

  it('a term never matches across two fields', () => {
    assert.deepEqual(ids({ text: 'ipadds' }), []);
  });

  it('a row that is being changed, or whose change failed, stays in sight', () => {
    const failure = new ApiError({
      kind: 'server',
      operation: 'updatePluginConfig',
      method: 'PATCH',
      path: '/',
      origin: 'http://h',
      attempts: 1,
      applied: 'no',
    });
    const changing = [row(1, { pending: 'disabling' }), row(2, { failure }), row(3)];
    assert.deepEqual(ids({ text: 'nowhere', state: 'disabled' }, changing), [1, 2]);
  });

  it('knows when it hides nothing', () => {
    assert.equal(isFiltering(NO_FILTER), false);
    assert.equal(isFiltering({ text: '  ', state: 'all' }), false);
    assert.equal(isFiltering({ text: 'x', state: 'all' }), true);
    assert.equal(isFiltering({ text: '', state: 'failing' }), true);
  });
});
