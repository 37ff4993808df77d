import type { Level, LogFilter, PanelStrings, UpdateMessage, WebviewMessage } from '../logs/protocol';
import { LEVELS } from '../logs/protocol';
import { button, element, setText } from './dom';

/** Level toggles with their counts, the text filter, pause and clear. */
export class Toolbar {
  readonly root = element('div', 'toolbar');
  private readonly filterBox = element('input', 'filter');
  private readonly levels = new Map<
    Level,
    { readonly toggle: HTMLButtonElement; readonly count: HTMLElement }
  >();
  private readonly pause: HTMLButtonElement;
  private readonly hidden: Set<Level>;
  private paused = false;

  constructor(
    private readonly strings: PanelStrings,
    filter: LogFilter,
    private readonly post: (message: WebviewMessage) => void,
  ) {
    this.hidden = new Set(filter.hiddenLevels);
    this.pause = button('', strings.pause, () => post({ type: 'pause', paused: !this.paused }));
    this.pause.id = 'pause';
    const clear = button('', strings.clear, () => post({ type: 'clear' }));
    clear.id = 'clear';
    clear.title = strings.clearHint;
    const commands = element('div', 'group');
    commands.append(this.pause, clear);
    this.setUpFilter(filter.text);
    this.root.append(this.filterBox, this.levelGroup(), commands);
  }

  show(update: UpdateMessage): void {
    for (const [level, { toggle, count }] of this.levels) {
      setText(count, update.counts[level].toLocaleString());
      toggle.hidden = level === 'OTHER' && update.counts.OTHER === 0 && !this.hidden.has('OTHER');
    }
  }

  showPaused(paused: boolean): void {
    this.paused = paused;
    setText(this.pause, paused ? this.strings.resume : this.strings.pause);
  }

  focusFilter(): void {
    this.filterBox.focus();
    this.filterBox.select();
  }

  clearFilter(): void {
    this.filterBox.value = '';
    this.hidden.clear();
    this.sendFilter();
  }

  private setUpFilter(text: string): void {
    const box = this.filterBox;
    box.id = 'filter';
    box.type = 'text';
    box.spellcheck = false;
    box.maxLength = 10_000;
    box.value = text;
    box.placeholder = this.strings.filter;
    box.ariaLabel = this.strings.filter;
    box.addEventListener('input', () => this.sendFilter());
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && box.value !== '' && !event.isComposing) {
        box.value = '';
        this.sendFilter();
        event.preventDefault();
      }
    });
  }

  private levelGroup(): HTMLElement {
    const group = element('div', 'group');
    group.id = 'levels';
    group.role = 'group';
    group.ariaLabel = this.strings.levels;
    for (const level of LEVELS) {
      const count = element('span', 'count', '0');
      const toggle = button('level-toggle', '', () => this.toggleLevel(level));
      toggle.dataset.level = level;
      toggle.append(element('span', 'name', this.levelName(level)), ' ', count);
      toggle.hidden = level === 'OTHER';
      this.levels.set(level, { toggle, count });
      group.append(toggle);
    }
    this.showHidden();
    return group;
  }

  private toggleLevel(level: Level): void {
    if (!this.hidden.delete(level)) {
      this.hidden.add(level);
    }
    this.sendFilter();
  }

  private sendFilter(): void {
    this.showHidden();
    this.post({ type: 'filter', filter: { hiddenLevels: [...this.hidden], text: this.filterBox.value } });
  }

  private showHidden(): void {
    for (const [level, { toggle }] of this.levels) {
      toggle.ariaPressed = String(!this.hidden.has(level));
    }
  }

  private levelName(level: Level): string {
    return level === 'OTHER' ? this.strings.otherLevel : level;
  }
}
