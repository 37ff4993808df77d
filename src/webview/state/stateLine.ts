import type { FeedMessage, PanelStrings, UpdateMessage, WebviewMessage } from '../../logs/protocol';
import { ActionLinks } from './actionLinks';
import { element, fillIn, setText } from '../dom';
import { PartsList } from './partsList';

/** Says where the panel stands: what the feed is doing, what a person can do about it, how much is shown. */
export class StateLine {
  readonly root = element('div', 'state-line');
  private readonly status = element('span', 'status');
  private readonly detail = element('span', 'detail');
  private readonly actions: ActionLinks;
  private readonly parts: PartsList;
  private readonly busy = element('span', 'busy');
  private readonly selected = element('span', 'selected');
  private readonly madeRoom = element('span', 'made-room');
  private readonly shown = element('span', 'shown');
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly strings: PanelStrings,
    where: string,
    post: (message: WebviewMessage) => void,
    focusLost: () => void,
  ) {
    this.root.id = 'state';
    this.actions = new ActionLinks('link', post, focusLost);
    this.parts = new PartsList(strings);
    this.status.role = 'status';
    // A reader is told once that it is retrying, not every second how long it takes.
    this.detail.ariaHidden = 'true';
    const place = element('span', 'where', where);
    place.title = where;
    const line = element('div', 'state-row');
    line.append(this.status, this.detail, this.actions.root, this.parts.opener);
    line.append(place, this.busy, this.selected, this.madeRoom, this.shown);
    this.root.append(this.parts.list, line);
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  showFeed(feed: FeedMessage): void {
    this.root.dataset.tone = feed.tone;
    setText(this.status, feed.text);
    this.actions.show(feed.actions);
    this.parts.show(feed.parts);
    clearInterval(this.timer);
    if (feed.retryInMs === null) {
      setText(this.detail, feed.detail);
    } else {
      this.countDown(performance.now() + feed.retryInMs);
    }
  }

  showCounts(update: UpdateMessage): void {
    const { shown, entries, heldBack, evicted, evictedMore, selection, busy } = update;
    const { shownOne, shown: all, shownFiltered, shownHeldBack, madeRoom, moreMadeRoom } = this.strings;
    const some = heldBack ? shownHeldBack : shownFiltered;
    const template = shown !== entries ? some : shown === 1 ? shownOne : all;
    this.shown.title = heldBack?.text ?? '';
    setText(this.shown, fillIn(template, shown.toLocaleString(), entries.toLocaleString()));
    const text = evictedMore ? moreMadeRoom : madeRoom;
    setText(this.madeRoom, evicted > 0 ? fillIn(text, evicted.toLocaleString()) : '');
    const selected = selection ? selection.end - selection.start : 0;
    setText(this.selected, selected > 0 ? fillIn(this.strings.selected, selected.toLocaleString()) : '');
    setText(this.busy, busy ? this.strings.filtering : '');
  }

  private countDown(end: number): void {
    const tick = (): void => {
      const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      setText(this.detail, seconds > 0 ? fillIn(this.strings.retryIn, seconds) : this.strings.retrying);
      if (seconds === 0) {
        clearInterval(this.timer);
      }
    };
    this.timer = setInterval(tick, 1000);
    tick();
  }
}
