import type { BufferChange } from '../buffer';
import type { LogItem } from '../items';
import { Queue } from './queue';
import type { TimeReader } from './timeReader';
import { newLine, type ViewLine } from './viewLine';

export interface LinesChange {
  /** Lines that are gone from the beginning. */
  readonly dropped: readonly ViewLine[];
  /** Lines that are gone from what has changed. */
  readonly removed: readonly ViewLine[];
  /** What has changed of the list, as it was and as it is now: everything before it is as before. */
  readonly former: readonly ViewLine[];
  readonly now: readonly ViewLine[];
  /** What comes after it, and is as before too. */
  readonly behind: readonly ViewLine[];
  /** The lines of `now` that are new. */
  readonly fresh: readonly ViewLine[];
}

/** A line for each item of a buffer, in order, kept up with it. */
export class ViewLines {
  readonly queue = new Queue<ViewLine>();

  constructor(private readonly reader: TimeReader) {}

  /** @param changed what the buffer holds now, from `firstChanged` to what lies behind */
  follow(change: BufferChange, changed: readonly LogItem[]): LinesChange {
    const dropped = this.drop(change.evicted);
    const behind = this.queue.cut(this.queue.size - change.behind);
    const former = this.queue.cut(change.firstChanged);
    const gone = new Set(change.removed);
    const removed: ViewLine[] = [];
    const now: ViewLine[] = [];
    const fresh: ViewLine[] = [];
    let next = 0;
    for (const item of changed) {
      for (let line = former[next]; line && gone.has(line.item); line = former[next]) {
        removed.push(line);
        next++;
      }
      let line = former[next];
      if (line?.item === item) {
        next++;
      } else {
        line = newLine(item, this.reader);
        fresh.push(line);
      }
      now.push(line);
      this.queue.push(line);
    }
    this.queue.append(behind);
    return { dropped, removed: removed.concat(former.slice(next)), former, now, behind, fresh };
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
