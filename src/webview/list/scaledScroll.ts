/**
 * The scrolled content is at most this high, in pixels. A browser lays out about 33 million physical ones, and from 16
 * million on a fraction of one is lost; this leaves room for a zoom of four.
 */
const MAX_HEIGHT = 4_000_000;

/** So far from either end, in pixels, positions of the page and of the list are the same wherever it comes to rest. */
const EXACT = 100_000;

/**
 * Between the scroll position of the page, which a browser limits, and that of a list of any height.
 *
 * - A small movement moves the list by as many pixels as the page. That shifts the list against the page.
 * - A big one, as when the thumb is dragged, goes to the place in the list that corresponds to the one in the page.
 * - `layOut` puts the page back to where it belongs: at rest, and before the page would come to an end while the list
 *   goes on. While a person scrolls it leaves the page alone, also when rows above change their heights: a position
 *   that is set would end what the browser does with the wheel or a finger.
 *
 * What belongs together: within `EXACT` of the ends the same distance from that end, and in between in proportion.
 */
export class ScaledScroll {
  private list = { end: 0, top: 0 };
  private page = { end: 0, top: 0 };
  private viewport = 0;

  constructor(private readonly maxHeight = MAX_HEIGHT) {}

  /** The height that the content of the page has to have, in pixels. */
  get height(): number {
    return this.page.end + this.viewport;
  }

  /** The scroll position that the page has to have. */
  get pageTop(): number {
    return this.page.top;
  }

  /** How far the list is shifted against the page: what lies at `y` of the list belongs at `y - shift` of the page. */
  get shift(): number {
    return this.list.top - this.page.top;
  }

  /**
   * The list lies like this now.
   *
   * @param height of all of the list, pixels
   * @param top its scroll position
   * @param free whether the page may be set: nobody is scrolling it, or the list has jumped
   */
  layOut(height: number, viewport: number, top: number, free: boolean): void {
    this.viewport = viewport;
    const end = Math.max(0, height - viewport);
    this.list = { end, top: Math.max(0, Math.min(top, end)) };
    this.page.end = Math.max(0, Math.min(end, this.maxHeight - viewport));
    if (free || this.runsOut()) {
      this.page.top = Math.round(this.toPage(this.list.top));
    }
  }

  /**
   * The page was scrolled.
   *
   * @returns the scroll position of the list; undefined when the page is where it was put
   */
  scrolled(pageTop: number): number | undefined {
    const by = pageTop - this.page.top;
    if (Math.abs(by) < 1) {
      return undefined;
    }
    const small = Math.abs(by) <= Math.max(500, this.viewport);
    const top = small ? this.list.top + by : this.toList(pageTop);
    this.page.top = pageTop;
    this.list.top = Math.max(0, Math.min(top, this.list.end));
    return this.list.top;
  }

  /** What became of the position that was set: browsers round it. */
  setPage(pageTop: number): void {
    this.page.top = pageTop;
  }

  /** Whether the page has less room than the list on one side, or the list none at all, near an end of either. */
  private runsOut(): boolean {
    const { list, page, viewport } = this;
    const ends = (pageRoom: number, listRoom: number): boolean =>
      pageRoom < 0 ||
      (listRoom <= 0 && pageRoom >= 1) ||
      (pageRoom < Math.min(viewport, listRoom) && listRoom - pageRoom >= 1);
    return ends(page.top, list.top) || ends(page.end - page.top, list.end - list.top);
  }

  private get exact(): number {
    return this.page.end === this.list.end ? this.page.end : Math.min(EXACT, this.page.end / 4);
  }

  private toPage(top: number): number {
    return convert(top, this.list.end, this.page.end, this.exact);
  }

  private toList(top: number): number {
    return convert(Math.max(0, Math.min(top, this.page.end)), this.page.end, this.list.end, this.exact);
  }
}

/** Converts a position between two ranges, that begin and end with a stretch of the same length. */
function convert(at: number, from: number, to: number, same: number): number {
  if (at <= same) {
    return at;
  }
  if (at >= from - same) {
    return to - (from - at);
  }
  return same + ((at - same) * (to - 2 * same)) / (from - 2 * same);
}
