import type { PanelStrings, UpdateMessage, WebviewMessage } from '../logs/protocol';
import { button, element, fillIn } from './dom';

/** The row above the first entry: says what lies before it, and offers to bring it. */
export class ListHeader {
  readonly root = element('div', 'list-header');
  private readonly cell = element('div', 'message');
  private shown = '';

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
    this.cell.replaceChildren(...this.parts(update));
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
        return [strings.full];
      case 'cleared':
        return [
          fillIn(strings.cleared, update.cleared.toLocaleString()),
          ' ',
          button('link', strings.showCleared, () => post({ type: 'showCleared' })),
        ];
    }
  }
}
