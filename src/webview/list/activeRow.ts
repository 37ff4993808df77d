import type { LogRow } from '../../logs/protocol';
import type { Rows } from './rowPlace';
import { RowPlace } from './rowPlace';
import type { Range } from './scrolling';
import { moveBy } from './scrolling';
import type { Selection } from './selection';

/** What the keyboard needs of the list. */
export interface KeyboardList {
  readonly rows: Rows;
  readonly visible: Range;
  readonly selection: Selection;
  isExpanded(key: string): boolean;
  reveal(index: number): void;
  /** Scrolls in a row that is higher than the screen. @returns false where there is nowhere to scroll to */
  scrollWithin(index: number, key: string): boolean;
  toEnd(): void;
  toggle(key: string): void;
  fillGap(key: string): void;
  since(key: string): void;
  copy(key: string): void;
  openMenu(key: string): void;
  /** Tells the host which row is active. */
  tellActive(key: string | null): void;
  repaint(): void;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** The row that the keyboard acts on. It stays with its entry while others come and go. */
export class ActiveRow {
  private readonly place: RowPlace;
  /** It was moved by a key and the list has not followed it yet: keys may come faster than frames. */
  private ahead = false;
  private told: string | null = null;

  constructor(private readonly list: KeyboardList) {
    this.place = new RowPlace(list.rows);
  }

  get index(): number | undefined {
    return this.place.index;
  }

  get key(): string | undefined {
    return this.place.key;
  }

  /** @param key of the row, where the list may not hold it yet */
  set(index: number, key?: string): void {
    this.place.set(index, key);
    this.list.repaint();
  }

  /** Tells the host which row this is, where it is another than it was told last. */
  tell(): void {
    const key = this.key ?? null;
    if (key !== this.told) {
      this.told = key;
      this.list.tellActive(key);
    }
  }

  /** The list shows now what it was asked to. */
  painted(): void {
    this.ahead = false;
  }

  /**
   * The list has changed. A row that is gone hands over to the one in its place, or, in another list, to none: the
   * keyboard acts on nothing that is not shown.
   *
   * @param shift by how much rows that the list does not hold have moved
   * @param isAnother whether its rows are others than before, after a filter was changed for one
   */
  moved(shift: number, isAnother: boolean): void {
    const { rows } = this.list;
    this.place.moved(shift);
    const { index, key } = this.place;
    const isGone = key !== undefined && rows.indexOf(key) === undefined;
    if (rows.total === 0 || (isGone && isAnother)) {
      this.leave();
    } else if (isGone && index !== undefined && rows.at(index)) {
      this.place.set(index);
    }
  }

  /** No row is active until one is needed. */
  leave(): void {
    this.place.set(undefined);
  }

  /** The list has the focus, and so one of its rows. */
  ensure(): void {
    if (this.index === undefined) {
      this.activateVisible();
    }
  }

  /** When the list gets the focus, some row of the screen is active. */
  activateVisible(): void {
    if (this.list.rows.total > 0 && !this.isVisible()) {
      this.set(this.list.visible.end - 1);
    }
  }

  /** @returns whether the key was for the list */
  onKey(event: KeyPress): boolean {
    if (this.list.rows.total === 0 || event.altKey) {
      return false;
    }
    if (event.ctrlKey || event.metaKey) {
      return this.onCommand(event);
    }
    if (event.key === 'Escape') {
      return this.list.selection.clear();
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      return this.openMenu();
    }
    return this.move(event) || this.act(event.key);
  }

  private onCommand(event: KeyPress): boolean {
    if (event.key === 'Home' || event.key === 'End') {
      return this.move(event);
    }
    switch (event.shiftKey ? '' : event.key.toLowerCase()) {
      case 'c':
        return this.copy();
      case 'a':
        this.list.selection.all();
        return true;
      default:
        return false;
    }
  }

  private move(event: KeyPress): boolean {
    const { list } = this;
    const { visible } = list;
    const from = this.isVisible() ? (this.index ?? 0) : visible.end - 1;
    const to = moveBy(event.key, from, list.rows.total, visible.end - visible.first);
    if (to === undefined) {
      return false;
    }
    if (!event.shiftKey && list.scrollWithin(from, event.key)) {
      this.set(from);
      return true;
    }
    if (event.key === 'End') {
      list.toEnd();
    } else {
      list.reveal(to);
    }
    if (event.shiftKey) {
      list.selection.extend(from, to);
    } else {
      list.selection.clear();
    }
    this.ahead = true;
    this.set(to);
    return true;
  }

  private isVisible(): boolean {
    const { index } = this;
    const { visible } = this.list;
    return index !== undefined && (this.ahead || (index >= visible.first && index < visible.end));
  }

  private copy(): boolean {
    const selection = getSelection();
    if (this.key === undefined || (selection && !selection.isCollapsed)) {
      return false;
    }
    this.list.copy(this.key);
    return true;
  }

  private openMenu(): boolean {
    this.activateVisible();
    if (this.key !== undefined) {
      this.tell();
      this.list.openMenu(this.key);
    }
    return true;
  }

  private act(key: string): boolean {
    const row = this.index === undefined ? undefined : this.list.rows.at(this.index);
    if (!row) {
      return false;
    }
    if (row.kind === 'entry') {
      return this.toggle(row, key);
    }
    if (key === 'Enter') {
      if (row.kind === 'marker') {
        this.list.since(row.key);
      } else if (row.reason !== 'notOnServer') {
        this.list.fillGap(row.key);
      }
      return true;
    }
    return false;
  }

  private toggle(row: LogRow, key: string): boolean {
    const expanded = this.list.isExpanded(row.key);
    const toggles =
      key === 'Enter' ||
      key === ' ' ||
      (key === 'ArrowRight' && !expanded) ||
      (key === 'ArrowLeft' && expanded);
    if (toggles) {
      this.list.toggle(row.key);
    }
    return toggles;
  }
}
