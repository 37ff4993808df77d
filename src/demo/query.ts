/**
 * A query string or urlencoded body, as Python's `parse_qsl` reads it: blank values are kept, `+` is a space, bytes
 * that are no UTF-8 are replaced.
 */
export class QueryParameters {
  private constructor(private readonly pairs: readonly (readonly [string, string])[]) {}

  static parse(text: string): QueryParameters {
    return new QueryParameters(
      text
        .split('&')
        .filter((pair) => pair !== '')
        .map((pair) => {
          const equals = pair.indexOf('=');
          return equals < 0
            ? [decode(pair), '']
            : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
        }),
    );
  }

  /** The last value of a parameter, as Django's `GET.get`. */
  get(name: string): string | undefined {
    return this.pairs.findLast(([key]) => key === name)?.[1];
  }

  getAll(name: string): readonly string[] {
    return this.pairs.filter(([key]) => key === name).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** The last value of each parameter. */
  toMap(): Map<string, string> {
    return new Map(this.pairs);
  }

  /** Written again with one parameter replaced (or removed), sorted by name, as paginated links are. */
  with(name: string, value: string | undefined): QueryParameters {
    const kept = this.pairs.filter(([key]) => key !== name);
    const pairs = value === undefined ? kept : [...kept, [name, value] as const];
    return new QueryParameters(pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }

  toString(): string {
    return this.pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
  }
}

function decode(text: string): string {
  return decodePercent(text.replaceAll('+', ' '));
}

/** Percent-decodes a text; what is no UTF-8 is replaced, and a stray `%` stays. */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** Python's `quote_plus`. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
