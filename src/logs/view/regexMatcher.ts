import { withoutEscapes } from '../rows/ansi';
import type { Hit, TextMatcher } from './textFilter';
import { TimeLimit } from './timeLimit';

/** UTF-16 units of a batch, about; one message may be longer. */
const BATCH_UNITS = 100_000;
/**
 * How long a regular expression may search one batch, in milliseconds: most take one. Nothing else happens meanwhile.
 * A message that is longer gets more, so that what is long is not taken for what is slow.
 */
const LIMIT_MS = 200;
const UNITS_PER_MS = 10_000;
const MAX_HITS = 1000;

/** Runs an expression that somebody typed, which may take for ever on some texts. */
export class RegexMatcher implements TextMatcher {
  readonly isEmpty = false;
  readonly searchTerm = undefined;
  private readonly limit = new TimeLimit();
  private readonly highlight: RegExp;
  private searchIsSlow = false;
  private highlightIsSlow = false;

  /** @param negated whether messages match that the pattern is not found in */
  constructor(
    private readonly pattern: RegExp,
    private readonly negated: boolean,
  ) {
    this.highlight = new RegExp(pattern, `${pattern.flags}g`);
  }

  get isSlow(): boolean {
    return this.searchIsSlow;
  }

  matches(message: string): boolean {
    return this.matchesAll([message])[0] ?? false;
  }

  matchesAll(messages: readonly string[]): readonly boolean[] {
    const { pattern, negated } = this;
    const results = this.searchIsSlow
      ? undefined
      : this.inBatches(messages, (message) => pattern.test(withoutEscapes(message)) !== negated);
    this.searchIsSlow = !results;
    return results ?? messages.map(() => false);
  }

  hits(text: string): readonly Hit[] {
    return this.hitsAll([text])[0] ?? [];
  }

  hitsAll(texts: readonly string[]): readonly (readonly Hit[])[] {
    if (this.negated || this.highlightIsSlow) {
      return texts.map(() => []);
    }
    const results = this.inBatches(texts, (text) => findHits(this.highlight, text));
    this.highlightIsSlow = !results;
    return results ?? texts.map(() => []);
  }

  /** @returns undefined where it took too long */
  private inBatches<T>(texts: readonly string[], work: (text: string) => T): readonly T[] | undefined {
    const results: T[] = [];
    while (results.length < texts.length) {
      const from = results.length;
      let units = 0;
      let end = from;
      for (; end < texts.length && units < BATCH_UNITS; end++) {
        units += texts[end]?.length ?? 0;
      }
      const limit = LIMIT_MS + Math.ceil(units / UNITS_PER_MS);
      const batch = this.limit.run(() => texts.slice(from, end).map(work), limit);
      if (!batch) {
        return undefined;
      }
      for (const result of batch.value) {
        results.push(result);
      }
    }
    return results;
  }
}

/**
 * Where a pattern matches: at most 1,000 places, none of them empty.
 *
 * @param pattern with the flag `g`
 */
export function findHits(pattern: RegExp, text: string): readonly Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== '') {
      hits.push([match.index, match.index + match[0].length]);
    }
    if (hits.length === MAX_HITS) {
      break;
    }
  }
  return hits;
}
