/**
 * A server's timestamp as a row shows it: local time with milliseconds, and the date where it is not `today`'s. A
 * timestamp that does not parse is shown as it came.
 *
 * @param now milliseconds since the epoch
 */
export function shortTime(timestamp: string, now: number): string {
  const time = new Date(timestamp);
  if (Number.isNaN(time.getTime())) {
    return timestamp;
  }
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
  return localDay(time) === localDay(new Date(now)) ? clock : `${localDay(time)} ${clock}`;
}

function localDay(time: Date): string {
  return `${String(time.getFullYear())}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
