import type { ApiError } from './errors';
import type { Reply } from './reply';
import type { Priority } from './waitingLine';

/** Requests sent at most. Background work has its own rhythm and its own back-off, and shows where it stands. */
const ATTEMPTS: Readonly<Record<Priority, number>> = { user: 4, background: 2 };
const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;
/** A server that asks for more is not waited for, and must not be quoted as if it meant it. */
const LONGEST_RETRY_AFTER = 3_600_000;

const PASSING_STATUSES = [429, 502, 503, 504];
const PASSING_REASONS = ['dns', 'refused', 'connectTimeout', 'timeout', 'reset', 'truncated'];
const UNSENT_REASONS = ['dns', 'refused', 'connectTimeout', 'reset'];

/**
 * Milliseconds to wait as the server asked: `Retry-After` in seconds or as a date, else the seconds in PostHog's
 * throttling sentence. Undefined where it did not ask. At most an hour.
 */
export function retryAfter(reply: Reply, now: number): number | undefined {
  const header = reply.headers.get('retry-after')?.trim();
  const sentence = reply.status === 429 ? /(?<!\d)(\d{1,9})\s*second/i.exec(reply.text)?.[1] : undefined;
  const ms = headerWait(header, now) ?? (sentence === undefined ? undefined : Number(sentence) * 1000);
  return ms === undefined ? undefined : Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER);
}

function headerWait(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header === '') {
    return undefined;
  }
  if (/^\d+(\.\d+)?$/.test(header)) {
    return Number(header) * 1000;
  }
  // Without a word in it, it is no date of HTTP, though `Date` would make one of it.
  const date = /[a-z]{3}/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : date - now;
}

/**
 * Milliseconds to wait before the same request is sent once more, or undefined when it must not be.
 *
 * GET is safe, and PATCH and DELETE set absolute state. A POST is sent again only when nothing of it left this
 * machine. Certificates and proxies do not mend themselves.
 *
 * @param sent how many times it was sent
 * @param random a number from 0 to 1, so that many clients do not come back at the same moment
 */
export function retryWait(
  error: ApiError,
  context: {
    readonly method: string;
    readonly unsent: boolean;
    readonly sent: number;
    readonly priority: Priority;
    readonly random: () => number;
  },
): number | undefined {
  const { status, retryAfterMs } = error.data;
  if (context.sent >= ATTEMPTS[context.priority]) {
    return undefined;
  }
  if (status !== undefined && error.kind !== 'protocol') {
    const passing = PASSING_STATUSES.includes(status) && context.method !== 'POST';
    return passing && context.priority === 'user' ? (retryAfterMs ?? backOff(context)) : undefined;
  }
  const reasons = context.method === 'POST' ? (context.unsent ? UNSENT_REASONS : []) : PASSING_REASONS;
  return error.reason !== undefined && reasons.includes(error.reason) ? backOff(context) : undefined;
}

/** 250 ms, doubled per attempt up to 30 s, and of that between one half and the whole. */
export function backOff({ sent, random }: { readonly sent: number; readonly random: () => number }): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (sent - 1)) * (0.5 + random() / 2);
}
