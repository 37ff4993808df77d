import type { RequestData } from './bodyParser';
import {
  containsNaN,
  invalid,
  notJson,
  readBoolean,
  readNullableBoolean,
  readOrder,
  readPlugin,
  readText,
  type Raw,
} from './fieldValues';
import type { Profile } from './profiles';
import { JsonSyntaxError, parsePyJson } from './pyJson';
import { isDict, pyTypeName, type PyValue } from './pyValue';
import type { Plugin } from './rows';

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

const ABSENT = Symbol('absent');
type Given = Raw | typeof ABSENT;

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
