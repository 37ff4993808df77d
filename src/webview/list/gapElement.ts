import type { LogRow } from '../../logs/protocol';
import { button, element, fillIn, setText } from '../dom';
import type { ElementIds, RowSettings, RowView } from './rowElement';
import { asCell, RowElement } from './rowElement';
import { TextCell } from './textCell';
import { timeText } from './time';

type GapRow = Extract<LogRow, { kind: 'gap' }>;

/** Says that entries are missing, why, and how to get them. */
export class GapElement extends RowElement {
  private readonly text = new TextCell('text', 'span');
  private readonly config = new TextCell('config', 'span');
  private readonly fillButton: HTMLButtonElement;
  private row: GapRow | undefined;

  constructor(settings: RowSettings, ids: ElementIds) {
    super(settings, ids.next++);
    this.fillButton = button('link fill-gap', '', () => {
      if (this.row) {
        settings.actions.fillGap(this.row.key);
      }
    });
    const cell = asCell(element('div', 'message'));
    cell.append(this.config.root, this.text.root, ' ', this.fillButton);
    this.root.append(cell);
  }

  protected isMeasured(): boolean {
    return true;
  }

  protected classesOf(): string {
    return 'gap';
  }

  protected fill(view: RowView, before: RowView | undefined): boolean {
    this.fillButton.tabIndex = view.active ? 0 : -1;
    if (view.row.kind !== 'gap' || view.row === before?.row) {
      return false;
    }
    const row = view.row;
    this.row = row;
    const { strings, configs } = this.settings;
    this.text.show(this.words(row), `${row.from} – ${row.to}`);
    this.config.show((row.config === null ? undefined : configs.get(row.config)) ?? '');
    setText(this.fillButton, row.filling ? strings.fillingGap : strings.fillGap);
    this.fillButton.disabled = row.filling;
    // What the server no longer has cannot be loaded.
    this.fillButton.hidden = row.reason === 'notOnServer' && !row.filling;
    return true;
  }

  private words(row: GapRow): string {
    const { strings, display } = this.settings;
    const template = {
      tooFarBack: strings.gapTooFarBack,
      oneTimestampTooBig: strings.gapOneTimestamp,
      notOnServer: strings.gapNotOnServer,
    }[row.reason];
    const now = Date.now();
    const absolute = { time: display.time, relative: false };
    const at = (timestamp: string): string => timeText(timestamp, absolute, now, strings);
    return fillIn(template, at(row.from), at(row.to));
  }
}
