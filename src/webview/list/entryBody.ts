import type { EntryRow } from '../../logs/protocol';
import { button, element, fillIn, setText } from '../dom';
import { JsonToggles, jsonBlock } from './jsonBlock';
import type { RowSettings, Unfolded } from './rowElement';
import type { StyledText } from './styledText';
import { showStyled } from './styledText';
import type { Block } from './unfoldedText';

interface Shown {
  readonly block: Block;
  readonly element: HTMLElement;
}

/** The message of an unfolded entry: those of its blocks that are near the screen, and what can be done with it. */
export class EntryBody {
  readonly root = element('div', 'body');
  private readonly shown = new Map<number, Shown>();
  private readonly links = element('div', 'links');
  private readonly more: HTMLButtonElement;
  private readonly switch: HTMLButtonElement;
  private readonly toggles: JsonToggles;
  private key = '';
  private unfolded: Unfolded | undefined;

  constructor(private readonly settings: RowSettings) {
    const { actions } = settings;
    this.more = button('link read-more', '', () => actions.readMore(this.key));
    this.switch = button('link switch-text', '', () => actions.switchText(this.key));
    this.links.append(this.more, this.switch);
    this.root.append(this.links);
    this.toggles = new JsonToggles(this.root, {
      toggle: (line) => actions.toggleJson(this.key, line),
      leave: () => actions.focusList(),
    });
  }

  /** @returns whether its height may have changed */
  show(row: EntryRow, unfolded: Unfolded, active: boolean): boolean {
    const focused = this.toggles.focused;
    this.key = row.key;
    this.unfolded = unfolded;
    const changed = this.showBlocks(unfolded);
    const linksChanged = this.showLinks(row, unfolded, active);
    this.toggles.show(active, focused);
    return changed || linksChanged;
  }

  /**
   * Reads the heights of the blocks.
   *
   * @param rowHeight of the row as far as it is there, pixels
   * @returns the height of the whole row
   */
  measure(rowHeight: number): number | undefined {
    if (!this.unfolded) {
      return undefined;
    }
    const { text } = this.unfolded;
    let blocks = 0;
    for (const [index, { element: target }] of this.shown) {
      const { height } = target.getBoundingClientRect();
      text.stack.measured(index, height);
      blocks += height;
    }
    text.rest = Math.max(0, rowHeight - blocks);
    return text.height;
  }

  private showBlocks({ text, first, end }: Unfolded): boolean {
    let changed = false;
    for (const [index, { block, element: old }] of this.shown) {
      if (index < first || index >= end || text.blocks[index] !== block) {
        old.remove();
        this.shown.delete(index);
        changed = true;
      }
    }
    let after: Element | null = this.root.firstElementChild;
    for (let index = first; index < end; index++) {
      const block = text.blocks[index];
      const known = this.shown.get(index);
      if (known) {
        after = known.element.nextElementSibling;
      } else if (block) {
        const made = blockElement(block);
        this.root.insertBefore(made, after);
        this.shown.set(index, { block, element: made });
        changed = true;
      }
    }
    return changed;
  }

  private showLinks(row: EntryRow, { text }: Unfolded, active: boolean): boolean {
    const { strings } = this.settings;
    const before = this.links.textContent;
    this.more.hidden = text.left <= 0;
    setText(this.more, text.left > 0 ? fillIn(strings.showMore, text.left.toLocaleString()) : '');
    this.switch.hidden = !row.json;
    setText(this.switch, row.json ? (text.as === 'json' ? strings.showAsText : strings.showAsJson) : '');
    for (const link of [this.more, this.switch]) {
      link.tabIndex = active ? 0 : -1;
    }
    this.links.hidden = this.more.hidden && this.switch.hidden;
    return before !== this.links.textContent;
  }
}

function blockElement(block: Block): HTMLElement {
  if (block.kind === 'json') {
    return jsonBlock(block);
  }
  const made = element('div', 'block text');
  showStyled(made, endingInLine(block.styled));
  return made;
}

/** A line break at the very end of an element shows no line: another one makes it count. */
function endingInLine(styled: StyledText): StyledText {
  const { text } = styled;
  return text === '' || text.endsWith('\n') ? { ...styled, text: `${text}\n` } : styled;
}
