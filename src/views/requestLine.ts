import type { RequestRecord } from '../api/client';

/** One line of the output channel for each time a request was sent: never a key, never a body. */
export function requestLine(record: RequestRecord, origin: string): string {
  const outcome = [record.status, record.failure].filter((part) => part !== undefined).join(' ');
  const attempt = record.attempt > 1 ? `, attempt ${record.attempt}` : '';
  return `${record.method} ${origin}${record.path} ${outcome} in ${Math.round(record.ms)} ms${attempt}`;
}
