/** One of the texts that a plain filter looks for. */
export interface TextTerm {
  readonly text: string;
  /** Messages that hold it are left out. */
  readonly excluded: boolean;
}

/** A term in quotation marks, up to the comma that ends it. */
const quoted = /"((?:[^"\\]|\\[\s\S])*)"\s*(?:,|$)/y;
/** Any other term. A backslash takes the character after it along. */
const bare = /((?:[^,\\]|\\[\s\S])*\\?)(?:,|$)/y;
const lead = /\s*(!?)\s*/y;

/**
 * Reads a plain filter: terms with commas between them, `!` before those that are excluded, quotation marks around those
 * that hold commas or begin or end with spaces. `\,`, `\!` and `\"` stand for the characters themselves; other
 * backslashes do too, so that paths can be looked for as they are.
 */
export function parseTerms(filter: string): readonly TextTerm[] {
  const terms: TextTerm[] = [];
  for (let at = 0; at < filter.length;) {
    const excluded = matchAt(lead, filter, at);
    at += excluded?.[0].length ?? 0;
    const inQuotes = matchAt(quoted, filter, at);
    const term = inQuotes ?? matchAt(bare, filter, at);
    at += Math.max(1, term?.[0].length ?? 0);
    const text = inQuotes
      ? inQuotes[1]?.replaceAll('\\"', '"')
      : term?.[1]?.trim().replace(/\\([,!"])/g, '$1');
    if (text) {
      terms.push({ text, excluded: excluded?.[1] === '!' });
    }
  }
  return terms;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
