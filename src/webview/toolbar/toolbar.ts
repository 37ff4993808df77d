import type { LogDisplay, LogFilter, PanelStrings, UpdateMessage, WebviewMessage } from '../../logs/protocol';
import { button, element, setLabel } from '../dom';
import { Facets } from './facets';
import { FilterBox, type TextMode } from './filterBox';
import { FindActions } from './findActions';
import { icon, type IconName } from '../icons';
import { Roving } from './roving';
import { withKeys } from '../shortcuts';

export interface ToolbarOptions {
  readonly strings: PanelStrings;
  readonly filter: LogFilter;
  readonly display: LogDisplay;
  /** In a panel of several configs: their names. */
  readonly configs: readonly { readonly config: number; readonly name: string }[];
  readonly post: (message: WebviewMessage) => void;
  readonly find: (direction: 'next' | 'previous') => void;
  readonly changeDisplay: (change: Partial<LogDisplay>) => void;
  /** The keyboard goes to the list. */
  readonly leave: () => void;
}

/** What is shown of the log, and what can be done with it. It keeps the filter that was sent or received last. */
export class Toolbar {
  readonly root = element('div', 'toolbar');
  private readonly box: FilterBox;
  private readonly findActions: FindActions;
  private readonly facets: Facets;
  private readonly pause: HTMLButtonElement;
  private readonly wrap: HTMLButtonElement;
  private filter: LogFilter;
  private paused = false;

  constructor(private readonly options: ToolbarOptions) {
    const { strings, post, find, leave } = options;
    this.filter = options.filter;
    const changed = (change: Partial<LogFilter>): void => this.change(change);
    this.box = new FilterBox(strings, { changed, find, leave });
    // What is typed and not sent yet goes along, or another change would take it back.
    const send = (change: Partial<LogFilter>): void => this.box.send(change);
    this.findActions = new FindActions(strings, { changed: send, find, post });
    this.facets = new Facets(strings, options.configs, {
      changed: send,
      clearSince: () => post({ type: 'since', key: null }),
    });
    this.pause = this.command('pause', () => post({ type: 'pause', paused: !this.paused }));
    this.wrap = this.command('wrap', () => this.toggleWrap());
    withKeys(this.wrap, strings.wrap, 'wrap');
    const rest = element('div', 'rest');
    rest.append(this.facets.root, this.commands());
    this.root.append(this.box.root, this.findActions.root, rest);
    this.showPaused(false);
    this.showDisplay(options.display);
    this.showFilter(options.filter);
  }

  show(update: UpdateMessage): void {
    this.findActions.show(update);
    this.facets.show(update);
    this.box.showProblem(update.problem);
  }

  showFilter(filter: LogFilter): void {
    this.filter = filter;
    this.box.show(filter);
    this.findActions.showFilter(filter);
    this.facets.showFilter(filter);
  }

  showDisplay(display: LogDisplay): void {
    this.wrap.ariaPressed = String(display.wrap);
    this.facets.showZone(display.time);
  }

  showPaused(paused: boolean): void {
    const name: IconName = paused ? 'resume' : 'pause';
    if (this.paused !== paused || !this.pause.ariaLabel) {
      this.paused = paused;
      setLabel(this.pause, this.options.strings[name]);
      this.pause.replaceChildren(icon(name));
    }
  }

  focusFilter(): void {
    this.box.focus();
  }

  toggleMode(mode: TextMode): void {
    this.box.toggle(mode);
  }

  toggleWrap(): void {
    this.options.changeDisplay({ wrap: this.wrap.ariaPressed !== 'true' });
  }

  /** Shows everything again; how text is looked for stays as it is. */
  clearFilter(): void {
    this.box.clear({ hiddenLevels: [], hiddenSources: [], hiddenConfigs: [], since: null });
  }

  private change(change: Partial<LogFilter>): void {
    const filter = { ...this.filter, ...change };
    this.showFilter(filter);
    this.options.post({ type: 'filter', filter });
  }

  private commands(): HTMLElement {
    const { strings, post } = this.options;
    const clear = this.command('clear', () => post({ type: 'clear' }));
    clear.ariaLabel = strings.clear;
    clear.title = strings.clearHint;
    const more = this.command('more', () => post({ type: 'menu' }));
    setLabel(more, strings.more);
    more.ariaHasPopup = 'menu';
    const bar = element('div', 'commands');
    bar.role = 'toolbar';
    bar.ariaLabel = strings.commands;
    bar.append(this.pause, clear, this.wrap, more);
    new Roving(bar);
    return bar;
  }

  private command(name: IconName, onClick: () => void): HTMLButtonElement {
    const made = button('action', '', onClick);
    made.id = name;
    made.append(icon(name));
    return made;
  }
}
