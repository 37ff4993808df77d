import type { LogItem } from '../items';
import { entryPlace, gapSlot, markerSlot, type Place } from './slots';

/** Where an item stands in the order of the log. */
export function placeOf(item: LogItem): Place {
  switch (item.kind) {
    case 'entry':
      return entryPlace(item);
    case 'gap':
      return gapSlot(item);
    case 'marker':
      return markerSlot(item);
  }
}
