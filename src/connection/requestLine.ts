import type { RequestRecord } from '../api/client';

/** One attempt of a request as a line of the output channel. The key travels in a header, so no line can hold it. */
export function requestLine(record: RequestRecord, origin: string): string {
  const { method, path, status, failure, ms, attempt } = record;
  const outcome = [status, failure].filter((part) => part !== undefined).join(' ');
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  return `${method} ${origin}${path} → ${outcome} (${Math.round(ms)} ms${again})`;
}
