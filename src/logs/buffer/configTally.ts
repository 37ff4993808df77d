import { type Slot, comparePlaces, isTimed } from './slots';

/** What a buffer knows about the entries of one config without looking through all it holds. */
export class ConfigTally {
  private count = 0;
  /** How many of them have a timestamp that parses. */
  private timed = 0;
  private first: Slot | undefined;
  private lastTimed: Slot | undefined;
  private lastUntimed: Slot | undefined;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** The oldest entry; undefined where it has to be looked for, because the one before it was let go. */
  get oldest(): Slot | undefined {
    return this.first;
  }

  /** The newest entry whose timestamp parses, else the last one. */
  get newest(): Slot | undefined {
    return this.timed > 0 ? this.lastTimed : this.count > 0 ? this.lastUntimed : undefined;
  }

  /** The oldest entry was looked for. */
  found(oldest: Slot | undefined): void {
    this.first = oldest;
  }

  /** @param slots new entries, in order */
  add(slots: readonly Slot[]): void {
    const [oldest, newest] = [slots[0], slots.at(-1)];
    if (this.count === 0 || (this.first && oldest && comparePlaces(oldest, this.first) < 0)) {
      this.first = oldest;
    }
    // Those whose timestamps do not parse are the last in order.
    const newestTimed = newest && isTimed(newest) ? newest : slots.findLast(isTimed);
    if (newest && newest !== newestTimed) {
      this.lastUntimed = later(this.timed < this.count ? this.lastUntimed : undefined, newest);
    }
    if (newestTimed) {
      this.lastTimed = later(this.timed > 0 ? this.lastTimed : undefined, newestTimed);
    }
    this.count += slots.length;
    this.timed += newest === newestTimed ? slots.length : slots.filter(isTimed).length;
  }

  /** The oldest entry makes room. */
  drop(slot: Slot): void {
    this.count--;
    this.timed -= isTimed(slot) ? 1 : 0;
    if (slot === this.first) {
      this.first = undefined;
    }
  }
}

function later(known: Slot | undefined, slot: Slot): Slot {
  return known && comparePlaces(known, slot) > 0 ? known : slot;
}
