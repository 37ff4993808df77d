import type { LogItem } from './items';
import { gapSlot, markerSlot, type Place } from './slots';
import { parseTimestamp } from './timestamp';

/** Where an item stands in the order of the log. */
export function placeOf(item: LogItem): Place {
  switch (item.kind) {
    case 'entry': {
      const { timestamp } = item.entry;
      return { timestamp, instant: parseTimestamp(timestamp), rank: 3, key: item.key };
    }
    case 'gap':
      return gapSlot(item);
    case 'marker':
      return markerSlot(item);
  }
}
