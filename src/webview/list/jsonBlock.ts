import { element } from '../dom';
import { showStyled } from './styledText';
import type { JsonBlock, JsonLine } from './unfoldedText';

/** Lines of JSON, with a button on each that folds. */
export function jsonBlock(block: JsonBlock): HTMLElement {
  const made = element('div', 'block json');
  made.append(...block.lines.map(jsonLine));
  return made;
}

function jsonLine(shown: JsonLine): HTMLElement {
  const made = element('div', 'json-line text');
  const text = element('span', '');
  showStyled(text, shown.styled);
  made.append(text);
  if (shown.fold) {
    const { folded, tail, count } = shown.fold;
    const toggle = element('button', 'json-toggle', folded ? '▸' : '▾');
    toggle.type = 'button';
    toggle.tabIndex = -1;
    toggle.dataset.line = String(shown.line);
    toggle.ariaExpanded = String(!folded);
    toggle.ariaLabel = `${shown.styled.text.trim()}${folded ? tail : ''} ${String(count)}`;
    made.prepend(toggle);
    if (folded) {
      made.append(element('span', 'tail', tail), element('span', 'member-count', ` ${String(count)}`));
    }
  }
  return made;
}

/**
 * The keyboard in JSON. Tab leads from the list to one of the toggles and then out again; the arrow keys lead from one
 * to the next.
 */
export class JsonToggles {
  /** The line of the toggle that Tab leads to. */
  private current: string | undefined;

  constructor(
    private readonly root: HTMLElement,
    /** `leave`: the one that had the focus is gone. */
    private readonly actions: { toggle(line: number): void; leave(): void },
  ) {
    root.addEventListener('click', (event) => this.onClick(event));
    root.addEventListener('keydown', (event) => this.onKey(event));
    root.addEventListener('focusin', ({ target }) => this.onFocus(target));
  }

  /** The line of the toggle that has the focus. */
  get focused(): string | undefined {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement && this.root.contains(activeElement)
      ? activeElement.dataset.line
      : undefined;
  }

  /** Makes one of them reachable, and gives the focus back to one that was made anew. */
  show(active: boolean, focused: string | undefined): void {
    const all = this.all();
    const current = all.find(({ dataset }) => dataset.line === this.current) ?? all[0];
    for (const toggle of all) {
      toggle.tabIndex = active && toggle === current ? 0 : -1;
    }
    if (focused !== undefined && this.focused === undefined) {
      const again = all.find(({ dataset }) => dataset.line === focused);
      if (again) {
        again.focus({ preventScroll: true });
      } else {
        this.actions.leave();
      }
    }
  }

  private all(): readonly HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>('.json-toggle')];
  }

  private onClick(event: MouseEvent): void {
    const line = toggleOf(event.target)?.dataset.line;
    if (line !== undefined) {
      event.stopPropagation();
      this.current = line;
      this.actions.toggle(Number(line));
    }
  }

  private onFocus(target: EventTarget | null): void {
    const focused = toggleOf(target);
    if (focused) {
      this.current = focused.dataset.line;
      for (const toggle of this.all()) {
        toggle.tabIndex = toggle === focused ? 0 : -1;
      }
    }
  }

  private onKey(event: KeyboardEvent): void {
    const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!modified && this.move(event)) {
      event.preventDefault();
    }
  }

  private move(event: KeyboardEvent): boolean {
    const toggle = toggleOf(event.target);
    if (!toggle) {
      return false;
    }
    const expanded = toggle.ariaExpanded === 'true';
    if ((event.key === 'ArrowRight' && !expanded) || (event.key === 'ArrowLeft' && expanded)) {
      this.actions.toggle(Number(toggle.dataset.line));
      return true;
    }
    const all = this.all();
    const at = all.indexOf(toggle);
    const to = new Map([
      ['ArrowUp', at - 1],
      ['ArrowDown', at + 1],
      ['Home', 0],
      ['End', all.length - 1],
    ]).get(event.key);
    if (to !== undefined) {
      all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
    }
    return to !== undefined;
  }
}

function toggleOf(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element ? target.closest<HTMLElement>('.json-toggle') : undefined) ?? undefined;
}
