import type { LogRow } from '../logs/protocol';
import type { Range } from './scrolling';
import { moveBy } from './scrolling';

/** What the keyboard needs of the list. */
export interface KeyboardList {
  readonly total: number;
  readonly visible: Range;
  rowAt(index: number): LogRow | undefined;
  isExpanded(key: string): boolean;
  reveal(index: number): void;
  toEnd(): void;
  /** The top is reached and the way goes on. */
  pastTop(): void;
  toggle(key: string): void;
  fillGap(key: string): void;
  copy(key: string): void;
  repaint(): void;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** The row that the keyboard acts on. It stays with its entry while others come and go. */
export class ActiveRow {
  private index: number | undefined;
  private held: string | undefined;
  /** It was moved by a key and the list has not followed it yet: keys may come faster than frames. */
  private ahead = false;

  constructor(private readonly list: KeyboardList) {}

  get key(): string | undefined {
    return this.held;
  }

  set(index: number): void {
    this.index = index;
    this.held = this.list.rowAt(index)?.key;
    this.list.repaint();
  }

  /** The list shows now what it was asked to. */
  painted(): void {
    this.ahead = false;
  }

  /** Follows the row after the list changed; `shift` is by how much unseen rows have moved. */
  moved(indexOf: (key: string) => number | undefined, shift: number): void {
    if (this.index !== undefined) {
      const known = this.held === undefined ? undefined : indexOf(this.held);
      this.index = known ?? Math.max(0, Math.min(this.index + shift, this.list.total - 1));
      this.held ??= this.list.rowAt(this.index)?.key;
    }
  }

  /** When the list gets the focus, some row of the screen is active. */
  activateVisible(): void {
    const { total, visible } = this.list;
    if (total > 0 && !this.isVisible()) {
      this.set(visible.end - 1);
    }
  }

  /** @returns whether the key was for the list */
  onKey(event: KeyPress): boolean {
    const { list } = this;
    if (list.total === 0 || event.altKey) {
      return false;
    }
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === 'c') {
      return this.copy();
    }
    if (command && event.key !== 'Home' && event.key !== 'End') {
      return false;
    }
    const { visible } = list;
    const from = this.isVisible() ? (this.index ?? 0) : visible.end - 1;
    const to = moveBy(event.key, from, list.total, visible.end - visible.first);
    if (to === undefined) {
      return this.act(event.key);
    }
    if (event.key === 'End') {
      list.toEnd();
    } else {
      list.reveal(to);
      if (to === 0) {
        list.pastTop();
      }
    }
    this.ahead = true;
    this.set(to);
    return true;
  }

  private isVisible(): boolean {
    const { visible } = this.list;
    return (
      this.index !== undefined && (this.ahead || (this.index >= visible.first && this.index < visible.end))
    );
  }

  private copy(): boolean {
    const selection = getSelection();
    if (this.held === undefined || (selection && !selection.isCollapsed)) {
      return false;
    }
    this.list.copy(this.held);
    return true;
  }

  private act(key: string): boolean {
    const row = this.index === undefined ? undefined : this.list.rowAt(this.index);
    if (!row) {
      return false;
    }
    if (row.kind === 'gap' && key === 'Enter') {
      this.list.fillGap(row.key);
      return true;
    }
    const expanded = this.list.isExpanded(row.key);
    const toggles =
      key === 'Enter' ||
      key === ' ' ||
      (key === 'ArrowRight' && !expanded) ||
      (key === 'ArrowLeft' && expanded);
    if (row.kind === 'entry' && toggles) {
      this.list.toggle(row.key);
      return true;
    }
    return false;
  }
}
