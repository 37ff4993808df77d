/**
 * JSON as Python sees it. PostHog's behaviour at the edges follows from Python's types: `1` and `1.0` differ in text,
 * integers have no upper limit, dictionaries keep the order of their keys. So integers are bigints, floats are
 * numbers, and objects are Maps.
 */
export type PyValue = null | boolean | bigint | number | string | readonly PyValue[] | PyDict;
export type PyDict = ReadonlyMap<string, PyValue>;

/** Plain JSON, for fixtures and tests. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A file part of a multipart form. */
export interface UploadedFile {
  readonly name: string;
  readonly contentType: string;
  readonly contents: Buffer;
}

export function isDict(value: PyValue | undefined): value is PyDict {
  return value instanceof Map;
}

export function isList(value: PyValue | undefined): value is readonly PyValue[] {
  return Array.isArray(value);
}

export function fromJson(json: Json): PyValue {
  if (typeof json === 'number') {
    return Number.isInteger(json) ? BigInt(json) : json;
  }
  if (typeof json !== 'object' || json === null) {
    return json;
  }
  if (isJsonArray(json)) {
    return json.map(fromJson);
  }
  return new Map(Object.entries(json).map(([key, value]) => [key, fromJson(value)]));
}

export function toJson(value: PyValue): Json {
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (isList(value)) {
    return value.map(toJson);
  }
  if (isDict(value)) {
    return Object.fromEntries([...value].map(([key, item]) => [key, toJson(item)]));
  }
  return value;
}

/** Python's `bool(value)`. */
export function isTruthy(value: PyValue | undefined): boolean {
  if (isList(value)) {
    return value.length > 0;
  }
  if (isDict(value)) {
    return value.size > 0;
  }
  return Boolean(value);
}

/** Python's `type(value).__name__`. */
export function pyTypeName(value: PyValue | UploadedFile): string {
  if (value === null) {
    return 'NoneType';
  }
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'string':
      return 'str';
    default:
      return Array.isArray(value) ? 'list' : value instanceof Map ? 'dict' : 'InMemoryUploadedFile';
  }
}

/** Python's `a == b` for two JSON values: numbers and booleans compare by value. */
export function pyEquals(a: PyValue | undefined, b: PyValue | undefined): boolean {
  const left = asNumber(a);
  const right = asNumber(b);
  if (left !== undefined && right !== undefined) {
    // A bigint and a number compare exactly here, which `===` would refuse to do.
    return !(left < right) && !(left > right) && !Number.isNaN(Number(left)) && !Number.isNaN(Number(right));
  }
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => pyEquals(item, b[index]));
  }
  if (isDict(a) && isDict(b)) {
    return a.size === b.size && [...a].every(([key, item]) => b.has(key) && pyEquals(item, b.get(key)));
  }
  return a === b;
}

function asNumber(value: PyValue | undefined): bigint | number | undefined {
  if (typeof value === 'boolean') {
    return value ? 1n : 0n;
  }
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}

/** Python's `str(value)`. */
export function pyStr(value: PyValue): string {
  return typeof value === 'string' ? value : pyRepr(value);
}

/** Python's `repr(value)`. */
export function pyRepr(value: PyValue): string {
  if (value === null) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (typeof value === 'number') {
    return floatRepr(value);
  }
  if (typeof value === 'string') {
    return stringRepr(value);
  }
  if (isList(value)) {
    return `[${value.map(pyRepr).join(', ')}]`;
  }
  return `{${[...value].map(([key, item]) => `${stringRepr(key)}: ${pyRepr(item)}`).join(', ')}}`;
}

function floatRepr(value: number): string {
  if (Number.isNaN(value)) {
    return 'nan';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'inf' : '-inf';
  }
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const sign = exponent < 0 ? '-' : '+';
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : String(value)}.0` : String(value);
}

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === quote) {
      out += `\\${quote}`;
    } else if (code < 0x20 || (code >= 0x7f && code < 0xa1)) {
      out += NAMED_ESCAPES.get(character) ?? `\\x${code.toString(16).padStart(2, '0')}`;
    } else {
      out += NAMED_ESCAPES.get(character) ?? character;
    }
  }
  return out + quote;
}

/** Python's `len(text)`: code points, not UTF-16 units. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}

/** Python's `int(text)`: surrounding space, a sign and single underscores are fine. Undefined for its ValueError. */
export function pyInt(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?\d+(_\d+)*$/.test(trimmed)) {
    return undefined;
  }
  const digits = trimmed.replaceAll('_', '');
  return digits.startsWith('+') ? BigInt(digits.slice(1)) : BigInt(digits);
}

function isJsonArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
