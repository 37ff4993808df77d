import type { LogEntry } from '../../../src/api/schemas';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import type { LogFilter } from '../../../src/logs/protocol';

/** An entry as a server sends it; `fraction` is in microseconds. */
export function entry(options: {
  readonly id: string;
  readonly second?: number;
  readonly fraction?: number;
  /** In place of one made of `second` and `fraction`. */
  readonly timestamp?: string;
  readonly type?: string;
  readonly source?: string;
  readonly message?: string;
}): LogEntry {
  const {
    id,
    second = 0,
    fraction = 0,
    type = 'LOG',
    source = 'PLUGIN',
    message = `message ${id}`,
  } = options;
  const base = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString().slice(0, 19);
  const timestamp = options.timestamp ?? `${base}.${String(fraction).padStart(6, '0')}Z`;
  return { id, timestamp, type, source, message };
}

/** A filter that leaves out what it is told to, and nothing else. */
export function filterOf(parts: Partial<LogFilter>): LogFilter {
  return { ...SHOW_ALL, ...parts };
}
