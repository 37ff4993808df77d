import { contextRows } from './contextRows';
import { Queue } from './queue';
import { isCandidate, type ViewLine } from './viewLine';
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

  follow({ dropped, formerTail, tail }: LinesChange): void {
    if (this.isStale || this.hasContext) {
      this.isStale = true;
      return;
    }
    for (const line of dropped) {
      if (this.passes(line)) {
        this.rows.shift();
      }
    }
    const formerRows = formerTail.reduce((count, line) => count + (this.passes(line) ? 1 : 0), 0);
    this.rows.cut(this.rows.size - formerRows);
    for (const line of tail) {
      if (this.passes(line)) {
        this.rows.push(line);
      }
    }
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
