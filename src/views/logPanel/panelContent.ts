import type { Clock, Timer } from '../../api/clock';
import type { LogBuffer } from '../../logs/buffer';
import type { LogItem } from '../../logs/items';
import { LogWindow } from '../../logs/rows/logWindow';
import type { LogFilter } from '../../logs/protocol';
import { LogView } from '../../logs/view';

export interface PanelContentOptions {
  readonly buffer: LogBuffer;
  readonly filter: LogFilter;
  /** Whether rows tell which plugin config they are of. */
  readonly several: boolean;
  /** Where the list was scrolled to when it is restored; absent to follow the end. */
  readonly top?: LogItem | undefined;
  readonly clock: Clock;
  /** `now`: a person waits to see it, because a text was searched for. */
  readonly onDidChange: (now: boolean) => void;
}

/** Milliseconds after which a search in the entries is shown as going on: most are over before. */
const SEARCH_SHOWN_AFTER = 100;

/** One list of a panel: the log itself, or what a search on the server has found. */
export class PanelContent {
  readonly buffer: LogBuffer;
  readonly view: LogView;
  readonly window: LogWindow;
  private readonly stop: () => void;
  private wasBusy = false;
  private timer: Timer | undefined;

  constructor(private readonly options: PanelContentOptions) {
    const { buffer, filter, several, top } = options;
    this.buffer = buffer;
    this.view = new LogView(buffer);
    this.view.setFilter(filter);
    this.window = new LogWindow(this.view, { several }, top);
    this.stop = this.view.onDidChange(() => this.changed());
  }

  dispose(): void {
    this.timer?.cancel();
    this.stop();
    this.view.dispose();
  }

  private changed(): void {
    const { clock, onDidChange } = this.options;
    const { wasBusy } = this;
    this.wasBusy = this.view.busy;
    if (this.view.busy) {
      this.timer ??= clock.after(SEARCH_SHOWN_AFTER, () => {
        this.timer = undefined;
        onDidChange(false);
      });
      return;
    }
    this.timer?.cancel();
    this.timer = undefined;
    onDidChange(wasBusy);
  }
}
