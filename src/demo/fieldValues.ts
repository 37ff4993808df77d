import { Crash, Failure } from './failure';
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
import type { Plugin } from './rows';

/** A field's value as it was sent. Each reader here throws a Failure 400 for what its field does not take. */
export type Raw = PyValue | UploadedFile;

const INT32_MAX = 2_147_483_647n;
const INT32_MIN = -2_147_483_648n;
const MAX_INTEGER_TEXT = 1000;

/** A plugin by its primary key; any plugin of the instance will do. */
export function readPlugin(raw: Raw, plugins: readonly Plugin[]): Plugin {
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

/** A 32 bit integer, given as a number or a text. */
export function readOrder(raw: Raw): number {
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

export function readBoolean(raw: Raw, name: string): boolean {
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

export function readNullableBoolean(raw: Raw, name: string): boolean | null {
  return typeof raw === 'string' && NULL_TEXTS.has(raw) ? null : readBoolean(raw, name);
}

/** Text without surrounding space; numbers are written out. */
export function readText(raw: Raw, name: string, maximum: number): string {
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

export function containsNaN(value: PyValue): boolean {
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

export function notJson(name: string): Failure {
  return invalid('invalid_input', 'Value must be valid JSON.', name);
}

/** A problem with one field, or with none (`attr` null). */
export function invalid(code: string, detail: string, attr: string | null): Failure {
  return new Failure(400, 'validation_error', code, detail, attr);
}
