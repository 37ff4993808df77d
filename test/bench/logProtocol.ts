import * as v from 'valibot';

const config = v.number();
/** In lower case: case does not matter. */
const texts = v.pipe(v.array(v.string()), v.readonly());

/** What the log server of a benchmark may be asked, one message each. */
export const LOG_REQUEST = v.variant('op', [
  /** Adds entries at once, a number of microseconds apart, the last one now. */
  v.object({ op: v.literal('add'), config, count: v.number(), spacing: v.number() }),
  /** Adds entries all the time, in small steps. Answers when it is over. */
  v.object({ op: v.literal('flow'), config, perSecond: v.number(), seconds: v.number() }),
  /** Adds single entries at random moments, and remembers when. Answers when it is over. */
  v.object({ op: v.literal('trickle'), config, perSecond: v.number(), seconds: v.number() }),
  v.object({ op: v.literal('log'), config }),
  /** Which of the newest entries hold at least one text of `any` (where there are some) and none of `none`. */
  v.object({ op: v.literal('matches'), config, newest: v.number(), any: texts, none: texts }),
  /** When requests for the log arrived. */
  v.object({ op: v.literal('arrivals'), config }),
]);
export type LogRequest = v.InferOutput<typeof LOG_REQUEST>;

/** The numbers of entries that were added: each log counts its own from 1. */
const ADDED = v.object({ first: v.number(), last: v.number() });
export type Added = v.InferOutput<typeof ADDED>;

/** How many there are, and the numbers of the last ones. */
const MATCHES = v.object({ count: v.number(), last: v.array(v.number()) });
export type Matches = v.InferOutput<typeof MATCHES>;

/** Milliseconds since the epoch. */
const moments = v.array(v.number());

export const LOG_ANSWERS = {
  add: ADDED,
  flow: ADDED,
  trickle: v.object({ first: v.number(), last: v.number(), moments }),
  /** How many entries were ever added, and how many different ones of them were sent to somebody. */
  log: v.object({ added: v.number(), sent: v.number() }),
  matches: MATCHES,
  arrivals: moments,
} as const satisfies Record<LogRequest['op'], v.GenericSchema>;

export const LOG_REPLY = v.variant('ok', [
  v.object({ ok: v.literal(true), id: v.number(), result: v.unknown() }),
  v.object({ ok: v.literal(false), id: v.number(), error: v.string() }),
]);
export type LogReply = v.InferOutput<typeof LOG_REPLY>;

export const NUMBERED_REQUEST = v.object({ id: v.number(), request: LOG_REQUEST });
export const READY = v.object({ url: v.string(), key: v.string(), project: v.number() });
export type ServerAddress = v.InferOutput<typeof READY>;

/** The id of an entry tells its number. */
export function entryId(config: number, number: number): string {
  return `${hex(config, 8)}-0000-4000-8000-${hex(number, 12)}`;
}

/** @returns undefined for an id, or the key of a row, that was not made here */
export function entryNumber(id: string): number | undefined {
  return /^[0-9a-f]{8}-0000-4000-8000-[0-9a-f]{12}$/.test(id) ? parseInt(id.slice(24), 16) : undefined;
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, '0');
}
