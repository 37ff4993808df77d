import type { PanelStrings, TextMessage, UpdateMessage, WebviewMessage } from '../logs/protocol';
import { ActiveRow } from './activeRow';
import { element } from './dom';
import { Geometry } from './geometry';
import { ListHeader } from './listHeader';
import type { PaintedRow } from './rowRenderer';
import { RowRenderer } from './rowRenderer';
import { RowRequests } from './rowRequests';
import { RowWindow } from './rowWindow';
import { overscan, visibleRange, type Range } from './scrolling';
import { ScrollState } from './scrollState';
import { UnfoldedTexts } from './unfoldedTexts';

/** Rows that are painted above and below the visible ones, so that a small scroll shows no blanks. */
const PAINTED_AROUND = 8;

/** Milliseconds without scrolling after which it has come to rest. */
const REST = 150;

export interface LogListOptions {
  readonly strings: PanelStrings;
  /** Whether to begin at the end, or at the place that the first update names. */
  readonly following: boolean;
  readonly post: (message: WebviewMessage) => void;
}

/** The list: asks for the rows around those it shows, paints them at most once a frame, and follows the end. */
export class LogList {
  readonly root = element('div', '');
  private readonly content = element('div', 'content');
  private readonly window = new RowWindow();
  private readonly header: ListHeader;
  private readonly renderer: RowRenderer;
  private readonly requests: RowRequests;
  private readonly texts: UnfoldedTexts;
  private readonly active: ActiveRow;
  private readonly post: (message: WebviewMessage) => void;
  private readonly scroll: ScrollState;
  private expanded: UpdateMessage['expanded'] = [];
  private visible: Range = { first: 0, end: 0 };
  private older: UpdateMessage['older'] = 'end';
  private frame = 0;
  /** While it is scrolled. */
  private restTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: LogListOptions) {
    const { strings, following, post } = options;
    this.post = post;
    this.scroll = new ScrollState(following);
    this.header = new ListHeader(strings, post);
    this.requests = new RowRequests(following);
    this.texts = new UnfoldedTexts((key, from) => post({ type: 'read', key, from }));
    this.renderer = new RowRenderer(this.content, strings, {
      toggle: (key) => this.toggle(key),
      readMore: (key) => this.texts.readMore(key),
      fillGap: (key) => post({ type: 'fillGap', key }),
      resized: () => this.repaint(),
    });
    this.active = new ActiveRow(this.forKeyboard());
    this.build();
  }

  apply(update: UpdateMessage): void {
    const topKey = this.window.at(this.scroll.topIndex)?.key;
    if (!this.window.apply(update)) {
      this.post({ type: 'resync' });
      return;
    }
    const shift = this.requests.shift(update);
    const top = topKey === undefined ? undefined : this.window.indexOf(topKey);
    this.scroll.moveTopIndex(top ?? this.scroll.topIndex + shift);
    this.active.moved((key) => this.window.indexOf(key), shift);
    this.expanded = update.expanded;
    this.texts.keep(new Set(update.expanded.map(({ key }) => key)));
    this.older = update.older;
    this.header.show(update);
    this.root.ariaRowCount = String(update.total + 1);
    this.repaint();
  }

  addText(piece: TextMessage): void {
    this.texts.add(piece);
    this.repaint();
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.scroll.followEnd();
    this.repaint();
  }

  private build(): void {
    const { root, content } = this;
    root.id = 'log-list';
    root.role = 'grid';
    root.tabIndex = 0;
    root.ariaLabel = this.options.strings.list;
    content.role = 'presentation';
    content.prepend(this.header.root);
    root.append(content);
    root.addEventListener('scroll', () => this.onScroll(), { passive: true });
    root.addEventListener('focus', () => this.active.activateVisible());
    root.addEventListener('mousedown', (event) => this.onMouseDown(event));
    root.addEventListener('keydown', (event) => {
      if (event.target === root && this.active.onKey(event)) {
        event.preventDefault();
      }
    });
    new ResizeObserver(() => this.repaint()).observe(root);
  }

  private forKeyboard(): ConstructorParameters<typeof ActiveRow>[0] {
    const total = (): number => this.window.total;
    const visible = (): Range => this.visible;
    return {
      get total() {
        return total();
      },
      get visible() {
        return visible();
      },
      rowAt: (index) => this.window.at(index),
      isExpanded: (key) => this.isExpanded(key),
      reveal: (index) => {
        this.scroll.reveal(index);
        this.repaint();
      },
      toEnd: () => this.follow(),
      pastTop: () => this.loadOlder(),
      toggle: (key) => this.toggle(key),
      fillGap: (key) => this.post({ type: 'fillGap', key }),
      copy: (key) => this.post({ type: 'copy', key }),
      repaint: () => this.repaint(),
    };
  }

  private onScroll(): void {
    const { scrollTop, clientHeight: height } = this.root;
    const wentUp = scrollTop < this.scroll.top;
    if (!this.scroll.scrolled(scrollTop, height)) {
      return;
    }
    if (wentUp && scrollTop === 0) {
      this.loadOlder();
    }
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => {
      this.restTimer = undefined;
      this.repaint();
    }, REST);
    this.repaint();
  }

  private onMouseDown(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const row = target?.closest<HTMLElement>('.log-row');
    if (row && target?.closest('button')) {
      // The keyboard stays with the list, which moves by rows, whatever is clicked inside one.
      event.preventDefault();
      this.root.focus({ preventScroll: true });
    }
    const index = row?.dataset.key === undefined ? undefined : this.window.indexOf(row.dataset.key);
    if (index !== undefined) {
      this.active.set(index);
    }
  }

  private loadOlder(): void {
    if (this.older === 'more') {
      this.post({ type: 'loadOlder' });
    }
  }

  private isExpanded(key: string): boolean {
    return this.expanded.some((row) => row.key === key);
  }

  private toggle(key: string): void {
    this.post({ type: 'expand', key, expanded: !this.isExpanded(key) });
  }

  /** Paints in the next frame, once, however often it is asked to. */
  private repaint(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (this.window.hasBegun) {
        this.paint();
      }
    });
  }

  private paint(): void {
    const height = this.root.clientHeight;
    const { rowHeight } = this.renderer;
    const tall = this.expanded.map(({ key, index }) => ({ index, extra: this.renderer.extraHeight(key) }));
    const geometry = new Geometry(rowHeight, rowHeight, this.window.total, tall);
    const scrollTop = this.scroll.layOut(geometry, height);
    this.content.style.height = `${String(geometry.height)}px`;
    if (Math.abs(this.root.scrollTop - scrollTop) >= 1) {
      this.root.scrollTop = scrollTop;
    }
    this.scroll.set(this.root.scrollTop);
    this.visible = visibleRange(geometry, { scrollTop: this.scroll.top, height });
    this.active.painted();
    this.renderer.show(this.rowsToPaint(), this.active.key);
    const activeId = this.active.key === undefined ? undefined : this.renderer.elementOf(this.active.key)?.id;
    this.root.setAttribute('aria-activedescendant', activeId ?? '');
    const look = this.requests.next(this.window, this.visible, this.scroll.following, !this.restTimer);
    if (look) {
      this.post(look);
    }
  }

  private rowsToPaint(): readonly PaintedRow[] {
    const rows: PaintedRow[] = [];
    const unfolded = new Set(this.expanded.map(({ key }) => key));
    const range = overscan(this.visible, PAINTED_AROUND, this.window.total);
    for (let index = range.first; index < range.end; index++) {
      const row = this.window.at(index);
      if (row) {
        const expanded = unfolded.has(row.key);
        if (expanded && row.kind === 'entry' && row.more) {
          this.texts.begin(row.key);
        }
        rows.push({
          row,
          index,
          expanded,
          read: this.texts.get(row.key),
          top: this.scroll.geometry.topOf(index),
        });
      }
    }
    return rows;
  }
}
