import type { FeedBuffer } from './feedBuffer';
import type { GapItem } from '../items';
import { LastingGaps } from './lastingGaps';
import { type Range, RangeReader, type Unreadable } from './rangeReader';
import { BEGINNING, addMicroseconds, compareTimestamps, earliestOf } from '../timestamp';
import { UnreadableTimes } from './unreadableTimes';

/** Rows that the first request asks for where something may be missing: shown soon. */
export const BACKLOG_PAGE = 1_000;
/** The same where hardly anything is expected to be missing. */
export const SWEEP_PAGE = 5_000;

/** A part of the log that is still to be read. */
export interface Stretch {
  readonly reader: RangeReader;
  /** Shown while the stretch is open; undefined where it was read before and is only looked at once more. */
  gap: GapItem | undefined;
  /** How many entries it may still bring before it waits to be asked for. */
  left: number;
  /** An entry at or before this is known to lie in it: if none comes, the server no longer reaches back as far. */
  known: string | undefined;
  /** When the schedule lets a sweep's next request go, in milliseconds; undefined where it was not asked. */
  turnAt: number | undefined;
  readonly whenOver: (() => void)[];
}

/**
 * What is to be read besides the live end, and what could not be: holes, newest first, each with a gap in the buffer
 * for as long as it is there; then sweeps. A stretch keeps its place whatever happens in between.
 */
export class Backlog implements Unreadable {
  private holes: Stretch[] = [];
  private sweeps: Stretch[] = [];
  private readonly lasting: LastingGaps;
  private readonly unreadable = new UnreadableTimes();
  private gapCount = 0;

  constructor(
    private readonly buffer: FeedBuffer,
    private readonly maxBackfill: number,
  ) {
    this.lasting = new LastingGaps(buffer);
    this.adopt(buffer.gaps());
  }

  /** Whether entries are missing that were never read, and that are to be read unasked. */
  get hasHoles(): boolean {
    return this.holes.length > 0;
  }

  /** What was read before is looked at once more from here on, exclusive; undefined where nothing is. */
  get sweepsFrom(): string | undefined {
    return earliestOf(...this.sweeps.map(({ reader }) => reader.after));
  }

  next(): Stretch | undefined {
    return this.holes.at(-1) ?? this.sweeps[0];
  }

  /**
   * Takes over a reader that has begun.
   *
   * @param known an entry at or before this is known to lie in it
   */
  addHole(reader: RangeReader, known?: string): void {
    if (!this.isGone(reader)) {
      this.openHole(reader, this.newKey(), known);
    }
  }

  addSweep(range: Range): void {
    const reader = new RangeReader(range, SWEEP_PAGE, this);
    if (!this.isGone(reader)) {
      this.sweeps.push(stretchOf(reader, undefined, Number.POSITIVE_INFINITY, undefined));
    }
  }

  /** To be called after each reply, also a refused one. @param added how many new entries it brought */
  progressed(stretch: Stretch, added: number): void {
    const { reader, gap } = stretch;
    stretch.left -= added;
    if (gap && reader.endless) {
      this.replace(stretch, { ...gapOf(reader, gap.key, this.config), reason: 'tooFarBack' });
    } else if (reader.done) {
      this.finish(stretch);
    } else if (gap && stretch.left <= 0 && !this.isGone(reader)) {
      this.replace(stretch, { ...gapOf(reader, gap.key, this.config), reason: 'tooFarBack' });
    } else if (gap) {
      this.move(stretch, gap);
    }
    this.dropGone();
  }

  /** Reads what a gap stands for. Resolves when the gap is closed, or stays for a reason; at once for an unknown key. */
  fill(key: string): Promise<void> {
    const gap = this.lasting.take(key);
    const hole = gap ? this.reopen(gap) : this.holes.find((stretch) => stretch.gap?.key === key);
    return new Promise((resolve) => {
      if (hole) {
        hole.whenOver.push(resolve);
      } else {
        resolve();
      }
    });
  }

  newestIn(range: Range): string | undefined {
    return this.unreadable.newestIn(range);
  }

  add(timestamp: string): void {
    this.unreadable.add(timestamp);
    this.lasting.keep({
      kind: 'gap',
      key: this.newKey(),
      from: addMicroseconds(timestamp, -1),
      to: addMicroseconds(timestamp, 1),
      reason: 'oneTimestampTooBig',
      config: this.config,
    });
  }

  /** The server no longer has what came between two times; in place of what was said before about the first one. */
  addMissing(from: string, to: string, key?: string): void {
    this.found(from);
    const gap = { kind: 'gap', key: key ?? this.newKey(), from, to } as const;
    this.lasting.keep({ ...gap, reason: 'notOnServer', config: this.config });
  }

  /** Whether entries after `timestamp` are said to be no longer on the server. */
  isMissingFrom(timestamp: string): boolean {
    return this.lasting.missingFrom(timestamp) !== undefined;
  }

  /** The server does reach back to `timestamp`. */
  found(timestamp: string): void {
    const gap = this.lasting.missingFrom(timestamp);
    if (gap) {
      this.lasting.take(gap.key);
    }
  }

  /** Whether the server showed that it has an entry at or before `known`, or that such a one is too big to show. */
  reached(reader: RangeReader, known: string): boolean {
    const { oldestSeen, after } = reader;
    const tooBig = this.newestIn({ after, before: addMicroseconds(known, 1) });
    return tooBig !== undefined || (oldestSeen !== undefined && compareTimestamps(oldestSeen, known) <= 0);
  }

  /** Everything from a time on was loaded again, by a person's wish; undefined for all there is. */
  showAgain(from: string | undefined): void {
    this.lasting.showAgain(from);
  }

  /** Lets go of everything; whoever waits for a gap is answered. */
  dispose(): void {
    for (const stretch of [...this.holes, ...this.sweeps]) {
      stretch.whenOver.forEach((over) => over());
    }
    this.holes = [];
    this.sweeps = [];
  }

  private get config(): number | undefined {
    return this.buffer.config;
  }

  /** Takes over the gaps that another feed has left in the buffer. */
  private adopt(gaps: readonly GapItem[]): void {
    for (const gap of gaps) {
      this.lasting.adopt(gap);
      if (gap.reason === 'oneTimestampTooBig') {
        this.unreadable.add(addMicroseconds(gap.from, 1));
      }
    }
    for (const gap of gaps.filter(({ reason }) => reason === 'loading')) {
      this.lasting.take(gap.key);
      this.reopen(gap);
    }
  }

  private reopen(gap: GapItem): Stretch {
    if (gap.reason === 'oneTimestampTooBig') {
      this.unreadable.delete(addMicroseconds(gap.from, 1));
    }
    const reader = new RangeReader(rangeOf(gap), BACKLOG_PAGE, this);
    return this.openHole(reader, gap.key, gap.reason === 'notOnServer' ? gap.from : this.knownIn(gap));
  }

  /** The newest known entry where a gap begins. */
  private knownIn(gap: GapItem): string | undefined {
    const known = this.buffer.newestBefore(gap.to);
    return known !== undefined && compareTimestamps(known, gap.from) > 0 ? known : undefined;
  }

  private newKey(): string {
    const prefix = this.config === undefined ? 'gap' : `${this.config}:gap`;
    let key = `${prefix}:${this.gapCount++}`;
    while (this.lasting.has(key) || this.holes.some((hole) => hole.gap?.key === key)) {
      key = `${prefix}:${this.gapCount++}`;
    }
    return key;
  }

  private openHole(reader: RangeReader, key: string, known: string | undefined): Stretch {
    const gap = gapOf(reader, key, this.config);
    const hole = stretchOf(reader, gap, this.maxBackfill, known);
    this.holes.push(hole);
    this.buffer.insertGap(gap);
    return hole;
  }

  /** The gap ends where the stretch is read to by now. */
  private move(stretch: Stretch, shown: GapItem): void {
    const gap = gapOf(stretch.reader, shown.key, this.config);
    if (gap.to !== shown.to) {
      this.buffer.closeGap(shown);
      stretch.gap = gap;
      this.buffer.insertGap(gap);
    }
  }

  /** The stretch was read to its end. */
  private finish(stretch: Stretch): void {
    const { reader, known, gap } = stretch;
    this.close(stretch);
    if (known !== undefined && !this.reached(reader, known)) {
      this.addMissing(known, reader.oldestSeen ?? gap?.to ?? addMicroseconds(known, 1), gap?.key);
    }
  }

  private replace(stretch: Stretch, gap: GapItem): void {
    this.close(stretch);
    this.lasting.keep(gap);
  }

  private close(stretch: Stretch): void {
    this.holes = this.holes.filter((one) => one !== stretch);
    this.sweeps = this.sweeps.filter((one) => one !== stretch);
    if (stretch.gap) {
      this.buffer.closeGap(stretch.gap);
    }
    stretch.whenOver.forEach((over) => over());
  }

  private dropGone(): void {
    const { evictedThrough } = this.buffer;
    if (evictedThrough !== undefined) {
      [...this.holes, ...this.sweeps]
        .filter(({ reader }) => this.isGone(reader))
        .forEach((one) => this.close(one));
    }
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

function stretchOf(
  reader: RangeReader,
  gap: GapItem | undefined,
  left: number,
  known: string | undefined,
): Stretch {
  return { reader, gap, left, known, turnAt: undefined, whenOver: [] };
}

/** Ends at the oldest timestamp read so far: others on it may be missing too. */
function gapOf(reader: RangeReader, key: string, config: number | undefined): GapItem {
  const from = reader.after ?? BEGINNING;
  const to = reader.before === undefined ? from : addMicroseconds(reader.before, -1);
  return { kind: 'gap', key, from, to, reason: 'loading', config };
}

function rangeOf(gap: GapItem): Range {
  switch (gap.reason) {
    case 'oneTimestampTooBig':
      return { after: gap.from, before: gap.to };
    case 'notOnServer':
      // The entry at its beginning is what shows whether the server reaches back again.
      return { after: addMicroseconds(gap.from, -1), before: addMicroseconds(gap.to, 1) };
    default:
      return { after: gap.from, before: addMicroseconds(gap.to, 1) };
  }
}
