import { withoutEscapes } from '../rows/ansi';
import type { LogFilter } from '../protocol';
import { findHits, RegexMatcher } from './regexMatcher';
import { parseTerms } from './textTerms';

/** Why the text of a filter is not in force. `detail` is the engine's own reason. */
export type TextProblem = { readonly kind: 'invalid'; readonly detail: string } | { readonly kind: 'slow' };

/** The parts of a filter that decide which messages match. */
export type TextQuery = Pick<LogFilter, 'text' | 'regex' | 'matchCase' | 'wholeWord'>;

/** Start and end, in UTF-16 units. */
export type Hit = readonly [start: number, end: number];

/** Finds messages. What a person sees is what counts: escape sequences of terminals are no part of a message. */
export interface TextMatcher {
  /** Everything matches. */
  readonly isEmpty: boolean;
  /** The one text that every match holds, in whatever case: for the server's own search. */
  readonly searchTerm: string | undefined;
  /** Whether a search has taken too long. Nothing matches from then on, so that nothing can take as long again. */
  readonly isSlow: boolean;
  matches(message: string): boolean;
  /** The same for several, which is faster. */
  matchesAll(messages: readonly string[]): readonly boolean[];
  /** What to highlight in a text, in order: at most 1,000 places, none of them empty. */
  hits(text: string): readonly Hit[];
  /** The same for several, which is faster. */
  hitsAll(texts: readonly string[]): readonly (readonly Hit[])[];
}

/**
 * Makes a matcher of a filter's text. Plain text is read by `parseTerms`: a message matches when it holds any of the
 * terms, or there are none, and none of those that are excluded. A regular expression is JavaScript's, with `^` and `$`
 * at line breaks; `!` before it turns it round, `\!` stands for the character.
 */
export function compileText(query: TextQuery): { matcher: TextMatcher } | { problem: TextProblem } {
  return query.regex && query.text !== '' ? compileRegex(query) : { matcher: plainMatcher(query) };
}

/** A text that everything matches. */
export function emptyMatcher(): TextMatcher {
  return plainMatcher({ text: '', regex: false, matchCase: false, wholeWord: false });
}

function plainMatcher(query: TextQuery): TextMatcher {
  const terms = parseTerms(query.text);
  const wanted = terms.filter((term) => !term.excluded).map((term) => term.text);
  const unwanted = terms.filter((term) => term.excluded).map((term) => term.text);
  const include = anyOf(wanted, query, '');
  const exclude = anyOf(unwanted, query, '');
  const highlight = anyOf(wanted, query, 'g');
  const matches = (message: string): boolean => {
    const text = withoutEscapes(message);
    return (include?.test(text) ?? true) && !exclude?.test(text);
  };
  const hits = (text: string): readonly Hit[] => (highlight ? findHits(highlight, text) : []);
  return {
    isEmpty: terms.length === 0,
    searchTerm: wanted.length === 1 ? wanted[0] : undefined,
    isSlow: false,
    matches,
    matchesAll: (messages) => messages.map(matches),
    hits,
    hitsAll: (texts) => texts.map(hits),
  };
}

/** Finds any of some texts; longer ones first, so that they are highlighted whole. Takes no time to speak of. */
function anyOf(texts: readonly string[], query: TextQuery, flags: string): RegExp | undefined {
  if (texts.length === 0) {
    return undefined;
  }
  const patterns = [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .map((pattern) => (query.wholeWord ? wholeWord(pattern, UNICODE_WORD) : pattern));
  return new RegExp(patterns.join('|'), `u${query.matchCase ? '' : 'i'}${flags}`);
}

function compileRegex(query: TextQuery): { matcher: TextMatcher } | { problem: TextProblem } {
  const negated = query.text.startsWith('!');
  const source = negated ? query.text.slice(1) : query.text.replace(/^\\!/, '!');
  if (source === '') {
    return { matcher: emptyMatcher() };
  }
  const flags = query.matchCase ? 'm' : 'im';
  try {
    // Checked as it is: what goes around it for whole words could complete it.
    const isUnicode = isValid(source, `${flags}u`);
    new RegExp(source, isUnicode ? `${flags}u` : flags);
    const pattern = query.wholeWord ? wholeWord(source, isUnicode ? UNICODE_WORD : '\\w') : source;
    return { matcher: new RegexMatcher(new RegExp(pattern, isUnicode ? `${flags}u` : flags), negated) };
  } catch (error) {
    return { problem: { kind: 'invalid', detail: reasonOf(error) } };
  }
}

function isValid(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

/** `Invalid regular expression: /(/im: Unterminated group` repeats what is in the box. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(message.lastIndexOf(': ') + 1).trim();
}

const UNICODE_WORD = '[\\p{L}\\p{M}\\p{N}_]';

/** A match's ends are no places between two word characters. */
function wholeWord(pattern: string, word: string): string {
  return `(?:(?<!${word})|(?!${word}))(?:${pattern})(?:(?!${word})|(?<!${word}))`;
}
