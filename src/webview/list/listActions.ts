import type { UpdateMessage, WebviewMessage } from '../../logs/protocol';
import type { KeyboardList } from './activeRow';
import { openRowMenu } from './listMouse';
import type { ListPainter } from './listPainter';
import type { RowActions } from './rowElement';
import type { RowWindow } from './rowWindow';
import type { Range } from './scrolling';
import { scrollTopWithin } from './scrolling';
import type { ScrollState } from './scrollState';
import { Selection } from './selection';
import type { UnfoldedTexts } from './unfoldedTexts';

export interface ListActionsParts {
  readonly rows: RowWindow;
  readonly scroll: ScrollState;
  readonly texts: UnfoldedTexts;
  readonly painter: () => ListPainter;
  readonly post: (message: WebviewMessage) => void;
  readonly repaint: () => void;
  readonly focusList: () => void;
  readonly elementOf: (key: string) => HTMLElement | undefined;
}

/** What a person does with the list and its rows, by keyboard and mouse. */
export class ListActions implements KeyboardList, RowActions {
  readonly rows: RowWindow;
  readonly selection: Selection;
  private last: Pick<UpdateMessage, 'expanded' | 'older'> = { expanded: [], older: 'end' };
  private askedOlder = false;

  constructor(private readonly parts: ListActionsParts) {
    this.rows = parts.rows;
    this.selection = new Selection(parts.rows, parts.post);
  }

  get visible(): Range {
    return this.parts.painter().visible;
  }

  updated(update: UpdateMessage): void {
    this.last = update;
    this.askedOlder = false;
  }

  /** Loads what lies before the list, when a person goes up and is near its top. */
  loadOlder(): void {
    const { scroll, painter, post } = this.parts;
    const isNear = scroll.top < painter().height || scroll.topPlace.index === 0;
    if (isNear && !this.askedOlder && this.last.older === 'more') {
      this.askedOlder = true;
      post({ type: 'loadOlder' });
    }
  }

  isExpanded(key: string): boolean {
    return this.last.expanded.some((row) => row.key === key);
  }

  toggle(key: string): void {
    const expanded = !this.isExpanded(key);
    const index = this.rows.indexOf(key);
    if (expanded && index !== undefined) {
      this.parts.scroll.unfold(index);
    }
    this.parts.post({ type: 'expand', key, expanded });
  }

  reveal(index: number): void {
    this.parts.scroll.reveal(index);
    if (index < this.visible.end - this.visible.first) {
      this.loadOlder();
    }
    this.repaint();
  }

  scrollWithin(index: number, key: string): boolean {
    const { scroll, painter, texts } = this.parts;
    const { height } = painter();
    const top = scrollTopWithin(scroll.geometry, index, key, { scrollTop: scroll.top, height });
    if (top !== undefined) {
      scroll.scrollTo(top, height);
      return true;
    }
    // There is more of it to come: to leave it now would be to miss that.
    const text = texts.get(this.rows.at(index)?.key ?? '');
    return key.endsWith('Down') && text !== undefined && text.left > 0;
  }

  toEnd(): void {
    this.parts.scroll.followEnd();
    this.repaint();
  }

  readMore(key: string): void {
    this.parts.texts.readMore(key);
  }

  switchText(key: string): void {
    this.parts.texts.switch(key);
    this.repaint();
  }

  toggleJson(key: string, line: number): void {
    this.parts.texts.get(key)?.toggle(line);
    this.repaint();
  }

  fillGap(key: string): void {
    this.parts.post({ type: 'fillGap', key });
  }

  since(key: string): void {
    this.parts.post({ type: 'since', key });
  }

  copy(key: string): void {
    this.parts.post({ type: 'copy', key });
  }

  tellActive(key: string | null): void {
    this.parts.post({ type: 'active', key });
  }

  openMenu(key: string): void {
    const row = this.parts.elementOf(key);
    if (row) {
      openRowMenu(row);
    }
  }

  focusList(): void {
    this.parts.focusList();
  }

  repaint(): void {
    this.parts.repaint();
  }
}
