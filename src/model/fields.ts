import * as v from 'valibot';

import { recordSchema, type Plugin } from '../api/schemas';

/** `unknown` stands for a type that we do not know: servers never check types. */
export type SettingType = 'string' | 'choice' | 'json' | 'attachment' | 'unknown';

/** What another setting has to be. Without a value: it is set at all. */
export interface Condition {
  readonly key: string;
  readonly value?: unknown;
}

/** What a plugin's settings form says of one key. Everything but `key` is optional on real servers. */
export interface SettingField {
  readonly key: string;
  readonly title: string | undefined;
  readonly secret: boolean;
  readonly type: SettingType;
  /** The type as the server tells it, where it is text. */
  readonly typeName: string | undefined;
  /** Servers store a config without it all the same. */
  readonly required: boolean;
  readonly default: unknown;
  /** Markdown, from whoever wrote the plugin. */
  readonly hint: string | undefined;
  /** Empty where any value will do. */
  readonly choices: readonly string[];
  /** When all hold, the setting is required. Empty: only `required` counts. */
  readonly requiredIf: readonly Condition[];
  /** When one does not hold, the setting has no effect. Empty: it always has. */
  readonly visibleIf: readonly Condition[];
}

export type JobFieldType = 'string' | 'number' | 'boolean' | 'json' | 'date' | 'daterange';

/** One field of a job's payload. */
export interface JobField {
  readonly key: string;
  readonly title: string;
  /** `string` also stands for a type that we do not know: servers never check types. */
  readonly type: JobFieldType;
  /** The server asks only that the key is there; null passes. */
  readonly required: boolean;
  readonly default: unknown;
  /** Only staff of the PostHog instance may send another value than the default. */
  readonly staffOnly: boolean;
}

export interface Job {
  readonly name: string;
  readonly fields: readonly JobField[];
}

const settingFieldSchema = v.looseObject({
  key: v.optional(v.unknown()),
  name: v.optional(v.unknown()),
  secret: v.optional(v.unknown()),
  order: v.optional(v.unknown()),
  type: v.optional(v.unknown()),
  required: v.optional(v.unknown()),
  default: v.optional(v.unknown()),
  hint: v.optional(v.unknown()),
  choices: v.optional(v.unknown()),
  required_if: v.optional(v.unknown()),
  visible_if: v.optional(v.unknown()),
});

const SETTING_TYPES: readonly SettingType[] = ['string', 'choice', 'json', 'attachment'];

/**
 * The fields of a plugin's `config_schema`: an array, or, in old plugins, a dictionary by key that `order` sorts.
 * Entries without a key are notes between the fields. Nothing in it is enforced by servers, so anything odd is
 * skipped rather than refused.
 */
export function settingFields(plugin: Plugin | undefined): readonly SettingField[] {
  const schema = plugin?.config_schema;
  if (!schema) {
    return [];
  }
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(schema)
    ? schema.map((entry) => [undefined, entry])
    : Object.entries(schema);
  const fields: { readonly field: SettingField; readonly order: number }[] = [];
  for (const [dictionaryKey, entry] of entries) {
    const parsed = v.safeParse(settingFieldSchema, entry);
    if (!parsed.success) {
      continue;
    }
    const key = dictionaryKey ?? parsed.output.key;
    if (typeof key === 'string') {
      const order = typeof parsed.output.order === 'number' ? parsed.output.order : fields.length;
      fields.push({ field: settingField(key, parsed.output), order });
    }
  }
  if (!Array.isArray(schema)) {
    fields.sort((a, b) => a.order - b.order);
  }
  return fields.map(({ field }) => field);
}

function settingField(key: string, told: v.InferOutput<typeof settingFieldSchema>): SettingField {
  return {
    key,
    title: textIn(told.name),
    secret: Boolean(told.secret),
    type: SETTING_TYPES.find((type) => type === told.type) ?? 'unknown',
    typeName: textIn(told.type),
    required: Boolean(told.required),
    default: told.default,
    hint: textIn(told.hint),
    choices: Array.isArray(told.choices) ? told.choices.filter((choice) => typeof choice === 'string') : [],
    requiredIf: conditions(told.required_if),
    visibleIf: conditions(told.visible_if),
  };
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const conditionSchema = v.union([v.strictTuple([v.string()]), v.looseTuple([v.string(), v.unknown()])]);

/** Pairs of another key and, if it is to have one, its value. What is no such pair says nothing. */
function conditions(told: unknown): readonly Condition[] {
  return (Array.isArray(told) ? (told as readonly unknown[]) : []).flatMap((pair) => {
    const parsed = v.safeParse(conditionSchema, pair);
    if (!parsed.success) {
      return [];
    }
    const [key, ...values] = parsed.output;
    return [values.length === 0 ? { key } : { key, value: values[0] }];
  });
}

/** Whether the settings form is known at all: without it nobody can say which values are secret. */
export function hasSettingFields(plugin: Plugin | undefined): boolean {
  return plugin?.config_schema !== undefined && plugin.config_schema !== null;
}

const jobFieldSchema = v.looseObject({
  type: v.optional(v.unknown()),
  title: v.optional(v.unknown()),
  required: v.optional(v.unknown()),
  default: v.optional(v.unknown()),
  staff_only: v.optional(v.unknown()),
});

const jobSchema = v.looseObject({ payload: v.optional(v.nullable(recordSchema)) });

const capabilityJobsSchema = v.array(v.string());

const JOB_FIELD_TYPES: readonly JobFieldType[] = ['string', 'number', 'boolean', 'json', 'date', 'daterange'];

/**
 * The jobs that a plugin offers to people: those of `public_jobs` that its code also has (`capabilities.jobs`, where
 * that is told at all).
 *
 * @returns undefined where the server describes no jobs, so that nobody can say which there are
 */
export function publicJobs(plugin: Plugin | undefined): readonly Job[] | undefined {
  if (plugin?.public_jobs === undefined) {
    return undefined;
  }
  const inCode = v.safeParse(capabilityJobsSchema, plugin.capabilities?.jobs);
  return Object.entries(plugin.public_jobs ?? {})
    .filter(([name]) => !inCode.success || inCode.output.includes(name))
    .map(([name, spec]) => ({ name, fields: jobFields(spec) }));
}

function jobFields(spec: unknown): readonly JobField[] {
  const parsed = v.safeParse(jobSchema, spec);
  return Object.entries((parsed.success ? parsed.output.payload : undefined) ?? {}).map(([key, field]) => {
    const known = v.safeParse(jobFieldSchema, field);
    const told = known.success ? known.output : {};
    return {
      key,
      title: typeof told.title === 'string' && told.title ? told.title : key,
      type: JOB_FIELD_TYPES.find((type) => type === told.type) ?? 'string',
      required: told.required === true,
      default: told.default,
      staffOnly: told.staff_only === true,
    };
  });
}
