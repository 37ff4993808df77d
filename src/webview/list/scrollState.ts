import { Geometry } from './geometry';
import type { Place } from './scrolling';
import {
  endScrollTop,
  followsAfterScroll,
  placeAt,
  scrollTopFor,
  scrollTopToGo,
  scrollTopToReveal,
} from './scrolling';

interface Target {
  readonly index: number;
  /** `near`: no further than needed; `far`: with rows around it, and without following. */
  readonly how: 'near' | 'far';
}

/**
 * Where the list is scrolled to: at the end, which it follows, or at a place that stays while rows come and go and
 * heights become known. Knows nothing of the page; positions are pixels of the list, of any height.
 */
export class ScrollState {
  private laidOut = new Geometry(20, 20, 0, []);
  private place: Place = { index: 0, offset: 0 };
  private position = 0;
  private target: Target | undefined;
  /** The row that a person unfolded last, while its text comes. */
  private unfolding: number | undefined;
  private unfoldedHeight = 0;
  private jumped = false;

  constructor(private followsEnd: boolean) {}

  get following(): boolean {
    return this.followsEnd;
  }

  get geometry(): Geometry {
    return this.laidOut;
  }

  /** The scroll position. */
  get top(): number {
    return this.position;
  }

  /** Whether it went somewhere without being scrolled there since it was settled last. */
  get hasJumped(): boolean {
    return this.jumped;
  }

  /** What stays in place while not following. */
  get topPlace(): Place {
    return this.place;
  }

  /** The row at the top has another index now. */
  moveTopIndex(index: number): void {
    this.place = { ...this.place, index: Math.max(0, index) };
  }

  /** By how many rows the list has moved. */
  moveUnfolding(by: number): void {
    this.unfolding = this.unfolding === undefined ? undefined : this.unfolding + by;
  }

  /** What is at the top is further down or up in its row now. */
  moveTopOffset(by: number): void {
    this.place = { ...this.place, offset: this.place.offset + by };
  }

  followEnd(): void {
    this.followsEnd = true;
    this.target = undefined;
    this.jumped = true;
  }

  /** Scrolls no further than needed to show a row, with the next layout. */
  reveal(index: number): void {
    this.target = { index, how: 'near' };
    this.jumped = true;
  }

  /** Shows a row with some of those around it, where it is not visible already, and stops following. */
  goTo(index: number): void {
    this.target = { index, how: 'far' };
    this.jumped = true;
  }

  /** A person unfolds a row: as much of it as fits is to be seen, and must not be pushed out of sight by the end. */
  unfold(index: number): void {
    this.unfolding = index;
  }

  /** It was scrolled to `top`, in a viewport of this height. */
  scrolled(top: number, height: number): void {
    this.followsEnd = followsAfterScroll(this.followsEnd, this.laidOut, this.position, {
      scrollTop: top,
      height,
    });
    this.unfolding = undefined;
    this.target = undefined;
    this.moveTo(top);
  }

  /** Scrolls to `top`, as far as the list goes. */
  scrollTo(top: number, height: number): void {
    this.scrolled(Math.max(0, Math.min(top, endScrollTop(this.laidOut, height))), height);
    this.jumped = true;
  }

  /**
   * Takes the new layout of rows. May be called again in the same frame, when heights have become known.
   *
   * @param unfoldedHeight of all unfolded rows together, pixels
   * @returns the scroll position that belongs to it
   */
  layOut(geometry: Geometry, height: number, unfoldedHeight = 0): number {
    const before = this.laidOut;
    const growth = unfoldedHeight - this.unfoldedHeight;
    this.laidOut = geometry;
    this.unfoldedHeight = unfoldedHeight;
    if (growth > 0 && this.unfolding !== undefined) {
      this.showUnfolded(this.unfolding, before, height);
    } else if (growth < 0) {
      this.unfolding = undefined;
      this.followsEnd ||= scrollTopFor(geometry, this.place, height) >= endScrollTop(geometry, height) - 1;
    }
    if (this.target) {
      this.show(this.target, height);
    }
    this.position = this.followsEnd
      ? endScrollTop(geometry, height)
      : scrollTopFor(geometry, this.place, height);
    return this.position;
  }

  /** The layout is on the screen: what was to be shown is shown. */
  settled(): void {
    this.target = undefined;
    this.jumped = false;
  }

  private show({ index, how }: Target, height: number): void {
    const geometry = this.laidOut;
    const present = this.followsEnd
      ? endScrollTop(geometry, height)
      : scrollTopFor(geometry, this.place, height);
    const viewport = { scrollTop: present, height };
    if (how === 'far') {
      this.followsEnd = false;
      this.moveTo(scrollTopToGo(geometry, index, viewport));
      return;
    }
    const scrollTop = scrollTopToReveal(geometry, index, viewport);
    this.followsEnd = followsAfterScroll(this.followsEnd, geometry, present, { scrollTop, height });
    this.moveTo(scrollTop);
  }

  private moveTo(top: number): void {
    this.position = top;
    this.place = placeAt(this.laidOut, top);
  }

  /** Scrolls no further than needed to show it, or its beginning. Stops following where the end goes out of sight. */
  private showUnfolded(index: number, before: Geometry, height: number): void {
    const geometry = this.laidOut;
    const present = scrollTopFor(geometry, placeAt(before, this.position), height);
    const scrollTop = scrollTopToReveal(geometry, index, { scrollTop: present, height });
    if (!this.followsEnd || scrollTop < endScrollTop(geometry, height) - 1) {
      this.followsEnd = false;
      this.jumped = true;
      this.moveTo(scrollTop);
    }
  }
}
