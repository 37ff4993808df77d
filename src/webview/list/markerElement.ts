import { button, element } from '../dom';
import type { ElementIds, RowSettings, RowView } from './rowElement';
import { asCell, RowElement } from './rowElement';
import { TextCell } from './textCell';
import { timeText } from './time';

/** Where something began that is not an entry, a job for one. */
export class MarkerElement extends RowElement {
  private readonly time = new TextCell('time', 'time');
  private readonly label = new TextCell('marker-label', 'span');
  private readonly since: HTMLButtonElement;
  private key = '';
  private timestamp = '';

  constructor(settings: RowSettings, ids: ElementIds) {
    super(settings, ids.next++);
    this.since = button('link only-since', settings.strings.onlySince, () =>
      settings.actions.since(this.key),
    );
    const cell = asCell(element('div', 'message'));
    cell.append(this.label.root, ' ', this.since);
    this.root.append(asCell(this.time.root), cell);
  }

  override showTime(): void {
    const { display, strings } = this.settings;
    this.time.show(timeText(this.timestamp, display, Date.now(), strings), this.timestamp);
  }

  protected isMeasured(): boolean {
    return true;
  }

  protected classesOf(): string {
    return 'marker';
  }

  protected fill(view: RowView, before: RowView | undefined): boolean {
    this.since.tabIndex = view.active ? 0 : -1;
    if (view.row.kind !== 'marker' || view.row === before?.row) {
      return false;
    }
    this.key = view.row.key;
    this.timestamp = view.row.timestamp;
    this.label.show(view.row.label, view.row.label);
    this.showTime();
    return true;
  }
}
