import * as v from 'valibot';
import type { Fixture } from './fixture';
import type { Json } from './pyValue';

const jsonValue: v.GenericSchema<Json> = v.lazy(() =>
  v.union([
    v.null(),
    v.boolean(),
    v.number(),
    v.string(),
    v.array(jsonValue),
    v.record(v.string(), jsonValue),
  ]),
);
const nullableText = v.nullable(v.string());
const optionalText = v.optional(nullableText);

/** The format of a fixture file; what it holds besides is ignored. */
const fixtureSchema = v.object({
  profile: v.optional(v.string()),
  organizations: v.array(
    v.object({ id: v.string(), name: v.string(), slug: v.string(), plugins_access_level: v.number() }),
  ),
  projects: v.array(
    v.object({
      id: v.number(),
      organization_id: v.string(),
      name: v.string(),
      api_token: v.string(),
      uuid: v.string(),
    }),
  ),
  users: v.array(
    v.object({
      id: v.number(),
      email: v.string(),
      first_name: v.string(),
      is_staff: v.boolean(),
      is_active: v.boolean(),
      organizations: v.array(v.string()),
      current_project: v.nullable(v.number()),
      current_org: nullableText,
      key: v.string(),
      uuid: v.string(),
      scopes: v.optional(v.array(v.string())),
      scoped_teams: v.optional(v.array(v.number())),
      scoped_organizations: v.optional(v.array(v.string())),
    }),
  ),
  plugins: v.array(
    v.object({
      id: v.number(),
      organization: v.string(),
      plugin_type: nullableText,
      name: nullableText,
      description: nullableText,
      url: nullableText,
      icon: optionalText,
      config_schema: jsonValue,
      tag: nullableText,
      latest_tag: nullableText,
      is_global: v.boolean(),
      capabilities: jsonValue,
      metrics: v.optional(jsonValue),
      public_jobs: v.optional(jsonValue),
      source: optionalText,
      frontend: v.optional(
        v.nullable(v.object({ status: nullableText, transpiled: optionalText, error: optionalText })),
      ),
      hog_template: v.optional(v.boolean()),
    }),
  ),
  configs: v.array(
    v.object({
      id: v.number(),
      project: v.number(),
      plugin: v.number(),
      enabled: v.boolean(),
      order: v.number(),
      config: jsonValue,
      error: jsonValue,
      name: optionalText,
      description: optionalText,
      deleted: v.optional(v.nullable(v.boolean())),
      created_at: v.optional(v.string()),
      updated_at: v.optional(v.string()),
      attachments: v.optional(
        v.array(
          v.object({
            id: v.number(),
            key: v.string(),
            content_type: v.string(),
            file_name: v.string(),
            file_size: v.number(),
          }),
        ),
      ),
    }),
  ),
  delivery_rates_24h: v.record(v.string(), v.number()),
  logs: v.array(
    v.object({
      id: v.string(),
      team_id: v.number(),
      plugin_id: v.number(),
      plugin_config_id: v.number(),
      timestamp: v.string(),
      source: v.string(),
      type: v.string(),
      message: v.string(),
      instance_id: v.string(),
    }),
  ),
});

/**
 * Reads a fixture.
 *
 * @throws Error that names the path of the first thing wrong
 */
export function parseFixture(text: string): Fixture {
  const result = v.safeParse(fixtureSchema, JSON.parse(text));
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
  }
  return result.output;
}
