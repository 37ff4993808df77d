import type { LogDisplay, PanelStrings } from '../../logs/protocol';
import { fillIn } from '../dom';
import { totalOf, type Timeline } from './timelineScale';

const DAY = 86_400_000;
const SECOND = 1000;

type Zone = LogDisplay['time'];

/** What one bar stands for, in words: its time, and how many entries of which kind. */
export function barText(timeline: Timeline, index: number, zone: Zone, strings: PanelStrings): string {
  const bar = timeline.bars[index] ?? [0, 0, 0];
  const from = timeline.from + index * timeline.step;
  const to = from + timeline.step;
  const last = timeline.from + timeline.bars.length * timeline.step;
  const spansDays = dayOf(timeline.from, zone) !== dayOf(last, zone);
  const time = (at: number): string => timeText(at, timeline.step, zone, spansDays);
  const total = totalOf(bar);
  return total === 0
    ? `${time(from)} – ${time(to)}: ${strings.timelineEmpty}`
    : fillIn(
        strings.timelineBar,
        time(from),
        time(to),
        total.toLocaleString(),
        bar[0].toLocaleString(),
        bar[1].toLocaleString(),
      );
}

/**
 * A time as exactly as bars of a length need it.
 *
 * @param at milliseconds since the epoch
 * @param step milliseconds that a bar stands for
 */
export function timeText(at: number, step: number, zone: Zone, withDay: boolean): string {
  const fields = fieldsOf(at, zone);
  const day = dayOf(at, zone);
  if (step >= DAY) {
    return day;
  }
  const seconds = step % 60_000 === 0 ? '' : `:${two(fields.second)}`;
  const fraction = step % SECOND === 0 ? '' : `.${String(fields.millisecond).padStart(3, '0')}`;
  const clock = `${two(fields.hour)}:${two(fields.minute)}${seconds}${fraction}`;
  return withDay ? `${day} ${clock}` : clock;
}

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

function fieldsOf(at: number, zone: Zone): Fields {
  const time = new Date(at);
  return zone === 'utc'
    ? {
        year: time.getUTCFullYear(),
        month: time.getUTCMonth() + 1,
        day: time.getUTCDate(),
        hour: time.getUTCHours(),
        minute: time.getUTCMinutes(),
        second: time.getUTCSeconds(),
        millisecond: time.getUTCMilliseconds(),
      }
    : {
        year: time.getFullYear(),
        month: time.getMonth() + 1,
        day: time.getDate(),
        hour: time.getHours(),
        minute: time.getMinutes(),
        second: time.getSeconds(),
        millisecond: time.getMilliseconds(),
      };
}

function dayOf(at: number, zone: Zone): string {
  const { year, month, day } = fieldsOf(at, zone);
  return `${year}-${two(month)}-${two(day)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
