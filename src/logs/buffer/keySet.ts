import { randomInt } from 'node:crypto';

/** Places of an empty set; always a power of two. */
const FEWEST_PLACES = 1024;

/**
 * Which keys are here, each told by 63 bits of its hash: a set of the strings themselves takes a fifth of the time of a
 * burst, because looking for one means reading others all over the memory. Among 200,000 keys a new one is taken for
 * one of them once in forty million million times; as the hash begins with numbers drawn at random, nobody can make
 * keys for which it happens.
 */
export class KeySet {
  /** Two numbers for each place, 0 and 0 where it is free. At most half of the places are taken. */
  private table = new Int32Array(2 * FEWEST_PLACES);
  private count = 0;
  private readonly seedLow = randomInt(2 ** 32) | 0;
  private readonly seedHigh = randomInt(2 ** 32) | 0;
  /** The hash of the last key: `low` says where its place is, and neither is 0. */
  private low = 0;
  private high = 0;

  /** @returns false where the key was here already */
  add(key: string): boolean {
    if (4 * this.count >= this.table.length) {
      this.grow();
    }
    const at = this.find(key);
    if (this.table[at] !== 0) {
      return false;
    }
    this.put(at, this.low, this.high);
    this.count++;
    return true;
  }

  has(key: string): boolean {
    return this.table[this.find(key)] !== 0;
  }

  delete(key: string): void {
    const at = this.find(key);
    if (this.table[at] !== 0) {
      this.count--;
      this.close(at);
    }
  }

  /** Where the key is in the table, or would be put. */
  private find(key: string): number {
    this.hash(key);
    const { table, low, high } = this;
    let at = this.home(low);
    while (table[at] !== 0 && (table[at] !== low || table[at + 1] !== high)) {
      at = this.next(at);
    }
    return at;
  }

  /** Frees a place. What was put behind it only because it was taken moves up, so that it is found. */
  private close(free: number): void {
    const { table } = this;
    const last = table.length - 1;
    for (let at = this.next(free); table[at] !== 0; at = this.next(at)) {
      const low = table[at] ?? 0;
      if (((at - this.home(low)) & last) >= ((at - free) & last)) {
        this.put(free, low, table[at + 1] ?? 0);
        free = at;
      }
    }
    this.put(free, 0, 0);
  }

  private grow(): void {
    const before = this.table;
    this.table = new Int32Array(2 * before.length);
    for (let from = 0; from < before.length; from += 2) {
      const low = before[from] ?? 0;
      if (low !== 0) {
        let at = this.home(low);
        while (this.table[at] !== 0) {
          at = this.next(at);
        }
        this.put(at, low, before[from + 1] ?? 0);
      }
    }
  }

  private put(at: number, low: number, high: number): void {
    this.table[at] = low;
    this.table[at + 1] = high;
  }

  private home(low: number): number {
    return low & (this.table.length - 2);
  }

  private next(at: number): number {
    return (at + 2) & (this.table.length - 1);
  }

  /** Two hashes as one: multiplied by primes for each character, then mixed, so that each bit depends on all of them. */
  private hash(key: string): void {
    let low = this.seedLow;
    let high = this.seedHigh;
    for (let index = 0; index < key.length; index++) {
      const unit = key.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x9e37_79b1);
      high = Math.imul(high ^ unit, 0x85eb_ca77);
    }
    low = Math.imul(low ^ (low >>> 16), 0xc2b2_ae3d) ^ Math.imul(high ^ (high >>> 13), 0x27d4_eb2f);
    high = Math.imul(high ^ (high >>> 16), 0xc2b2_ae3d) ^ Math.imul(low ^ (low >>> 13), 0x27d4_eb2f);
    this.low = low | 1;
    this.high = high;
  }
}
