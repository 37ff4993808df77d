import type { RequestData } from './bodyParser';
import { Crash, Failure } from './failure';
import type { Profile } from './profiles';
import { JsonSyntaxError, parsePyJson } from './pyJson';
import {
  characterCount,
  isDict,
  isList,
  pyInt,
  pyStr,
  pyTypeName,
  type PyValue,
  type UploadedFile,
} from './pyValue';
import type { Plugin } from './state';

/** The fields that a client may write, validated; undefined ones were not given. */
export interface ConfigInput {
  readonly plugin: Plugin | undefined;
  readonly enabled: boolean | undefined;
  readonly order: number | undefined;
  readonly error: PyValue | undefined;
  readonly name: string | null | undefined;
  readonly description: string | null | undefined;
  readonly deleted: boolean | null | undefined;
}

type Raw = PyValue | UploadedFile;

const ABSENT = Symbol('absent');
type Given = Raw | typeof ABSENT;

const INT32_MAX = 2_147_483_647n;
const INT32_MIN = -2_147_483_648n;
const MAX_INTEGER_TEXT = 1000;

/**
 * Validates a create or an update as the serializer does: fields in a fixed order, and only the first problem counts.
 * Read-only and unknown fields, `config` among them, are ignored.
 *
 * @param isPartial a PATCH: required fields may be missing, and an HTML form changes only what it holds
 * @throws Failure 400
 */
export function readConfigInput(
  data: RequestData,
  profile: Profile,
  plugins: readonly Plugin[],
  isPartial: boolean,
): ConfigInput {
  if (data.kind === 'json' && !isDict(data.value)) {
    throw data.value === null
      ? invalid('null', 'No data provided', profile.nonFieldAttr)
      : invalid(
          'invalid_input',
          `Invalid data. Expected a dictionary, but got ${pyTypeName(data.value)}.`,
          profile.nonFieldAttr,
        );
  }
  const reader = new FieldReader(data, isPartial);
  const { hasSoftDelete, errorIsWritable } = profile;
  return {
    plugin: reader.read('plugin', { required: true }, (raw) => readPlugin(raw, plugins)),
    enabled: reader.read('enabled', { boolean: true }, (raw) => readBoolean(raw, 'enabled')),
    order: reader.read('order', { required: true }, readOrder),
    error: errorIsWritable ? reader.readJson('error') : undefined,
    name: hasSoftDelete ? reader.readNullable('name', TEXT, (raw) => readText(raw, 'name', 400)) : undefined,
    description: hasSoftDelete
      ? reader.readNullable('description', TEXT, (raw) => readText(raw, 'description', 1000))
      : undefined,
    deleted: hasSoftDelete
      ? reader.readNullable('deleted', NULLABLE_BOOLEAN, (raw) => readNullableBoolean(raw, 'deleted'))
      : undefined,
  };
}

interface FieldKind {
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly blank?: boolean;
  /** Left out of a complete HTML form, a box was not ticked. */
  readonly boolean?: boolean;
}

const TEXT: FieldKind = { nullable: true, blank: true };
const NULLABLE_BOOLEAN: FieldKind = { nullable: true, boolean: true };

class FieldReader {
  constructor(
    private readonly data: RequestData,
    private readonly isPartial: boolean,
  ) {}

  read<Value>(name: string, kind: FieldKind, convert: (raw: Raw) => Value): Value | undefined {
    const raw = this.raw(name, kind);
    if (raw === ABSENT) {
      if (kind.required && !this.isPartial) {
        throw invalid('required', 'This field is required.', name);
      }
      return undefined;
    }
    // An empty text is no foreign key.
    if (raw === null || (raw === '' && name === 'plugin')) {
      throw invalid('null', 'This field may not be null.', name);
    }
    return convert(raw);
  }

  readNullable<Value>(name: string, kind: FieldKind, convert: (raw: Raw) => Value): Value | null | undefined {
    const raw = this.raw(name, kind);
    if (raw === ABSENT) {
      return undefined;
    }
    return raw === null ? null : convert(raw);
  }

  /** A JSON field takes anything; in a form it is JSON text. */
  readJson(name: string): PyValue | undefined {
    if (this.data.kind === 'json') {
      const raw = this.fromJson(name);
      if (raw !== ABSENT && containsNaN(raw)) {
        throw notJson(name);
      }
      return raw === ABSENT ? undefined : raw;
    }
    const text = this.data.fields.get(name);
    if (text === undefined) {
      return undefined;
    }
    try {
      return parsePyJson(text, true);
    } catch (error) {
      throw error instanceof JsonSyntaxError ? notJson(name) : error;
    }
  }

  private raw(name: string, kind: FieldKind): Given {
    return this.data.kind === 'json' ? this.fromJson(name) : this.fromForm(name, kind);
  }

  private fromJson(name: string): PyValue | typeof ABSENT {
    const value =
      this.data.kind === 'json' && isDict(this.data.value) ? this.data.value.get(name) : undefined;
    return value === undefined ? ABSENT : value;
  }

  private fromForm(name: string, kind: FieldKind): Given {
    if (this.data.kind !== 'form') {
      return ABSENT;
    }
    const raw = this.data.files.get(name) ?? this.data.fields.get(name);
    if (raw === undefined) {
      return kind.boolean && !this.isPartial ? false : ABSENT;
    }
    if (raw === '' && !kind.blank) {
      return kind.nullable ? null : kind.required ? raw : ABSENT;
    }
    return raw;
  }
}

function readPlugin(raw: Raw, plugins: readonly Plugin[]): Plugin {
  const id = primaryKey(raw);
  const plugin = id === undefined ? undefined : plugins.find((candidate) => BigInt(candidate.id) === id);
  if (id === undefined) {
    throw invalid(
      'incorrect_type',
      `Incorrect type. Expected pk value, received ${pyTypeName(raw)}.`,
      'plugin',
    );
  }
  if (!plugin) {
    const shown = isUpload(raw) ? raw.name : pyStr(raw);
    throw invalid('does_not_exist', `Invalid pk "${shown}" - object does not exist.`, 'plugin');
  }
  return plugin;
}

function primaryKey(raw: Raw): bigint | undefined {
  switch (typeof raw) {
    case 'bigint':
      return raw;
    case 'string':
      return pyInt(raw);
    case 'number':
      if (Math.abs(raw) === Infinity) {
        throw new Crash();
      }
      return Number.isNaN(raw) ? undefined : BigInt(Math.trunc(raw));
    default:
      return undefined;
  }
}

function readOrder(raw: Raw): number {
  if (typeof raw === 'string' && characterCount(raw) > MAX_INTEGER_TEXT) {
    throw invalid('max_string_length', 'String value too large.', 'order');
  }
  const order = isUpload(raw) ? undefined : pyInt(pyStr(raw).replace(/\.0*\s*$/, ''));
  if (order === undefined) {
    throw invalid('invalid_input', 'A valid integer is required.', 'order');
  }
  if (order > INT32_MAX) {
    throw invalid('max_value', `Ensure this value is less than or equal to ${INT32_MAX}.`, 'order');
  }
  if (order < INT32_MIN) {
    throw invalid('min_value', `Ensure this value is greater than or equal to ${INT32_MIN}.`, 'order');
  }
  return Number(order);
}

const TRUE_TEXTS = new Set('t T y Y yes Yes YES true True TRUE on On ON 1'.split(' '));
const FALSE_TEXTS = new Set('f F n N no No NO false False FALSE off Off OFF 0'.split(' '));
const NULL_TEXTS = new Set(['null', 'Null', 'NULL', '']);

function readBoolean(raw: Raw, name: string): boolean {
  // In Python 1 and 1.0 equal True.
  const value = typeof raw === 'bigint' || typeof raw === 'number' ? Number(raw) : raw;
  if (value === true || value === 1 || (typeof value === 'string' && TRUE_TEXTS.has(value))) {
    return true;
  }
  if (value === false || value === 0 || (typeof value === 'string' && FALSE_TEXTS.has(value))) {
    return false;
  }
  throw invalid('invalid_input', 'Must be a valid boolean.', name);
}

function readNullableBoolean(raw: Raw, name: string): boolean | null {
  return typeof raw === 'string' && NULL_TEXTS.has(raw) ? null : readBoolean(raw, name);
}

function readText(raw: Raw, name: string, maximum: number): string {
  if (typeof raw !== 'string' && typeof raw !== 'bigint' && typeof raw !== 'number') {
    throw invalid('invalid_input', 'Not a valid string.', name);
  }
  const text = pyStr(raw).trim();
  if (characterCount(text) > maximum) {
    throw invalid('max_length', `Ensure this field has no more than ${maximum} characters.`, name);
  }
  if (text.includes('\0')) {
    throw invalid('null_characters_not_allowed', 'Null characters are not allowed.', name);
  }
  return text;
}

function containsNaN(value: PyValue): boolean {
  if (typeof value === 'number') {
    return !Number.isFinite(value);
  }
  if (isList(value)) {
    return value.some(containsNaN);
  }
  return isDict(value) && [...value.values()].some(containsNaN);
}

function isUpload(raw: Raw): raw is UploadedFile {
  return typeof raw === 'object' && raw !== null && 'contents' in raw;
}

function notJson(name: string): Failure {
  return invalid('invalid_input', 'Value must be valid JSON.', name);
}

function invalid(code: string, detail: string, attr: string | null): Failure {
  return new Failure(400, 'validation_error', code, detail, attr);
}
