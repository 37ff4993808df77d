import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeySet } from '../../../src/logs/buffer/keySet';

describe('keys of a buffer', () => {
  it('does as a set of strings does, whatever is added, deleted and looked for', () => {
    // So few different keys that most operations meet one that is there or was, and enough for crowded places.
    const key = fc.oneof(
      fc.integer({ min: 0, max: 800 }).map((number) => `018b1a2b-0000-4000-8000-${number}`),
      fc.constantFrom('', ' ', 'ä', '\ud83d', '\ud83d\ude00'),
    );
    const operation = fc.record({ kind: fc.constantFrom('add', 'add', 'delete', 'has'), key });
    fc.assert(
      fc.property(fc.array(operation, { minLength: 2000, maxLength: 3000 }), (operations) => {
        const keys = new KeySet();
        const model = new Set<string>();
        for (const { kind, key } of operations) {
          if (kind === 'add') {
            assert.equal(keys.add(key), !model.has(key));
            model.add(key);
          } else if (kind === 'delete') {
            keys.delete(key);
            model.delete(key);
          } else {
            assert.equal(keys.has(key), model.has(key));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('tells 400,000 ids from each other while the oldest make room, as in a long run', () => {
    const keys = new KeySet();
    const id = (number: number): string => `018b1a2b-3c4d-4e5f-8a6b-${number.toString(16).padStart(12, '0')}`;
    const kept = 20_000;
    let wrong = 0;
    for (let number = 0; number < 400_000; number++) {
      wrong += keys.add(id(number)) ? 0 : 1;
      if (number >= kept) {
        keys.delete(id(number - kept));
      }
    }
    for (let number = 0; number < 400_000; number++) {
      wrong += keys.has(id(number)) === number >= 400_000 - kept ? 0 : 1;
    }
    assert.equal(wrong, 0);
  });
});
