/** Milliseconds without scrolling after which it has come to rest. */
const REST = 150;

/** Whether a person is scrolling right now, or holds the scroll bar or the page to scroll on. */
export class ScrollMotion {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private held = false;

  constructor(
    root: HTMLElement,
    private readonly onRest: () => void,
  ) {
    root.addEventListener('pointerdown', (event) => {
      const onScrollBar = event.target === root && event.offsetX >= root.clientWidth;
      this.held = onScrollBar || event.pointerType === 'touch';
    });
    // Browsers tell of the end of a drag of the scroll bar in one of these ways, though in which one differs.
    for (const type of ['pointerup', 'touchend', 'touchcancel', 'scrollend'] as const) {
      root.addEventListener(type, () => this.release(), { passive: true });
    }
    root.addEventListener('pointermove', ({ buttons }) => buttons === 0 && this.release());
  }

  get moving(): boolean {
    return this.held || this.timer !== undefined;
  }

  scrolled(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.onRest();
    }, REST);
  }

  private release(): void {
    if (this.held) {
      this.held = false;
      this.onRest();
    }
  }
}
