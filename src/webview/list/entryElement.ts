import type { EntryRow, LogDisplay } from '../../logs/protocol';
import { button, element, fillIn, setText } from '../dom';
import { EntryBody } from './entryBody';
import type { ElementIds, RowSettings, RowView } from './rowElement';
import { asCell, RowElement } from './rowElement';
import { showStyled } from './styledText';
import { TextCell } from './textCell';
import { timeText } from './time';

export type EntryColumn = 'time' | 'level' | 'config' | 'source' | 'instance';

/** The columns before the message, in order. */
export function entryColumns(display: LogDisplay, several: boolean): readonly EntryColumn[] {
  return [
    'time',
    'level',
    ...(several ? (['config'] as const) : []),
    ...(display.source ? (['source'] as const) : []),
    ...(display.instance ? (['instance'] as const) : []),
  ];
}

/** A log entry: on one line, wrapped, or unfolded. */
export class EntryElement extends RowElement {
  private readonly cells: ReadonlyMap<EntryColumn, TextCell>;
  private readonly message = asCell(element('div', 'message'));
  private readonly text = element('span', 'text');
  private plainText = '';
  private isPlain = true;
  private body: EntryBody | undefined;
  private toggle: EntryToggle | undefined;
  private row: EntryRow | undefined;

  constructor(settings: RowSettings, ids: ElementIds) {
    super(settings, ids.next++);
    const columns = entryColumns(settings.display, settings.configs.size > 0);
    this.cells = new Map(
      columns.map((column) => [column, new TextCell(column, column === 'time' ? 'time' : 'div')]),
    );
    this.text.append('');
    this.message.append(this.text);
    this.root.append(...[...this.cells.values()].map(({ root }) => asCell(root)), this.message);
  }

  override measure(): number {
    const height = super.measure();
    return this.body?.measure(height) ?? height;
  }

  override showTime(): void {
    const timestamp = this.row?.timestamp ?? '';
    const { display, strings } = this.settings;
    this.cells.get('time')?.show(timeText(timestamp, display, Date.now(), strings), timestamp);
  }

  protected isMeasured({ unfolded }: RowView): boolean {
    return this.settings.display.wrap || unfolded !== undefined;
  }

  protected classesOf({ row, unfolded }: RowView): string {
    const entry = row as EntryRow;
    return `entry ${entry.level} role-${entry.role}${entry.apart ? ' apart' : ''}${unfolded ? ' expanded' : ''}`;
  }

  protected fill(view: RowView, before: RowView | undefined): boolean {
    const row = view.row as EntryRow;
    const isNew = row !== before?.row;
    const changed = isNew || (view.unfolded === undefined) !== (before.unfolded === undefined);
    if (isNew) {
      this.row = row;
      this.showCells(row);
    }
    if (view.unfolded) {
      this.body ??= this.unfold();
      const bodyChanged = this.body.show(row, view.unfolded, view.active);
      this.showToggle(row, true);
      return changed || bodyChanged;
    }
    if (this.body) {
      this.body.root.replaceWith(this.text);
      this.body = undefined;
    }
    if (changed) {
      this.showHead(row);
    }
    this.showToggle(row, false);
    return changed && this.settings.display.wrap;
  }

  private showCells(row: EntryRow): void {
    const { cells } = this;
    this.showTime();
    cells.get('level')?.show(row.type || row.level);
    cells.get('source')?.show(row.source, row.source);
    cells.get('instance')?.show(row.instance, row.instance);
    const config = row.config === null ? '' : (this.settings.configs.get(row.config) ?? String(row.config));
    cells.get('config')?.show(config, config);
  }

  private showHead(row: EntryRow): void {
    const none = row.head === '' && !row.more;
    const text = none ? this.settings.strings.emptyMessage : row.head;
    const isPlain = row.runs.length === 0 && row.hits.length === 0;
    if (!isPlain) {
      showStyled(this.text, { text, runs: row.runs, hits: row.hits });
    } else if (!this.isPlain) {
      this.text.textContent = text;
    } else if (text !== this.plainText && this.text.firstChild) {
      this.text.firstChild.nodeValue = text;
    }
    this.isPlain = isPlain && text !== '';
    this.plainText = text;
    this.text.classList.toggle('none', none);
  }

  private unfold(): EntryBody {
    const body = new EntryBody(this.settings);
    this.text.replaceWith(body.root);
    return body;
  }

  private showToggle(row: EntryRow, expanded: boolean): void {
    const { display, metrics, strings, actions } = this.settings;
    const folds = expanded || row.more || row.json || (!display.wrap && row.head.length > metrics().columns);
    if (folds && !this.toggle) {
      this.toggle = new EntryToggle(() => this.row && actions.toggle(this.row.key));
      this.message.append(this.toggle.root);
    }
    if (this.toggle) {
      this.toggle.root.hidden = !folds;
    }
    if (folds) {
      const hidden = row.lines - 1;
      const lines = hidden > 0 && !expanded ? fillIn(strings.moreLines, hidden.toLocaleString()) : undefined;
      this.toggle?.show(expanded, lines, expanded ? strings.fold : strings.unfold);
    }
  }
}

/** Unfolds and folds an entry. Out of the tab order: Enter on the row does the same. */
class EntryToggle {
  readonly root: HTMLButtonElement;
  private readonly twistie = element('span', 'twistie');
  private readonly label = element('span', '');

  constructor(onClick: () => void) {
    this.root = button('toggle', '', onClick, { tabStop: false });
    this.twistie.ariaHidden = 'true';
    this.root.append(this.twistie, this.label);
  }

  /** @param lines how many lines are hidden, in words; undefined where there are none */
  show(expanded: boolean, lines: string | undefined, label: string): void {
    setText(this.twistie, expanded ? '▾' : '▸');
    setText(this.label, lines ?? label);
    this.label.className = lines === undefined ? 'for-reader' : 'more-lines';
    this.root.ariaExpanded = String(expanded);
  }
}
