import { type Place, type Slot, comparePlaces, isTimed, placeBefore } from './slots';
import { addMicroseconds, compareTimestamps } from '../timestamp';

/** Cleared entries this close to the live end may still be fetched again by the feed's overlap and sweeps. */
const REMEMBER_CLEARED_US = 180_000_000;

/** Which entries stay out of a buffer when a feed fetches them again: those that made room and those that were cleared. */
export class GoneEntries {
  private clearedNearEnd = new Map<string, string>();
  private floor: Place | undefined;

  /** The newest timestamp on which something is gone, and all that is older; undefined where nothing is. */
  get through(): string | undefined {
    const { floor } = this;
    const isBeforeAll = floor?.rank === 0 && isTimed(floor);
    return isBeforeAll ? addMicroseconds(floor.timestamp, -1) : floor?.timestamp;
  }

  has(slot: Slot): boolean {
    return (
      (this.clearedNearEnd.size > 0 && this.clearedNearEnd.has(slot.key)) ||
      (this.floor !== undefined && comparePlaces(slot, this.floor) <= 0)
    );
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

  /** An entry with this key is here. */
  forget(key: string): void {
    if (this.clearedNearEnd.size > 0) {
      this.clearedNearEnd.delete(key);
    }
  }

  /** Everything that is here is cleared; what arrives on the server later is not, also where it is late. */
  clear(slots: readonly Slot[]): void {
    let newest: Slot | undefined;
    for (const slot of slots) {
      if (slot.rank === 3) {
        this.clearedNearEnd.set(slot.key, slot.timestamp);
        newest = isTimed(slot) ? slot : newest;
      }
    }
    if (newest) {
      const cutoff = placeBefore(addMicroseconds(newest.timestamp, -REMEMBER_CLEARED_US));
      this.raise(cutoff);
      for (const [key, timestamp] of this.clearedNearEnd) {
        if (compareTimestamps(timestamp, cutoff.timestamp) < 0) {
          this.clearedNearEnd.delete(key);
        }
      }
    }
  }
}
