import assert from 'node:assert/strict';
import type { TallRow } from '../../../src/webview/list/geometry';
import { Geometry } from '../../../src/webview/list/geometry';
import { ScrollState } from '../../../src/webview/list/scrollState';

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
    list.state.moveTopIndex(list.state.topPlace.index + 10);
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
    assert.equal(list.state.topPlace.index, 0);
  });

  it('stops following when a key moves up and away, and goes on when one moves to the last row', () => {
    const list = new List(100, true);
    list.state.reveal(50);
    list.layOut(100);
    list.state.settled();
    assert.equal(list.state.following, false);
    list.state.reveal(99);
    list.layOut(100);
    assert.equal(list.state.following, true);
  });

  it('shows as much of an unfolded row as fits, and follows on where the end stays in sight', () => {
    const tall = new List(100, true);
    tall.state.unfold(95);
    tall.layOut(100, [{ index: 95, extra: 5000 }], 5000);
    assert.deepEqual([tall.state.following, tall.state.top], [false, tall.geometry.topOf(95)]);
    const last = new List(100, true);
    last.state.unfold(99);
    last.layOut(100, [{ index: 99, extra: 2 * ROW }], 2 * ROW);
    assert.deepEqual([last.state.following, last.state.top], [true, last.end]);
    const short = new List(5, true);
    short.state.unfold(2);
    short.layOut(5, [{ index: 2, extra: 30 }], 30);
    assert.equal(short.state.following, true);
  });

  it('follows again once the last row is in sight because another was folded', () => {
    const list = new List(100, true);
    list.state.unfold(98);
    list.layOut(100, [{ index: 98, extra: 5000 }], 5000);
    assert.equal(list.state.following, false);
    list.layOut(100, [], 0);
    assert.deepEqual([list.state.following, list.state.top], [true, list.end]);
  });

  it('follows on while rows turn out to be higher than a line', () => {
    const list = new List(100, true);
    list.layOut(100, [{ index: 95, extra: 500 }]);
    assert.deepEqual([list.state.following, list.state.top], [true, list.end]);
  });

  it('goes to a row with others around it, or nowhere where it is visible, and no longer follows', () => {
    const list = new List(100, true);
    list.state.goTo(50);
    list.layOut(100);
    assert.equal(list.state.following, false);
    assert.ok(Math.abs(list.state.top + HEIGHT / 3 - (50 + 1) * ROW) < 1);
    const end = new List(100, true);
    end.state.goTo(99);
    end.layOut(100);
    end.state.settled();
    end.layOut(120);
    assert.deepEqual([end.state.following, end.state.top], [false, 101 * ROW - HEIGHT]);
  });

  it('shows the row it goes to also where heights become known on the way', () => {
    const list = new List(100, true);
    list.state.goTo(50);
    list.layOut(100);
    list.layOut(100, [{ index: 48, extra: 300 }]);
    const top = list.state.geometry.topOf(50);
    assert.ok(top >= list.state.top && top + ROW <= list.state.top + HEIGHT);
  });

  it('keeps what is at the top inside a high row', () => {
    const list = new List(100, false);
    list.layOut(100, [{ index: 3, extra: 5000 }]);
    list.scrollTo(2000);
    list.state.moveTopOffset(150);
    list.layOut(100, [{ index: 3, extra: 5150 }]);
    assert.equal(list.state.top, 2150);
  });
});

/** A list as a browser would scroll it. */
class List {
  readonly state: ScrollState;
  geometry = new Geometry(ROW, ROW, 0, []);

  constructor(total: number, following: boolean) {
    this.state = new ScrollState(following);
    this.layOut(total);
  }

  get end(): number {
    return Math.max(0, this.geometry.height - HEIGHT);
  }

  layOut(total: number, tall: readonly TallRow[] = [], unfoldedHeight = 0): void {
    this.geometry = new Geometry(ROW, ROW, total, tall);
    this.state.layOut(this.geometry, HEIGHT, unfoldedHeight);
  }

  scrollTo(scrollTop: number): void {
    this.state.scrolled(scrollTop, HEIGHT);
  }
}
