import type { EntryRow, LogRow, PanelStrings } from '../logs/protocol';
import { button, element, fillIn } from './dom';
import { shortTime } from './time';

/** As much of an unfolded message as has been read so far. */
export interface ReadText {
  readonly text: string;
  readonly to: number;
  readonly length: number;
}

export interface RowView {
  readonly row: LogRow;
  readonly index: number;
  readonly expanded: boolean;
  readonly read: ReadText | undefined;
  /** Characters of the message that fit on a row, to tell whether there is something to unfold. */
  readonly columns: number;
}

export interface RowActions {
  toggle(key: string): void;
  readMore(key: string): void;
  fillGap(key: string): void;
}

/** Fills a row's element with what it shows. All of it is text; nothing in it is ever markup. */
export function fillRow(
  target: HTMLElement,
  view: RowView,
  strings: PanelStrings,
  actions: RowActions,
): void {
  const { row } = view;
  target.className = `log-row ${row.kind}`;
  target.classList.toggle('expanded', view.expanded);
  switch (row.kind) {
    case 'entry':
      target.dataset.level = row.level;
      target.replaceChildren(...entryCells(row, view, strings, actions));
      break;
    case 'gap':
      target.replaceChildren(gapCell(row, strings, actions));
      break;
    case 'marker': {
      const cell = gridCell('message');
      cell.append(element('span', 'label', row.label));
      target.replaceChildren(cell);
      break;
    }
  }
}

/** Whether there is more to see of an entry than its row shows. */
export function canUnfold(row: EntryRow, columns: number): boolean {
  return row.more || row.head.length > columns;
}

function entryCells(
  row: EntryRow,
  view: RowView,
  strings: PanelStrings,
  actions: RowActions,
): readonly HTMLElement[] {
  const when = gridCell('time');
  when.append(time(row.timestamp));
  const level = gridCell('level', row.type || row.level);
  const source = gridCell('source', row.source);
  source.title = row.source;
  const message = gridCell('message');
  message.append(...messageParts(row, view, strings, actions));
  return [when, level, source, message];
}

function messageParts(
  row: EntryRow,
  view: RowView,
  strings: PanelStrings,
  actions: RowActions,
): readonly Node[] {
  const canToggle = view.expanded || canUnfold(row, view.columns);
  const fold = canToggle ? [toggle(row, view.expanded, strings, actions)] : [];
  if (!view.expanded) {
    const none = row.head === '' && !row.more;
    return [element('span', none ? 'text none' : 'text', none ? strings.emptyMessage : row.head), ...fold];
  }
  const body = element('div', 'body');
  body.append(element('span', 'text', row.more ? (view.read?.text ?? row.head) : row.head));
  if (view.read && view.read.to < view.read.length) {
    const left = view.read.length - view.read.to;
    const label = fillIn(strings.showMore, left.toLocaleString());
    body.append(button('link read-more', label, () => actions.readMore(row.key), { tabStop: false }));
  }
  return [body, ...fold];
}

function toggle(
  row: EntryRow,
  expanded: boolean,
  strings: PanelStrings,
  actions: RowActions,
): HTMLButtonElement {
  const made = button('toggle', '', () => actions.toggle(row.key), { tabStop: false });
  const hidden = row.lines - 1;
  const label = expanded
    ? strings.fold
    : hidden > 0
      ? fillIn(strings.moreLines, hidden.toLocaleString())
      : strings.unfold;
  const twistie = element('span', 'twistie', expanded ? '▾' : '▸');
  twistie.ariaHidden = 'true';
  made.append(twistie, element('span', hidden > 0 && !expanded ? 'more-lines' : 'for-reader', label));
  made.ariaExpanded = String(expanded);
  return made;
}

function gapCell(
  row: Extract<LogRow, { kind: 'gap' }>,
  strings: PanelStrings,
  actions: RowActions,
): HTMLElement {
  const now = Date.now();
  const text =
    row.reason === 'tooFarBack'
      ? fillIn(strings.gapTooFarBack, shortTime(row.from, now), shortTime(row.to, now))
      : fillIn(strings.gapOneTimestamp, shortTime(row.from, now), shortTime(row.to, now));
  const cell = gridCell('message');
  cell.title = `${row.from} – ${row.to}`;
  const fill = button(
    'link fill-gap',
    row.filling ? strings.fillingGap : strings.fillGap,
    () => actions.fillGap(row.key),
    { tabStop: false },
  );
  fill.disabled = row.filling;
  cell.append(element('span', 'text', text), fill);
  return cell;
}

function gridCell(className: string, text = ''): HTMLElement {
  const cell = element('div', className, text);
  cell.role = 'gridcell';
  return cell;
}

function time(timestamp: string): HTMLTimeElement {
  const made = element('time', '', shortTime(timestamp, Date.now()));
  made.title = timestamp;
  return made;
}
