import type { LogFilter, PanelStrings, UpdateMessage, WebviewMessage } from '../../logs/protocol';
import { button, element, fillIn, setLabel, setText } from '../dom';
import { icon, type IconName } from '../icons';
import { Roving } from './roving';
import { withKeys } from '../shortcuts';

/** Entries around a match that are offered. */
const CONTEXTS = [0, 1, 2, 5, 10, 20, 50];

/** Milliseconds that a count may still change after a person's doing and be read out. */
const SETTLING = 1000;

export interface FindActionsHost {
  changed(change: Partial<LogFilter>): void;
  find(direction: 'next' | 'previous'): void;
  readonly post: (message: WebviewMessage) => void;
}

/** What belongs to the text that is looked for: how often it is there, going from one to the next, what else is shown. */
export class FindActions {
  readonly root = element('div', 'find-actions');
  private readonly count = element('span', 'match-count');
  private readonly previous: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  private readonly onlyMatches: HTMLButtonElement;
  private readonly context = element('select', 'context');
  private readonly search: HTMLButtonElement;
  private filter: LogFilter | undefined;
  private matches = 0;
  private match: number | null = null;
  private quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly strings: PanelStrings,
    private readonly host: FindActionsHost,
  ) {
    this.previous = this.action('previous', () => this.find('previous'));
    withKeys(this.previous, strings.previousMatch, 'previousMatch');
    this.next = this.action('next', () => this.find('next'));
    withKeys(this.next, strings.nextMatch, 'nextMatch');
    this.onlyMatches = this.action('onlyMatches', () =>
      host.changed({ show: this.filter?.show === 'matches' ? 'all' : 'matches' }),
    );
    setLabel(this.onlyMatches, strings.showMatches);
    this.search = this.action('searchServer', () => host.post({ type: 'searchServer' }));
    this.search.append(element('span', 'words', strings.searchServer));
    this.search.ariaLabel = strings.searchServer;
    this.search.title = strings.searchServerHint;
    this.setUpContext();
    this.count.id = 'match-count';
    this.count.role = 'status';
    this.count.ariaLive = 'off';
    const bar = element('div', 'bar');
    bar.role = 'toolbar';
    bar.ariaLabel = strings.findActions;
    bar.append(this.previous, this.next, this.onlyMatches, this.context, this.search);
    new Roving(bar);
    this.root.append(this.count, bar);
  }

  showFilter(filter: LogFilter): void {
    if (filter.text !== this.filter?.text) {
      this.readOut();
    }
    this.filter = filter;
    const some = filter.text !== '';
    this.root.classList.toggle('idle', !some);
    this.onlyMatches.ariaPressed = String(filter.show === 'matches');
    setUsable(this.onlyMatches, some);
    setUsable(this.search, some);
    this.context.disabled = !some || filter.show === 'all';
    this.offer(filter.context);
    this.context.value = String(filter.context);
    this.enableSteps();
  }

  show(update: UpdateMessage): void {
    if (update.match !== null && update.match !== this.match) {
      this.readOut();
    }
    this.matches = update.matches;
    this.match = update.match;
    const text = this.countText(update);
    setText(this.count, text);
    this.root.classList.toggle('no-matches', text === this.strings.noMatches);
    this.enableSteps();
  }

  private countText({ matches, match, busy, problem }: UpdateMessage): string {
    const { filtering, noMatches, matchOf, matchOne, matchCount } = this.strings;
    if (this.filter?.text === '') {
      return '';
    }
    if (busy) {
      return filtering;
    }
    if (matches === 0) {
      // What cannot be looked for has no matches to count.
      return problem === null ? noMatches : '';
    }
    if (matches === 1 && match === null) {
      return matchOne;
    }
    const all = matches.toLocaleString();
    return match === null ? fillIn(matchCount, all) : fillIn(matchOf, match.toLocaleString(), all);
  }

  /** The count changes with every entry that arrives; only what follows from a person's doing is read out. */
  private readOut(): void {
    this.count.ariaLive = 'polite';
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.count.ariaLive = 'off'), SETTLING);
  }

  private find(direction: 'next' | 'previous'): void {
    if (this.matches > 0) {
      this.host.find(direction);
    }
  }

  private enableSteps(): void {
    const some = this.filter?.text !== '' && this.matches > 0;
    setUsable(this.previous, some);
    setUsable(this.next, some);
  }

  private action(name: IconName, onClick: () => void): HTMLButtonElement {
    const made = button(`action ${name}`, '', () => {
      if (made.ariaDisabled !== 'true') {
        onClick();
      }
    });
    made.id = name;
    made.append(icon(name));
    return made;
  }

  private setUpContext(): void {
    this.context.id = 'context';
    setLabel(this.context, this.strings.context);
    for (const lines of CONTEXTS) {
      this.offer(lines);
    }
    this.context.addEventListener('change', () => this.host.changed({ context: Number(this.context.value) }));
  }

  /** A number that was kept from elsewhere is offered as well. */
  private offer(lines: number): void {
    const options = [...this.context.options];
    if (options.some(({ value }) => value === String(lines))) {
      return;
    }
    const option = element('option', '', fillIn(this.strings.contextLines, lines));
    option.value = String(lines);
    this.context.add(option, options.find(({ value }) => Number(value) > lines) ?? null);
  }
}

/** A button that cannot be used now keeps the keyboard where it has it, as `disabled` would not. */
function setUsable(target: HTMLButtonElement, usable: boolean): void {
  const disabled = String(!usable);
  if (target.ariaDisabled !== disabled) {
    target.ariaDisabled = disabled;
  }
}
