import type { TextMatcher } from './textFilter';
import type { ViewLine } from './viewLine';

/** How much is searched between two looks at the clock. */
const BATCH_LINES = 2048;

export interface SliceSize {
  /** Milliseconds after which a slice ends. */
  readonly ms: number;
  /** UTF-16 units of messages after which a slice looks at the clock. */
  readonly units: number;
}

/** Searches the messages of many lines for another text, a slice at a time, the newest first. */
export class TextPass {
  private left: number;

  /** @param lines in order; what comes in later has to be searched when it comes */
  constructor(
    readonly matcher: TextMatcher,
    private readonly lines: readonly ViewLine[],
    private readonly size: SliceSize,
  ) {
    this.left = lines.length;
  }

  /** Searches for a while. @returns whether all is done, or the search turned out to be too slow */
  slice(): boolean {
    const end = performance.now() + this.size.ms;
    while (this.left > 0 && !this.matcher.isSlow) {
      const from = this.left;
      for (let units = 0; this.left > 0 && from - this.left < BATCH_LINES && units < this.size.units;) {
        this.left--;
        units += messageOf(this.lines[this.left]).length;
      }
      this.search(this.lines.slice(this.left, from));
      if (performance.now() >= end) {
        break;
      }
    }
    return this.left === 0 || this.matcher.isSlow;
  }

  /** Searches lines that came in while this went on. */
  search(lines: readonly ViewLine[]): void {
    const found = this.matcher.matchesAll(lines.map(messageOf));
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      if (line) {
        line.willMatch = found[index] ?? false;
      }
    }
  }
}

/** What is searched of a line: nothing of a gap or a marker, which no text leaves out. */
export function messageOf(line: ViewLine | undefined): string {
  return line?.item.kind === 'entry' ? line.item.entry.message : '';
}
