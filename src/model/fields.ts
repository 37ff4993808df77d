import * as v from 'valibot';

import type { Plugin } from '../api/schemas';

/** What a plugin's settings form says of one key. Everything but `key` is optional on real servers. */
export interface SettingField {
  readonly key: string;
  readonly title: string | undefined;
  readonly secret: boolean;
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
});

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
      const title = typeof parsed.output.name === 'string' ? parsed.output.name : undefined;
      const order = typeof parsed.output.order === 'number' ? parsed.output.order : fields.length;
      fields.push({ field: { key, title, secret: Boolean(parsed.output.secret) }, order });
    }
  }
  if (!Array.isArray(schema)) {
    fields.sort((a, b) => a.order - b.order);
  }
  return fields.map(({ field }) => field);
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

const jobSchema = v.looseObject({ payload: v.optional(v.nullable(v.record(v.string(), v.unknown()))) });

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
