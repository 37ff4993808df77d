import { printable } from './printable';

/** UTF-16 units of a message's first line that a folded row shows. */
const HEAD_UNITS = 4096;
/** Bounds of one piece of an unfolded message, so that laying it out takes no noticeable time. */
const PIECE_UNITS = 65_536;
const PIECE_LINES = 1000;

export interface MessageHead {
  /** The beginning of the first line that is not empty, fit to show. */
  readonly head: string;
  /** Lines of the message; line breaks at its end do not count. */
  readonly lines: number;
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
  const lineEnd = text.indexOf('\n', from);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const to = Math.min(end, cutAt(text, from + HEAD_UNITS));
  return {
    head: printable(text.slice(from, to)).replace(/\u240d$/, ''),
    lines: 1 + countBreaks(text),
    more: from > 0 || to < text.length,
  };
}

export interface MessagePiece {
  readonly from: number;
  /** Where the next piece begins; the message's length after the last one. */
  readonly to: number;
  readonly text: string;
}

/** The piece of `message` that begins at `from` (UTF-16 units), fit to show, at most 64 Ki units and 1,000 lines. */
export function messagePiece(message: string, from: number): MessagePiece {
  let to = cutAt(message, Math.min(message.length, from + PIECE_UNITS));
  let lineEnd = from - 1;
  for (let line = 0; line < PIECE_LINES; line++) {
    lineEnd = message.indexOf('\n', lineEnd + 1);
    if (lineEnd < 0 || lineEnd >= to) {
      lineEnd = -1;
      break;
    }
  }
  if (lineEnd >= 0) {
    to = lineEnd + 1;
  }
  return { from, to, text: printable(message.slice(from, to)) };
}

/** The nearest place at or before `at` that does not split a surrogate pair or a CR LF. */
function cutAt(text: string, at: number): number {
  if (at >= text.length || at <= 0) {
    return Math.min(Math.max(at, 0), text.length);
  }
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  const splitsPair = before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
  const splitsBreak = before === 0x0d && after === 0x0a;
  return splitsPair || splitsBreak ? at - 1 : at;
}

function countBreaks(text: string): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    breaks++;
  }
  return breaks;
}
