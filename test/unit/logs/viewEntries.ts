import type { LogEntry } from '../../../src/api/schemas';

/** An entry as a server sends it; `fraction` is in microseconds. */
export function entry(options: {
  readonly id: string;
  readonly second?: number;
  readonly fraction?: number;
  readonly type?: string;
  readonly message?: string;
}): LogEntry {
  const { id, second = 0, fraction = 0, type = 'LOG', message = `message ${id}` } = options;
  const base = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString().slice(0, 19);
  return {
    id,
    timestamp: `${base}.${String(fraction).padStart(6, '0')}Z`,
    type,
    source: 'PLUGIN',
    message,
  };
}
