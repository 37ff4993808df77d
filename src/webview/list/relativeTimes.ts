/** Keeps times true that are shown as distances from now: once a second, as long as they are on the page. */
export class RelativeTimes {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private on = false;

  constructor(
    private readonly root: Element,
    private readonly show: () => void,
  ) {}

  set(on: boolean): void {
    this.on = on;
    this.next();
  }

  /** Goes on; also when the page comes back. */
  next(): void {
    if (this.on && this.root.isConnected) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.show();
        this.next();
      }, 1000);
    }
  }
}
