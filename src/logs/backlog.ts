import type { LogBuffer } from './buffer';
import type { GapItem } from './items';
import { type Range, RangeReader, type Unreadable } from './rangeReader';
import { addMicroseconds, compareTimestamps } from './timestamp';

/** Rows that a request asks for where much may be missing: shown as they come. */
export const BACKLOG_PAGE = 1_000;
/** Rows that a request asks for where hardly anything is expected to be missing. */
export const SWEEP_PAGE = 5_000;
const BEGINNING = '1970-01-01T00:00:00.000000Z';

/** A part of the log that is still to be read. */
export interface Stretch {
  readonly reader: RangeReader;
  /** Shown while the stretch is open; undefined where it was read before and is only looked at once more. */
  gap: GapItem | undefined;
  /** How many entries it may still bring before it waits to be asked for. */
  left: number;
  readonly whenOver: (() => void)[];
}

/**
 * What is to be read besides the live end, and what could not be: holes, newest first, each with a gap in the buffer
 * for as long as it is there; then sweeps. A stretch keeps its place whatever happens in between.
 */
export class Backlog implements Unreadable {
  private readonly holes: Stretch[] = [];
  private readonly sweeps: Stretch[] = [];
  /** Gaps that stay until somebody asks for them, by key. */
  private readonly lasting = new Map<string, GapItem>();
  private readonly unreadable: string[] = [];
  private gapCount = 0;

  constructor(
    private readonly buffer: LogBuffer,
    private readonly maxBackfill: number,
  ) {
    this.adopt(buffer.slice().filter((item) => item.kind === 'gap'));
  }

  /** Whether entries are missing that were never read, and that are to be read unasked. */
  get hasHoles(): boolean {
    return this.holes.length > 0;
  }

  next(): Stretch | undefined {
    return this.holes.at(-1) ?? this.sweeps[0];
  }

  /** Takes over a reader that has begun. */
  addHole(reader: RangeReader): void {
    this.openHole(reader, this.newKey());
  }

  addSweep(range: Range): void {
    this.sweeps.push({
      reader: new RangeReader(range, SWEEP_PAGE, this),
      gap: undefined,
      left: Number.POSITIVE_INFINITY,
      whenOver: [],
    });
  }

  /** To be called after each reply, also a refused one. @param added how many new entries it brought */
  progressed(stretch: Stretch, added: number): void {
    stretch.left -= added;
    if (stretch.reader.done || this.isGone(stretch.reader)) {
      this.close(stretch);
    } else if (stretch.left <= 0 && stretch.gap) {
      const gap: GapItem = { ...gapOf(stretch.reader, stretch.gap.key), reason: 'tooFarBack' };
      this.close(stretch);
      this.keepGap(gap);
    } else if (stretch.gap) {
      const gap = gapOf(stretch.reader, stretch.gap.key);
      if (gap.to !== stretch.gap.to) {
        this.buffer.closeGap(stretch.gap);
        stretch.gap = gap;
        this.buffer.insertGap(gap);
      }
    }
  }

  /** Reads what a gap stands for. Resolves when the gap is closed, or stays for a reason; at once for an unknown key. */
  fill(key: string): Promise<void> {
    let hole = this.holes.find((stretch) => stretch.gap?.key === key);
    const gap = this.lasting.get(key);
    if (gap) {
      this.lasting.delete(key);
      this.buffer.closeGap(gap);
      if (gap.reason === 'oneTimestampTooBig') {
        this.unreadable.splice(this.unreadable.indexOf(addMicroseconds(gap.from, 1)), 1);
      }
      hole = this.openHole(new RangeReader(rangeOf(gap), BACKLOG_PAGE, this), key);
    }
    return new Promise((resolve) => {
      if (hole) {
        hole.whenOver.push(resolve);
      } else {
        resolve();
      }
    });
  }

  newestIn(range: Range): string | undefined {
    let newest: string | undefined;
    for (const timestamp of this.unreadable) {
      const inside =
        (range.after === undefined || compareTimestamps(timestamp, range.after) > 0) &&
        (range.before === undefined || compareTimestamps(timestamp, range.before) < 0);
      if (inside && (newest === undefined || compareTimestamps(timestamp, newest) > 0)) {
        newest = timestamp;
      }
    }
    return newest;
  }

  add(timestamp: string): void {
    this.unreadable.push(timestamp);
    this.keepGap({
      kind: 'gap',
      key: this.newKey(),
      from: addMicroseconds(timestamp, -1),
      to: addMicroseconds(timestamp, 1),
      reason: 'oneTimestampTooBig',
    });
  }

  /** Lets go of everything; whoever waits for a gap is answered. */
  dispose(): void {
    for (const stretch of [...this.holes, ...this.sweeps]) {
      stretch.whenOver.forEach((over) => over());
    }
    this.holes.length = 0;
    this.sweeps.length = 0;
  }

  /** Takes over the gaps that another feed has left in the buffer. */
  private adopt(gaps: readonly GapItem[]): void {
    for (const gap of gaps) {
      if (gap.reason === 'loading') {
        this.buffer.closeGap(gap);
        this.openHole(new RangeReader(rangeOf(gap), BACKLOG_PAGE, this), gap.key);
        continue;
      }
      this.lasting.set(gap.key, gap);
      if (gap.reason === 'oneTimestampTooBig') {
        this.unreadable.push(addMicroseconds(gap.from, 1));
      }
    }
  }

  private newKey(): string {
    let key = `gap:${this.gapCount++}`;
    while (this.lasting.has(key) || this.holes.some((hole) => hole.gap?.key === key)) {
      key = `gap:${this.gapCount++}`;
    }
    return key;
  }

  private openHole(reader: RangeReader, key: string): Stretch {
    const gap = gapOf(reader, key);
    const hole: Stretch = { reader, gap, left: this.maxBackfill, whenOver: [] };
    this.holes.push(hole);
    this.buffer.insertGap(gap);
    return hole;
  }

  private keepGap(gap: GapItem): void {
    this.lasting.set(gap.key, gap);
    this.buffer.insertGap(gap);
  }

  private close(stretch: Stretch): void {
    const list = stretch.gap ? this.holes : this.sweeps;
    list.splice(list.indexOf(stretch), 1);
    if (stretch.gap) {
      this.buffer.closeGap(stretch.gap);
    }
    stretch.whenOver.forEach((over) => over());
  }

  /** Whether the buffer has no room for anything that is still to come. */
  private isGone(reader: RangeReader): boolean {
    const { evictedThrough } = this.buffer;
    return (
      evictedThrough !== undefined &&
      reader.before !== undefined &&
      compareTimestamps(reader.before, evictedThrough) <= 0
    );
  }
}

/** Ends at the oldest timestamp read so far: others on it may be missing too. */
function gapOf(reader: RangeReader, key: string): GapItem {
  const from = reader.after ?? BEGINNING;
  const to = reader.before === undefined ? from : addMicroseconds(reader.before, -1);
  return { kind: 'gap', key, from, to, reason: 'loading' };
}

function rangeOf(gap: GapItem): Range {
  return { after: gap.from, before: addMicroseconds(gap.to, gap.reason === 'oneTimestampTooBig' ? 0 : 1) };
}
