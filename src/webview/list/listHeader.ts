import type { PanelStrings, UpdateMessage, WebviewMessage } from '../../logs/protocol';
import { button, element, fillIn } from '../dom';
import { keepFocus } from '../keepFocus';

/** The row above the first entry: says what lies before it, and offers to bring it. */
export class ListHeader {
  readonly root = element('div', 'list-header');
  private readonly cell = element('div', 'message');
  private shown = '';
  private top = NaN;

  constructor(
    private readonly strings: PanelStrings,
    private readonly post: (message: WebviewMessage) => void,
  ) {
    this.root.id = 'older';
    this.root.role = 'row';
    this.root.ariaRowIndex = '1';
    this.cell.role = 'gridcell';
    this.root.append(this.cell);
  }

  show(update: UpdateMessage): void {
    const shown = `${update.older} ${String(update.cleared)}`;
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    keepFocus(
      this.root,
      () => this.cell.replaceChildren(...this.parts(update)),
      () => this.root.closest<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true }),
    );
  }

  /** @param isVisible whether Tab may lead to it: otherwise that would scroll the list to its top */
  place(top: number, isVisible: boolean): void {
    if (top !== this.top) {
      this.top = top;
      this.root.style.top = `${String(top)}px`;
    }
    for (const link of this.cell.querySelectorAll('button')) {
      link.tabIndex = isVisible ? 0 : -1;
    }
  }

  private parts(update: UpdateMessage): readonly (Node | string)[] {
    const { strings, post } = this;
    const load = (): HTMLElement => button('link', strings.loadOlder, () => post({ type: 'loadOlder' }));
    switch (update.older) {
      case 'more':
        return [load()];
      case 'loading':
        return [strings.loadingOlder];
      case 'failed':
        return [strings.olderFailed, ' ', load()];
      case 'end':
        return [strings.beginning];
      case 'full':
        return [strings.full, ' ', button('link', strings.keepMore, () => post({ type: 'keepMore' }))];
      case 'fullForGood':
        return [strings.fullForGood];
      case 'since':
        return [button('link', strings.clearSince, () => post({ type: 'since', key: null }))];
      case 'search':
        return [strings.searchEnd];
      case 'cleared':
        return [
          fillIn(strings.cleared, update.cleared.toLocaleString()),
          ' ',
          button('link', strings.showCleared, () => post({ type: 'showCleared' })),
        ];
    }
  }
}
