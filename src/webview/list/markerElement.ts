import { button, element } from '../dom';
import type { ElementIds, RowSettings, RowView } from './rowElement';
import { asCell, RowElement } from './rowElement';
import { TextCell } from './textCell';

/**
 * Where something began that is not an entry, a job for one. Its label tells when, by this machine's clock; where it
 * stands is told by the entries around it, so it has no time of the server's.
 */
export class MarkerElement extends RowElement {
  private readonly label = new TextCell('marker-label', 'span');
  private readonly since: HTMLButtonElement;
  private key = '';

  constructor(settings: RowSettings, ids: ElementIds) {
    super(settings, ids.next++);
    this.since = button('link only-since', settings.strings.onlySince, () =>
      settings.actions.since(this.key),
    );
    const cell = asCell(element('div', 'message'));
    cell.append(this.label.root, ' ', this.since);
    this.root.append(cell);
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
    this.label.show(view.row.label, view.row.label);
    return true;
  }
}
