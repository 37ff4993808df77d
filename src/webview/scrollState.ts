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
  private unfolding = false;
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

  /** A person unfolds a row: it is to be read, and must not be pushed out of sight by following the end. */
  unfold(): void {
    this.unfolding = true;
  }

  /** It was scrolled to `top`, in a viewport of this height. */
  scrolled(top: number, height: number): void {
    this.followsEnd = followsAfterScroll(this.followsEnd, this.laidOut, this.position, {
      scrollTop: top,
      height,
    });
    this.unfolding = false;
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
    const hasGrown = unfoldedHeight > this.unfoldedHeight;
    this.laidOut = geometry;
    this.unfoldedHeight = unfoldedHeight;
    if (this.followsEnd && this.unfolding && hasGrown) {
      this.stayWithUnfolded(before, height);
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

  /** Stops following where the end goes out of sight. */
  private stayWithUnfolded(before: Geometry, height: number): void {
    const place = placeAt(before, this.position);
    const scrollTop = scrollTopFor(this.laidOut, place, height);
    if (scrollTop < endScrollTop(this.laidOut, height) - 1) {
      this.followsEnd = false;
      this.unfolding = false;
      this.place = place;
    }
  }
}
