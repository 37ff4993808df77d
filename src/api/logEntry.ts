import { createHash } from 'node:crypto';
import { jsonText } from './nesting';
import { isRecord } from './record';

/**
 * A log entry. Fields we do not know are kept. `plugin_config_id` is absent on 2021 servers. `type` and `source` are
 * upper-case words today; unknown ones are kept as they came. `timestamp` stays text: a `Date` would drop the
 * microseconds.
 */
export interface LogEntry {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly timestamp: string;
  readonly type: string;
  readonly source: string;
  readonly message: string;
  readonly plugin_id?: number | null | undefined;
  readonly plugin_config_id?: number | null | undefined;
  readonly team_id?: number | null | undefined;
  readonly instance_id?: string | null | undefined;
}

/**
 * Reads a row of a log page. Written by hand, because a burst brings a hundred thousand of them. A row that is not what
 * it should be is repaired, never dropped: what went wrong on a server is what people look for in its log.
 */
export function readLogEntry(row: unknown): LogEntry {
  return isLogEntry(row) ? row : repaired(row);
}

function isLogEntry(row: unknown): row is LogEntry {
  return (
    isRecord(row) &&
    typeof row.id === 'string' &&
    row.id !== '' &&
    typeof row.timestamp === 'string' &&
    typeof row.type === 'string' &&
    typeof row.source === 'string' &&
    typeof row.message === 'string' &&
    isOptional(row.instance_id, 'string') &&
    isOptional(row.plugin_config_id, 'number') &&
    isOptional(row.plugin_id, 'number') &&
    isOptional(row.team_id, 'number')
  );
}

function isOptional(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || value === null || typeof value === type;
}

/** @returns the row with texts and numbers in their places; one that is no object becomes a message */
function repaired(row: unknown): LogEntry {
  const fields: Readonly<Record<string, unknown>> = isRecord(row) ? row : { message: row };
  const instance = fields.instance_id;
  return {
    ...fields,
    id: idOf(fields.id, row),
    timestamp: textOf(fields.timestamp),
    type: textOf(fields.type),
    source: textOf(fields.source),
    message: textOf(fields.message),
    ...(instance !== undefined && { instance_id: textOf(instance) }),
    ...numbersOf(fields),
  };
}

function numbersOf(fields: Readonly<Record<string, unknown>>): Partial<LogEntry> {
  const names = ['plugin_id', 'plugin_config_id', 'team_id'] as const;
  const wrong = names.filter((name) => !isOptional(fields[name], 'number'));
  return Object.fromEntries(wrong.map((name) => [name, numberOf(fields[name])]));
}

/** Without an id of its own a row gets one from its content, so that it is the same entry each time it comes. */
function idOf(id: unknown, row: unknown): string {
  const text = textOf(id);
  return text === ''
    ? `content-${createHash('sha256').update(textOf(row)).digest('hex').slice(0, 32)}`
    : text;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  return value === undefined || value === null ? '' : jsonText(value);
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
