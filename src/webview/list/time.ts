import type { LogDisplay, PanelStrings } from '../../logs/protocol';
import { fillIn } from '../dom';

export type TimeDisplay = Pick<LogDisplay, 'time' | 'relative'>;
type TimeStrings = Pick<PanelStrings, 'secondsAgo' | 'minutesAgo' | 'hoursAgo' | 'daysAgo' | 'ahead'>;

/**
 * A server's timestamp as a row shows it. One that does not parse is shown as it came.
 *
 * @param now milliseconds since the epoch
 */
export function timeText(timestamp: string, display: TimeDisplay, now: number, strings: TimeStrings): string {
  const time = Date.parse(timestamp);
  if (Number.isNaN(time)) {
    return timestamp;
  }
  return display.relative ? distance(now - time, strings) : clockText(time, display.time, now);
}

/** A time with milliseconds, and the date where it is not today's. All in milliseconds since the epoch. */
function clockText(time: number, zone: LogDisplay['time'], now: number): string {
  const [day, clock] = dayAndClock(time, zone);
  return day === dayAndClock(now, zone)[0] ? clock : `${day} ${clock}`;
}

function dayAndClock(time: number, zone: LogDisplay['time']): readonly [string, string] {
  // Moved by the distance to UTC, so that one way of writing serves both.
  const shift = zone === 'utc' ? 0 : new Date(time).getTimezoneOffset() * 60_000;
  const shifted = new Date(time - shift);
  if (Number.isNaN(shifted.getTime())) {
    return ['', new Date(time).toISOString()];
  }
  const text = shifted.toISOString();
  const at = text.indexOf('T');
  return [text.slice(0, at), text.slice(at + 1, -1)];
}

function distance(ago: number, strings: TimeStrings): string {
  const seconds = Math.floor(ago / 1000);
  if (seconds < -1) {
    return fillIn(strings.ahead, (-seconds).toLocaleString());
  }
  if (seconds < 60) {
    return fillIn(strings.secondsAgo, Math.max(0, seconds));
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return fillIn(strings.minutesAgo, minutes);
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? fillIn(strings.hoursAgo, hours)
    : fillIn(strings.daysAgo, Math.floor(hours / 24).toLocaleString());
}
