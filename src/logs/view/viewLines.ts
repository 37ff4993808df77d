import type { BufferChange } from '../buffer';
import type { LogItem } from '../items';
import { Queue } from './queue';
import type { TimeReader } from './timeReader';
import { newLine, type ViewLine } from './viewLine';

export interface LinesChange {
  /** Lines that are gone from the beginning. */
  readonly dropped: readonly ViewLine[];
  /** Lines that are gone from the end as it was. */
  readonly removed: readonly ViewLine[];
  /** The end of the list as it was, and as it is now: everything before is as before. */
  readonly formerTail: readonly ViewLine[];
  readonly tail: readonly ViewLine[];
  /** The lines of the tail that are new. */
  readonly fresh: readonly ViewLine[];
}

/** A line for each item of a buffer, in order, kept up with it. */
export class ViewLines {
  readonly queue = new Queue<ViewLine>();

  constructor(private readonly reader: TimeReader) {}

  /** @param after what the buffer holds now, from `firstChanged` on */
  follow(change: BufferChange, after: readonly LogItem[]): LinesChange {
    const dropped = change.cleared ? this.queue.cut(0) : this.drop(change.evicted);
    const formerTail = this.queue.cut(change.firstChanged);
    const gone = new Set(change.removed);
    const removed: ViewLine[] = [];
    const tail: ViewLine[] = [];
    const fresh: ViewLine[] = [];
    let next = 0;
    for (const item of after) {
      for (let line = formerTail[next]; line && gone.has(line.item); line = formerTail[next]) {
        removed.push(line);
        next++;
      }
      let line = formerTail[next];
      if (line?.item === item) {
        next++;
      } else {
        line = newLine(item, this.reader);
        fresh.push(line);
      }
      tail.push(line);
      this.queue.push(line);
    }
    return { dropped, removed: removed.concat(formerTail.slice(next)), formerTail, tail, fresh };
  }

  private drop(count: number): readonly ViewLine[] {
    const dropped: ViewLine[] = [];
    for (let line = this.queue.at(0); line && dropped.length < count; line = this.queue.at(0)) {
      dropped.push(line);
      this.queue.shift();
    }
    return dropped;
  }
}
