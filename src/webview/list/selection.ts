import type { WebviewMessage } from '../../logs/protocol';
import type { Rows } from './rowPlace';
import { RowPlace } from './rowPlace';

/**
 * Where a selection of rows began, to extend it from there. Which rows are selected is told by the host, which knows
 * those that the webview does not hold.
 */
export class Selection {
  private readonly anchor: RowPlace;
  private some = false;

  constructor(
    private readonly rows: Rows,
    private readonly post: (message: WebviewMessage) => void,
  ) {
    this.anchor = new RowPlace(rows);
  }

  /** Selects one row. */
  only(index: number): void {
    this.anchor.set(index);
    this.to(index);
  }

  /** Selects from where the selection began, or from the row `from`, to another one. */
  extend(from: number, to: number): void {
    if (this.anchor.index === undefined) {
      this.anchor.set(from);
    }
    this.to(to);
  }

  all(): void {
    this.some = true;
    this.anchor.set(undefined);
    this.post({ type: 'selectAll' });
  }

  /** @returns whether there was a selection */
  clear(): boolean {
    const had = this.some;
    this.some = false;
    this.anchor.set(undefined);
    if (had) {
      this.post({ type: 'select', range: null });
    }
    return had;
  }

  /** The list has changed, and the host has said whether rows are selected in it. */
  moved(shift: number, some: boolean): void {
    this.anchor.moved(shift);
    this.some = some || this.anchor.index !== undefined;
  }

  private to(index: number): void {
    const anchor = this.anchor.ref;
    if (anchor) {
      this.some = true;
      const head = { index, key: this.rows.at(index)?.key ?? null };
      this.post({ type: 'select', range: { anchor, head } });
    }
  }
}
