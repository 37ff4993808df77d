/** A row that is higher than the others, by `extra` pixels. */
export interface TallRow {
  readonly index: number;
  readonly extra: number;
}

/**
 * Where rows lie in the scrolled content, in pixels. All rows have one height, but for those that were measured and are
 * higher. Above the first row is a header. Rows need not be known to be placed, so that the scroll bar is right from
 * the start.
 */
export class Geometry {
  private readonly tall: readonly TallRow[];
  /** By how much the tall rows before each one, and at last all of them, push down what follows. */
  private readonly extraBefore: readonly number[];

  constructor(
    readonly rowHeight: number,
    readonly headerHeight: number,
    readonly total: number,
    tall: readonly TallRow[],
  ) {
    this.tall = tall
      .filter((row) => row.extra > 0 && row.index >= 0 && row.index < total)
      .sort((a, b) => a.index - b.index);
    let extra = 0;
    this.extraBefore = [0, ...this.tall.map((row) => (extra += row.extra))];
  }

  get height(): number {
    return this.topOf(this.total);
  }

  /** The upper edge of a row; for `index === total` the lower edge of the last one. */
  topOf(index: number): number {
    const before = this.firstTall((row) => row.index >= index);
    return this.headerHeight + index * this.rowHeight + (this.extraBefore[before] ?? 0);
  }

  heightOf(index: number): number {
    return this.topOf(index + 1) - this.topOf(index);
  }

  /** The row at `y`: the first for the header, the last for what lies below it, 0 where there are no rows. */
  indexAt(y: number): number {
    const next = this.firstTall((row, at) => this.topOfTall(row, at) > y);
    const last = this.tall[next - 1];
    if (last && y < this.topOfTall(last, next - 1) + this.rowHeight + last.extra) {
      return last.index;
    }
    const above = this.headerHeight + (this.extraBefore[next] ?? 0);
    const index = Math.floor((y - above) / this.rowHeight);
    return Math.max(0, Math.min(index, this.total - 1));
  }

  private topOfTall(row: TallRow, at: number): number {
    return this.headerHeight + row.index * this.rowHeight + (this.extraBefore[at] ?? 0);
  }

  /** Where in `tall` the first row lies that `isPast`; all rows after it are past too. */
  private firstTall(isPast: (row: TallRow, at: number) => boolean): number {
    let low = 0;
    let high = this.tall.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.tall[middle];
      if (row && isPast(row, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
