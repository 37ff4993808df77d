import { isDict, isList, type PyValue } from './pyValue';

/** Text that Python's parser refuses. The message after "JSON parse error - " is our own. */
export class JsonSyntaxError extends Error {}

/**
 * Parses JSON as Python's `json.loads` does: `NaN` and `Infinity` are allowed unless `strict`, the last of equal keys
 * wins, and integers stay exact.
 *
 * @throws JsonSyntaxError
 */
export function parsePyJson(text: string, strict = false): PyValue {
  return new Parser(text, strict).document();
}

const CONSTANTS: readonly (readonly [string, PyValue, boolean])[] = [
  ['null', null, true],
  ['true', true, true],
  ['false', false, true],
  ['NaN', NaN, false],
  ['Infinity', Infinity, false],
  ['-Infinity', -Infinity, false],
];

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly strict: boolean,
  ) {}

  document(): PyValue {
    this.space();
    const value = this.value();
    this.space();
    if (this.at < this.text.length) {
      this.fail('Extra data');
    }
    return value;
  }

  private value(): PyValue {
    const character = this.text[this.at];
    if (character === '{') {
      return this.object();
    }
    if (character === '[') {
      return this.array();
    }
    if (character === '"') {
      return this.string();
    }
    for (const [word, value, standard] of CONSTANTS) {
      if (this.text.startsWith(word, this.at)) {
        if (this.strict && !standard) {
          this.fail('Out of range float values are not JSON compliant');
        }
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(): PyValue {
    const result = new Map<string, PyValue>();
    this.at += 1;
    this.space();
    if (this.take('}')) {
      return result;
    }
    for (;;) {
      if (this.text[this.at] !== '"') {
        this.fail('Expecting property name enclosed in double quotes');
      }
      const key = this.string();
      this.space();
      if (!this.take(':')) {
        this.fail("Expecting ':' delimiter");
      }
      this.space();
      result.set(key, this.value());
      this.space();
      if (this.take('}')) {
        return result;
      }
      if (!this.take(',')) {
        this.fail("Expecting ',' delimiter");
      }
      this.space();
    }
  }

  private array(): PyValue {
    const result: PyValue[] = [];
    this.at += 1;
    this.space();
    if (this.take(']')) {
      return result;
    }
    for (;;) {
      result.push(this.value());
      this.space();
      if (this.take(']')) {
        return result;
      }
      if (!this.take(',')) {
        this.fail("Expecting ',' delimiter");
      }
      this.space();
    }
  }

  private string(): string {
    const literal = this.match(/"(?:[^"\\]+|\\.)*"/sy);
    try {
      return String(JSON.parse(literal ?? ''));
    } catch {
      return this.fail('Invalid string');
    }
  }

  private number(): PyValue {
    const match = this.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (match === undefined) {
      return this.fail('Expecting value');
    }
    return /[.eE]/.test(match) ? Number(match) : BigInt(match);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    this.at += match?.length ?? 0;
    return match;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) {
      return false;
    }
    this.at += 1;
    return true;
  }

  private space(): void {
    this.match(/[ \t\n\r]*/y);
  }

  private fail(problem: string): never {
    throw new JsonSyntaxError(`${problem}: char ${this.at}`);
  }
}

/** JSON that is written already. */
export class WrittenJson {
  constructor(readonly text: string) {}
}

/** What the server writes as JSON: stored values, and objects made for an answer. */
export type Output =
  | PyValue
  | WrittenJson
  | readonly Output[]
  | ReadonlyMap<string, Output>
  | { readonly [key: string]: Output };

/** Compact JSON, as the server's renderer writes it. */
export function writeJson(value: Output): string {
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  if (value instanceof WrittenJson) {
    return value.text;
  }
  if (isOutputList(value)) {
    return `[${value.map(writeJson).join(',')}]`;
  }
  const entries = isOutputMap(value) ? [...value] : Object.entries(value);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`).join(',')}}`;
}

function isOutputList(value: Output): value is readonly Output[] {
  return Array.isArray(value);
}

function isOutputMap(value: Output): value is ReadonlyMap<string, Output> {
  return value instanceof Map;
}

/**
 * The form in which PostgreSQL's `jsonb` gives a value back: shorter keys first, then bytewise, at every depth.
 *
 * @returns undefined where the database refuses the value: NaN, infinities, and NUL characters
 */
export function toJsonb(value: PyValue): PyValue | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : undefined;
  }
  if (typeof value === 'string') {
    return value.includes('\0') ? undefined : value;
  }
  if (isList(value)) {
    const items = value.map(toJsonb);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (isDict(value)) {
    const entries: [string, PyValue][] = [];
    for (const [key, item] of value) {
      const stored = toJsonb(item);
      if (stored === undefined || key.includes('\0')) {
        return undefined;
      }
      entries.push([key, stored]);
    }
    return new Map(entries.sort(([a], [b]) => compareJsonbKeys(a, b)));
  }
  return value;
}

function compareJsonbKeys(a: string, b: string): number {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length - right.length || left.compare(right);
}
