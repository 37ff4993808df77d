import type { LogItem } from '../items';
import { RowMaker, type RowState } from './logRow';
import type { LogRow, UpdateMessage } from '../protocol';
import type { RowRange } from './selection';
import type { TextMatcher } from '../view/textFilter';
import type { LogView } from '../view';

/** A row as the webview holds it. */
interface SentRow extends RowState {
  readonly item: LogItem;
  readonly matcher: TextMatcher;
}

/** The rows that a webview holds, so that those that have not changed are not made and sent again. */
export class SentRows {
  private rows: ReadonlyMap<string, SentRow> = new Map();
  private readonly maker: RowMaker;

  /** @param several whether rows tell which plugin config they are of */
  constructor(several: boolean) {
    this.maker = new RowMaker(several);
  }

  /** The item behind a row that the webview holds. */
  item(key: string): LogItem | undefined {
    return this.rows.get(key)?.item;
  }

  /** The webview holds nothing. */
  forget(): void {
    this.rows = new Map();
  }

  /**
   * The rows of a view in a range, as far as they exist, which the webview will hold from now on: by key where it holds
   * them as they are.
   *
   * @param filling keys of gaps that are being filled
   */
  update(view: LogView, { start, end }: RowRange, filling: ReadonlySet<string>): UpdateMessage['rows'] {
    const { matcher } = view;
    const rows: UpdateMessage['rows'] = [];
    const made: LogRow[] = [];
    const sent = new Map<string, SentRow>();
    for (let index = start; index < Math.min(view.total, end); index++) {
      const item = view.at(index);
      if (!item) {
        continue;
      }
      const isFilling = item.kind === 'gap' && filling.has(item.key);
      const row = {
        item,
        matcher,
        role: view.roleAt(index),
        apart: view.apartAt(index),
        filling: isFilling,
      };
      sent.set(item.key, row);
      if (isSame(row, this.rows.get(item.key))) {
        rows.push(item.key);
      } else {
        const full = this.maker.row(item, row);
        rows.push(full);
        made.push(full);
      }
    }
    addHits(made, matcher);
    this.rows = sent;
    return rows;
  }
}

function isSame(row: SentRow, held: SentRow | undefined): boolean {
  return (
    held?.item === row.item &&
    held.matcher === row.matcher &&
    held.role === row.role &&
    held.apart === row.apart &&
    held.filling === row.filling
  );
}

/** Highlights what matches in rows, all at once: a regular expression is much faster so. */
function addHits(rows: readonly LogRow[], matcher: TextMatcher): void {
  const entries = rows.filter((row) => row.kind === 'entry');
  const hits = matcher.isEmpty ? [] : matcher.hitsAll(entries.map((row) => row.head));
  for (const [index, found] of hits.entries()) {
    entries[index]?.hits.push(...found.flat());
  }
}
