/**
 * Gives the focus back to what had it last: when the editor's own UI has had it, the palette or a menu, the page gets it
 * back, but none of its elements.
 */
export class FocusReturn {
  private last: HTMLElement | undefined;

  /** @param otherwise takes the focus where what had it is gone */
  constructor(private readonly otherwise: () => void) {
    document.addEventListener('focusin', this.onFocusIn);
    window.addEventListener('focus', this.onWindowFocus);
  }

  dispose(): void {
    document.removeEventListener('focusin', this.onFocusIn);
    window.removeEventListener('focus', this.onWindowFocus);
  }

  private readonly onFocusIn = ({ target }: FocusEvent): void => {
    this.last = target instanceof HTMLElement ? target : undefined;
  };

  private readonly onWindowFocus = (): void => {
    if (this.last === undefined || document.activeElement !== document.body) {
      return;
    }
    this.last.focus({ preventScroll: true });
    if (document.activeElement === document.body) {
      this.otherwise();
    }
  };
}
