import { jsonText } from '../../api/nesting';
import type { LogEntry } from '../../api/schemas';
import type { EntryItem, GapItem, LogItem } from '../items';
import { printable } from '../rows/printable';

/**
 * - `ndjson`: one JSON object a line: the entry as the server sent it, fields that nobody knows among them.
 * - `csv`: RFC 4180, with a header. A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and
 *   log messages are written by strangers, so such cells get a single quote before them: it is not part of the entry.
 * - `text`: one entry a line, as a panel shows it: without terminal sequences, which would act where the text is put
 *   out or pasted. Further lines of a message are indented, so that an editor folds them and an entry stays together.
 */
export const EXPORT_FORMATS = ['ndjson', 'csv', 'text'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What plugin configs are called, by id, in a log of several; undefined in a log of one. */
export type ConfigNames = ReadonlyMap<number, string> | undefined;

export interface ExportWords {
  readonly names: ConfigNames;
  /** Says what is missing, in one line. */
  readonly gap: (gap: GapItem) => string;
}

/** How files of each format end. */
export const FILE_ENDINGS: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'ndjson',
  csv: 'csv',
  text: 'log',
};

/** What stands before the first item. */
export function formatHead(format: ExportFormat, { names }: ExportWords): string {
  return format === 'csv' ? record(names ? CSV_COLUMNS : CSV_COLUMNS.filter((name) => name !== NAME)) : '';
}

/**
 * An item as it stands in a file, its line end included. NDJSON and CSV hold nothing but entries: gaps and markers are
 * '' there.
 */
export function itemText(item: LogItem, format: ExportFormat, words: ExportWords): string {
  switch (item.kind) {
    case 'entry':
      return entryLine(item, format, words.names);
    case 'gap':
      return format === 'text' ? `--- ${oneLine(words.gap(item))} ---\n` : '';
    case 'marker':
      return format === 'text' ? `--- ${oneLine(`${item.timestamp} ${item.label}`)} ---\n` : '';
  }
}

/** An entry with the line end behind it. A CSV record stands alone: without header. */
export function entryLine(item: EntryItem, format: ExportFormat, names: ConfigNames): string {
  switch (format) {
    case 'ndjson':
      return jsonLine(item.entry);
    case 'csv':
      return csvLine(item, names);
    case 'text':
      return textLine(item, names);
  }
}

/** What some readers take for the end of a line; JSON may hold them escaped as well. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;

function jsonLine(entry: LogEntry): string {
  const json = jsonText(entry).replace(
    OTHER_LINE_ENDS,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${json}\n`;
}

const NAME = 'plugin_config_name';
const CSV_COLUMNS = [
  'timestamp',
  'type',
  'source',
  'message',
  'plugin_config_id',
  NAME,
  'instance_id',
  'id',
] as const;

function csvLine({ entry, config }: EntryItem, names: ConfigNames): string {
  const configId = entry.plugin_config_id ?? config;
  return record([
    entry.timestamp,
    entry.type,
    entry.source,
    entry.message,
    configId === undefined ? '' : String(configId),
    ...(names ? [nameOf(config, names)] : []),
    entry.instance_id ?? '',
    entry.id,
  ]);
}

function record(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A spreadsheet skips what is invisible before it looks for a formula, and reads the wide forms of its signs too. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;
const NEEDS_QUOTES = /["\r\n,]|^\s|\s$/;

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/g;
const CONTINUED = '\n  ';

function textLine({ entry, config }: EntryItem, names: ConfigNames): string {
  const { timestamp, type, source, message } = entry;
  const words = [timestamp, type, source].map(oneLine).filter((word) => word !== '');
  const of = names ? [`[${oneLine(nameOf(config, names))}]`] : [];
  const shown = printable(message.replace(LINE_END, '\n')).replaceAll('\n', CONTINUED);
  return `${[...words, ...of, shown].join(' ')}\n`;
}

function nameOf(config: number | undefined, names: ReadonlyMap<number, string>): string {
  return config === undefined ? '' : (names.get(config) ?? String(config));
}

function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).trim();
}
