/** A row that is higher than the others, by `extra` pixels. */
export interface TallRow {
  readonly index: number;
  readonly extra: number;
}

/**
 * Where rows lie in the scrolled content, in pixels. All rows have one height, but for a few unfolded ones. Above the
 * first row is a header. Rows need not be known to be placed, so that the scroll bar is right from the start.
 */
export class Geometry {
  private readonly tall: readonly TallRow[];

  constructor(
    readonly rowHeight: number,
    readonly headerHeight: number,
    readonly total: number,
    tall: readonly TallRow[],
  ) {
    this.tall = tall
      .filter((row) => row.extra > 0 && row.index >= 0 && row.index < total)
      .sort((a, b) => a.index - b.index);
  }

  get height(): number {
    return this.topOf(this.total);
  }

  /** By how much unfolded rows make the content higher. */
  get extra(): number {
    return this.tall.reduce((sum, row) => sum + row.extra, 0);
  }

  /** The upper edge of a row; for `index === total` the lower edge of the last one. */
  topOf(index: number): number {
    let extra = 0;
    for (const row of this.tall) {
      if (row.index >= index) {
        break;
      }
      extra += row.extra;
    }
    return this.headerHeight + index * this.rowHeight + extra;
  }

  heightOf(index: number): number {
    return this.topOf(index + 1) - this.topOf(index);
  }

  /** The row at `y`: the first for the header, the last for what lies below it, 0 where there are no rows. */
  indexAt(y: number): number {
    let above = this.headerHeight;
    for (const row of this.tall) {
      const top = above + row.index * this.rowHeight;
      if (y < top) {
        break;
      }
      if (y < top + this.rowHeight + row.extra) {
        return row.index;
      }
      above += row.extra;
    }
    const index = Math.floor((y - above) / this.rowHeight);
    return Math.max(0, Math.min(index, this.total - 1));
  }
}
