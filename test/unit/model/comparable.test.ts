import assert from 'node:assert/strict';

import { comparable } from '../../../src/model/comparable';

describe('comparable', () => {
  it('puts what a person decides first, what describes it last, and all else between them by name', () => {
    const config = {
      plugin_info: { name: 'B', id: 1 },
      id: 2,
      match_action: null,
      order: 3,
      config: {},
      zeta: 1,
      name: 'A',
      created_at: 'now',
    };
    assert.deepEqual(Object.keys(comparable(config)), [
      'name',
      'order',
      'config',
      'match_action',
      'zeta',
      'id',
      'created_at',
      'plugin_info',
    ]);
  });

  it('gives the same text for the same config, however the server sorts its keys', () => {
    const one = {
      id: 1,
      config: { b: { y: [{ d: 1, c: 2 }], x: null }, a: 'ä' },
      plugin_info: { b: 1, a: 2 },
    };
    const other = {
      plugin_info: { a: 2, b: 1 },
      config: { a: 'ä', b: { x: null, y: [{ c: 2, d: 1 }] } },
      id: 1,
    };
    assert.notEqual(JSON.stringify(one), JSON.stringify(other));
    assert.equal(JSON.stringify(comparable(one)), JSON.stringify(comparable(other)));
  });

  it('changes no value and no list', () => {
    const config = {
      config: { list: ['b', 'a', { z: 1, a: [] }], text: '', none: null },
      unknown: [3, 1, 2],
    };
    assert.deepEqual(comparable(config), config);
  });

  it('keeps keys with a meaning of their own in JavaScript', () => {
    const config = JSON.parse('{"config":{"__proto__":{"a":1},"constructor":2}}') as Record<string, unknown>;
    assert.equal(JSON.stringify(comparable(config)), '{"config":{"__proto__":{"a":1},"constructor":2}}');
  });
});
