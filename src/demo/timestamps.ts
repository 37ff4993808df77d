/** Microseconds since the epoch: what PostHog's timestamps hold, exact in a number until the year 2255. */
export type Micros = number;

/** ISO 8601 in UTC as the server writes it: six fraction digits, or none when the microseconds are exactly 0. */
export function formatMicros(micros: Micros): string {
  const fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  const seconds = new Date((micros - fraction) / 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

export interface ParsedTime {
  readonly micros: Micros;
  /** Minutes east of UTC, or undefined for a time without a zone (read as UTC). */
  readonly offsetMinutes: number | undefined;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:.(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{3}|\d{6}))?)?)?(?:([+-])(\d{2}):(\d{2}))?)?$/su;

/**
 * Python 3.10's `datetime.fromisoformat`: a date alone is fine, any character may stand between date and time, and
 * fractions have three or six digits.
 *
 * @returns undefined for its ValueError
 */
export function parseIsoTime(text: string): ParsedTime | undefined {
  const match = ISO.exec(text);
  if (!match) {
    return undefined;
  }
  const [
    ,
    year,
    month,
    day,
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '',
    sign,
    zoneHour,
    zoneMinute,
  ] = match;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isRealDate = new Date(date).toISOString().startsWith(`${year}-${month}-${day}`);
  if (!isRealDate || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  const offsetMinutes =
    sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute));
  const seconds =
    date / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - (offsetMinutes ?? 0) * 60;
  return { micros: seconds * 1_000_000 + Number(fraction.padEnd(6, '0')), offsetMinutes };
}
