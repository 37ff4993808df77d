import type { FeedMessage, PanelStrings, UpdateMessage, WebviewMessage } from '../logs/protocol';
import { button, element, fillIn, setText } from './dom';

/** Says where the panel stands: what the feed is doing, what a person can do about it, how much is shown. */
export class StateLine {
  readonly root = element('div', 'state-line');
  private readonly status = element('span', 'status');
  private readonly detail = element('span', 'detail');
  private readonly actions = element('span', 'actions');
  private readonly shown = element('span', 'shown');
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly strings: PanelStrings,
    where: string,
    private readonly post: (message: WebviewMessage) => void,
  ) {
    this.root.id = 'state';
    this.status.role = 'status';
    // A reader is told once that it is retrying, not every second how long it takes.
    this.detail.ariaHidden = 'true';
    this.root.append(this.status, this.detail, this.actions, element('span', 'where', where), this.shown);
  }

  showFeed(feed: FeedMessage): void {
    this.root.dataset.tone = feed.tone;
    setText(this.status, feed.text);
    this.actions.replaceChildren(
      ...feed.actions.map(({ action, label }) =>
        button('link', label, () => this.post({ type: 'act', action })),
      ),
    );
    clearInterval(this.timer);
    setText(this.detail, feed.detail);
    if (feed.retryInMs !== null) {
      this.countDown(performance.now() + feed.retryInMs);
    }
  }

  showCounts(update: UpdateMessage): void {
    const { matching, entries } = update;
    const template = matching === entries ? this.strings.shown : this.strings.shownFiltered;
    setText(this.shown, fillIn(template, matching.toLocaleString(), entries.toLocaleString()));
  }

  private countDown(end: number): void {
    const tick = (): void => {
      const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      setText(this.detail, fillIn(this.strings.retryIn, seconds));
      if (seconds === 0) {
        clearInterval(this.timer);
      }
    };
    this.timer = setInterval(tick, 1000);
    tick();
  }
}
