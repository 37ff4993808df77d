import { element, setText } from '../dom';
import { icon } from '../icons';

/** One line of a menu that can be ticked. */
export interface CheckItem {
  readonly id: string;
  readonly label: string;
  /** Stands at the end of the line. */
  readonly count: string;
  readonly checked: boolean | 'mixed';
}

/** Which item a key leads to, from one of `count`; undefined for none. */
export function nextItem(key: string, at: number, count: number): number | undefined {
  if (count === 0) {
    return undefined;
  }
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'Home':
    case 'PageUp':
      return 0;
    case 'End':
    case 'PageDown':
      return count - 1;
    default:
      return undefined;
  }
}

/** Pixels between a menu and its button, and between it and the edge of the page. */
const MARGIN = 2;

/**
 * A menu of ticks below its button. It stays open while items are ticked; Escape, Tab, a click elsewhere and the loss
 * of the window's focus close it.
 */
export class PopupMenu {
  private readonly menu = element('div', 'popup');
  private readonly lines = new Map<string, HTMLElement>();

  constructor(
    private readonly opener: HTMLButtonElement,
    label: string,
    private readonly onToggle: (id: string) => void,
  ) {
    this.menu.role = 'menu';
    this.menu.ariaLabel = label;
    opener.ariaHasPopup = 'menu';
    opener.ariaExpanded = 'false';
    opener.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    opener.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.open();
      }
    });
    this.menu.addEventListener('keydown', (event) => this.onKey(event));
    this.menu.addEventListener('click', (event) => {
      const line = event.target instanceof Element ? event.target.closest<HTMLElement>('.check-item') : null;
      this.toggle(line);
    });
    this.menu.addEventListener('pointermove', (event) => {
      const line = event.target instanceof Element ? event.target.closest<HTMLElement>('.check-item') : null;
      line?.focus({ preventScroll: true });
    });
  }

  get isOpen(): boolean {
    return this.menu.isConnected;
  }

  show(items: readonly CheckItem[]): void {
    const ids = new Set(items.map(({ id }) => id));
    for (const [id, line] of this.lines) {
      if (!ids.has(id)) {
        line.remove();
        this.lines.delete(id);
      }
    }
    items.forEach((item, index) => {
      const line = this.lines.get(item.id) ?? this.addLine(item.id);
      line.ariaChecked = String(item.checked);
      const [, name, count] = line.children;
      if (name && count) {
        setText(name, item.label);
        setText(count, item.count);
      }
      if (this.menu.children[index] !== line) {
        this.menu.insertBefore(line, this.menu.children[index] ?? null);
      }
    });
  }

  close(): void {
    if (!this.isOpen) {
      return;
    }
    const hadFocus = this.menu.contains(document.activeElement);
    this.menu.remove();
    this.opener.ariaExpanded = 'false';
    document.removeEventListener('pointerdown', this.onPointerDown, true);
    window.removeEventListener('blur', this.onLeave);
    window.removeEventListener('resize', this.onLeave);
    if (hadFocus) {
      this.opener.focus();
    }
  }

  private open(): void {
    if (this.isOpen) {
      return;
    }
    this.opener.ariaExpanded = 'true';
    // Beside the button, where readers and the Tab key go on from it.
    this.opener.after(this.menu);
    this.place();
    document.addEventListener('pointerdown', this.onPointerDown, true);
    window.addEventListener('blur', this.onLeave);
    window.addEventListener('resize', this.onLeave);
    this.focusable()[0]?.focus();
  }

  /** Below the button, within the page. */
  private place(): void {
    const { left, bottom } = this.opener.getBoundingClientRect();
    const { style } = this.menu;
    style.top = `${String(bottom + MARGIN)}px`;
    style.maxHeight = `${String(window.innerHeight - bottom - 2 * MARGIN)}px`;
    const room = document.documentElement.clientWidth - this.menu.offsetWidth - MARGIN;
    style.left = `${String(Math.max(MARGIN, Math.min(left, room)))}px`;
  }

  private addLine(id: string): HTMLElement {
    const line = element('div', 'check-item');
    line.role = 'menuitemcheckbox';
    line.tabIndex = -1;
    line.dataset.id = id;
    const tick = element('span', 'tick');
    tick.append(icon('check'));
    const count = element('span', 'count');
    line.append(tick, element('span', 'name'), count);
    this.lines.set(id, line);
    return line;
  }

  private focusable(): readonly HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>('.check-item')];
  }

  private onKey(event: KeyboardEvent): void {
    const lines = this.focusable();
    const at = lines.findIndex((line) => line === document.activeElement);
    const next = nextItem(event.key, at, lines.length);
    if (next !== undefined) {
      lines[next]?.focus();
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.toggle(lines[at]);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      this.close();
    } else {
      return;
    }
    event.stopPropagation();
    if (event.key !== 'Tab') {
      event.preventDefault();
    }
  }

  private toggle(line: HTMLElement | null | undefined): void {
    if (line?.dataset.id !== undefined) {
      this.onToggle(line.dataset.id);
    }
  }

  private readonly onPointerDown = (event: Event): void => {
    const { target } = event;
    if (target instanceof Node && !this.menu.contains(target) && !this.opener.contains(target)) {
      this.close();
    }
  };

  private readonly onLeave = (): void => this.close();
}
