/**
 * Where a key leads in a row of controls that is one stop of the Tab key: the ends are joined, as in the editor's own
 * tool bars. Undefined for a key that leads nowhere.
 *
 * @param at which control has the focus, from 0
 * @param chooses whether that control has use for the keys that choose among its own: `Home` and `End` stay with it
 */
export function nextStop(key: string, at: number, count: number, chooses: boolean): number | undefined {
  if (count === 0 || (chooses && (key === 'Home' || key === 'End'))) {
    return undefined;
  }
  switch (key) {
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'ArrowRight':
      return (at + 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

const CONTROLS = 'button, select';

/** Makes the controls of a tool bar one stop of the Tab key; the arrow keys move between those that can be used. */
export class Roving {
  private scheduled = false;
  private current: HTMLElement | undefined;
  /** Whether the keyboard has been here: it comes back to where it was. */
  private visited = false;

  constructor(private readonly root: HTMLElement) {
    root.addEventListener('keydown', (event) => this.onKey(event));
    root.addEventListener('focusin', (event) => {
      const { target } = event;
      if (target instanceof HTMLElement && target.matches(CONTROLS)) {
        this.current = target;
        this.visited = true;
        this.mark();
      }
    });
    const later = (): void => this.markLater();
    new MutationObserver(later).observe(root, {
      subtree: true,
      childList: true,
      attributeFilter: ['hidden', 'aria-disabled', 'disabled'],
    });
    new ResizeObserver(later).observe(root);
    this.markLater();
  }

  focusFirst(): void {
    this.usable()[0]?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented) {
      return;
    }
    const usable = this.usable();
    const at = usable.findIndex((control) => control === document.activeElement);
    const next = nextStop(event.key, at, usable.length, usable[at] instanceof HTMLSelectElement);
    if (at >= 0 && next !== undefined) {
      event.preventDefault();
      usable[next]?.focus();
    }
  }

  /** Once, however much has changed: looking for what is visible makes the browser lay out the page. */
  private markLater(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      requestAnimationFrame(() => {
        this.scheduled = false;
        this.mark();
      });
    }
  }

  private mark(): void {
    const usable = this.usable();
    const keeps = this.current !== undefined && this.current === document.activeElement;
    if (!keeps && (!this.visited || !this.current || !usable.includes(this.current))) {
      this.current = usable[0];
    }
    for (const control of this.controls()) {
      const tabIndex = control === this.current ? 0 : -1;
      if (control.tabIndex !== tabIndex) {
        control.tabIndex = tabIndex;
      }
    }
  }

  private controls(): readonly HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(CONTROLS)];
  }

  private usable(): readonly HTMLElement[] {
    return this.controls().filter(
      (control) =>
        control.ariaDisabled !== 'true' && !control.matches(':disabled') && control.checkVisibility(),
    );
  }
}
