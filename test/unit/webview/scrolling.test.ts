import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Geometry } from '../../../src/webview/list/geometry';
import {
  endScrollTop,
  followsAfterScroll,
  moveBy,
  needsRows,
  overscan,
  placeAt,
  scrollTopFor,
  scrollTopToReveal,
  scrollTopWithin,
  visibleRange,
  windowAround,
} from '../../../src/webview/list/scrolling';

const HEIGHT = 200;
const list = (total: number): Geometry => new Geometry(20, 20, total, []);

describe('scrolling', () => {
  it('keeps a row at the top when rows come or go before it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 500 }),
        fc.nat(1000),
        fc.integer({ min: -20, max: 200 }),
        (total, at, before) => {
          const old = list(total);
          const scrollTop = Math.min(20 + at, endScrollTop(old, HEIGHT));
          const place = placeAt(old, scrollTop);
          const shifted = { ...place, index: place.index + before };
          const next = list(total + before);
          if (shifted.index >= 0 && shifted.index * 20 + HEIGHT < next.height - 40) {
            assert.equal(scrollTopFor(next, shifted, HEIGHT), scrollTop + before * 20);
          }
        },
      ),
    );
  });

  it('never scrolls out of the list', () => {
    for (const index of [-5, 0, 3, 99]) {
      const scrollTop = scrollTopFor(list(5), { index, offset: -50 }, HEIGHT);
      assert.ok(scrollTop >= 0 && scrollTop <= endScrollTop(list(5), HEIGHT));
    }
  });

  const end = endScrollTop(list(100), HEIGHT);
  const follows: readonly (readonly [string, boolean, number, number, boolean])[] = [
    ['stays at the end', true, end, end, true],
    ['stops with the first pixels up', true, end, end - 3, false],
    ['does not begin on the way up', false, end - 100, end - 105, false],
    ['begins when the end is reached', false, end - 100, end, true],
    ['begins within half a row of the end', false, end - 100, end - 5, true],
    ['goes on where the list has grown under it', true, end - 100, end - 100, true],
    ['goes on where the list has shrunk', true, end + 500, end, true],
  ];
  for (const [what, following, before, scrollTop, expected] of follows) {
    it(`following ${what}`, () => {
      const now = { scrollTop, height: HEIGHT };
      assert.equal(followsAfterScroll(following, list(100), before, now), expected);
    });
  }

  it('asks for rows in time, and the answer is enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(40_000), fc.boolean(), (total, at, following) => {
        const geometry = list(total);
        const scrollTop = following
          ? endScrollTop(geometry, HEIGHT)
          : Math.min(at, endScrollTop(geometry, HEIGHT));
        const visible = visibleRange(geometry, { scrollTop, height: HEIGHT });
        const { before, size } = windowAround(visible, following);
        const last = Math.max(0, total - size);
        const first = following ? last : Math.max(0, Math.min(visible.first - before, last));
        const held = { first, end: Math.min(total, first + size) };
        assert.equal(needsRows(held, visible, total), false);
        assert.ok(needsRows({ first: 0, end: 0 }, visible, total));
      }),
    );
  });

  it('sees no rows in an empty list', () => {
    const visible = visibleRange(list(0), { scrollTop: 0, height: HEIGHT });
    assert.deepEqual(visible, { first: 0, end: 0 });
    assert.deepEqual(overscan(visible, 8, 0), { first: 0, end: 0 });
  });

  const moves: readonly (readonly [string, number, number | undefined])[] = [
    ['ArrowUp', 0, 0],
    ['ArrowDown', 3, 4],
    ['ArrowDown', 99, 99],
    ['PageUp', 50, 41],
    ['PageDown', 95, 99],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['a', 50, undefined],
    ['constructor', 50, undefined],
  ];
  for (const [key, from, to] of moves) {
    it(`${key} moves from ${from} to ${to ?? 'nowhere'}`, () => assert.equal(moveBy(key, from, 100, 10), to));
  }

  it('reveals all of a row, and moves no further than it must', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(1800), (index, at) => {
        const geometry = list(100);
        const viewport = { scrollTop: Math.min(at, endScrollTop(geometry, HEIGHT)), height: HEIGHT };
        const scrollTop = scrollTopToReveal(geometry, index, viewport);
        assert.ok(geometry.topOf(index) >= scrollTop && geometry.topOf(index + 1) <= scrollTop + HEIGHT);
        const wasVisible =
          geometry.topOf(index) >= viewport.scrollTop &&
          geometry.topOf(index + 1) <= viewport.scrollTop + HEIGHT;
        if (wasVisible && index > 0) {
          assert.equal(scrollTop, viewport.scrollTop);
        }
      }),
    );
  });

  describe('in a row that is higher than the screen', () => {
    const geometry = new Geometry(20, 20, 10, [{ index: 3, extra: 980 }]);
    const cases: readonly (readonly [string, number, number | undefined])[] = [
      ['ArrowDown', 80, 140],
      ['ArrowDown', 850, 880],
      ['ArrowDown', 880, undefined],
      ['PageDown', 80, 260],
      ['PageUp', 300, 120],
      ['PageUp', 100, 80],
      ['ArrowUp', 80, undefined],
      ['Home', 300, undefined],
    ];
    for (const [key, scrollTop, expected] of cases) {
      it(`${key} leads from ${scrollTop} to ${expected ?? 'another row'}`, () => {
        assert.equal(scrollTopWithin(geometry, 3, key, { scrollTop, height: HEIGHT }), expected);
      });
    }
    it('a row that fits is not scrolled in', () => {
      assert.equal(scrollTopWithin(geometry, 2, 'ArrowDown', { scrollTop: 0, height: HEIGHT }), undefined);
    });
  });
});
