import { isFailing, type ConfigRow } from './configRow';
import { labelOf } from './configWrites';

export type StateFilter = 'all' | 'enabled' | 'disabled' | 'failing';

/** Which rows of the tree are to be seen. */
export interface TreeFilter {
  /** Terms parted by white space, all of which must match; `''` matches everything. */
  readonly text: string;
  readonly state: StateFilter;
}

export const NO_FILTER: TreeFilter = { text: '', state: 'all' };

/** Whether the filter could hide any row at all. */
export function isFiltering({ text, state }: TreeFilter): boolean {
  return state !== 'all' || text.trim() !== '';
}

/** The rows that the filter lets through, in their order. */
export function filterRows(rows: readonly ConfigRow[], filter: TreeFilter): readonly ConfigRow[] {
  const terms = termsOf(filter.text);
  return terms.length === 0 && filter.state === 'all'
    ? rows
    : rows.filter((row) => staysInSight(row) || (hasState(row, filter.state) && hasTerms(row, terms)));
}

/** What happens to a row under change, and why it failed, is seen whatever the filter says. */
function staysInSight(row: ConfigRow): boolean {
  return row.pending !== undefined || row.failure !== undefined;
}

function hasState(row: ConfigRow, state: StateFilter): boolean {
  switch (state) {
    case 'all':
      return true;
    case 'enabled':
      return row.enabled;
    case 'disabled':
      return !row.enabled;
    case 'failing':
      return isFailing(row);
  }
}

/** Each term stands in some field: the label, the names, the description or the id. */
function hasTerms(row: ConfigRow, terms: readonly string[]): boolean {
  const fields = [labelOf(row), row.name, row.pluginName, row.description, String(row.id)]
    .filter((field) => field !== undefined)
    .map(folded);
  return terms.every((term) => fields.some((field) => field.includes(term)));
}

function termsOf(text: string): readonly string[] {
  return folded(text)
    .split(/\s+/)
    .filter((term) => term !== '');
}

/** One form for what reads the same: letters typed as one code point or as two, in either case. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
