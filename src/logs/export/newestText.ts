import { type ExportWords, itemText } from './exportFormats';
import type { LogItem } from '../items';

/** UTF-16 units after which others get a turn. */
const SLICE = 256 * 1024;

export interface NewestText {
  readonly bytes: Uint8Array;
  /** Items at the beginning that did not fit. */
  readonly leftOut: number;
}

/**
 * The newest items as text, as many as fit, in order, in UTF-8.
 *
 * @param limit bytes
 * @param yieldNow lets others have a turn
 */
export async function newestText(
  items: readonly LogItem[],
  words: ExportWords,
  limit: number,
  yieldNow: () => Promise<void>,
): Promise<NewestText> {
  const pieces: Buffer[] = [];
  let size = 0;
  let lines: string[] = [];
  let units = 0;
  let first = items.length;
  for (; first > 0; first--) {
    const item = items[first - 1];
    const line = item ? itemText(item, 'text', words) : '';
    size += Buffer.byteLength(line);
    if (size > limit) {
      break;
    }
    lines.push(line);
    units += line.length;
    if (units >= SLICE) {
      pieces.push(Buffer.from(lines.reverse().join('')));
      lines = [];
      units = 0;
      await yieldNow();
    }
  }
  pieces.push(Buffer.from(lines.reverse().join('')));
  return { bytes: Buffer.concat(pieces.reverse()), leftOut: first };
}
