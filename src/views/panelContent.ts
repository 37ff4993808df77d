import type { LogBuffer } from '../logs/buffer';
import type { LogItem } from '../logs/items';
import { LogWindow } from '../logs/logWindow';
import type { LogFilter } from '../logs/protocol';
import { LogView } from '../logs/view';

export interface PanelContentOptions {
  readonly buffer: LogBuffer;
  readonly filter: LogFilter;
  /** Whether rows tell which plugin config they are of. */
  readonly several: boolean;
  /** Where the list was scrolled to when it is restored; absent to follow the end. */
  readonly top?: LogItem | undefined;
  readonly onDidChange: () => void;
}

/** One list of a panel: the log itself, or what a search on the server has found. */
export class PanelContent {
  readonly buffer: LogBuffer;
  readonly view: LogView;
  readonly window: LogWindow;
  private readonly stop: () => void;

  constructor({ buffer, filter, several, top, onDidChange }: PanelContentOptions) {
    this.buffer = buffer;
    this.view = new LogView(buffer);
    this.view.setFilter(filter);
    this.window = new LogWindow(this.view, { several }, top);
    this.stop = this.view.onDidChange(onDidChange);
  }

  dispose(): void {
    this.stop();
    this.view.dispose();
  }
}
