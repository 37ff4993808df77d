import * as v from 'valibot';
import type { HostMessage, UpdateMessage, WebviewMessage } from '../logs/protocol';
import { hostMessageSchema } from '../logs/protocol';
import { button, element, fillIn, setText } from './dom';
import { LogList } from './logList';
import { StateLine } from './stateLine';
import { Toolbar } from './toolbar';

declare function acquireVsCodeApi(): {
  postMessage(message: WebviewMessage): void;
  setState(state: unknown): void;
};

const editor = acquireVsCodeApi();
const post = (message: WebviewMessage): void => editor.postMessage(message);

/** Everything on the page, once the host has said how to begin. */
class LogPanel {
  private readonly toolbar: Toolbar;
  private readonly stateLine: StateLine;
  private readonly list: LogList;
  private readonly empty = element('div', 'empty');
  private readonly emptyText = element('p', '');
  private readonly clearFilter: HTMLButtonElement;
  private readonly newEntries: HTMLButtonElement;
  /** Whether the feed knows what the log holds: before, an empty list says nothing. */
  private settled = false;
  private last: UpdateMessage | undefined;

  constructor(private readonly init: Extract<HostMessage, { type: 'init' }>) {
    const { strings, where, filter, following } = init;
    this.toolbar = new Toolbar(strings, filter, post);
    this.stateLine = new StateLine(strings, where, post);
    this.newEntries = button('new-entries', '', () => this.toNewEntries());
    this.newEntries.id = 'new-entries';
    this.newEntries.hidden = true;
    this.list = new LogList({ strings, following, post });
    this.clearFilter = button('link', strings.clearFilter, () => this.toolbar.clearFilter());
    this.empty.id = 'empty';
    this.empty.hidden = true;
    this.empty.append(this.emptyText, this.clearFilter);
    const middle = element('div', 'middle');
    middle.append(this.list.root, this.empty, this.newEntries);
    const main = element('main', '');
    main.append(this.toolbar.root, middle, this.stateLine.root);
    document.body.replaceChildren(main);
    document.addEventListener('keydown', this.onKey);
  }

  dispose(): void {
    document.removeEventListener('keydown', this.onKey);
  }

  receive(message: Exclude<HostMessage, { type: 'init' }>): void {
    switch (message.type) {
      case 'update':
        this.list.apply(message);
        this.toolbar.show(message);
        this.stateLine.showCounts(message);
        this.last = message;
        this.showEmpty();
        this.showUnseen(message.unseen);
        break;
      case 'feed':
        this.stateLine.showFeed(message);
        this.toolbar.showPaused(message.paused);
        this.settled = message.tone === 'live' || message.tone === 'paused';
        this.showEmpty();
        break;
      case 'text':
        this.list.addText(message);
        break;
      case 'follow':
        this.list.follow();
        break;
      case 'keep':
        editor.setState(message.state);
        break;
    }
  }

  private showEmpty(): void {
    const { strings } = this.init;
    const { entries, cleared, total } = this.last ?? { entries: 0, cleared: 0, total: 0 };
    const filtered = entries > 0;
    const text = filtered ? strings.emptyFiltered : cleared > 0 ? strings.emptyCleared : strings.empty;
    setText(this.emptyText, text);
    this.empty.hidden = total > 0 || (!filtered && !this.settled);
    this.clearFilter.hidden = !filtered;
  }

  private showUnseen(unseen: number): void {
    const { unseenOne, unseenMany } = this.init.strings;
    this.newEntries.hidden = unseen === 0;
    if (unseen > 0) {
      setText(this.newEntries, fillIn(unseen === 1 ? unseenOne : unseenMany, unseen.toLocaleString()));
    }
  }

  private toNewEntries(): void {
    this.list.follow();
    this.list.root.focus({ preventScroll: true });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      !event.shiftKey &&
      event.key.toLowerCase() === 'f'
    ) {
      this.toolbar.focusFilter();
      event.preventDefault();
      event.stopPropagation();
    }
  };
}

let panel: LogPanel | undefined;
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const parsed = v.safeParse(hostMessageSchema, event.data);
  if (!parsed.success) {
    return;
  }
  if (parsed.output.type === 'init') {
    panel?.dispose();
    panel = new LogPanel(parsed.output);
  } else {
    panel?.receive(parsed.output);
  }
});
post({ type: 'ready' });
