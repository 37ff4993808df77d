import type { HostMessage, InitMessage, LogDisplay, UpdateMessage, WebviewMessage } from '../logs/protocol';
import { Banner } from './state/banner';
import { button, element, fillIn, setHidden, setText } from './dom';
import { FocusReturn } from './focusReturn';
import { EmptyState } from './state/emptyState';
import { LogList } from './list/logList';
import { isMac, shortcutOf } from './shortcuts';
import { StateLine } from './state/stateLine';
import { TimelineView } from './timeline/timelineView';
import { Toolbar } from './toolbar/toolbar';

/** Everything on the page of a log panel, once the host has said how to begin. */
export class PanelPage {
  private readonly toolbar: Toolbar;
  private readonly timeline: TimelineView;
  private readonly banner: Banner;
  private readonly list: LogList;
  private readonly empty: EmptyState;
  private readonly newEntries: HTMLButtonElement;
  private readonly stateLine: StateLine;
  private readonly focus: FocusReturn;
  private display: LogDisplay;
  private last: UpdateMessage | undefined;
  private frame = 0;

  constructor(
    private readonly init: InitMessage,
    private readonly post: (message: WebviewMessage) => void,
  ) {
    const { strings, filter, display, following, configs } = init;
    const toList = (): void => this.list.focus();
    this.display = display;
    this.toolbar = new Toolbar({
      ...{ strings, filter, display, configs, post },
      find: (direction) => this.find(direction),
      changeDisplay: (change) => this.changeDisplay({ ...this.display, ...change }),
      leave: toList,
    });
    this.timeline = new TimelineView({
      ...{ strings, post, zone: display.time },
      visibleTimes: () => this.list.visibleTimes(),
    });
    this.banner = new Banner(post, toList);
    this.list = new LogList({ strings, following, display, several: configs, post });
    this.empty = new EmptyState(strings, post, () => this.toolbar.clearFilter(), toList);
    this.newEntries = button('new-entries', '', () => this.toNewEntries());
    this.newEntries.id = 'new-entries';
    this.newEntries.hidden = true;
    this.stateLine = new StateLine(strings, init.where, post, toList);
    this.focus = new FocusReturn(toList);
    this.build();
  }

  dispose(): void {
    this.focus.dispose();
    this.stateLine.dispose();
    cancelAnimationFrame(this.frame);
    document.removeEventListener('keydown', this.onKey);
  }

  receive(message: Exclude<HostMessage, { type: 'init' | 'keep' }>): void {
    switch (message.type) {
      case 'update':
        this.update(message);
        break;
      case 'feed':
        this.stateLine.showFeed(message);
        this.toolbar.showPaused(message.paused);
        this.empty.showFeed(message);
        break;
      case 'banner':
        this.banner.show(message);
        this.empty.showBanner(message);
        break;
      case 'timeline':
        this.timeline.show(message);
        break;
      case 'text':
        this.list.addText(message);
        break;
      case 'filter':
        this.toolbar.showFilter(message.filter);
        break;
      case 'display':
        this.showDisplay(message.display);
        break;
      case 'follow':
        this.list.follow();
        break;
      case 'focusFilter':
        this.toolbar.focusFilter();
        break;
    }
  }

  private build(): void {
    const middle = element('div', 'middle');
    middle.append(this.list.root, this.empty.root, this.newEntries);
    // Scrolling does not bubble, and it can be within the list as well.
    middle.addEventListener('scroll', () => this.watchVisible(), { capture: true, passive: true });
    const main = element('main', '');
    main.append(
      element('h1', 'for-reader', this.init.strings.list),
      this.toolbar.root,
      this.timeline.root,
      this.banner.root,
      middle,
      this.stateLine.root,
    );
    document.body.replaceChildren(main);
    document.addEventListener('keydown', this.onKey);
  }

  private update(update: UpdateMessage): void {
    this.last = update;
    this.list.apply(update);
    this.toolbar.show(update);
    this.stateLine.showCounts(update);
    this.empty.show(update);
    this.showUnseen(update.unseen);
    this.watchVisible();
  }

  /** Says on the time line what the list shows, once the list has been painted. */
  private watchVisible(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.timeline.showVisible();
      });
    });
  }

  private showUnseen(unseen: number): void {
    const { unseenOne, unseenMany } = this.init.strings;
    if (unseen === 0 && this.newEntries === document.activeElement) {
      this.list.focus();
    }
    setHidden(this.newEntries, unseen === 0);
    if (unseen > 0) {
      setText(this.newEntries, fillIn(unseen === 1 ? unseenOne : unseenMany, unseen.toLocaleString()));
    }
  }

  private toNewEntries(): void {
    this.list.focus();
    this.list.follow();
  }

  private changeDisplay(display: LogDisplay): void {
    this.showDisplay(display);
    this.post({ type: 'display', display });
  }

  private showDisplay(display: LogDisplay): void {
    this.display = display;
    this.toolbar.showDisplay(display);
    this.list.setDisplay(display);
    this.timeline.setZone(display.time);
  }

  /** Where the keyboard is at no row yet, the next match is the first of all, and the previous one the last. */
  private find(direction: 'next' | 'previous'): void {
    const beyond = direction === 'next' ? Math.max(0, (this.last?.total ?? 0) - 1) : 0;
    this.post({ type: 'find', direction, from: this.list.activeIndex ?? beyond });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const shortcut = event.isComposing ? undefined : shortcutOf(event, isMac());
    if (!shortcut) {
      return;
    }
    event.preventDefault();
    // The editor would do what the same keys do there.
    event.stopPropagation();
    switch (shortcut) {
      case 'focusFilter':
        this.toolbar.focusFilter();
        break;
      case 'nextMatch':
        this.find('next');
        break;
      case 'previousMatch':
        this.find('previous');
        break;
      case 'wrap':
        this.toolbar.toggleWrap();
        break;
      default:
        this.toolbar.toggleMode(shortcut);
    }
  };
}
