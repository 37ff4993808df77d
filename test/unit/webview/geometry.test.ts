import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Geometry } from '../../../src/webview/list/geometry';

const anyGeometry = fc
  .record({
    rowHeight: fc.integer({ min: 12, max: 60 }),
    header: fc.integer({ min: 0, max: 60 }),
    total: fc.integer({ min: 1, max: 300 }),
    tall: fc.uniqueArray(fc.record({ index: fc.integer({ min: -5, max: 320 }), extra: fc.nat(5000) }), {
      selector: ({ index }) => index,
      maxLength: 10,
    }),
  })
  .map(({ rowHeight, header, total, tall }) => new Geometry(rowHeight, header, total, tall));

describe('row geometry', () => {
  it('places rows one under the other', () => {
    fc.assert(
      fc.property(anyGeometry, (geometry) => {
        let bottom = geometry.headerHeight;
        for (let index = 0; index < geometry.total; index++) {
          assert.equal(geometry.topOf(index), bottom);
          assert.ok(geometry.heightOf(index) >= geometry.rowHeight);
          bottom += geometry.heightOf(index);
        }
        assert.equal(geometry.height, bottom);
      }),
    );
  });

  it('finds the row at each of its pixels', () => {
    fc.assert(
      fc.property(
        anyGeometry,
        fc.nat(299),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (geometry, at, part) => {
          const index = at % geometry.total;
          assert.equal(geometry.indexAt(geometry.topOf(index) + part * geometry.heightOf(index)), index);
        },
      ),
    );
  });

  it('has an answer above, below and without rows', () => {
    const geometry = new Geometry(20, 10, 3, []);
    assert.equal(geometry.indexAt(-5), 0);
    assert.equal(geometry.indexAt(5), 0);
    assert.equal(geometry.indexAt(9999), 2);
    assert.equal(new Geometry(20, 10, 0, []).indexAt(5), 0);
  });
});
