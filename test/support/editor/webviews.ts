import type * as vscode from 'vscode';
import type { Documents, Tab } from './documents';
import { EventEmitter, TabInputWebview } from './values';

/** A webview panel of the editor. What runs in its page is up to the test: it reads `sent`, and answers with `receive`. */
export class WebviewPanel {
  /** All that the extension has sent, also to pages that are gone; the oldest first. */
  readonly sent: unknown[] = [];
  /** What its page asked to be kept for a reload of the window. */
  kept: unknown;
  title: string;
  iconPath: unknown;
  visible = true;
  active = true;
  disposed = false;

  private readonly gone = new EventEmitter<void>();
  private readonly stateChanged = new EventEmitter<unknown>();
  private readonly received = new EventEmitter<unknown>();
  private readonly posted = new EventEmitter<unknown>();
  private tab: Tab | undefined;

  readonly onDidDispose = this.gone.event;
  readonly onDidChangeViewState = this.stateChanged.event;
  /** Fires with each message to the page. */
  readonly onDidSend = this.posted.event;
  readonly webview: {
    html: string;
    options: vscode.WebviewOptions;
    readonly cspSource: string;
    readonly onDidReceiveMessage: EventEmitter<unknown>['event'];
    readonly postMessage: (message: unknown) => Promise<boolean>;
  };

  constructor(
    readonly viewType: string,
    title: string,
    private readonly documents: Documents,
  ) {
    this.title = title;
    this.webview = {
      html: '',
      options: {},
      cspSource: 'vscode-webview:',
      onDidReceiveMessage: this.received.event,
      postMessage: (message) => {
        if (this.disposed || !this.visible) {
          return Promise.resolve(false);
        }
        // Messages travel as text.
        const copy = JSON.parse(JSON.stringify(message)) as unknown;
        this.sent.push(copy);
        this.posted.fire(copy);
        return Promise.resolve(true);
      },
    };
    this.tab = documents.showTab(
      () => this.title,
      new TabInputWebview(viewType),
      () => this.dispose(),
    );
  }

  reveal(): void {
    if (this.tab) {
      this.documents.active = this.tab;
    }
    this.setState(true, true);
  }

  /** Shows or hides it, as a person does who changes the tab. */
  setState(visible: boolean, active = visible): void {
    this.visible = visible;
    this.active = active;
    this.stateChanged.fire(undefined);
  }

  /** A message of its page. */
  receive(message: unknown): void {
    this.received.fire(JSON.parse(JSON.stringify(message)));
  }

  dispose(): void {
    if (this.disposed) {
      return;
    }
    this.disposed = true;
    const { tab } = this;
    this.tab = undefined;
    if (tab) {
      this.documents.closeTab(tab);
    }
    this.gone.fire();
  }
}
