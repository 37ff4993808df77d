import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  barAt,
  barHeights,
  LEAST_HEIGHT,
  mergeBars,
  nextErrors,
  shareOf,
  totalOf,
  type Bar,
  type Timeline,
} from '../../../src/webview/timeline/timelineScale';
import { barFrom } from '../../../src/webview/timeline/timelineView';

const count = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(200_000));
const bar: fc.Arbitrary<Bar> = fc.tuple(count, count, count);
const timeline: fc.Arbitrary<Timeline> = fc
  .record({
    first: fc.integer({ min: 1_600_000, max: 1_600_200 }),
    step: fc.constantFrom(1, 250, 1000, 60_000, 86_400_000),
    bars: fc.array(bar, { minLength: 1, maxLength: 150 }),
  })
  .map(({ first, step, bars }) => ({ from: first * step, step, bars }));

function sum(bars: readonly Bar[]): Bar {
  return bars.reduce<Bar>((all, [e, w, o]) => [all[0] + e, all[1] + w, all[2] + o], [0, 0, 0]);
}

describe('bars of the time line', () => {
  it('are merged into those that fit, without losing an entry', () => {
    fc.assert(
      fc.property(timeline, fc.integer({ min: 1, max: 150 }), (whole, most) => {
        const merged = mergeBars(whole, most);
        assert.ok(merged.bars.length <= most, `${merged.bars.length} bars`);
        assert.deepEqual(sum(merged.bars), sum(whole.bars));
        assert.ok(merged.from <= whole.from && whole.from < merged.from + merged.step);
      }),
    );
  });

  it('stand where their entries are in time', () => {
    fc.assert(
      fc.property(timeline, fc.integer({ min: 2, max: 150 }), (whole, most) => {
        const merged = mergeBars(whole, most);
        const expected = merged.bars.map((): Bar => [0, 0, 0]);
        whole.bars.forEach((each, index) => {
          const at = barAt(merged, whole.from + index * whole.step);
          expected[at] = sum([expected[at] ?? [0, 0, 0], each]);
        });
        assert.deepEqual(merged.bars, expected);
      }),
    );
  });

  it('keep their neighbours while time goes on', () => {
    const step = 1000;
    const bars = Array.from({ length: 100 }, (_, index): Bar => [0, 0, index]);
    const before = mergeBars({ from: 5_000_000, step, bars }, 51);
    const after = mergeBars({ from: 5_001_000, step, bars: [...bars.slice(1), [0, 0, 7]] }, 51);
    assert.equal(before.step, 2000);
    assert.equal(after.step, 2000);
    assert.deepEqual(after.bars.slice(1, 40), before.bars.slice(1, 40));
  });

  it('stay as they are where they fit', () => {
    const whole: Timeline = { from: 10, step: 5, bars: [[1, 2, 3]] };
    assert.equal(mergeBars(whole, 1), whole);
  });
});

describe('heights of a bar', () => {
  it('show everything that is there, and nothing else, within the height', () => {
    fc.assert(
      fc.property(bar, fc.nat(500_000), fc.integer({ min: 6, max: 100 }), (each, extra, height) => {
        const heights = barHeights(each, totalOf(each) + extra, height);
        each.forEach((entries, kind) =>
          assert.ok(entries === 0 ? heights[kind] === 0 : (heights[kind] ?? 0) >= LEAST_HEIGHT),
        );
        assert.ok(heights[0] + heights[1] + heights[2] <= height);
      }),
    );
  });

  it('grow with the entries', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        assert.ok(barHeights([0, 0, low], 10_000, 22)[2] <= barHeights([0, 0, high], 10_000, 22)[2]);
      }),
    );
    assert.deepEqual(barHeights([0, 0, 10_000], 10_000, 22), [0, 0, 22]);
    assert.deepEqual(barHeights([1, 0, 0], 10_000, 22), [LEAST_HEIGHT, 0, 0]);
  });

  it('divide it by kind', () => {
    assert.deepEqual(barHeights([50, 0, 50], 100, 20), [10, 0, 10]);
    assert.deepEqual(barHeights([1, 1, 1], 10_000, 22), [2, 2, 2]);
  });
});

describe('places on the time line', () => {
  const line: Timeline = {
    from: 1000,
    step: 100,
    bars: [
      [1, 0, 0],
      [0, 1, 1],
      [0, 0, 0],
      [2, 0, 0],
    ],
  };

  it('belong to a bar', () => {
    const cases = [
      [1000, 0],
      [1099, 0],
      [1100, 1],
      [1399, 3],
      [0, 0],
      [9000, 3],
    ] as const;
    cases.forEach(([at, index]) => assert.equal(barAt(line, at), index, String(at)));
  });

  it('have a share of its length', () => {
    assert.deepEqual(shareOf(line, 1100, 1200), { start: 0.25, end: 0.5 });
    assert.deepEqual(shareOf(line, 1200, 1100), { start: 0.25, end: 0.5 });
    assert.deepEqual(shareOf(line, 0, 5000), { start: 0, end: 1 });
    assert.equal(shareOf(line, 100, 200), undefined);
    assert.equal(shareOf(line, 2000, 2100), undefined);
    assert.equal(shareOf(line, NaN, 1100), undefined);
    assert.equal(shareOf({ ...line, bars: [] }, 1000, 1100), undefined);
  });

  it('are reached by keys', () => {
    const cases: readonly (readonly [string, number, number | undefined])[] = [
      ['ArrowLeft', 0, 0],
      ['ArrowLeft', 5, 4],
      ['ArrowRight', 5, 6],
      ['ArrowRight', 29, 29],
      ['PageUp', 5, 15],
      ['PageDown', 5, 0],
      ['Home', 5, 0],
      ['End', 5, 29],
      ['a', 5, undefined],
    ];
    cases.forEach(([key, at, to]) => assert.equal(barFrom(key, at, 30), to, key));
  });

  it('with errors are found in both directions', () => {
    assert.equal(nextErrors(line.bars, 0, 1), 3);
    assert.equal(nextErrors(line.bars, 3, -1), 0);
    assert.equal(nextErrors(line.bars, 3, 1), undefined);
    assert.equal(nextErrors(line.bars, 0, -1), undefined);
  });
});
