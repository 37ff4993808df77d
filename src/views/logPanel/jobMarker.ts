import { randomUUID } from 'node:crypto';
import type { MarkerItem } from '../../logs/items';
import { addMicroseconds, parseTimestamp, timestampFromDate } from '../../logs/timestamp';

/** How far this machine's clock may be ahead of the server's before a marker in an empty log comes too late. */
const CLOCK_TOLERANCE = 5 * 60_000;

/**
 * A marker right after the newest entry. The server's clock and this machine's may differ, so it is placed by the
 * entries, and tells the time of this machine in its label.
 *
 * @param newest timestamp of the newest entry, if there is one
 * @param now milliseconds since the epoch
 */
export function jobMarker(label: string, newest: string | undefined, now: number): MarkerItem {
  const timestamp =
    newest !== undefined && parseTimestamp(newest)
      ? addMicroseconds(newest, 1)
      : timestampFromDate(now - CLOCK_TOLERANCE);
  const time = new Date(now).toLocaleTimeString();
  return { kind: 'marker', key: randomUUID(), timestamp, label: `${label} · ${time}` };
}
