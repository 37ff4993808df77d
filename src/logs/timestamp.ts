/**
 * Timestamps stay text: the server sends microseconds, drops the fraction where it is zero, and compares `before` and
 * `after` strictly, while a `Date` keeps milliseconds only.
 */

/** A moment at full precision. Two numbers, because nanoseconds since the epoch do not fit one. */
export interface Instant {
  /** Seconds since the epoch, a whole number. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanos: number;
}

/** Before every entry of any log. */
export const BEGINNING = '1970-01-01T00:00:00.000000Z';

/** Far from the years that cannot be written with four digits, so that what is reckoned from a timestamp is one too. */
const FIRST_YEAR = 1000;
const LAST_YEAR = 9000;

const SHAPE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?)? ?(?:Z|([+-])(\d\d):?(\d\d))?$/i;
const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const USUAL_LENGTH = 27;

/**
 * Reads ISO 8601 text with no fraction or 1 to 9 digits of it; `Z`, an offset, or nothing (which is UTC, as on the
 * server).
 *
 * @returns undefined for anything else: the entry is kept and shown, but no cursor is made of it
 */
export function parseTimestamp(text: string): Instant | undefined {
  // What servers send nearly always, a hundred thousand times in a burst.
  if (USUAL.test(text)) {
    return instant(
      digits(text, 0, 4),
      digits(text, 5, 7),
      digits(text, 8, 10),
      digits(text, 11, 13),
      digits(text, 14, 16),
      digits(text, 17, 19),
      digits(text, 20, 26) * 1000,
    );
  }
  const match = SHAPE.exec(text);
  if (!match) {
    return undefined;
  }
  const [
    ,
    year,
    month,
    day,
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    sign,
    offsetHour,
    offsetMinute,
  ] = match;
  const nanos = Number(fraction.padEnd(9, '0'));
  const parsed = instant(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    nanos,
  );
  if (!parsed || sign === undefined) {
    return parsed;
  }
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60;
  return { seconds: parsed.seconds + (sign === '-' ? offset : -offset), nanos };
}

/** Reads many timestamps of the usual form as numbers; most of them are in the same second as the one before. */
export class MicrosReader {
  /** `2026-01-01T00:00:00.`, as the last timestamp began, and the microseconds that it stands for. */
  private prefix = '';
  private micros = 0;

  /** @returns microseconds since the epoch, exact; undefined for any other form, and where it is no timestamp */
  read(text: string): number | undefined {
    if (text.length !== USUAL_LENGTH) {
      return undefined;
    }
    if (this.prefix === '' || !text.startsWith(this.prefix)) {
      const instant = USUAL.test(text) ? parseTimestamp(text) : undefined;
      if (!instant) {
        return undefined;
      }
      this.prefix = text.slice(0, 20);
      this.micros = instant.seconds * 1_000_000;
    }
    let micros = 0;
    for (let index = 20; index < USUAL_LENGTH - 1; index++) {
      const digit = text.charCodeAt(index) - 48;
      if (digit < 0 || digit > 9) {
        return undefined;
      }
      micros = micros * 10 + digit;
    }
    return endsAsUsual(text) ? this.micros + micros : undefined;
  }
}

/**
 * The earliest of many timestamps; undefined where none parses. Most of them are of the usual form, whose order is that
 * of the text: those that are later than one that was read need not be read.
 */
export function earliestTimestamp(count: number, at: (index: number) => string): string | undefined {
  let earliest: { readonly text: string; readonly instant: Instant; readonly usual: boolean } | undefined;
  // Pages come newest first: the last one is the one.
  for (let index = count - 1; index >= 0; index--) {
    const text = at(index);
    const usual = text.length === USUAL_LENGTH && endsAsUsual(text);
    if (earliest?.usual && usual && text >= earliest.text) {
      continue;
    }
    const instant = parseTimestamp(text);
    if (instant && (!earliest || compareInstants(instant, earliest.instant) < 0)) {
      earliest = { text, instant, usual: USUAL.test(text) };
    }
  }
  return earliest?.text;
}

/** The earliest of a few timestamps, those that are not known left out; undefined where none parses. */
export function earliestOf(...timestamps: readonly (string | undefined)[]): string | undefined {
  const known = timestamps.flatMap((timestamp) => timestamp ?? []);
  return earliestTimestamp(known.length, (index) => known[index] ?? '');
}

/** Whether a text of the usual length ends with `Z`; a tenth of what `endsWith` takes. */
function endsAsUsual(text: string): boolean {
  return text.charCodeAt(USUAL_LENGTH - 1) === 0x5a;
}

function instant(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  nanos: number,
): Instant | undefined {
  // `Date.UTC` rolls the 30th of February over.
  const exists =
    year >= FIRST_YEAR &&
    year <= LAST_YEAR &&
    month >= 1 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return exists ? { seconds: Date.UTC(year, month - 1, day, hour, minute, second) / 1000, nanos } : undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return month > 12 ? 0 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** @returns NaN where there is anything but digits */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : NaN;
  }
  return number;
}

export function compareInstants(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

/**
 * Orders timestamps at full precision, whatever way they are written: 0 for `…:05Z` and `…:05.000000+00:00`. Text that
 * is no timestamp comes after every timestamp, ordered as text: a server that changes its format goes on being shown
 * at the live end, where a person sees it.
 */
export function compareTimestamps(a: string, b: string): number {
  return compareParsed(a, parseTimestamp(a), b, parseTimestamp(b));
}

/** `compareTimestamps` for callers that keep the parsed form. */
export function compareParsed(
  a: string,
  aInstant: Instant | undefined,
  b: string,
  bInstant: Instant | undefined,
): number {
  if (aInstant && bInstant) {
    return compareInstants(aInstant, bInstant);
  }
  if (aInstant || bInstant) {
    return aInstant ? -1 : 1;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * The timestamp `us` microseconds later, as `YYYY-MM-DDTHH:MM:SS.ffffffZ`: what the server's parser accepts (it takes
 * no fraction, three or six digits, and only UTC). Finer digits are cut off.
 *
 * @param us whole microseconds, negative for earlier
 * @throws RangeError when `timestamp` does not parse
 */
export function addMicroseconds(timestamp: string, us: number): string {
  const instant = parseTimestamp(timestamp);
  if (!instant) {
    throw new RangeError(`Not a timestamp: ${timestamp.slice(0, 40)}`);
  }
  const micros = Math.floor(instant.nanos / 1000) + us;
  const carry = Math.floor(micros / 1_000_000);
  return format(instant.seconds + carry, micros - carry * 1_000_000);
}

/** @param ms milliseconds since the epoch, of this machine's clock */
export function timestampFromDate(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return format(seconds, Math.floor((ms - seconds * 1000) * 1000));
}

export function formatInstant(instant: Instant): string {
  return format(instant.seconds, Math.floor(instant.nanos / 1000));
}

function format(seconds: number, micros: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}.${String(micros).padStart(6, '0')}Z`;
}

/**
 * How far `to` is behind `from`, in whole microseconds; exact over a hundred years and more.
 *
 * @throws RangeError when either does not parse
 */
export function microsecondsBetween(from: string, to: string): number {
  const [start, end] = [parseTimestamp(from), parseTimestamp(to)];
  if (!start || !end) {
    throw new RangeError(`Not timestamps: ${from.slice(0, 40)}, ${to.slice(0, 40)}`);
  }
  return (
    (end.seconds - start.seconds) * 1_000_000 + Math.floor(end.nanos / 1000) - Math.floor(start.nanos / 1000)
  );
}
