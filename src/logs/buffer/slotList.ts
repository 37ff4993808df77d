import { type Place, type Slot, comparePlaces } from './slots';

/** So many can be put into an array in place; more do not fit a call. */
const MOST_ARGUMENTS = 10_000;

/**
 * Slots in order. A batch costs one merge, whatever its size, and letting go of the first ones moves a pointer. Indexes
 * count from the first slot that is still here.
 */
export class SlotList {
  /** Slots before `head` are gone; they are cut off when they are a quarter of the array. */
  private slots: Slot[] = [];
  private head = 0;

  get size(): number {
    return this.slots.length - this.head;
  }

  at(index: number): Slot | undefined {
    return index < 0 ? undefined : this.slots[this.head + index];
  }

  /** Slots `from` (inclusive) to `to` (exclusive), as far as they exist. */
  slice(from: number, to: number): readonly Slot[] {
    return this.slots.slice(this.head + Math.max(0, from), this.head + Math.max(0, to));
  }

  /** The first index at or after `from` whose slot is not before `place`. */
  lowerBound(place: Place, from = 0): number {
    let low = this.head + from;
    let high = this.slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const slot = this.slots[middle];
      if (slot && comparePlaces(slot, place) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - this.head;
  }

  /**
   * @param fresh in order
   * @returns the index from which on slots have moved or are new, and how many at the end have at most moved together
   */
  merge(fresh: readonly Slot[]): { readonly from: number; readonly behind: number } {
    const [first, last] = [fresh[0], fresh.at(-1)];
    if (!first || !last) {
      return { from: this.size, behind: 0 };
    }
    const begin = this.lowerBound(first);
    const end = this.lowerBound(last, begin);
    const behind = this.size - end;
    const [from, to] = [this.head + begin, this.head + end];
    const merged = from === to ? fresh : mergeSlots(this.slots.slice(from, to), fresh);
    if (merged.length <= MOST_ARGUMENTS) {
      this.slots.splice(from, to - from, ...merged);
    } else {
      this.slots = this.slots.slice(0, from).concat(merged, this.slots.slice(to));
    }
    return { from: begin, behind };
  }

  removeAt(index: number): void {
    this.slots.splice(this.head + index, 1);
  }

  /** @returns the first `count` slots, which are here no longer */
  dropFirst(count: number): readonly Slot[] {
    const dropped = this.slots.slice(this.head, this.head + count);
    this.head += dropped.length;
    if (this.head > this.slots.length / 4) {
      this.slots = this.slots.slice(this.head);
      this.head = 0;
    }
    return dropped;
  }

  /** The nearest slot that `wanted` accepts, from an index on, in one direction. */
  nearest(from: number, step: 1 | -1, wanted: (slot: Slot) => boolean): Slot | undefined {
    for (let index = from; index >= 0; index += step) {
      const slot = this.at(index);
      if (!slot || wanted(slot)) {
        return slot;
      }
    }
    return undefined;
  }
}

/** Merges two ordered lists. */
function mergeSlots(a: readonly Slot[], b: readonly Slot[]): readonly Slot[] {
  const merged: Slot[] = [];
  let nextA = 0;
  let nextB = 0;
  for (;;) {
    const fromA = a[nextA];
    const fromB = b[nextB];
    if (fromA && (!fromB || comparePlaces(fromA, fromB) <= 0)) {
      merged.push(fromA);
      nextA++;
    } else if (fromB) {
      merged.push(fromB);
      nextB++;
    } else {
      return merged;
    }
  }
}
