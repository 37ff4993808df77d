import type { LogItem } from '../items';
import type { LogView } from '../view';

export interface RowRange {
  readonly start: number;
  /** The index after the last one. */
  readonly end: number;
}

/** The rows from one item to another, wherever these are: shown or left out, or gone with everything before them. */
export class Selection {
  /** @param anchor where it began; `head` is its other end, before it or after it */
  constructor(
    private readonly anchor: LogItem,
    private readonly head: LogItem,
  ) {}

  /** @returns undefined where none of its rows is shown */
  range(view: LogView): RowRange | undefined {
    const [anchor, head] = [view.indexOf(this.anchor), view.indexOf(this.head)];
    const start = Math.min(anchor, head);
    const last = Math.max(anchor, head);
    // An end that is not shown itself is as if it were before the row that is in its place.
    const atLast = view.at(last)?.key;
    const range = { start, end: last + (atLast === this.anchor.key || atLast === this.head.key ? 1 : 0) };
    return range.end > range.start ? range : undefined;
  }
}
