import assert from 'node:assert/strict';
import { census } from '../../support/leaks/census';
import { growing, rise } from '../../support/leaks/growth';

const of = (sizes: readonly number[]) => sizes.map((size) => new Map([['Feed.timers', size]]));

describe('what is held', () => {
  it('is counted by the class and the property that own it', () => {
    class Part {
      readonly listeners = new Set([1, 2]);
      readonly byName = new Map([['a', { rows: [1, 2, 3] }]]);
      readonly _editor = [1];
    }
    const part = new Part();
    const { signal } = new AbortController();
    signal.addEventListener('abort', () => undefined);
    assert.deepEqual(Object.fromEntries(census({ parts: [part, new Part(), part], signal })), {
      parts: 3,
      'Part.listeners': 4,
      'Part.byName': 2,
      'Part.byName[].rows': 6,
      'signal (listeners)': 1,
    });
  });

  it('grows where it is more each time, or more than twice what it was', () => {
    assert.deepEqual(growing(of([1, 2, 3, 4]), {}), ['Feed.timers: 1, 2, 3, 4']);
    assert.deepEqual(growing(of([10, 200, 150]), {}), ['Feed.timers: 10, 200, 150']);
    assert.deepEqual(growing(of([1, 2, 2, 4]), {}), []);
    assert.deepEqual(growing(of([3, 2, 3, 3]), {}), []);
  });

  it('may grow up to a limit where it has one', () => {
    assert.deepEqual(growing(of([1, 2, 3]), { 'Feed.timers': 3 }), []);
    assert.deepEqual(growing(of([1, 2, 4]), { 'Feed.timers': 3 }), ['Feed.timers: 1, 2, 4']);
  });

  it('rises by what a line through the values does', () => {
    assert.equal(rise([5, 5, 5]), 0);
    assert.equal(rise([1, 2, 3, 4]), 3);
    assert.ok(Math.abs(rise([0, 10, 0, 10, 0])) < 1e-9);
  });
});
