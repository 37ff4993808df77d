import type { LogDisplay, LogRow, PanelStrings } from '../../logs/protocol';
import { element } from '../dom';
import type { Metrics, UnfoldedText } from './unfoldedText';

/** The part of an unfolded message that is near the screen: blocks from `first` to before `end`. */
export interface Unfolded {
  readonly text: UnfoldedText;
  readonly first: number;
  readonly end: number;
}

export interface RowView {
  readonly row: LogRow;
  readonly index: number;
  readonly active: boolean;
  readonly selected: boolean;
  /** Undefined while it is folded. */
  readonly unfolded: Unfolded | undefined;
}

export interface RowActions {
  toggle(key: string): void;
  readMore(key: string): void;
  /** Shows laid out JSON, or the message as it is. */
  switchText(key: string): void;
  /** Folds or unfolds what begins on a line of laid out JSON. */
  toggleJson(key: string, line: number): void;
  fillGap(key: string): void;
  since(key: string): void;
  /** The keyboard goes back to the list. */
  focusList(): void;
}

/** What all rows have in common. */
export interface RowSettings {
  readonly strings: PanelStrings;
  readonly display: LogDisplay;
  /** Names of plugin configs, in a panel of several. */
  readonly configs: ReadonlyMap<number, string>;
  readonly actions: RowActions;
  /** Columns of a message on a row that is not wrapped. */
  readonly metrics: () => Metrics;
}

/** Elements are numbered, for `aria-activedescendant`. */
export interface ElementIds {
  next: number;
}

/**
 * The element of a row. It is used again for another row when its own goes out of sight, so it keeps what it is made of
 * and touches only what changes. All that it shows is text; nothing in it is ever markup.
 */
export abstract class RowElement {
  readonly root = element('div', '');
  private view: RowView | undefined;
  private className = '';
  private top = NaN;
  private index = NaN;
  private selected: boolean | undefined;

  constructor(
    protected readonly settings: RowSettings,
    id: number,
  ) {
    this.root.role = 'row';
    this.root.id = `row-${String(id)}`;
  }

  /** Pixels of what lies above in the same row and is too far from the screen to be there. */
  get lead(): number {
    const unfolded = this.view?.unfolded;
    return unfolded ? unfolded.text.stack.topOf(unfolded.first) : 0;
  }

  /** @returns whether its height has to be measured */
  show(view: RowView): boolean {
    const before = this.view;
    this.view = view;
    if (before?.row.key !== view.row.key) {
      this.showKey(view.row);
    }
    this.showState(view);
    return this.fill(view, before);
  }

  /**
   * Reads how high the row is; all of it, where only a part is there.
   *
   * @returns pixels
   */
  measure(): number {
    return this.root.getBoundingClientRect().height;
  }

  place(top: number): void {
    if (top !== this.top) {
      this.top = top;
      this.root.style.top = `${String(top)}px`;
    }
  }

  /** Time goes by, for times that are shown as distances from now. */
  showTime(): void {
    // Most rows show none.
  }

  /** Whether its height is that of its content, instead of one line. */
  protected abstract isMeasured(view: RowView): boolean;
  protected abstract classesOf(view: RowView): string;
  /** @returns whether its height may have changed */
  protected abstract fill(view: RowView, before: RowView | undefined): boolean;

  private showKey(row: LogRow): void {
    this.root.dataset.key = row.key;
    // The editor opens its menu for what the pointer is on with this.
    this.root.dataset.vscodeContext = JSON.stringify({
      webviewSection: SECTIONS[row.kind],
      logKey: row.key,
      preventDefaultContextMenuItems: true,
    });
  }

  private showState(view: RowView): void {
    const { active, selected, index } = view;
    const className = `log-row ${this.classesOf(view)}${this.isMeasured(view) ? ' measured' : ''}${active ? ' active' : ''}${selected ? ' selected' : ''}`;
    if (className !== this.className) {
      this.className = className;
      this.root.className = className;
    }
    if (index !== this.index) {
      this.index = index;
      this.root.ariaRowIndex = String(index + 2);
    }
    if (selected !== this.selected) {
      this.selected = selected;
      this.root.ariaSelected = String(selected);
    }
  }
}

const SECTIONS = { entry: 'logEntry', gap: 'logGap', marker: 'logMarker' } as const;

/** A cell of a row, as readers know it. */
export function asCell<E extends HTMLElement>(cell: E): E {
  cell.role = 'gridcell';
  return cell;
}
