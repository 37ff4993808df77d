import { type Place, type Slot, comparePlaces, isTimed, placeBefore } from './slots';
import { addMicroseconds } from '../timestamp';

/** Which entries stay out of a buffer when a feed fetches them again: those that have made room. */
export class GoneEntries {
  private floor: Place | undefined;

  /** The newest timestamp on which something is gone, and all that is older; undefined where nothing is. */
  get through(): string | undefined {
    const { floor } = this;
    const isBeforeAll = floor?.rank === 0 && isTimed(floor);
    return isBeforeAll ? addMicroseconds(floor.timestamp, -1) : floor?.timestamp;
  }

  has(slot: Slot): boolean {
    return this.floor !== undefined && comparePlaces(slot, this.floor) <= 0;
  }

  /** Everything up to and including `place` is gone. */
  raise(place: Place): void {
    if (!this.floor || comparePlaces(this.floor, place) < 0) {
      this.floor = place;
    }
  }

  /** A person wants entries from `slot` on back. */
  lower(slot: Slot): void {
    if (this.floor && comparePlaces(slot, this.floor) <= 0) {
      this.floor = placeBefore(slot.timestamp);
    }
  }

  /** Everything from `timestamp` on was loaded again; undefined for all there is. */
  admitFrom(timestamp: string | undefined): void {
    const place = timestamp === undefined ? undefined : placeBefore(timestamp);
    if (!place || (this.floor && comparePlaces(place, this.floor) < 0)) {
      this.floor = place;
    }
  }
}
