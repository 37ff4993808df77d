import type { LogRow, UpdateMessage } from '../../logs/protocol';
import type { Range } from './scrolling';

/** The rows that the webview holds: a window of the host's list, kept up by updates. */
export class RowWindow {
  private revision = 0;
  private held: readonly LogRow[] = [];
  private byKey: ReadonlyMap<string, number> = new Map();

  /** The index of the first row that is held. */
  start = 0;
  total = 0;

  get end(): number {
    return this.start + this.held.length;
  }

  at(index: number): LogRow | undefined {
    return this.held[index - this.start];
  }

  indexOf(key: string): number | undefined {
    const at = this.byKey.get(key);
    return at === undefined ? undefined : this.start + at;
  }

  /** The timestamps of the first and the last of these rows; undefined where none has one. */
  times(range: Range): { readonly from: string; readonly to: string } | undefined {
    const times: string[] = [];
    for (let index = range.first; index < range.end; index++) {
      const row = this.at(index);
      if (row && row.kind !== 'gap') {
        times.push(row.timestamp);
      }
    }
    const [from] = times;
    const to = times.at(-1);
    return from === undefined || to === undefined ? undefined : { from, to };
  }

  /**
   * Takes an update in.
   *
   * @returns false when it builds on something this window does not have; nothing is changed then, and a snapshot has
   *   to be asked for
   */
  apply(update: UpdateMessage): boolean {
    if (update.basedOn !== 0 && update.basedOn !== this.revision) {
      return false;
    }
    const rows: LogRow[] = [];
    for (const row of update.rows) {
      const known = typeof row === 'string' ? this.held[this.byKey.get(row) ?? -1] : row;
      if (!known) {
        return false;
      }
      rows.push(known);
    }
    this.revision = update.revision;
    this.held = rows;
    this.byKey = new Map(rows.map((row, at) => [row.key, at]));
    this.start = update.start;
    this.total = update.total;
    return true;
  }
}
