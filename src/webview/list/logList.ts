import type {
  InitMessage,
  LogDisplay,
  PanelStrings,
  TextMessage,
  UpdateMessage,
  WebviewMessage,
} from '../../logs/protocol';
import { ActiveRow } from './activeRow';
import { element } from '../dom';
import { entryColumns } from './entryElement';
import { ListActions } from './listActions';
import { ListHeader } from './listHeader';
import { ListMouse } from './listMouse';
import type { PaintState } from './listPainter';
import { ListPainter } from './listPainter';
import { RelativeTimes } from './relativeTimes';
import type { RowSettings } from './rowElement';
import { RowProbe } from './rowProbe';
import { RowRenderer } from './rowRenderer';
import { RowRequests } from './rowRequests';
import { RowWindow } from './rowWindow';
import { ScrollMotion } from './scrollMotion';
import { ScrollState } from './scrollState';
import type { Metrics } from './unfoldedText';
import { UnfoldedTexts } from './unfoldedTexts';

export interface LogListOptions {
  readonly strings: PanelStrings;
  /** Whether to begin at the end, or at the place that the first update names. */
  readonly following: boolean;
  readonly display: LogDisplay;
  /** The plugin configs of a panel of several; none in a panel of one. */
  readonly several: InitMessage['configs'];
  readonly post: (message: WebviewMessage) => void;
}

/** The list: asks for the rows around those it shows, paints them at most once a frame, and follows the end. */
export class LogList {
  readonly root = element('div', '');
  private readonly content = element('div', 'content');
  private readonly window = new RowWindow();
  private readonly header: ListHeader;
  private readonly renderer: RowRenderer;
  private readonly painter: ListPainter;
  private readonly requests: RowRequests;
  private readonly texts: UnfoldedTexts;
  private readonly active: ActiveRow;
  private readonly actions: ListActions;
  private readonly post: (message: WebviewMessage) => void;
  private readonly scroll: ScrollState;
  private readonly motion: ScrollMotion;
  private readonly times: RelativeTimes;
  private readonly resizes = new ResizeObserver(() => this.resized());
  private display: LogDisplay;
  private last: UpdateMessage | undefined;
  private frame = 0;

  constructor(private readonly options: LogListOptions) {
    const { strings, following, post } = options;
    this.post = post;
    this.display = options.display;
    this.scroll = new ScrollState(following);
    this.header = new ListHeader(strings, post);
    this.requests = new RowRequests(following);
    this.texts = new UnfoldedTexts(() => this.painter.probe.last, post);
    this.actions = new ListActions({
      rows: this.window,
      scroll: this.scroll,
      texts: this.texts,
      painter: () => this.painter,
      post,
      repaint: () => this.repaint(),
      focusList: () => this.focus(),
      elementOf: (key) => this.renderer.elementOf(key),
    });
    const probe = this.newProbe();
    this.content.append(probe.root, this.header.root);
    this.renderer = new RowRenderer(this.header.root, this.settings());
    const { root, content, header, window, scroll, texts, renderer } = this;
    this.painter = new ListPainter({ root, content, header, window, scroll, texts, renderer }, probe);
    this.active = new ActiveRow(this.actions);
    this.motion = new ScrollMotion(root, () => this.repaint());
    this.times = new RelativeTimes(root, () => renderer.showTimes());
    this.build();
  }

  /** The row that the keyboard acts on. */
  get activeIndex(): number | undefined {
    return this.active.index;
  }

  apply(update: UpdateMessage): void {
    const topKey = this.window.at(this.scroll.topPlace.index)?.key;
    if (!this.window.apply(update)) {
      this.post({ type: 'resync' });
      return;
    }
    const shift = this.requests.shift(update);
    const top = topKey === undefined ? undefined : this.window.indexOf(topKey);
    this.scroll.moveTopIndex(top ?? this.scroll.topPlace.index + shift);
    this.scroll.moveUnfolding(shift);
    this.active.moved(shift, update.basedOn === 0);
    this.actions.selection.moved(shift, update.selection !== null);
    this.takeExpanded(update.expanded);
    this.last = update;
    this.actions.updated(update);
    this.header.show(update);
    this.root.ariaRowCount = String(update.total + 1);
    // Where everything matches, there is nothing to tell apart.
    this.root.classList.toggle('mixed', update.matches > 0 && update.matches < update.shown);
    if (update.goTo) {
      this.scroll.goTo(update.goTo.index);
      this.active.set(update.goTo.index, update.goTo.key);
    }
    if (update.basedOn === 0) {
      // The first rows of a page, or others than before: whoever waits for them need not wait for a frame.
      this.resized();
    } else {
      this.repaint();
    }
  }

  addText(piece: TextMessage): void {
    this.texts.add(piece);
    this.repaint();
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.scroll.followEnd();
    this.active.leave();
    this.repaint();
  }

  setDisplay(display: LogDisplay): void {
    this.display = display;
    const before = this.painter.probe;
    before.observed.forEach((part) => this.resizes.unobserve(part));
    this.painter.probe = this.newProbe(before.last);
    before.root.replaceWith(this.painter.probe.root);
    this.renderer.restart(this.settings());
    this.showDisplay();
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  /** When the first and the last entry on the screen were logged, by the server's words; undefined for none. */
  visibleTimes(): { readonly from: string; readonly to: string } | undefined {
    return this.window.times(this.painter.visible);
  }

  private build(): void {
    const { root } = this;
    const { strings } = this.options;
    root.id = 'log-list';
    root.role = 'grid';
    root.tabIndex = 0;
    root.ariaLabel = strings.list;
    root.ariaMultiSelectable = 'true';
    root.setAttribute('aria-description', strings.listHint);
    this.content.role = 'presentation';
    root.append(this.content);
    root.addEventListener('scroll', () => this.onScroll(), { passive: true });
    root.addEventListener('wheel', ({ deltaY }) => deltaY < 0 && this.actions.loadOlder(), { passive: true });
    root.addEventListener('focus', () => this.active.activateVisible());
    root.addEventListener('keydown', (event) => this.onKey(event));
    new ListMouse(root, {
      indexOf: (key) => this.window.indexOf(key),
      activate: (index) => {
        this.active.set(index);
        this.active.tell();
      },
      select: (index) => this.actions.selection.only(index),
      extendTo: (index) => this.actions.selection.extend(this.active.index ?? index, index),
      focus: () => this.focus(),
    });
    this.resizes.observe(root);
    this.resizes.observe(this.header.root);
    this.showDisplay();
  }

  private newProbe(metrics?: Metrics): RowProbe {
    const probe = new RowProbe(entryColumns(this.display, this.options.several.length > 0), metrics);
    probe.observed.forEach((part) => this.resizes.observe(part));
    return probe;
  }

  private showDisplay(): void {
    this.root.classList.toggle('wrap', this.display.wrap);
    this.times.set(this.display.relative);
    this.repaint();
  }

  private settings(): RowSettings {
    const { strings, several } = this.options;
    return {
      strings,
      display: this.display,
      configs: new Map(several.map(({ config, name }) => [config, name])),
      metrics: () => this.painter.probe.last,
      actions: this.actions,
    };
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target === this.root) {
      if (this.active.onKey(event)) {
        event.preventDefault();
      }
    } else if (event.key === 'Escape') {
      this.focus();
      event.preventDefault();
    }
  }

  private onScroll(): void {
    const by = this.painter.scrolled();
    if (by === 0) {
      return;
    }
    this.motion.scrolled();
    if (by < 0) {
      this.actions.loadOlder();
    }
    this.repaint();
  }

  private takeExpanded(expanded: UpdateMessage['expanded']): void {
    const keys = new Set(expanded.map(({ key }) => key));
    for (const { key } of this.last?.expanded ?? []) {
      if (!keys.has(key)) {
        this.renderer.forget(key);
      }
    }
    this.texts.keep(keys);
    this.renderer.keep((key) => keys.has(key) || this.window.indexOf(key) !== undefined);
  }

  /** Paints in the next frame, once, however often it is asked to. */
  private repaint(): void {
    this.frame ||= requestAnimationFrame(() => this.paint());
  }

  /** Paints at once: what is on the screen is in the wrong place, and this frame has not been shown yet. */
  private resized(): void {
    this.painter.resized();
    this.paint();
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { last, active, window, scroll, motion } = this;
    if (!last) {
      return;
    }
    const { expanded, selection } = last;
    const state: PaintState = { expanded, selection, activeKey: active.key, moving: motion.moving };
    this.painter.paint(state);
    active.painted();
    if (document.activeElement === this.root) {
      active.ensure();
    }
    this.showActive();
    this.painter.readsOn(state).forEach((key) => this.texts.readMore(key));
    this.times.next();
    const look = this.requests.next(window, this.painter.visible, scroll.following, !motion.moving);
    if (look) {
      this.post(look);
    }
  }

  private showActive(): void {
    const { key } = this.active;
    const id = (key === undefined ? undefined : this.renderer.elementOf(key))?.id ?? '';
    if (this.root.getAttribute('aria-activedescendant') !== id) {
      this.root.setAttribute('aria-activedescendant', id);
    }
    this.active.tell();
  }
}
