import { cutOutsideEscape } from './ansi';
import { styledText } from './printable';
import type { TextMatcher } from '../view/textFilter';

/** UTF-16 units of a message's first line that a folded row shows. */
const HEAD_UNITS = 4096;
/** Bounds of one piece of an unfolded message, so that laying it out takes no noticeable time. */
const PIECE_UNITS = 65_536;
const PIECE_LINES = 1000;

/** What to highlight in a text that is shown. */
export type Highlighter = Pick<TextMatcher, 'hits'>;

export interface MessageHead {
  /** The beginning of the first line that is not empty, fit to show. */
  readonly head: string;
  /** Where `head` is styled: start, end, style; … */
  readonly runs: number[];
  /** Whether the message holds more than `head`. */
  readonly more: boolean;
}

/** What a folded row shows of a message of any length. */
export function messageHead(message: string): MessageHead {
  const text = message.trimEnd();
  let from = 0;
  while (text[from] === '\n' || text[from] === '\r') {
    from++;
  }
  const limit = Math.min(text.length, from + HEAD_UNITS);
  const lineEnd = text.slice(from, limit).indexOf('\n');
  const to = lineEnd < 0 ? cutAt(text, from, limit) : from + lineEnd;
  const { text: head, runs } = styledText(text.slice(from, to).replace(/\r$/, ''), 0);
  return { head, runs, more: from > 0 || to < text.length };
}

/** Lines of a message; line breaks at its end do not count. Goes through all of it. */
export function countLines(message: string): number {
  const text = message.trimEnd();
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return lines;
}

export interface MessagePiece {
  readonly from: number;
  /** Where the next piece begins; the message's length after the last one. */
  readonly to: number;
  readonly text: string;
  /** Where `text` is styled: start, end, style; … */
  readonly runs: number[];
  /** Where `text` matches: start, end; … */
  readonly hits: number[];
  /** The style in force at the end. */
  readonly style: number;
}

/**
 * The piece of `message` that begins at `from` (UTF-16 units), fit to show, at most 64 Ki units and 1,000 lines.
 *
 * @param style in force where the piece before it ended, 0 at the beginning
 */
export function messagePiece(
  message: string,
  from: number,
  style: number,
  highlighter: Highlighter,
): MessagePiece {
  let to = cutAt(message, from, Math.min(message.length, from + PIECE_UNITS));
  const units = message.slice(from, to);
  let lineEnd = -1;
  for (let line = 0; line < PIECE_LINES; line++) {
    lineEnd = units.indexOf('\n', lineEnd + 1);
    if (lineEnd < 0) {
      break;
    }
  }
  if (lineEnd >= 0) {
    to = from + lineEnd + 1;
  }
  const piece = styledText(message.slice(from, to), style);
  return { from, to, ...piece, hits: highlighter.hits(piece.text).flat() };
}

/** The nearest place at or before `at`, and after `from`, that splits no escape sequence, surrogate pair or CR LF. */
function cutAt(text: string, from: number, at: number): number {
  if (at >= text.length) {
    return text.length;
  }
  const cut = cutOutsideEscape(text, from, at);
  const before = text.charCodeAt(cut - 1);
  const after = text.charCodeAt(cut);
  const splitsPair = before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
  const splitsBreak = before === 0x0d && after === 0x0a;
  return splitsPair || splitsBreak ? cut - 1 : cut;
}
