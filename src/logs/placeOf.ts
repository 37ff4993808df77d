import type { LogItem } from './items';
import { entrySlot, gapSlot, markerSlot, type Place } from './slots';

/** Where an item stands in the order of the log. */
export function placeOf(item: LogItem): Place {
  switch (item.kind) {
    case 'entry':
      return entrySlot(item.entry);
    case 'gap':
      return gapSlot(item);
    case 'marker':
      return markerSlot(item);
  }
}
