import { element } from '../dom';

/** An element that shows a text of its own, and is touched only when that changes. */
export class TextCell {
  readonly root: HTMLElement;
  private readonly node = document.createTextNode('');
  private text = '';
  private title = '';

  constructor(className: string, tag: 'div' | 'time' | 'span' = 'div') {
    this.root = element(tag, className);
    this.root.append(this.node);
  }

  show(text: string, title = ''): void {
    if (text !== this.text) {
      this.text = text;
      this.node.data = text;
    }
    if (title !== this.title) {
      this.title = title;
      this.root.title = title;
    }
  }
}
