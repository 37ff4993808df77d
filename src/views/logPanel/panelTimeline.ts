import type { Clock, Timer } from '../../api/clock';
import type { TimelineMessage } from '../../logs/protocol';
import type { LogView } from '../../logs/view';

/** Bars that are sent at most; the webview draws fewer where it is narrow. */
const MAX_BARS = 120;
/** Milliseconds between two time lines: counting all entries is cheap, but not free. */
const INTERVAL = 500;

/** Keeps the time line of a panel up to date, at most twice a second. */
export class PanelTimeline {
  private timer: Timer | undefined;
  private sent = '';

  constructor(
    private readonly clock: Clock,
    private readonly view: () => LogView,
    private readonly post: (message: TimelineMessage) => void,
  ) {}

  /** Something changed. */
  schedule(): void {
    this.timer ??= this.clock.after(INTERVAL, () => this.flush());
  }

  /** A new page has nothing yet. It is sent the rows first. */
  restart(): void {
    this.sent = '';
    this.dispose();
    this.timer = this.clock.after(0, () => this.flush());
  }

  dispose(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private flush(): void {
    this.timer = undefined;
    const message: TimelineMessage = { type: 'timeline', ...this.view().timeline(MAX_BARS) };
    const text = JSON.stringify(message);
    if (text !== this.sent) {
      this.sent = text;
      this.post(message);
    }
  }
}
