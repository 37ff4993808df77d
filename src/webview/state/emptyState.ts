import type { FeedMessage, PanelStrings, UpdateMessage } from '../../logs/protocol';
import { button, element, setHidden, setText } from '../dom';

/** Stands in for a list without rows, and says why there are none. */
export class EmptyState {
  readonly root = element('div', 'empty');
  private readonly text = element('p', '');
  private readonly clearFilter: HTMLButtonElement;
  /** Whether the feed knows what the log holds: before, an empty list says nothing. */
  private settled = false;
  private last: UpdateMessage | undefined;

  constructor(
    private readonly strings: PanelStrings,
    onClearFilter: () => void,
  ) {
    this.root.id = 'empty';
    this.root.hidden = true;
    this.clearFilter = button('link', strings.clearFilter, onClearFilter);
    this.root.append(this.text, this.clearFilter);
  }

  showFeed({ tone }: FeedMessage): void {
    this.settled = tone === 'live' || tone === 'paused';
    this.render();
  }

  show(update: UpdateMessage): void {
    this.last = update;
    this.render();
  }

  private render(): void {
    const { strings } = this;
    const { entries, cleared, total, busy } = this.last ?? { entries: 0, cleared: 0, total: 0, busy: false };
    const filtered = entries > 0;
    const text = filtered ? strings.emptyFiltered : cleared > 0 ? strings.emptyCleared : strings.empty;
    setText(this.text, text);
    setHidden(this.root, total > 0 || busy || (!filtered && !this.settled));
    setHidden(this.clearFilter, !filtered);
  }
}
