import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BlockStack } from '../../../src/webview/list/blockStack';

const heights = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 50 });

describe('block stack', () => {
  it('finds the block at each of its pixels, and what touches a stretch', () => {
    fc.assert(
      fc.property(heights, fc.nat(30_000), fc.nat(3000), (all, at, length) => {
        const stack = stackOf(all);
        const y = at % stack.height;
        const { block, offset } = stack.placeAt(y);
        assert.ok(offset >= 0 && offset < (all[block] ?? 0));
        assert.equal(stack.yOf({ block, offset }), y);
        const { first, end } = stack.within(y, y + length);
        assert.ok(stack.topOf(first) <= y && (end === all.length || stack.topOf(end) > y + length));
      }),
    );
  });

  it('keeps a place when blocks above turn out to be of other heights', () => {
    fc.assert(
      fc.property(heights, fc.nat(30_000), fc.nat(60), fc.nat(900), (all, at, which, height) => {
        const stack = stackOf(all);
        const place = stack.placeAt(at % stack.height);
        const block = which % all.length;
        const by = height - (all[block] ?? 0);
        const before = stack.yOf(place);
        assert.equal(stack.measured(block, height), by !== 0);
        assert.equal(stack.yOf(place), before + (block < place.block ? by : 0));
      }),
    );
  });

  it('replaces what comes after a block', () => {
    const stack = stackOf([10, 20, 30]);
    stack.replaceFrom(1, [5, 5]);
    assert.deepEqual([stack.count, stack.height], [3, 20]);
  });

  it('has an answer where there is nothing', () => {
    const stack = new BlockStack();
    assert.deepEqual([stack.height, stack.within(0, 100)], [0, { first: 0, end: 0 }]);
  });
});

function stackOf(all: readonly number[]): BlockStack {
  const stack = new BlockStack();
  stack.replaceFrom(0, all);
  return stack;
}
