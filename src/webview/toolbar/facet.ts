import type { PanelStrings } from '../../logs/protocol';
import { button, element, fillIn, setHidden, setText } from '../dom';
import { icon, type IconName } from '../icons';
import { keepFocus } from '../keepFocus';
import { PopupMenu } from './popupMenu';

/** One value that entries have, with how many have it. */
export interface FacetValue {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly shown: boolean;
}

export interface FacetOptions {
  readonly name: Extract<IconName, 'levels' | 'sources' | 'configs'>;
  /** The most values that stand in a row where there is room; more of them, and narrow pages, get a menu. */
  readonly inline: number;
  readonly strings: PanelStrings;
  /** The ids that are hidden from now on. */
  readonly onHide: (hidden: readonly string[]) => void;
  /** The keyboard was here, where nothing is left for it. */
  readonly focusLost: () => void;
}

/** The menu's first item, for all values. No value is called this: sources are in upper case, configs are numbers. */
const ALL = 'all';

/**
 * What is hidden after one item of the menu, or one toggle, was chosen. The item for all hides all where all are
 * shown, so that the next choice is the only one that is shown.
 */
export function hiddenAfter(values: readonly FacetValue[], chosen: string): readonly string[] {
  const hidden = values.filter(({ shown }) => !shown).map(({ id }) => id);
  if (chosen === ALL) {
    return hidden.length > 0 ? [] : values.map(({ id }) => id);
  }
  return hidden.includes(chosen) ? hidden.filter((id) => id !== chosen) : [...hidden, chosen];
}

/** A property of entries by which they are shown or hidden: its values as toggles in a row, or in a menu. */
export class Facet {
  readonly root = element('div', 'facet');
  private readonly row = element('div', 'facet-row');
  private readonly toggles = new Map<string, HTMLButtonElement>();
  private readonly opener: HTMLButtonElement;
  private readonly some = element('span', 'some');
  private readonly menu: PopupMenu;
  private values: readonly FacetValue[] = [];

  constructor(private readonly options: FacetOptions) {
    const { name, strings } = options;
    const label = strings[name];
    this.root.id = name;
    this.row.role = 'group';
    this.row.ariaLabel = label;
    this.opener = button('facet-menu', '', () => undefined);
    this.opener.append(icon(name), element('span', 'words', label), this.some, icon('down'));
    this.menu = new PopupMenu(this.opener, label, (id) => this.choose(id));
    this.root.append(this.row, this.opener);
    // The width of the page decides as well whether there is a row or a menu.
    new ResizeObserver(() => this.keepFocus(() => undefined)).observe(this.row);
  }

  show(values: readonly FacetValue[]): void {
    this.values = values;
    this.keepFocus(() => {
      setHidden(this.root, values.length < 2 && values.every(({ shown }) => shown));
      this.root.classList.toggle('many', values.length > this.options.inline);
      this.showMenu();
      this.showRow();
    });
  }

  /** A control that goes leaves the keyboard to another one of the same property. */
  private keepFocus(change: () => void): void {
    keepFocus(this.root, change, () => {
      this.menu.close();
      const next = [this.opener, ...this.toggles.values()].find((control) => control.checkVisibility());
      if (next) {
        next.focus();
      } else {
        this.options.focusLost();
      }
    });
  }

  private choose(id: string): void {
    this.options.onHide(hiddenAfter(this.values, id));
  }

  private showMenu(): void {
    const { strings, name } = this.options;
    const all = this.values.length;
    const shown = this.values.filter((value) => value.shown).length;
    setText(this.some, shown === all ? '' : `${shown.toLocaleString()}/${all.toLocaleString()}`);
    this.opener.classList.toggle('narrowed', shown < all);
    this.opener.title = fillIn(strings.shownCount, strings[name], shown, all);
    this.menu.show([
      {
        id: ALL,
        label: strings.all,
        count: this.values.reduce((sum, { count }) => sum + count, 0).toLocaleString(),
        checked: shown === all ? true : shown === 0 ? false : 'mixed',
      },
      ...this.values.map((value) => ({
        id: value.id,
        label: value.label,
        count: value.count.toLocaleString(),
        checked: value.shown,
      })),
    ]);
  }

  private showRow(): void {
    const values = this.values.length > this.options.inline ? [] : this.values;
    const ids = new Set(values.map(({ id }) => id));
    for (const [id, toggle] of this.toggles) {
      if (!ids.has(id)) {
        toggle.remove();
        this.toggles.delete(id);
      }
    }
    values.forEach((value, index) => {
      const toggle = this.toggles.get(value.id) ?? this.addToggle(value.id);
      toggle.ariaPressed = String(value.shown);
      const [name, count] = toggle.children;
      if (name && count) {
        setText(name, value.label);
        setText(count, value.count.toLocaleString());
      }
      if (this.row.children[index] !== toggle) {
        this.row.insertBefore(toggle, this.row.children[index] ?? null);
      }
    });
  }

  private addToggle(id: string): HTMLButtonElement {
    const toggle = button('facet-toggle', '', () => this.choose(id));
    toggle.dataset.id = id;
    if (this.options.name === 'levels') {
      toggle.dataset.level = id;
    }
    toggle.append(element('span', 'name'), ' ', element('span', 'count'));
    this.toggles.set(id, toggle);
    return toggle;
  }
}
