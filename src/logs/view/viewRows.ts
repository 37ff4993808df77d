import { contextRows } from './contextRows';
import { Queue } from './queue';
import { placeOf } from '../buffer/placeOf';
import { firstRow } from './rowSearch';
import { compareToPlace, isCandidate, type ViewLine } from './viewLine';
import type { LinesChange } from './viewLines';

export interface RowRule {
  /** Whether entries have to match the text. */
  readonly onlyMatches: boolean;
  /** How many entries around one that matches stay. */
  readonly context: number;
}

/**
 * The lines that are shown, in order. Without context they are kept up line by line; with it, they are found anew when
 * they are asked for after a change, since what comes in decides about what was there.
 */
export class ViewRows {
  private rows = new Queue<ViewLine>();
  private rule: RowRule = { onlyMatches: false, context: 0 };
  private isStale = true;
  private contextEntries = 0;

  constructor(private readonly lines: Queue<ViewLine>) {}

  /** Whether there are rows that are only shown because a neighbour matches. */
  get hasContext(): boolean {
    return this.rule.onlyMatches && this.rule.context > 0;
  }

  /** Everything may have changed. */
  reset(rule: RowRule): void {
    this.rule = rule;
    this.isStale = true;
  }

  follow({ dropped, former, now, behind }: LinesChange): void {
    if (this.isStale || this.hasContext) {
      this.isStale = true;
      return;
    }
    for (const line of dropped) {
      if (this.passes(line)) {
        this.rows.shift();
      }
    }
    const rowsBehind = this.cutFrom(behind[0]);
    const formerRows = former.reduce((count, line) => count + (this.passes(line) ? 1 : 0), 0);
    this.rows.cut(this.rows.size - formerRows);
    for (const line of now) {
      if (this.passes(line)) {
        this.rows.push(line);
      }
    }
    this.rows.append(rowsBehind);
  }

  get queue(): Queue<ViewLine> {
    if (this.isStale) {
      this.isStale = false;
      this.derive();
    }
    return this.rows;
  }

  /** How many of the rows are entries, with context. */
  get entriesWithContext(): number {
    return this.queue.size > 0 ? this.contextEntries : 0;
  }

  /** Takes out the rows from a line on, which may not be shown itself. */
  private cutFrom(first: ViewLine | undefined): readonly ViewLine[] {
    if (!first) {
      return [];
    }
    const place = placeOf(first.item);
    return this.rows.cut(firstRow(this.rows, (line) => compareToPlace(line, first.time, place) >= 0));
  }

  private derive(): void {
    if (this.hasContext) {
      const { rows, entries } = contextRows(this.lines.toArray(), this.rule.context);
      this.rows = rows;
      this.contextEntries = entries;
      return;
    }
    const rows = new Queue<ViewLine>();
    this.lines.forEach((line) => {
      if (this.passes(line)) {
        rows.push(line);
      }
    });
    this.rows = rows;
  }

  private passes(line: ViewLine): boolean {
    return isCandidate(line) && (!this.rule.onlyMatches || line.matches || line.item.kind !== 'entry');
  }
}
