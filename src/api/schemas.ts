import * as v from 'valibot';

import { isRecord } from './record';

/**
 * What the server may send, checked at run time. Objects are loose: fields we do not know are kept. Fields that only
 * some generations send are optional; fields that the contract makes nullable are nullable everywhere, since servers
 * have changed that in both directions.
 */

/** A number that this language cannot tell from its neighbours would be the id of something else. */
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Anything JSON, kept as it came. */
const anything = v.unknown();

/** Fields, whatever their names: `v.record` would drop `constructor`, and a save would then remove it. */
export const recordSchema = v.custom<Readonly<Record<string, unknown>>>(isRecord, 'Expected Object');

/**
 * A plugin's settings form: an array of fields, or, in old plugins, a dictionary of them. Read field by field and
 * leniently by `model/fields.ts`, because no server enforces it.
 */
const configSchemaField = v.union([v.array(anything), recordSchema]);

const nullableText = v.optional(v.nullable(v.string()));

export const pluginSchema = v.looseObject({
  id,
  name: nullableText,
  description: nullableText,
  plugin_type: nullableText,
  url: nullableText,
  icon: nullableText,
  tag: nullableText,
  latest_tag: nullableText,
  config_schema: v.optional(v.nullable(configSchemaField)),
  is_global: v.optional(v.nullable(v.boolean())),
  organization_id: nullableText,
  organization_name: nullableText,
  capabilities: v.optional(v.nullable(recordSchema)),
  public_jobs: v.optional(v.nullable(recordSchema)),
});
export type Plugin = v.InferOutput<typeof pluginSchema>;

const pluginConfigFields = {
  plugin: id,
  enabled: v.boolean(),
  order: v.pipe(v.number(), v.safeInteger()),
  config: v.optional(v.nullable(recordSchema)),
  error: v.optional(anything),
  team_id: id,
  plugin_info: v.optional(v.nullable(pluginSchema)),
  delivery_rate_24h: v.optional(v.nullable(v.number())),
  created_at: nullableText,
  updated_at: nullableText,
  name: nullableText,
  description: nullableText,
  deleted: v.optional(v.nullable(v.boolean())),
};

/** A stored plugin config. */
export const pluginConfigSchema = v.looseObject({ id, ...pluginConfigFields });
export type PluginConfig = v.InferOutput<typeof pluginConfigSchema>;

/** The answer to a create: `id` is null where the server made a hog function instead and stored no config (2025 on). */
export const createdPluginConfigSchema = v.looseObject({ id: v.nullable(id), ...pluginConfigFields });
export type CreatedPluginConfig = v.InferOutput<typeof createdPluginConfigSchema>;

/** The list envelope of every paginated endpoint. `next` is used for its query only. */
export function pageSchema<const T extends v.GenericSchema>(row: T) {
  return v.looseObject({
    count: v.optional(v.nullable(v.number())),
    next: nullableText,
    previous: nullableText,
    results: v.array(row),
  });
}

export type { LogEntry } from './logEntry';

export const projectSchema = v.looseObject({
  id,
  name: nullableText,
  organization: nullableText,
});
export type Project = v.InferOutput<typeof projectSchema>;

const organizationSchema = v.looseObject({
  id: v.string(),
  name: nullableText,
  plugins_access_level: v.optional(v.nullable(v.number())),
  teams: v.optional(v.nullable(v.array(projectSchema))),
});

/** The key's owner. 2024 and later servers need the scope `user:read` for it. */
export const userSchema = v.pipe(
  recordSchema, // An array is an object too, and no field of a user is required.
  v.looseObject({
    email: nullableText,
    is_staff: v.optional(v.nullable(v.boolean())),
    organization: v.optional(v.nullable(organizationSchema)),
    team: v.optional(v.nullable(projectSchema)),
  }),
);
export type User = v.InferOutput<typeof userSchema>;

/** PostHog's error body: one flat object with the first problem only. Without a type it is that of another program. */
export const errorBodySchema = v.looseObject({
  type: v.optional(v.string()),
  code: v.optional(v.nullable(v.string())),
  detail: v.optional(v.nullable(v.string())),
  attr: v.optional(v.nullable(v.string())),
});
