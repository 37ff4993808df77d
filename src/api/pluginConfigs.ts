import * as v from 'valibot';
import type { RequestBody } from './body';
import type { ApiClient, CallOptions, RequestSpec } from './client';
import { isApiError } from './errors';
import { type Attachment, settingsForm, type SettingsFields } from './forms';
import { type Frontend, recogniseFrontend } from './frontend';
import { readLogRows } from './logRows';
import { getPage, type Page } from './pages';
import { empty, json, type Reply, script, UnexpectedReply } from './reply';
import {
  type CreatedPluginConfig,
  createdPluginConfigSchema,
  type LogEntry,
  type PluginConfig,
  pluginConfigSchema,
} from './schemas';

export type { Frontend };

/** One project on one server. */
export interface ProjectApi {
  readonly client: ApiClient;
  readonly projectId: number;
  /** `plugin_configs`, or `plugin-configs` on servers of June 2021. */
  readonly collection: 'plugin_configs' | 'plugin-configs';
}

export type PluginConfigPage = Page<PluginConfig>;

/**
 * `GET /api/projects/:project_id/plugin_configs/?limit=&offset=` → 200 `{count, next, previous, results}`.
 *
 * Rows come by `order`, then plugin id. `plugin_info` is null in them. Where rows have `deleted`, deleted ones are
 * left out. An organisation that may not use plugins gets an empty page, not an error. There is no filter, and
 * nonsense in `limit` or `offset` is silently replaced by the server's default: both are sent as whole numbers.
 *
 * @throws ApiError `gone` where this server has no such collection, `notFound` for an unknown project
 */
export function listPluginConfigs(
  api: ProjectApi,
  page: { readonly limit: number; readonly offset: number },
  options?: CallOptions,
): Promise<PluginConfigPage> {
  const spec = { operation: 'listPluginConfigs', path: collectionPath(api) } as const;
  return getPage(api.client, spec, pluginConfigSchema, page, options);
}

/** What a new config is to be. What is left out is not sent. */
export interface NewPluginConfig {
  readonly plugin: number;
  readonly order: number;
  readonly enabled: boolean;
  /** Where rows have it. */
  readonly name?: string;
  /** Where rows have it. */
  readonly description?: string;
  /** To be passed where rows have it: else a deleted config of the plugin might be revived unseen. */
  readonly deleted?: false;
  readonly config: Readonly<Record<string, unknown>>;
  readonly attachments?: Readonly<Record<string, Attachment>>;
}

/**
 * `POST /api/projects/:project_id/plugin_configs/` with a form → 201 with the config.
 *
 * A form, because `config` is read from a form field and from nothing else: in a JSON body it is ignored without a
 * word. In a form, what is left out counts as false, so `enabled` is always sent. What a server does differs: it
 * stores a new config (2021, 2026), changes the plugin's first config and answers with its id (2023), or makes a hog
 * function and answers with `id: null` (2025 on). Compare the id with those known before.
 *
 * Sent again by itself only when nothing of it left this machine.
 *
 * @throws ApiError `forbidden` where the organisation may not use plugins, `invalid` with the first problem;
 *   `applied: 'unknown'` after a 500, which may have stored the config. RangeError for an attachment key with `]`
 */
export async function createPluginConfig(
  api: ProjectApi,
  fields: NewPluginConfig,
  options?: CallOptions,
): Promise<CreatedPluginConfig> {
  const { config, attachments = {} } = fields;
  const settings = settingsForm({ config, addAttachments: attachments });
  const form: (readonly [string, string])[] = [
    ['plugin', String(fields.plugin)],
    ['order', String(fields.order)],
    ['enabled', String(fields.enabled)],
  ];
  for (const name of ['name', 'description', 'deleted'] as const) {
    const value = fields[name];
    if (value !== undefined) {
      form.push([name, String(value)]);
    }
  }
  return api.client.request(
    {
      operation: 'createPluginConfig',
      method: 'POST',
      path: collectionPath(api),
      body: { ...settings, form: [...form, ...settings.form] },
      read: json(createdPluginConfigSchema),
    },
    options,
  );
}

/**
 * `GET …/plugin_configs/:id/` → 200 with the config, from 2023 on with its plugin in `plugin_info`.
 *
 * Deleted configs answer too. So does a config's absence where the organisation may not use plugins: 404.
 *
 * @throws ApiError `notFound`/`configNotFound`
 */
export function retrievePluginConfig(
  api: ProjectApi,
  id: number,
  options?: CallOptions,
): Promise<PluginConfig> {
  return api.client.request(
    {
      operation: 'retrievePluginConfig',
      method: 'GET',
      path: configPath(api, id),
      read: configOf(id),
    },
    options,
  );
}

/** New values for a config's state; what is left out stays. */
export interface PluginConfigChanges {
  readonly enabled?: boolean;
  readonly order?: number;
  /** Null for none of its own. */
  readonly name?: string | null;
  /** Null for none of its own. */
  readonly description?: string | null;
  readonly deleted?: boolean;
  /** Clears the last error, on servers to November 2023; ignored by later ones. */
  readonly error?: null;
}

/**
 * `PATCH …/plugin_configs/:id/` with JSON → 200 with the config.
 *
 * `deleted: true` also disables; `deleted: false` does not enable again. An `order` given to one config moves no
 * other. A config cannot be moved to another plugin. The last writer wins: there is no version to compare.
 *
 * @throws ApiError `notFound`/`configNotFound`, `invalid`, `forbidden` for a key that may only read
 */
export function updatePluginConfig(
  api: ProjectApi,
  id: number,
  changes: PluginConfigChanges,
  options?: CallOptions,
): Promise<PluginConfig> {
  return patch(api, id, { json: changes }, options);
}

/**
 * `PATCH …/plugin_configs/:id/` with a form (multipart when there are attachments to add) → 200 with the config.
 *
 * `config` replaces the stored settings as a whole. Secrets that it leaves out are kept; `""` erases one; the mask
 * that stands for a secret in answers would be stored as the secret, so leave secrets out. Removing an attachment
 * that is not there is a 500 with everything else saved. Fields other than the settings stay as they are.
 *
 * @throws as `updatePluginConfig`; RangeError for an attachment key with `]`
 */
export async function updatePluginConfigSettings(
  api: ProjectApi,
  id: number,
  settings: SettingsFields,
  options?: CallOptions,
): Promise<PluginConfig> {
  return patch(api, id, settingsForm(settings), options);
}

/**
 * `DELETE …/plugin_configs/:id/` → 204 without a body.
 *
 * Does not delete: it disables, and the config stays in the list. To hide it, set `deleted` where rows have it. Can
 * be repeated.
 *
 * @throws ApiError `server` for an unknown id: a 500, not a 404, so retrieve it to know; `forbidden` where the
 *   organisation may not use plugins: a 404 without a body
 */
export function deletePluginConfig(api: ProjectApi, id: number, options?: CallOptions): Promise<void> {
  return api.client.request(
    { operation: 'deletePluginConfig', method: 'DELETE', path: configPath(api, id), read: empty },
    options,
  );
}

/**
 * `PATCH …/plugin_configs/rearrange` with JSON `{"orders": {"<key>": <order>}}` → 200 with a bare array of all
 * enabled configs, in no order.
 *
 * The key is a plugin id on servers to September 2024 and a config id after; nothing tells which, and keys of the
 * wrong kind are ignored, or move another config. Disabled configs do not take part. Orders are not checked: a bad
 * one is a 500 with those before it saved, so they are sent as whole numbers only.
 *
 * @throws ApiError `forbidden`/`keysNotSupported` on servers from 2024 on; RangeError for an order that is no 32-bit
 *   integer
 */
export async function rearrangePluginConfigs(
  api: ProjectApi,
  orders: ReadonlyMap<number, number>,
  options?: CallOptions,
): Promise<readonly PluginConfig[]> {
  for (const order of orders.values()) {
    if (order !== (order | 0)) {
      throw new RangeError('An order is a 32-bit integer.');
    }
  }
  return api.client.request(
    {
      operation: 'rearrangePluginConfigs',
      method: 'PATCH',
      path: `${collectionPath(api)}rearrange`,
      body: { json: { orders: Object.fromEntries(orders) } },
      read: json(v.array(pluginConfigSchema)),
    },
    options,
  );
}

/**
 * `POST …/plugin_configs/:id/job` with JSON `{"job": {"type", "payload", "operation": "start"}}` → 200 without a body.
 *
 * The server has queued the job then, no more: it gives no job id, and the result is in the logs only. From 2023 on
 * it refuses unknown jobs, unknown fields and missing required ones, but never checks a value. Starting a job twice
 * runs it twice: this is sent again by itself only when nothing of it left this machine.
 *
 * @throws ApiError `invalid` with the refusal, `gone` where servers have no jobs (before December 2021, from 2025 on),
 *   `forbidden`/`keysNotSupported` in between; `applied: 'unknown'` when the job may run
 */
export function runJob(
  api: ProjectApi,
  id: number,
  job: { readonly type: string; readonly payload: Readonly<Record<string, unknown>> },
  options?: CallOptions,
): Promise<void> {
  return api.client.request(
    {
      operation: 'runJob',
      method: 'POST',
      path: `${configPath(api, id)}job`,
      body: { json: { job: { type: job.type, payload: job.payload, operation: 'start' } } },
      read: empty,
    },
    options,
  );
}

/**
 * `GET …/plugin_configs/:id/job`, which only exists for POST: finds out whether this server has jobs, without starting
 * one. 405 where it has; 404 `Endpoint not found.` where not; 403 where it refuses personal keys.
 *
 * @throws ApiError for every other failure
 */
export async function probeJobs(
  api: ProjectApi,
  id: number,
  options?: CallOptions,
): Promise<'available' | 'missing' | 'keysNotSupported'> {
  const spec: RequestSpec<void> = {
    operation: 'probeJobs',
    method: 'GET',
    path: `${configPath(api, id)}job`,
    read: empty,
  };
  try {
    await api.client.request(spec, options);
    return 'available';
  } catch (error) {
    if (isApiError(error, 'gone')) {
      return 'missing';
    }
    if (isApiError(error) && error.data.status === 405) {
      return 'available';
    }
    if (isApiError(error) && error.reason === 'keysNotSupported') {
      return 'keysNotSupported';
    }
    throw error;
  }
}

/**
 * `GET …/plugin_configs/:id/frontend` → 200 with JavaScript, never JSON.
 *
 * A plugin without a front end, one that is being compiled and one that does not compile answer 200 as well, with a
 * stub. The server only knows JSON when it chooses by `Accept` and would refuse a wish for JavaScript (406), so
 * anything is accepted. The text is code from the server: show it, never run it.
 *
 * @throws ApiError `gone` where servers have no front ends (before 2023), `forbidden`/`keysNotSupported` from 2024 on
 */
export async function getFrontend(
  api: ProjectApi,
  id: number,
  options?: CallOptions,
): Promise<{ readonly frontend: Frontend; readonly text: string }> {
  const text = await api.client.request(
    {
      operation: 'getFrontend',
      method: 'GET',
      path: `${configPath(api, id)}frontend`,
      accept: '*/*',
      read: script,
    },
    options,
  );
  return { frontend: recogniseFrontend(text), text };
}

/** Which log entries are wanted. */
export interface LogQuery {
  /** At least 1. */
  readonly limit: number;
  /** Strictly before this timestamp, as text with `Z`, at most 6 digits of a second: a `Date` would lose some. */
  readonly before?: string;
  /** Strictly after this timestamp; text as for `before`. */
  readonly after?: string;
  /** Part of the message, whatever its case; `%` and `_` match anything on most servers. */
  readonly search?: string;
  /** Upper-case words; none for all. */
  readonly types?: readonly string[];
}

/**
 * `GET …/plugin_configs/:id/logs?limit=&before=&after=&search=&type_filter=` → 200 with entries, newest first as served.
 *
 * Both bounds are exclusive, many entries share a timestamp, and there is no tie-break. `count` and `next` of the
 * answer say nothing when there is a limit, and an offset only ever skips within the limited rows, so neither is
 * used: page by `before`. `type_filter` is repeated, one upper-case word each. A config that is not there has no
 * logs: an empty answer, not a 404. Late entries may appear behind newer ones; the server keeps a week.
 *
 * @throws ApiError `protocol`/`tooLarge` when the entries are too big together: ask for fewer; `forbidden`/
 *   `pluginsNotAllowed`; `server` for a timestamp that the server cannot read
 */
export async function listLogs(
  api: ProjectApi,
  id: number,
  query: LogQuery,
  options?: CallOptions,
): Promise<readonly LogEntry[]> {
  const parameters: (readonly [string, string])[] = [['limit', String(query.limit)]];
  for (const name of ['before', 'after', 'search'] as const) {
    const value = query[name];
    if (value) {
      parameters.push([name, value]);
    }
  }
  for (const type of query.types ?? []) {
    parameters.push(['type_filter', type.toUpperCase()]);
  }
  return api.client.request(
    {
      operation: 'listLogs',
      method: 'GET',
      path: `${configPath(api, id)}logs`,
      query: parameters,
      read: readLogRows,
    },
    options,
  );
}

function patch(
  api: ProjectApi,
  id: number,
  body: RequestBody,
  options: CallOptions | undefined,
): Promise<PluginConfig> {
  return api.client.request(
    {
      operation: 'updatePluginConfig',
      method: 'PATCH',
      path: configPath(api, id),
      body,
      read: configOf(id),
    },
    options,
  );
}

/** Reads a config that must be this one: what is said of another would be shown and changed in its name. */
function configOf(id: number): (reply: Reply) => PluginConfig {
  const read = json(pluginConfigSchema);
  return (reply) => {
    const config = read(reply);
    if (config.id !== id) {
      throw new UnexpectedReply('drifted', `id: expected ${id}, received ${config.id}`);
    }
    return config;
  };
}

function collectionPath(api: ProjectApi): string {
  return `/api/projects/${api.projectId}/${api.collection}/`;
}

function configPath(api: ProjectApi, id: number): string {
  return `${collectionPath(api)}${id}/`;
}
