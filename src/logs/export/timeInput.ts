import { addMicroseconds, formatInstant, parseTimestamp, timestampFromDate } from '../timestamp';

/** What a time without a zone of its own is meant in. */
export type TimeZone = 'local' | 'utc';

export interface TimeInput {
  /** As the server takes it: UTC, microseconds. */
  readonly timestamp: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Reads a time that a person typed: an ISO 8601 timestamp with or without zone and fraction, `YYYY-MM-DD HH:MM[:SS]`,
 * `YYYY-MM-DD` (its beginning), `HH:MM[:SS]` (today), `now`, or a distance into the past such as `10m`, `2h`, `3d`,
 * `1h 30m`, with or without `ago`.
 *
 * @param now milliseconds since the epoch
 * @returns undefined for anything else
 */
export function parseTimeInput(text: string, now: number, zone: TimeZone): TimeInput | undefined {
  const input = text.trim();
  const ago = microsecondsAgo(input);
  if (ago !== undefined) {
    return ago > FARTHEST_US ? undefined : timeInput(addMicroseconds(timestampFromDate(now), -ago));
  }
  return absolute(TIME_ONLY.test(input) ? `${today(now, zone)} ${input}` : input, zone);
}

const TIME_ONLY = /^\d{1,2}:\d\d(:\d\d([.,]\d{1,9})?)?$/;
const WITHOUT_ZONE = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?$/i;
const AGO = /^(?:\d+(?:\.\d+)?\s*[smhdw]\s*)+(?:ago)?$/i;
const PART = /(\d+(?:\.\d+)?)\s*([smhdw])/gi;
const UNIT_US: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6, w: 604_800e6 };
/** A hundred years: what lies further back is a slip. */
const FARTHEST_US = 100 * 365 * 86_400e6;

function microsecondsAgo(input: string): number | undefined {
  if (/^now$/i.test(input)) {
    return 0;
  }
  if (!AGO.test(input)) {
    return undefined;
  }
  const parts = [...input.matchAll(PART)];
  return Math.round(
    parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT_US[unit.toLowerCase()] ?? 0), 0),
  );
}

function absolute(input: string, zone: TimeZone): TimeInput | undefined {
  const match = WITHOUT_ZONE.exec(input);
  if (!match) {
    const instant = parseTimestamp(input);
    return instant && timeInput(formatInstant(instant));
  }
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = ''] = match;
  const [date, time] = [
    [year, month, day],
    [hour, minute, second],
  ].map((part) => part.map(twoDigits));
  // Checks that there is such a day, and such a time.
  const utc = parseTimestamp(`${date?.join('-') ?? ''}T${time?.join(':') ?? ''}.${fraction || '0'}Z`);
  if (!utc || zone === 'utc') {
    return utc && timeInput(formatInstant(utc));
  }
  const local = new Date(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return timeInput(formatInstant({ seconds: local.getTime() / 1000, nanos: utc.nanos }));
}

function today(now: number, zone: TimeZone): string {
  const date = new Date(now);
  const [year, month, day] =
    zone === 'utc'
      ? [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
      : [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return [year, month, day].map((part) => twoDigits(String(part))).join('-');
}

function twoDigits(part: string): string {
  return part.padStart(2, '0');
}

function timeInput(timestamp: string): TimeInput {
  return { timestamp, at: Date.parse(`${timestamp.slice(0, -4)}Z`) };
}
