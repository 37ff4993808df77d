import type { WebviewMessage } from '../../logs/protocol';
import { button, element, setText } from '../dom';

/** Buttons that the host offers. Each stays the same element while it is offered, so that it keeps the keyboard. */
export class ActionLinks {
  readonly root = element('span', 'actions');
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(
    private readonly className: string,
    private readonly post: (message: WebviewMessage) => void,
    /** The button with the keyboard is gone. */
    private readonly focusLost: () => void,
  ) {}

  show(actions: readonly { readonly action: string; readonly label: string }[]): void {
    const offered = new Set(actions.map(({ action }) => action));
    let lost = false;
    for (const [action, made] of this.buttons) {
      if (!offered.has(action)) {
        lost ||= made === document.activeElement;
        made.remove();
        this.buttons.delete(action);
      }
    }
    actions.forEach(({ action, label }, index) => {
      const made = this.buttons.get(action) ?? this.add(action);
      setText(made, label);
      if (this.root.children[index] !== made) {
        this.root.insertBefore(made, this.root.children[index] ?? null);
      }
    });
    if (lost) {
      this.focusLost();
    }
  }

  private add(action: string): HTMLButtonElement {
    const made = button(this.className, '', () => this.post({ type: 'act', action }));
    this.buttons.set(action, made);
    return made;
  }
}
