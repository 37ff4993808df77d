import type { LogFilter, PanelStrings } from '../../logs/protocol';
import { button, element, setHidden, setText } from '../dom';
import { icon } from '../icons';
import { Roving } from './roving';
import { withKeys } from '../shortcuts';

const MODES = ['matchCase', 'wholeWord', 'regex'] as const;
export type TextMode = (typeof MODES)[number];

export interface FilterBoxActions {
  /** The person has changed what is looked for. */
  changed(change: Partial<LogFilter>): void;
  find(direction: 'next' | 'previous'): void;
  /** Escape in an empty box. */
  leave(): void;
}

/** Where a person says what to look for, and how; what is wrong with it is said below. */
export class FilterBox {
  readonly root = element('div', 'filter-box');
  private readonly input = element('input', '');
  private readonly problem = element('div', 'validation');
  private readonly toggles = new Map<TextMode, HTMLButtonElement>();

  constructor(
    private readonly strings: PanelStrings,
    private readonly actions: FilterBoxActions,
  ) {
    const options = element('div', 'options');
    options.role = 'group';
    options.ariaLabel = strings.findOptions;
    for (const mode of MODES) {
      const toggle = this.makeToggle(mode);
      this.toggles.set(mode, toggle);
      options.append(toggle);
    }
    new Roving(options);
    this.setUpInput();
    this.problem.id = 'filter-problem';
    this.problem.role = 'alert';
    this.problem.hidden = true;
    this.root.append(this.input, options, this.problem);
  }

  show(filter: LogFilter): void {
    if (this.input.value !== filter.text) {
      this.input.value = filter.text;
    }
    for (const [mode, toggle] of this.toggles) {
      toggle.ariaPressed = String(filter[mode]);
    }
  }

  showProblem(problem: string | null): void {
    this.root.classList.toggle('invalid', problem !== null);
    this.input.ariaInvalid = String(problem !== null);
    if (problem === null) {
      this.input.removeAttribute('aria-describedby');
    } else {
      this.input.setAttribute('aria-describedby', this.problem.id);
    }
    setText(this.problem, problem ?? '');
    setHidden(this.problem, problem === null);
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  toggle(mode: TextMode): void {
    const pressed = this.toggles.get(mode)?.ariaPressed !== 'true';
    this.send({ [mode]: pressed });
  }

  /** Gives what is typed at once, with anything else that changes. */
  send(change: Partial<LogFilter> = {}): void {
    this.actions.changed({ text: this.input.value, ...change });
  }

  /** Empties the box, with anything else that changes. */
  clear(change: Partial<LogFilter> = {}): void {
    this.input.value = '';
    this.send(change);
  }

  private makeToggle(mode: TextMode): HTMLButtonElement {
    const toggle = button(`option ${mode}`, '', () => this.toggle(mode));
    toggle.append(icon(mode));
    toggle.id = mode;
    withKeys(toggle, this.strings[mode], mode);
    // The click leaves the keyboard where a person types.
    toggle.addEventListener('mousedown', (event) => event.preventDefault());
    return toggle;
  }

  private setUpInput(): void {
    const { input, strings } = this;
    input.id = 'filter';
    input.type = 'text';
    input.spellcheck = false;
    input.autocomplete = 'off';
    input.maxLength = 10_000;
    input.placeholder = strings.filter;
    input.ariaLabel = strings.filter;
    input.title = strings.filterHint;
    input.addEventListener('input', () => this.send());
    input.addEventListener('keydown', (event) => {
      if (!event.isComposing && this.onKey(event)) {
        event.preventDefault();
      }
    });
  }

  private onKey(event: KeyboardEvent): boolean {
    if (event.key === 'Enter' && !event.ctrlKey && !event.altKey && !event.metaKey) {
      this.actions.find(event.shiftKey ? 'previous' : 'next');
      return true;
    }
    if (event.key !== 'Escape') {
      return false;
    }
    if (this.input.value === '') {
      this.actions.leave();
    } else {
      this.clear();
    }
    return true;
  }
}
