import type { UpdateMessage } from '../../logs/protocol';
import type { BlockPlace } from './blockStack';
import type { TallRow } from './geometry';
import { Geometry } from './geometry';
import type { ListHeader } from './listHeader';
import type { RowView, Unfolded } from './rowElement';
import type { RowProbe } from './rowProbe';
import type { RowRenderer } from './rowRenderer';
import type { RowWindow } from './rowWindow';
import { ScaledScroll } from './scaledScroll';
import type { Range } from './scrolling';
import { overscan, visibleRange } from './scrolling';
import type { ScrollState } from './scrollState';
import type { UnfoldedText } from './unfoldedText';
import type { UnfoldedTexts } from './unfoldedTexts';

/** Heights are measured so often in one frame, at most: one that is new may bring other rows into sight. */
const MAX_PASSES = 4;

/** Rows that are painted above and below the visible ones, so that a small scroll shows no blanks: at least so many. */
const PAINTED_AROUND = 8;

/** What is shown beside the rows themselves. */
export interface PaintState {
  readonly expanded: UpdateMessage['expanded'];
  readonly selection: UpdateMessage['selection'];
  readonly activeKey: string | undefined;
  /** A person is scrolling: the page must not be moved under them. */
  readonly moving: boolean;
}

export interface PaintedParts {
  /** What scrolls, and what is scrolled in it. */
  readonly root: HTMLElement;
  readonly content: HTMLElement;
  readonly header: ListHeader;
  readonly window: RowWindow;
  readonly scroll: ScrollState;
  readonly texts: UnfoldedTexts;
  readonly renderer: RowRenderer;
}

/**
 * Paints a frame: rows near the screen are written, those of unknown height are measured, and all are put in place, so
 * that nothing is seen to move. Everything is read once, between writing and placing.
 */
export class ListPainter {
  /** The rows on the screen, as of the last frame. */
  visible: Range = { first: 0, end: 0 };
  private readonly scaled = new ScaledScroll();
  private viewport = 0;
  private headerHeight = 0;
  private pageTop = 0;
  private pageHeight = NaN;

  constructor(
    private readonly parts: PaintedParts,
    public probe: RowProbe,
  ) {}

  /** Pixels of the list that are on the screen. */
  get height(): number {
    return this.viewport;
  }

  /** Reads the sizes that rows are laid out by. The page is laid out when this is called. */
  resized(): void {
    const { root, header, renderer } = this.parts;
    this.viewport = root.clientHeight;
    const metricsChanged = this.probe.measure();
    const { rowHeight } = this.probe.last;
    root.style.setProperty('--row-height', `${String(rowHeight)}px`);
    this.headerHeight = Math.max(rowHeight, Math.ceil(header.root.offsetHeight));
    if (metricsChanged) {
      renderer.reflow();
    }
  }

  /** @returns by how many pixels the list was scrolled; 0 where the page is where it was put */
  scrolled(): number {
    const { root, scroll } = this.parts;
    this.pageTop = root.scrollTop;
    if (root.clientHeight !== this.viewport) {
      // The browser moved the page because there is more or less room; the next frame puts it where it belongs.
      return 0;
    }
    const before = scroll.top;
    const top = this.scaled.scrolled(this.pageTop);
    if (top === undefined) {
      return 0;
    }
    scroll.scrolled(top, this.viewport);
    return top - before || Number.MIN_VALUE;
  }

  paint(state: PaintState): void {
    const { renderer, scroll } = this.parts;
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      this.layOut(state);
      renderer.show(this.rowsToPaint(state));
      const top = this.topBlock();
      const changed = renderer.measure();
      if (top) {
        scroll.moveTopOffset(top.text.stack.yOf(top.place) - top.y);
      }
      if (!changed) {
        break;
      }
    }
    this.layOut(state);
    this.place(state);
    scroll.settled();
  }

  /** Unfolded texts that end near the bottom of the screen, or above it, with more to read. */
  readsOn(state: PaintState): readonly string[] {
    const { scroll, texts } = this.parts;
    const bottom = scroll.top + 3 * this.viewport;
    return state.expanded
      .filter(({ key, index }) => {
        const text = texts.get(key);
        const end = scroll.geometry.topOf(index + 1);
        const begins = scroll.geometry.topOf(index) < scroll.top + this.viewport;
        return text && text.left > 0 && begins && end > scroll.top && end < bottom;
      })
      .map(({ key }) => key);
  }

  private layOut({ expanded, moving }: PaintState): void {
    const { window, scroll } = this.parts;
    const { rowHeight } = this.probe.last;
    const unfolded = this.unfoldedRows(expanded);
    const tall = [...unfolded, ...this.measuredRows(expanded)];
    const geometry = new Geometry(rowHeight, this.headerHeight, window.total, tall);
    const unfoldedHeight = unfolded.reduce((sum, { extra }) => sum + extra, 0);
    const top = scroll.layOut(geometry, this.viewport, unfoldedHeight);
    this.scaled.layOut(geometry.height, this.viewport, top, !moving || scroll.hasJumped);
    this.visible = visibleRange(geometry, { scrollTop: top, height: this.viewport });
  }

  private unfoldedRows(expanded: UpdateMessage['expanded']): readonly TallRow[] {
    const { rowHeight } = this.probe.last;
    return expanded.map(({ key, index }) => ({
      index,
      extra: (this.parts.texts.get(key)?.height ?? 0) - rowHeight,
    }));
  }

  private measuredRows(expanded: UpdateMessage['expanded']): readonly TallRow[] {
    const { renderer, window } = this.parts;
    const { rowHeight } = this.probe.last;
    const unfolded = new Set(expanded.map(({ key }) => key));
    const tall: TallRow[] = [];
    for (const [key, height] of renderer.measured) {
      const index = unfolded.has(key) ? undefined : window.indexOf(key);
      if (index !== undefined) {
        tall.push({ index, extra: height - rowHeight });
      }
    }
    return tall;
  }

  private rowsToPaint({ expanded, selection, activeKey }: PaintState): readonly RowView[] {
    const { window, scroll } = this.parts;
    const unfolded = new Set(expanded.map(({ key }) => key));
    const screen = this.visible.end - this.visible.first;
    const around = scroll.following ? PAINTED_AROUND / 2 : Math.max(PAINTED_AROUND, Math.ceil(screen / 2));
    const range = overscan(this.visible, around, window.total);
    const rows: RowView[] = [];
    for (let index = range.first; index < range.end; index++) {
      const row = window.at(index);
      if (row) {
        rows.push({
          row,
          index,
          active: row.key === activeKey,
          selected: selection !== null && index >= selection.start && index < selection.end,
          unfolded:
            row.kind === 'entry' && unfolded.has(row.key)
              ? this.partOf(this.parts.texts.of(row), scroll.geometry.topOf(index))
              : undefined,
        });
      }
    }
    return rows;
  }

  /** The blocks of an unfolded row that are near the screen. */
  private partOf(text: UnfoldedText, rowTop: number): Unfolded {
    const from = this.parts.scroll.top - rowTop;
    const margin = Math.max(400, this.viewport / 2);
    return { text, ...text.stack.within(from - margin, from + this.viewport + margin) };
  }

  /** What is at the top of the screen inside an unfolded row, and where in the row. */
  private topBlock():
    { readonly text: UnfoldedText; readonly place: BlockPlace; readonly y: number } | undefined {
    const { window, scroll, texts } = this.parts;
    const row = scroll.following ? undefined : window.at(scroll.topPlace.index);
    const text = row && texts.get(row.key);
    const y = scroll.topPlace.offset;
    return text && y > 0 ? { text, place: text.stack.placeAt(y), y } : undefined;
  }

  private place(state: PaintState): void {
    const { root, content, header, renderer, scroll } = this.parts;
    const { scaled } = this;
    if (scaled.height !== this.pageHeight) {
      this.pageHeight = scaled.height;
      content.style.height = `${String(scaled.height)}px`;
    }
    header.place(-scaled.shift, scroll.top < this.headerHeight);
    renderer.place(scroll.geometry, scaled.shift);
    if (Math.abs(scaled.pageTop - this.pageTop) >= 1) {
      root.scrollTop = scaled.pageTop;
      this.pageTop = root.scrollTop;
    }
    scaled.setPage(this.pageTop);
    root.classList.toggle('moving', state.moving);
  }
}
