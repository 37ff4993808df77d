import type { LogItem } from '../items';
import { type Slot, comparePlaces } from '../buffer/slots';

/** How many items are handed on together at most. */
const SLICE = 1_000;

type SlicedLog = AsyncIterable<readonly Slot[]> | Iterable<readonly Slot[]>;

/**
 * Merges logs that are in order, each read slice by slice, into one that is in order. No more than a slice of each is
 * in memory. The number of logs is expected to be small.
 */
export async function* mergeLogs(logs: readonly SlicedLog[]): AsyncGenerator<readonly LogItem[]> {
  const heads = await Promise.all(logs.map((log) => Head.open(log)));
  let slice: LogItem[] = [];
  for (let first = firstOf(heads); first; first = firstOf(heads)) {
    slice.push(first.slot.item);
    const { head } = first;
    if (!head.next() || slice.length >= SLICE) {
      yield slice;
      slice = [];
      await head.fill();
    }
  }
  yield slice;
}

/** Where the reading of one log stands. */
class Head {
  private slots: readonly Slot[] = [];
  private index = 0;

  private constructor(private readonly rest: AsyncIterator<readonly Slot[]> | Iterator<readonly Slot[]>) {}

  static async open(log: SlicedLog): Promise<Head> {
    const head = new Head(Symbol.asyncIterator in log ? log[Symbol.asyncIterator]() : log[Symbol.iterator]());
    await head.fill();
    return head;
  }

  /** Undefined at the end of the log. */
  get slot(): Slot | undefined {
    return this.slots[this.index];
  }

  /** @returns whether there is one without reading on */
  next(): boolean {
    this.index++;
    return this.slot !== undefined;
  }

  /** Reads on where nothing is left of what was read. */
  async fill(): Promise<void> {
    while (!this.slot) {
      const read = await this.rest.next();
      if (read.done) {
        return;
      }
      this.slots = read.value;
      this.index = 0;
    }
  }
}

function firstOf(heads: readonly Head[]): { readonly head: Head; readonly slot: Slot } | undefined {
  let first: { readonly head: Head; readonly slot: Slot } | undefined;
  for (const head of heads) {
    const { slot } = head;
    if (slot && (!first || comparePlaces(slot, first.slot) < 0)) {
      first = { head, slot };
    }
  }
  return first;
}
