import * as v from 'valibot';
import { l10n, type Disposable, type WebviewPanel } from 'vscode';
import { messagePiece } from '../../logs/rows/messageText';
import { jsonPiece } from '../../logs/rows/jsonText';
import type { BannerMessage, HostMessage, WebviewMessage } from '../../logs/protocol';
import { webviewMessageSchema } from '../../logs/protocol';
import { RETRY } from './feedMessage';
import { heldBackText } from './heldBackText';
import { logPanelStrings } from './logPanelStrings';
import { PanelActions } from './panelActions';
import { CANCEL, panelBanner } from './panelBanner';
import { PanelModel, type PanelModelOptions } from './panelModel';
import { PanelTimeline } from './panelTimeline';
import { problemText } from './problemText';
import { UpdateChannel } from './updateChannel';
import type { LogPanelTools } from './logPanelTools';

export type LogPanelOptions = Omit<PanelModelOptions, 'onDidChange' | 'post'> & {
  readonly tools: LogPanelTools;
  readonly runCommand: (command: string) => void;
  /** It has the focus or lost it, or a search began or ended. */
  readonly onDidChangeState: () => void;
};

/**
 * One log panel: shows its model in a webview that may go and come again. While it is hidden the feeds make no
 * request; they catch up when the panel is shown.
 */
export class LogPanel implements Disposable {
  readonly actions: PanelActions;
  private readonly model: PanelModel;
  private readonly channel: UpdateChannel;
  private readonly timeline: PanelTimeline;
  private readonly subscriptions: readonly Disposable[];
  private feedShown = '';
  private bannerShown = '';
  private kept = '';
  private namesShown = '';
  private isVisible: boolean;
  /** The page that is about to come was told how to begin before it asked. */
  private isAhead = false;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly options: LogPanelOptions,
  ) {
    const { clock, state, tools } = options;
    this.channel = new UpdateChannel(clock, () => this.send());
    this.model = new PanelModel({
      ...options,
      onDidChange: (now) => (now ? this.channel.hurry() : this.channel.schedule()),
      post: (message) => this.post(message),
    });
    this.timeline = new PanelTimeline(
      clock,
      () => this.model.content.view,
      (message) => this.post(message),
    );
    this.actions = new PanelActions(this.model, tools, (message) => this.post(message));
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      panel.onDidChangeViewState(() => this.onVisible()),
    ];
    this.isVisible = panel.visible;
    this.model.feeds.setVisible(panel.visible);
    this.model.feeds.connect();
    if (!state) {
      // A restored panel has the title that it had, while the config's name may not be known yet.
      panel.title = l10n.t('{0} — Logs', this.model.title);
    }
  }

  /** Whether it shows what a search on the server has found. */
  get searching(): boolean {
    return this.model.search !== undefined;
  }

  /** Whether it shows entries from some place on only. */
  get bounded(): boolean {
    return this.model.filter.since !== null;
  }

  /** Brings it to the front. */
  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  /** Puts a marker after the newest entry, once the newest entries are there or cannot be had, and goes to it. */
  mark(label: string): Promise<void> {
    return this.model.mark(label);
  }

  setCap(cap: number): void {
    this.model.setCap(cap);
  }

  connectionsChanged(): void {
    this.model.feeds.connectionsChanged();
  }

  /** A server answers again that could not be reached. */
  reached(): void {
    this.model.feeds.reached();
  }

  dispose(): void {
    this.channel.dispose();
    this.timeline.dispose();
    this.model.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private onVisible(): void {
    const { visible, active } = this.panel;
    if (!visible) {
      // Its page is gone; the next one says when it is ready.
      this.channel.setOpen(false);
      this.isAhead = false;
    } else if (!this.isVisible) {
      // The editor keeps what is sent until the page is there: waiting for it to ask would cost a round trip.
      this.begin();
      this.channel.hurry();
      this.isAhead = true;
    }
    this.isVisible = visible;
    this.model.feeds.setVisible(visible);
    if (active) {
      this.model.feeds.hurry();
    }
    this.options.onDidChangeState();
  }

  private receive(raw: unknown): void {
    const parsed = v.safeParse(webviewMessageSchema, raw);
    if (parsed.success && this.handle(parsed.output)) {
      this.channel.hurry();
    }
  }

  /** @returns whether the page waits for an update */
  private handle(message: WebviewMessage): boolean {
    const { model } = this;
    const { window } = model.content;
    switch (message.type) {
      case 'ready':
        if (this.isAhead && !message.again) {
          this.isAhead = false;
          return false;
        }
        this.begin();
        return true;
      case 'resync':
        window.reset();
        return true;
      case 'look':
        window.lookAt(message);
        return true;
      case 'filter':
        model.setFilter(message.filter, false);
        return false;
      case 'display':
        model.setDisplay(message.display, false);
        return false;
      case 'expand':
        window.expand(message.key, message.expanded);
        return true;
      case 'read':
        this.sendText(message);
        return false;
      case 'select':
        window.select(message.range);
        return true;
      case 'selectAll':
        window.selectAll();
        return true;
      case 'active':
        window.setActive(message.key);
        return false;
      case 'copy':
        void this.actions.copy(message.key ?? undefined, 'text');
        return false;
      case 'find':
        model.find(message.direction, message.from);
        return false;
      case 'jump':
        model.jump(message.at);
        return false;
      case 'since':
        this.actions.showFrom(message.key);
        return false;
      case 'fillGap':
        void model.fillGap(message.key);
        return false;
      case 'loadOlder':
        model.loadOlder();
        return false;
      case 'keepMore':
        model.keepMore();
        return false;
      case 'searchServer':
        this.actions.searchServer();
        return false;
      case 'pause':
        model.setPaused(message.paused);
        return false;
      case 'clear':
        model.clear();
        return false;
      case 'showCleared':
        model.showCleared();
        return false;
      case 'menu':
        void this.actions.showMenu();
        return false;
      case 'act':
        this.act(message.action);
        return false;
    }
  }

  /** Tells a page how to begin. */
  private begin(): void {
    this.channel.setOpen(true);
    this.sendInit();
  }

  private sendInit(): void {
    const { model } = this;
    this.namesShown = this.names();
    this.feedShown = '';
    this.bannerShown = '';
    this.kept = '';
    model.content.window.restart();
    this.post({
      type: 'init',
      strings: logPanelStrings(),
      where: model.feeds.source?.where ?? '',
      filter: model.filter,
      display: model.display,
      following: model.content.window.following,
      configs: [...model.feeds.names],
    });
    this.timeline.restart();
  }

  /** Sends what has changed. @returns whether it was delivered; if not, the page is gone and its successor asks */
  private send(): PromiseLike<boolean> {
    const { model } = this;
    if (this.names() !== this.namesShown) {
      this.sendInit();
    }
    this.sendFeed();
    this.sendBanner();
    this.keep();
    this.timeline.schedule();
    const { view, window } = model.content;
    const update = window.update(model.older, {
      problem: problemText(view.problem, !view.matcher.isEmpty),
      heldBack: heldBackText(model.heldBack),
    });
    return this.panel.webview.postMessage(update satisfies HostMessage);
  }

  /** What a page is told only once, at its start. */
  private names(): string {
    return JSON.stringify([this.model.feeds.source?.where, this.model.feeds.names]);
  }

  private sendFeed(): void {
    const now = this.options.clock.now();
    const message = this.model.feeds.message(now);
    // The page counts down by itself: what is news is another time to count down to.
    const retryAt = message.retryInMs === null ? null : now + message.retryInMs;
    const shown = JSON.stringify({ ...message, retryInMs: retryAt });
    if (shown !== this.feedShown) {
      this.feedShown = shown;
      this.post(message);
    }
  }

  private sendBanner(): void {
    const banner = this.banner();
    const shown = JSON.stringify(banner);
    if (shown !== this.bannerShown) {
      this.bannerShown = shown;
      this.post({ type: 'banner', banner });
      this.options.onDidChangeState();
    }
  }

  private banner(): BannerMessage['banner'] {
    return panelBanner(this.model.search, this.model.goingBack);
  }

  /** Lets the page keep what the panel is restored from. */
  private keep(): void {
    const { state } = this.model;
    const text = JSON.stringify(state);
    if (text !== this.kept) {
      this.kept = text;
      this.post({ type: 'keep', state });
      this.options.onDidChangeState();
    }
  }

  private sendText({ key, as, from, style }: Extract<WebviewMessage, { type: 'read' }>): void {
    const { view, window } = this.model.content;
    const item = window.item(key);
    if (item?.kind !== 'entry') {
      return;
    }
    const { message } = item.entry;
    const json = as === 'json' ? jsonPiece(message, view.matcher) : undefined;
    const piece = json ?? messagePiece(message, from, style, view.matcher);
    this.post({ type: 'text', key, as: json ? 'json' : 'text', length: message.length, ...piece });
  }

  /** Runs what a button of the state line or the banner stands for, if it is one that is offered. */
  private act(action: string): void {
    const { model, options } = this;
    const offered = [...model.feeds.message().actions, ...(this.banner()?.actions ?? [])];
    if (!offered.some((one) => one.action === action)) {
      return;
    }
    if (action === RETRY) {
      model.feeds.retry();
    } else if (action === CANCEL) {
      model.goingBack?.cancel();
    } else if (!model.actOnSearch(action)) {
      options.runCommand(action);
    }
  }

  private post(message: HostMessage): void {
    void this.panel.webview.postMessage(message);
  }
}
