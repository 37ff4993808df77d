import * as v from 'valibot';
import { env, l10n, type Disposable, type WebviewPanel } from 'vscode';
import type { Clock } from '../api/clock';
import { LogBuffer } from '../logs/buffer';
import { SHOW_ALL } from '../logs/filter';
import { LogWindow } from '../logs/logWindow';
import { messagePiece } from '../logs/messageText';
import { placeOf } from '../logs/placeOf';
import type { HostMessage, WebviewMessage } from '../logs/protocol';
import { webviewMessageSchema } from '../logs/protocol';
import { LogView } from '../logs/view';
import { RETRY } from './feedMessage';
import { jobMarker } from './jobMarker';
import type { LogPanelState } from './logPanelState';
import { logPanelStrings } from './logPanelStrings';
import type { LogSource, LogTarget } from './logSources';
import { PanelFeed } from './panelFeed';
import { UpdateChannel } from './updateChannel';

export interface LogPanelOptions {
  readonly target: LogTarget;
  /** @throws when the connection is not there */
  readonly open: () => LogSource;
  readonly clock: Clock;
  /** How many items are kept. */
  readonly cap: number;
  readonly runCommand: (command: string) => void;
  /** What a former window left. */
  readonly state: LogPanelState | undefined;
}

/**
 * One log panel: holds the entries and the filter, and shows them in a webview that may go and come again. While it is
 * hidden the feed makes no request; it catches up when the panel is shown.
 */
export class LogPanel implements Disposable {
  private readonly buffer: LogBuffer;
  private readonly view: LogView;
  private readonly window: LogWindow;
  private readonly channel: UpdateChannel;
  private readonly feed: PanelFeed;
  private readonly subscriptions: readonly Disposable[];
  private since: string | undefined;
  private feedShown = '';
  private kept = '';
  private shownSource: LogSource | undefined;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly options: LogPanelOptions,
  ) {
    const { clock, state, open } = options;
    this.buffer = new LogBuffer(options.cap);
    this.view = new LogView(this.buffer);
    this.view.setFilter(state?.filter ?? SHOW_ALL);
    this.window = new LogWindow(this.view, state?.top && { kind: 'marker', label: '', ...state.top });
    this.since = state?.since;
    this.channel = new UpdateChannel(clock, () => this.send());
    this.view.onDidChange(() => this.channel.schedule());
    const onDidChange = (): void => this.channel.schedule();
    this.feed = new PanelFeed({ open, clock, buffer: this.buffer, since: this.since, onDidChange });
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      panel.onDidChangeViewState(() => this.onVisible()),
    ];
    this.feed.setVisible(panel.visible);
    this.feed.connect();
    if (!state) {
      // A restored panel has the title that it had, while the config's name may not be known yet.
      const { source } = this.feed;
      panel.title = source
        ? l10n.t('{0} — Logs', source.title)
        : l10n.t('Plugin Config {0} — Logs', options.target.configId);
    }
  }

  /** Brings it to the front. */
  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  /** Puts a marker after the newest entry, once the newest entries are there or cannot be had, and goes to it. */
  async mark(label: string): Promise<void> {
    await this.feed.whenLoaded();
    this.buffer.insertMarker(jobMarker(label, this.buffer.newestTimestamp, this.options.clock.now()));
    this.window.followEnd();
    this.post({ type: 'follow' });
    this.channel.hurry();
  }

  connectionsChanged(): void {
    this.feed.connectionsChanged();
  }

  dispose(): void {
    this.channel.dispose();
    this.feed.dispose();
    this.view.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private onVisible(): void {
    const { visible } = this.panel;
    if (!visible) {
      // Its page is gone; the next one says when it is ready.
      this.channel.setOpen(false);
    }
    this.feed.setVisible(visible);
  }

  private receive(raw: unknown): void {
    const parsed = v.safeParse(webviewMessageSchema, raw);
    if (parsed.success && this.handle(parsed.output)) {
      this.channel.hurry();
    }
  }

  /** @returns whether the page waits for an update */
  private handle(message: WebviewMessage): boolean {
    const { window, view } = this;
    switch (message.type) {
      case 'ready':
        this.channel.setOpen(true);
        this.sendInit();
        return true;
      case 'resync':
        window.reset();
        return true;
      case 'look':
        window.lookAt(message);
        return true;
      case 'filter':
        view.setFilter(message.filter);
        return true;
      case 'expand':
        window.expand(message.key, message.expanded);
        return true;
      case 'read':
        this.sendText(message.key, message.from);
        return false;
      case 'copy':
        this.copy(message.key);
        return false;
      case 'fillGap':
        void this.fillGap(message.key);
        return true;
      case 'loadOlder':
        void this.feed.loadOlder();
        return true;
      case 'pause':
        this.feed.setPaused(message.paused);
        return true;
      case 'clear':
        // After a reload of the window, what is cleared is not fetched again.
        this.since = this.buffer.newestTimestamp;
        view.clear();
        return true;
      case 'showCleared':
        view.showCleared();
        return true;
      case 'act':
        this.act(message.action);
        return false;
    }
  }

  private sendInit(): void {
    const { source } = this.feed;
    this.shownSource = source;
    this.window.restart();
    this.feedShown = '';
    this.kept = '';
    const filter = this.view.currentFilter;
    const { following } = this.window;
    this.post({ type: 'init', strings: logPanelStrings(), where: source?.where ?? '', filter, following });
  }

  /** Sends what has changed. @returns whether it was delivered; if not, the page is gone and its successor asks */
  private send(): PromiseLike<boolean> {
    if (this.feed.source !== this.shownSource) {
      this.sendInit();
    }
    const message = this.feed.message();
    const shown = JSON.stringify({ ...message, retryInMs: message.retryInMs !== null });
    if (shown !== this.feedShown) {
      this.feedShown = shown;
      this.post(message);
    }
    this.keep();
    const older = this.view.cleared > 0 ? 'cleared' : this.feed.older;
    return this.panel.webview.postMessage(this.window.update(older) satisfies HostMessage);
  }

  /** Lets the page keep what the panel is restored from. */
  private keep(): void {
    const { view, window, options } = this;
    const since = view.cleared > 0 ? this.since : (this.buffer.oldestTimestamp ?? this.since);
    const top = window.topItem;
    const state: LogPanelState = {
      connectionId: options.target.connectionId,
      configId: options.target.configId,
      filter: view.currentFilter,
      ...(since === undefined ? {} : { since }),
      ...(top && { top: { key: top.key, timestamp: placeOf(top).timestamp } }),
    };
    const text = JSON.stringify(state);
    if (text !== this.kept) {
      this.kept = text;
      this.post({ type: 'keep', state });
    }
  }

  private sendText(key: string, from: number): void {
    const item = this.window.item(key);
    if (item?.kind === 'entry') {
      const { message } = item.entry;
      this.post({ type: 'text', key, length: message.length, ...messagePiece(message, from) });
    }
  }

  private copy(key: string): void {
    const item = this.window.item(key);
    if (item?.kind === 'entry') {
      const { timestamp, type, source, message } = item.entry;
      void env.clipboard.writeText(`${timestamp} ${type} ${source} ${message}`);
    }
  }

  private async fillGap(key: string): Promise<void> {
    this.window.setFilling(key, true);
    this.channel.hurry();
    try {
      await this.feed.fillGap(key);
    } finally {
      this.window.setFilling(key, false);
      this.channel.hurry();
    }
  }

  /** Runs what a button of the state line stands for, if it is one that is offered. */
  private act(action: string): void {
    if (!this.feed.message().actions.some((offered) => offered.action === action)) {
      return;
    }
    if (action === RETRY) {
      this.feed.retry();
    } else {
      this.options.runCommand(action);
    }
  }

  private post(message: HostMessage): void {
    void this.panel.webview.postMessage(message);
  }
}
