import { Geometry } from './geometry';
import type { Place } from './scrolling';
import { endScrollTop, followsAfterScroll, placeAt, scrollTopFor, scrollTopToReveal } from './scrolling';

/**
 * Where the list is scrolled to: at the end, which it follows, or at a place that stays while rows come and go. Knows
 * nothing of the page; the list tells it what happened and sets the scroll position that comes of it.
 */
export class ScrollState {
  private laidOut = new Geometry(20, 20, 0, []);
  private place: Place = { index: 0, offset: 0 };
  private scrollTop = 0;
  private toReveal: number | undefined;

  constructor(private followsEnd: boolean) {}

  get following(): boolean {
    return this.followsEnd;
  }

  get geometry(): Geometry {
    return this.laidOut;
  }

  /** The scroll position as it was set or seen last, in pixels. */
  get top(): number {
    return this.scrollTop;
  }

  /** The row that stays in place while not following. */
  get topIndex(): number {
    return this.place.index;
  }

  /** That row has another index now. */
  moveTopIndex(index: number): void {
    this.place = { ...this.place, index: Math.max(0, index) };
  }

  followEnd(): void {
    this.followsEnd = true;
    this.toReveal = undefined;
  }

  /** Scrolls no further than needed to show a row, with the next layout. */
  reveal(index: number): void {
    this.toReveal = index;
  }

  /** The page was scrolled, by a person or by what was set. @returns whether that is news */
  scrolled(scrollTop: number, height: number): boolean {
    if (Math.abs(scrollTop - this.scrollTop) < 1) {
      return false;
    }
    this.followsEnd = followsAfterScroll(this.followsEnd, this.laidOut, this.scrollTop, {
      scrollTop,
      height,
    });
    this.place = placeAt(this.laidOut, scrollTop);
    this.scrollTop = scrollTop;
    return true;
  }

  /** Takes the new layout of rows. @returns the scroll position that belongs to it */
  layOut(geometry: Geometry, height: number): number {
    if (this.followsEnd && geometry.extra > this.laidOut.extra) {
      this.stayWithUnfolded(geometry, height);
    }
    this.laidOut = geometry;
    const present = this.followsEnd
      ? endScrollTop(geometry, height)
      : scrollTopFor(geometry, this.place, height);
    return this.toReveal === undefined ? present : this.revealFrom(present, this.toReveal, height);
  }

  /** What became of the position that was set: browsers round it. */
  set(scrollTop: number): void {
    this.scrollTop = scrollTop;
  }

  private revealFrom(present: number, index: number, height: number): number {
    this.toReveal = undefined;
    const scrollTop = scrollTopToReveal(this.laidOut, index, { scrollTop: present, height });
    this.place = placeAt(this.laidOut, scrollTop);
    this.followsEnd = followsAfterScroll(this.followsEnd, this.laidOut, present, { scrollTop, height });
    return scrollTop;
  }

  /** A row that was unfolded stays where it is, to be read, where it would push the end out of sight. */
  private stayWithUnfolded(geometry: Geometry, height: number): void {
    this.place = placeAt(this.laidOut, this.scrollTop);
    const scrollTop = scrollTopFor(geometry, this.place, height);
    this.followsEnd = scrollTop >= endScrollTop(geometry, height) - 1;
  }
}
