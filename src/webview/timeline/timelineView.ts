import type { LogDisplay, PanelStrings, TimelineMessage, WebviewMessage } from '../../logs/protocol';
import { element, setHidden } from '../dom';
import { barAt, barHeights, mergeBars, nextErrors, shareOf, totalOf, type Timeline } from './timelineScale';
import { barText } from './timelineText';

/** Pixels that a bar takes at least, with the space beside it. */
const LEAST_WIDTH = 4;

/** Pixels that the highest bar takes; the style sheet has the same. */
const HEIGHT = 22;

/** Bars that a page of the keyboard goes. */
const PAGE = 10;

const NOTHING: Timeline = { from: 0, step: 1, bars: [] };

/** A time in the log, as the server wrote it. */
export interface VisibleTimes {
  readonly from: string;
  readonly to: string;
}

export interface TimelineViewOptions {
  readonly strings: PanelStrings;
  readonly zone: LogDisplay['time'];
  readonly post: (message: WebviewMessage) => void;
  /** What the list shows now. */
  readonly visibleTimes: () => VisibleTimes | undefined;
}

/** The entries over time, by level: shows bursts at a glance, and takes the list to where it is clicked. */
export class TimelineView {
  readonly root = element('div', 'timeline');
  private readonly bars = element('div', 'bars');
  private readonly range = element('div', 'range');
  private zone: LogDisplay['time'];
  private received: Timeline = NOTHING;
  private shown: Timeline = NOTHING;
  private visible: VisibleTimes | undefined;
  /** The bar that the keyboard is at, by its time, since bars move: milliseconds since the epoch. */
  private cursor = 0;
  private width = 0;

  constructor(private readonly options: TimelineViewOptions) {
    const { root } = this;
    this.zone = options.zone;
    root.id = 'timeline';
    root.role = 'slider';
    root.tabIndex = 0;
    root.ariaLabel = options.strings.timeline;
    root.ariaOrientation = 'horizontal';
    root.hidden = true;
    const track = element('div', 'range-track');
    track.append(this.range);
    root.append(track, this.bars);
    root.addEventListener('keydown', (event) => this.onKey(event));
    root.addEventListener('focus', () => this.startAtVisible());
    root.addEventListener('click', (event) => this.jump(this.barUnder(event.clientX)));
    root.addEventListener('pointermove', (event) => {
      const index = this.barUnder(event.clientX);
      const bar = this.bars.children[index];
      if (bar instanceof HTMLElement) {
        bar.title = barText(this.shown, index, this.zone, options.strings);
      }
    });
    new ResizeObserver(() => {
      this.width = root.clientWidth;
      this.render();
    }).observe(root);
  }

  show(message: TimelineMessage): void {
    this.received = message;
    setHidden(this.root, message.bars.length < 2);
    this.render();
  }

  setZone(zone: LogDisplay['time']): void {
    this.zone = zone;
    this.describe();
  }

  /** The list has been scrolled or has new rows. */
  showVisible(): void {
    const visible = this.options.visibleTimes();
    if (visible?.from !== this.visible?.from || visible?.to !== this.visible?.to) {
      this.visible = visible;
      this.placeRange();
      if (document.activeElement !== this.root) {
        this.startAtVisible();
      }
    }
  }

  private render(): void {
    if (this.root.hidden || this.width === 0) {
      return;
    }
    this.shown = mergeBars(this.received, this.width / LEAST_WIDTH);
    const { bars } = this.shown;
    const most = bars.reduce((highest, bar) => Math.max(highest, totalOf(bar)), 0);
    while (this.bars.children.length > bars.length) {
      this.bars.lastElementChild?.remove();
    }
    bars.forEach((bar, index) => {
      const drawn = this.bars.children[index] ?? this.addBar();
      const heights = barHeights(bar, most, HEIGHT);
      drawn.classList.toggle('with-errors', bar[0] > 0);
      drawn.classList.toggle('with-warnings', bar[0] === 0 && bar[1] > 0);
      // Errors stand at the bottom, where small bars end too.
      [heights[2], heights[1], heights[0]].forEach((height, part) => {
        const piece = drawn.children[part];
        if (piece instanceof HTMLElement) {
          piece.style.height = `${height}px`;
          // Where it has a border, it would take room without any height.
          setHidden(piece, height === 0);
        }
      });
    });
    this.placeRange();
    if (document.activeElement !== this.root) {
      this.startAtVisible();
    }
    this.describe();
  }

  private addBar(): HTMLElement {
    const bar = element('div', 'bar');
    bar.append(element('div', 'others'), element('div', 'warnings'), element('div', 'errors'));
    this.bars.append(bar);
    return bar;
  }

  private placeRange(): void {
    const { from = '', to = '' } = this.visible ?? {};
    const share = shareOf(this.shown, Date.parse(from), Date.parse(to));
    setHidden(this.range, !share);
    if (share) {
      this.range.style.left = `${share.start * 100}%`;
      this.range.style.width = `${(share.end - share.start) * 100}%`;
    }
  }

  /** The keyboard begins where the list is. */
  private startAtVisible(): void {
    const to = Date.parse(this.visible?.to ?? '');
    if (!Number.isNaN(to)) {
      this.cursor = to;
    }
    this.describe();
  }

  private describe(): void {
    const { root, shown } = this;
    if (shown.bars.length === 0) {
      return;
    }
    const index = barAt(shown, this.cursor);
    root.ariaValueMin = '1';
    root.ariaValueMax = String(shown.bars.length);
    root.ariaValueNow = String(index + 1);
    root.ariaValueText = barText(shown, index, this.zone, this.options.strings);
    this.bars.querySelector('.cursor')?.classList.remove('cursor');
    this.bars.children[index]?.classList.add('cursor');
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const at = barAt(this.shown, this.cursor);
    if ((event.key === 'Enter' || event.key === ' ') && !event.ctrlKey) {
      event.preventDefault();
      this.jump(at);
      return;
    }
    const next = event.ctrlKey
      ? this.errorsFrom(event.key, at)
      : barFrom(event.key, at, this.shown.bars.length);
    if (next !== undefined) {
      event.preventDefault();
      this.cursor = this.startOf(next);
      this.describe();
    }
  }

  private errorsFrom(key: string, at: number): number | undefined {
    return key === 'ArrowRight' || key === 'ArrowLeft'
      ? nextErrors(this.shown.bars, at, key === 'ArrowRight' ? 1 : -1)
      : undefined;
  }

  private barUnder(clientX: number): number {
    const { left, width } = this.bars.getBoundingClientRect();
    const { from, step, bars } = this.shown;
    return barAt(this.shown, from + ((clientX - left) / Math.max(1, width)) * step * bars.length);
  }

  private startOf(index: number): number {
    return this.shown.from + index * this.shown.step;
  }

  private jump(index: number): void {
    this.cursor = this.startOf(index);
    this.describe();
    this.options.post({ type: 'jump', at: this.cursor });
  }
}

/** Which bar a key leads to; undefined for none. */
export function barFrom(key: string, at: number, count: number): number | undefined {
  const within = (index: number): number => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return within(at - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return within(at + 1);
    case 'PageDown':
      return within(at - PAGE);
    case 'PageUp':
      return within(at + PAGE);
    case 'Home':
      return 0;
    case 'End':
      return within(count - 1);
    default:
      return undefined;
  }
}
