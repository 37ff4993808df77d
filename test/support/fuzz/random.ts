/** Random choices that come out the same for the same seed. */
export class Random {
  private state: number;

  /** @param seed a whole number; only its low 32 bits count */
  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number {
    // mulberry32
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 (inclusive) to `end` (exclusive); 0 where there is none. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws Error for an empty list */
  pick<T>(list: readonly T[]): T {
    const index = this.below(list.length);
    if (index >= list.length) {
      throw new Error('Nothing to pick from');
    }
    return list[index] as T;
  }
}

/** The seed of one case: it depends on the name of the run and the number of the case, and on nothing before it. */
export function seedOfCase(seed: number, name: string, number: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const char of `${name}/${number}`) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash ^ (hash >>> 13);
}
