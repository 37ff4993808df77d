import { LEVELS, type Level } from '../protocol';

/** Longer search terms make addresses that proxies refuse; the beginning of a term finds all that the whole would. */
const LONGEST_TERM = 200;

/**
 * What to ask the server for, so that it gives at least the entries that hold `term`: its longest piece without what
 * servers read in different ways. `%` and `_` may stay: as wildcards they find more, never less. A backslash is an
 * escape to some, control characters are refused, and letters beyond ASCII fold by the database's own rules.
 *
 * @returns undefined where no such piece is left, and everything has to be read
 */
export function serverTerm(term: string): string | undefined {
  let longest = '';
  let piece = '';
  for (const character of term) {
    piece = isPlain(character) ? piece + character : '';
    if (piece.length > longest.length) {
      longest = piece;
    }
  }
  // A query parameter of nothing but spaces may arrive empty.
  const cut = Array.from(longest).slice(0, LONGEST_TERM).join('');
  return cut.trim() === '' ? undefined : cut;
}

function isPlain(character: string): boolean {
  if (/[\p{Cc}\p{Cs}\\]/u.test(character)) {
    return false;
  }
  return character <= '\u007f' || character.toLowerCase() === character.toUpperCase();
}

/**
 * The types to ask for when some levels are hidden; undefined for all types.
 *
 * @param unknownTypes whether the log holds entries of types that no server is known to write: a request can name only
 *   those that the server knows, so as long as such entries are wanted, it has to ask for all
 */
export function serverTypes(hidden: readonly Level[], unknownTypes: boolean): readonly Level[] | undefined {
  const known = LEVELS.filter((level) => level !== 'OTHER');
  const visible = known.filter((level) => !hidden.includes(level));
  const wantsOthers = unknownTypes && !hidden.includes('OTHER');
  return visible.length === known.length || visible.length === 0 || wantsOthers ? undefined : visible;
}
