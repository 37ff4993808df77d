import type {
  BannerMessage,
  FeedMessage,
  PanelStrings,
  UpdateMessage,
  WebviewMessage,
} from '../../logs/protocol';
import { button, element, setHidden, setText } from '../dom';
import { keepFocus } from '../keepFocus';

/** Why a list is empty, by the string that says it; for what is held back the host has the words. */
type Reason = 'empty' | 'emptyFiltered' | 'emptyCleared' | 'emptySearch' | 'heldBack';

export interface EmptyContext {
  /** Whether the feed knows what the log holds: before, an empty list says nothing. */
  readonly settled: boolean;
  /** Whether a search on the server is going on, which may yet find something. */
  readonly searching: boolean;
}

/** @returns undefined where there are rows, or nothing is known yet */
export function emptyReason(
  { entries, cleared, total, busy, older, heldBack }: UpdateMessage,
  { settled, searching }: EmptyContext,
): Reason | undefined {
  if (total > 0 || busy) {
    return undefined;
  }
  if (entries > 0) {
    return heldBack?.all ? 'heldBack' : 'emptyFiltered';
  }
  if (older === 'search') {
    return searching ? undefined : 'emptySearch';
  }
  return settled ? (cleared > 0 ? 'emptyCleared' : 'empty') : undefined;
}

/** Stands in for a list without rows, and says why there are none. */
export class EmptyState {
  readonly root = element('div', 'empty');
  private readonly text = element('p', '');
  private readonly clearFilter: HTMLButtonElement;
  private readonly loadOlder: HTMLButtonElement;
  private context: EmptyContext = { settled: false, searching: false };
  private last: UpdateMessage | undefined;

  constructor(
    private readonly strings: PanelStrings,
    post: (message: WebviewMessage) => void,
    onClearFilter: () => void,
    /** The keyboard was here, and there is nothing to press any more. */
    private readonly focusLost: () => void,
  ) {
    this.root.id = 'empty';
    this.root.hidden = true;
    this.clearFilter = button('link', strings.clearFilter, onClearFilter);
    this.loadOlder = button('link', strings.loadOlder, () => post({ type: 'loadOlder' }));
    this.root.append(this.text, this.clearFilter, this.loadOlder);
  }

  showFeed({ tone }: FeedMessage): void {
    this.context = { ...this.context, settled: tone === 'live' || tone === 'paused' };
    this.render();
  }

  showBanner({ banner }: BannerMessage): void {
    this.context = { ...this.context, searching: banner?.busy ?? false };
    this.render();
  }

  show(update: UpdateMessage): void {
    this.last = update;
    this.render();
  }

  private render(): void {
    const { last, strings } = this;
    const reason = last && emptyReason(last, this.context);
    const text = reason === 'heldBack' ? last?.heldBack?.text : reason && strings[reason];
    const hide = (): void => {
      setHidden(this.root, !reason);
      setHidden(this.clearFilter, reason !== 'emptyFiltered');
      setHidden(
        this.loadOlder,
        reason !== 'heldBack' || (last?.older !== 'more' && last?.older !== 'failed'),
      );
    };
    setText(this.text, text ?? '');
    keepFocus(this.root, hide, this.focusLost);
  }
}
