import type { Queue } from './queue';
import type { ViewLine } from './viewLine';

/** The first index from which on a condition holds; the number of rows where it never does. */
export function firstRow(rows: Queue<ViewLine>, holds: (line: ViewLine) => boolean): number {
  let low = 0;
  let high = rows.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const line = rows.at(middle);
    if (line && !holds(line)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The nearest match after or before a row, going on at the other end, the row itself being the last that is tried. */
export function nextMatch(
  rows: Queue<ViewLine>,
  from: number,
  direction: 'next' | 'previous',
): number | undefined {
  const { size } = rows;
  const step = direction === 'next' ? 1 : size - 1;
  let index = Math.max(0, Math.min(from, size - 1));
  for (let tried = 0; tried < size; tried++) {
    index = (index + step) % size;
    if (isMatch(rows.at(index))) {
      return index;
    }
  }
  return undefined;
}

/** How many of the rows before an index match. */
export function countMatches(rows: Queue<ViewLine>, before: number): number {
  let count = 0;
  for (let index = 0; index < before; index++) {
    count += isMatch(rows.at(index)) ? 1 : 0;
  }
  return count;
}

function isMatch(line: ViewLine | undefined): boolean {
  return line?.item.kind === 'entry' && line.matches;
}
