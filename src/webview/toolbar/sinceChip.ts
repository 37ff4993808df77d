import type { LogDisplay, LogFilter, PanelStrings } from '../../logs/protocol';
import { button, element, fillIn, setHidden, setLabel, setText } from '../dom';
import { icon } from '../icons';
import { keepFocus } from '../keepFocus';
import { timeText } from '../list/time';

type Since = NonNullable<LogFilter['since']>;

/**
 * Where the entries begin that are shown: a marker by its words, an entry by its time as the list writes it, but never
 * as a distance, which would be another one soon.
 *
 * @param now milliseconds since the epoch
 */
export function sinceWords(
  { label, timestamp }: Since,
  zone: LogDisplay['time'],
  now: number,
  strings: PanelStrings,
): string {
  return label || timeText(timestamp, { time: zone, relative: false }, now, strings);
}

/** Says where the entries begin that are shown, and offers those of all times. */
export class SinceChip {
  readonly root = element('span', 'since');
  private readonly text = element('span', 'since-text');
  private since: LogFilter['since'] = null;
  private zone: LogDisplay['time'] = 'local';

  constructor(
    private readonly strings: PanelStrings,
    onClear: () => void,
    /** The keyboard was here, and the chip is hidden. */
    private readonly focusLost: () => void,
  ) {
    const clear = button('action', '', onClear);
    clear.id = 'clear-since';
    clear.append(icon('close'));
    setLabel(clear, strings.clearSince);
    this.root.hidden = true;
    this.root.append(this.text, clear);
  }

  show(since: LogFilter['since']): void {
    this.since = since;
    keepFocus(this.root, () => setHidden(this.root, since === null), this.focusLost);
    this.render();
  }

  setZone(zone: LogDisplay['time']): void {
    this.zone = zone;
    this.render();
  }

  private render(): void {
    const { since, zone, strings, text } = this;
    if (since) {
      setText(text, fillIn(strings.since, sinceWords(since, zone, Date.now(), strings)));
      text.title = fillIn(strings.since, since.label || since.timestamp);
    }
  }
}
