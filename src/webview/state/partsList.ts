import type { FeedMessage, PanelStrings } from '../../logs/protocol';
import { button, element, fillIn, setHidden, setText } from '../dom';
import { icon } from '../icons';

type Part = FeedMessage['parts'][number];

/** In a panel of several configs: where each stands, on demand. */
export class PartsList {
  readonly opener: HTMLButtonElement;
  readonly list = element('ul', 'parts');
  private readonly words = element('span', 'words');
  private readonly items = new Map<number, HTMLElement>();

  constructor(private readonly strings: PanelStrings) {
    this.opener = button('parts-opener', '', () => this.expand(this.list.hidden === true));
    this.opener.append(icon('right'), this.words);
    this.opener.hidden = true;
    this.opener.setAttribute('aria-controls', 'parts');
    this.list.id = 'parts';
    // A list without markers is no list to some readers unless it says so, and it scrolls by the keyboard too.
    this.list.role = 'list';
    this.list.tabIndex = 0;
    this.list.ariaLabel = strings.configs;
    this.expand(false);
  }

  show(parts: readonly Part[]): void {
    setHidden(this.opener, parts.length === 0);
    if (parts.length === 0) {
      this.expand(false);
    }
    const problems = parts.filter(({ tone }) => tone === 'problem').length;
    const { behind, behindProblems } = this.strings;
    setText(this.words, fillIn(problems > 0 ? behindProblems : behind, parts.length, problems));
    this.opener.classList.toggle('with-problems', problems > 0);
    const configs = new Set(parts.map(({ config }) => config));
    for (const [config, item] of this.items) {
      if (!configs.has(config)) {
        item.remove();
        this.items.delete(config);
      }
    }
    parts.forEach((part, index) => {
      const item = this.items.get(part.config) ?? this.add(part.config);
      showPart(item, part);
      if (this.list.children[index] !== item) {
        this.list.insertBefore(item, this.list.children[index] ?? null);
      }
    });
  }

  private expand(expanded: boolean): void {
    this.list.hidden = !expanded;
    this.opener.ariaExpanded = String(expanded);
  }

  private add(config: number): HTMLElement {
    const item = element('li', 'part');
    item.append(element('span', 'part-icon'), element('span', 'part-name'), element('span', 'part-text'));
    this.items.set(config, item);
    return item;
  }
}

function showPart(item: HTMLElement, part: Part): void {
  const [sign, name, text] = item.children;
  if (!sign || !name || !text) {
    return;
  }
  if (item.dataset.tone !== part.tone) {
    item.dataset.tone = part.tone;
    sign.replaceChildren(icon(part.tone));
  }
  setText(name, part.name);
  setText(text, part.text);
}
