/** How many rows fit on a page. All that matters is that it is less than a big fixture and more than a small one. */
const ROWS_PER_PAGE = 64;

/**
 * Rows in the physical order in which PostgreSQL keeps them, which is the order of any answer without ORDER BY. An
 * update writes a new version of the row: to the end of its own page when there is room, else to the last page.
 */
export class Heap<Row> {
  private readonly pages: Row[][] = [[]];

  /** All rows, in physical order. */
  rows(): readonly Row[] {
    return this.pages.flat();
  }

  insert(row: Row): void {
    const last = this.pages.at(-1);
    if (last && last.length < ROWS_PER_PAGE) {
      last.push(row);
    } else {
      this.pages.push([row]);
    }
  }

  /** Puts `after` where an update of `before` puts it. */
  update(before: Row, after: Row): void {
    const page = this.pages.find((rows) => rows.includes(before));
    if (!page) {
      throw new Error('The row to update is not in the table');
    }
    const hasRoom = page.length < ROWS_PER_PAGE;
    page.splice(page.indexOf(before), 1);
    if (hasRoom) {
      page.push(after);
    } else {
      this.insert(after);
    }
  }
}
