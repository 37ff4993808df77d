import type { BannerMessage, WebviewMessage } from '../../logs/protocol';
import { ActionLinks } from './actionLinks';
import { element, setHidden, setText } from '../dom';

/** Stands above the list while something of its own goes on, and says what a person can do about it. */
export class Banner {
  readonly root = element('div', 'banner');
  private readonly progress = element('div', 'progress');
  private readonly text = element('span', 'banner-text');
  private readonly actions: ActionLinks;

  constructor(post: (message: WebviewMessage) => void, focusLost: () => void) {
    this.actions = new ActionLinks('secondary', post, focusLost);
    this.root.id = 'banner';
    this.root.hidden = true;
    this.progress.role = 'progressbar';
    this.progress.append(element('div', 'progress-bit'));
    this.text.role = 'status';
    this.root.append(this.progress, this.text, this.actions.root);
  }

  show({ banner }: BannerMessage): void {
    setText(this.text, banner?.text ?? '');
    this.progress.ariaLabel = banner?.text ?? '';
    setHidden(this.progress, !banner?.busy);
    this.actions.show(banner?.actions ?? []);
    setHidden(this.root, !banner);
  }
}
