import * as v from 'valibot';
import type { HostMessage, WebviewMessage } from '../logs/protocol';
import { hostMessageSchema } from '../logs/protocol';
import styles from './logPanel.css';
import { PanelPage } from './panelPage';

/** Milliseconds after which a page that was told nothing asks again. */
const PATIENCE = 500;

declare function acquireVsCodeApi(): {
  postMessage(message: WebviewMessage): void;
  setState(state: unknown): void;
};

/** Builds the page whenever the host says how to begin, and passes on everything else that it says. */
class LogPanel {
  private readonly editor = acquireVsCodeApi();
  private page: PanelPage | undefined;

  start(): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets = [sheet];
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const parsed = v.safeParse(hostMessageSchema, event.data);
      if (parsed.success) {
        this.receive(parsed.output);
      }
    });
    this.editor.postMessage({ type: 'ready', again: false });
    window.setTimeout(() => this.page ?? this.editor.postMessage({ type: 'ready', again: true }), PATIENCE);
  }

  private receive(message: HostMessage): void {
    switch (message.type) {
      case 'init':
        this.page?.dispose();
        this.page = new PanelPage(message, (answer) => this.editor.postMessage(answer));
        break;
      case 'keep':
        this.editor.setState(message.state);
        break;
      default:
        this.page?.receive(message);
    }
  }
}

new LogPanel().start();
