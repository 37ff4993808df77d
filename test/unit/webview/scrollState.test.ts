import assert from 'node:assert/strict';
import { Geometry } from '../../../src/webview/geometry';
import { ScrollState } from '../../../src/webview/scrollState';

const HEIGHT = 200;
const ROW = 20;

describe('scroll state', () => {
  it('goes with the end while following', () => {
    const list = new List(100, true);
    assert.equal(list.state.top, list.end);
    list.layOut(150);
    assert.equal(list.state.top, list.end);
  });

  it('stays with its row once it is scrolled up, whatever comes before or after it', () => {
    const list = new List(100, true);
    list.scrollTo(list.end - 205);
    assert.equal(list.state.following, false);
    const before = list.state.top;
    list.layOut(150);
    assert.equal(list.state.top, before);
    list.state.moveTopIndex(list.state.topIndex + 10);
    list.layOut(160);
    assert.equal(list.state.top, before + 10 * ROW);
    list.scrollTo(list.end);
    assert.equal(list.state.following, true);
  });

  it('shows the row that a key moved to, also where rows came before it in the same frame', () => {
    const list = new List(100, false);
    list.state.reveal(0);
    list.state.moveTopIndex(50);
    list.layOut(150);
    assert.equal(list.state.top, 0);
    assert.equal(list.state.topIndex, 0);
  });

  it('stops following when a key moves up and away, and goes on when one moves to the last row', () => {
    const list = new List(100, true);
    list.state.reveal(50);
    list.layOut(100);
    assert.equal(list.state.following, false);
    list.state.reveal(99);
    list.layOut(100);
    assert.equal(list.state.following, true);
  });

  it('lets an unfolded row be read, and follows on where the end stays in sight', () => {
    const tall = new List(100, true);
    const before = tall.state.top;
    tall.layOut(100, [{ index: 95, extra: 500 }]);
    assert.deepEqual([tall.state.following, tall.state.top], [false, before]);
    const short = new List(5, true);
    short.layOut(5, [{ index: 2, extra: 30 }]);
    assert.equal(short.state.following, true);
  });

  it('takes no notice of the scroll event that its own position causes', () => {
    const list = new List(100, true);
    assert.equal(list.state.scrolled(list.state.top + 0.5, HEIGHT), false);
    assert.equal(list.state.following, true);
  });
});

/** A list as a browser would scroll it. */
class List {
  readonly state: ScrollState;
  private geometry = new Geometry(ROW, ROW, 0, []);

  constructor(total: number, following: boolean) {
    this.state = new ScrollState(following);
    this.layOut(total);
  }

  get end(): number {
    return Math.max(0, this.geometry.height - HEIGHT);
  }

  layOut(total: number, tall: ConstructorParameters<typeof Geometry>[3] = []): void {
    this.geometry = new Geometry(ROW, ROW, total, tall);
    this.state.set(this.state.layOut(this.geometry, HEIGHT));
  }

  scrollTo(scrollTop: number): void {
    assert.ok(this.state.scrolled(scrollTop, HEIGHT));
  }
}
