import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ScaledScroll } from '../../../src/webview/list/scaledScroll';

const VIEWPORT = 600;
const MAX = 1_000_000;

/** Heights of lists that fit into a page, and of some that do not. */
const anyHeight = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 60_000_000 }));
const anyPart = fc.integer({ min: 0, max: 1000 }).map((part) => part / 1000);

describe('scaled scroll', () => {
  it('is as high as the list where a browser can lay that out, and no higher than allowed', () => {
    for (const [height, expected] of [
      [100, VIEWPORT],
      [5000, 5000],
      [60_000_000, MAX],
    ] as const) {
      assert.equal(new Page(height).scaled.height, expected);
    }
  });

  it('moves the list by as many pixels as the page, in small movements from anywhere', () => {
    fc.assert(
      fc.property(anyHeight, anyPart, fc.integer({ min: -600, max: 600 }), (height, part, by) => {
        const page = new Page(height, part);
        const before = page.top;
        page.scrollBy(by);
        const expected = Math.max(0, Math.min(before + by, page.end));
        assert.ok(Math.abs(page.top - expected) <= 1, `${page.top} instead of ${expected}`);
      }),
    );
  });

  it('goes to the ends where the page does', () => {
    fc.assert(
      fc.property(anyHeight, anyPart, (height, part) => {
        const page = new Page(height, part);
        page.scrollTo(0);
        page.rest();
        assert.ok(page.top < 1);
        page.scrollTo(page.pageEnd);
        page.rest();
        assert.ok(page.end - page.top < 1);
      }),
    );
  });

  it('reaches the ends by small movements alone, however long they go on without a rest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5000, max: 40_000_000 }),
        fc.integer({ min: 0, max: 300_000 }),
        fc.boolean(),
        fc.boolean(),
        (height, away, up, grows) => {
          const page = new Page(height);
          const start = Math.min(away, page.end);
          page.put(up ? start : page.end - start);
          const steps = Math.ceil(start / 490) + 5;
          for (let step = 0; step < steps; step++) {
            page.scrollBy(up ? -500 : 500);
            if (grows && step % 7 === 0 && step < steps - 5) {
              page.grow(40);
            }
          }
          assert.ok(up ? page.top < 1 : page.end - page.top < 1, `${page.top} of ${page.end}`);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('goes in proportion in between, and comes to rest where it went', () => {
    const page = new Page(60_000_000);
    page.scrollTo(MAX / 2);
    assert.ok(Math.abs(page.top - 30_000_000) < 60_000);
    const { top } = page;
    page.rest();
    assert.equal(page.top, top);
    assert.ok(Math.abs(page.scaled.pageTop - MAX / 2) <= 1);
    page.scrollTo(MAX / 4);
    assert.ok(page.top < top);
  });

  it('keeps page and list within their ends, whatever happens', () => {
    const step = fc.oneof(
      fc.record({ by: fc.integer({ min: -700, max: 700 }) }),
      fc.record({ to: anyPart }),
      fc.record({ height: anyHeight }),
      fc.constant({ rest: true }),
    );
    fc.assert(
      fc.property(anyHeight, fc.array(step, { maxLength: 40 }), (height, steps) => {
        const page = new Page(height);
        for (const next of steps) {
          if ('by' in next) {
            page.scrollBy(next.by);
          } else if ('to' in next) {
            page.scrollTo(Math.round(next.to * page.pageEnd));
          } else if ('height' in next) {
            page.setHeight(next.height);
          } else {
            page.rest();
          }
          assert.ok(page.top >= 0 && page.top <= page.end);
          assert.ok(page.scaled.pageTop >= 0 && page.scaled.pageTop <= page.pageEnd + 1);
          assert.ok(page.scaled.height <= MAX);
        }
      }),
    );
  });

  it('leaves the page alone while a person scrolls and rows above turn out higher', () => {
    const page = new Page(100_000, 0.5);
    page.scrollBy(-100);
    const { pageTop } = page.scaled;
    page.setHeight(100_300, page.top + 300);
    assert.equal(page.scaled.pageTop, pageTop);
    assert.equal(page.scaled.shift, 300);
    page.rest();
    assert.equal(page.scaled.shift, 0);
  });

  it('takes no notice of where it put the page itself', () => {
    const page = new Page(60_000_000, 0.3);
    assert.equal(page.scaled.scrolled(page.scaled.pageTop + 0.6), undefined);
  });
});

/** A page as a browser scrolls it, with a list that is painted after each step. */
class Page {
  readonly scaled = new ScaledScroll(MAX);
  top = 0;

  constructor(
    private height: number,
    part = 0,
  ) {
    this.put(part * this.end);
  }

  get end(): number {
    return Math.max(0, this.height - VIEWPORT);
  }

  get pageEnd(): number {
    return this.scaled.height - VIEWPORT;
  }

  put(top: number): void {
    this.top = top;
    this.paint(true);
  }

  scrollBy(by: number): void {
    this.scrollTo(this.scaled.pageTop + by);
  }

  scrollTo(pageTop: number): void {
    this.top = this.scaled.scrolled(Math.max(0, Math.min(pageTop, this.pageEnd))) ?? this.top;
    this.paint(false);
  }

  /** Rows above the screen turn out higher. */
  grow(by: number): void {
    this.setHeight(this.height + by, this.top + by);
  }

  setHeight(height: number, top = this.top): void {
    this.height = height;
    this.top = Math.min(top, this.end);
    this.paint(false);
  }

  rest(): void {
    this.paint(true);
  }

  private paint(free: boolean): void {
    this.scaled.layOut(this.height, VIEWPORT, this.top, free);
  }
}
