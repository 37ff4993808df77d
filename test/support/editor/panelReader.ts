import type { FeedMessage, HostMessage, LogRow, UpdateMessage } from '../../../src/logs/protocol';
import { shownAs } from './page/shown';
import type { WebviewPanel } from './webviews';

/** As many rows as a page may ask for around the one at its top. */
const SIZE = 1000;

/** Stands for the page of a log panel that follows the end of its log: what it is told, and what it keeps for a reload. */
export class PanelReader {
  private feed: FeedMessage | undefined;
  private update: UpdateMessage | undefined;
  private readonly known = new Map<string, LogRow>();

  constructor(private readonly panel: WebviewPanel) {
    panel.onDidSend((message) => this.take(message as HostMessage));
    panel.receive({ type: 'ready', again: false });
    panel.receive({ type: 'look', seq: 1, top: null, before: 0, size: SIZE });
  }

  /** Waits for what the state line says. */
  async waitForState(expected: RegExp): Promise<string> {
    return shownAs(
      `the log says ${String(expected)}`,
      () => this.feed?.text ?? '',
      (text) => expected.test(text),
    );
  }

  /** How many entries are loaded. */
  get entries(): number {
    return this.update?.entries ?? 0;
  }

  /** The newest rows, the oldest of them first. */
  get rows(): readonly LogRow[] {
    return (this.update?.rows ?? []).flatMap((row) => {
      const found = typeof row === 'string' ? this.known.get(row) : row;
      return found ? [found] : [];
    });
  }

  private take(message: HostMessage): void {
    if (message.type === 'feed') {
      this.feed = message;
    } else if (message.type === 'keep') {
      this.panel.kept = message.state;
    } else if (message.type === 'update') {
      this.update = message;
      for (const row of message.rows) {
        if (typeof row !== 'string') {
          this.known.set(row.key, row);
        }
      }
    }
  }
}
