/** What the mouse needs of the list. */
export interface MouseList {
  indexOf(key: string): number | undefined;
  activate(index: number): void;
  select(index: number): void;
  /** Selects up to here. */
  extendTo(index: number): void;
  focus(): void;
}

/**
 * The mouse on rows: makes them active, selects them, and leaves text to be marked. The menu of a row is the editor's,
 * which opens it for the `contextmenu` event and reads from the row what it is for.
 */
export class ListMouse {
  constructor(
    private readonly root: HTMLElement,
    private readonly list: MouseList,
  ) {
    root.addEventListener('mousedown', (event) => this.onDown(event));
    root.addEventListener('click', (event) => this.onClick(event));
    root.addEventListener('contextmenu', (event) => this.onMenu(event), { capture: true });
  }

  private onDown(event: MouseEvent): void {
    const index = this.rowAt(event);
    if (index === undefined) {
      return;
    }
    const toExtend = event.shiftKey && event.button === 0;
    if (isOnButton(event) || toExtend) {
      // The keyboard stays with the list, which moves by rows, whatever is clicked inside one; and rows are selected,
      // not the text between them.
      event.preventDefault();
      this.list.focus();
    }
    if (toExtend && !isOnButton(event)) {
      this.list.extendTo(index);
    }
    this.list.activate(index);
  }

  private onClick(event: MouseEvent): void {
    const index = this.rowAt(event);
    const marked = getSelection();
    if (index !== undefined && !event.shiftKey && !isOnButton(event) && (marked?.isCollapsed ?? true)) {
      this.list.select(index);
    }
  }

  /** The browser's own event for the menu key is for the list as a whole, and there is no menu for that. */
  private onMenu(event: MouseEvent): void {
    const byMouse = event instanceof PointerEvent && event.pointerType === 'mouse';
    if (event.isTrusted && event.target === this.root && !byMouse) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  private rowAt({ target }: MouseEvent): number | undefined {
    const row = target instanceof Element ? target.closest<HTMLElement>('.log-row') : null;
    return row?.dataset.key === undefined ? undefined : this.list.indexOf(row.dataset.key);
  }
}

function isOnButton({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

/** Opens the editor's menu for a row, at its lower edge. */
export function openRowMenu(row: HTMLElement): void {
  const { left, bottom } = row.getBoundingClientRect();
  row.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      composed: true,
      button: 2,
      clientX: left + 8,
      clientY: bottom - 2,
    }),
  );
}
