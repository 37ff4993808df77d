import type { ApiClient, CallOptions } from '../../../src/api/client';
import { getProject, getUser, listPlugins, listProjects } from '../../../src/api/neighbours';
import {
  createPluginConfig,
  deletePluginConfig,
  getFrontend,
  listLogs,
  listPluginConfigs,
  probeJobs,
  rearrangePluginConfigs,
  retrievePluginConfig,
  runJob,
  updatePluginConfig,
  updatePluginConfigSettings,
  type ProjectApi,
} from '../../../src/api/pluginConfigs';

/** One operation, and what a server answers to it. */
export interface TestedOperation {
  readonly name: string;
  readonly run: (api: ProjectApi, client: ApiClient) => Promise<unknown>;
  /** The good answer as text, with `quote` wherever a text may be. `offset` is that of the page asked for. */
  readonly good: (quote: string, key: string, offset: string | null) => string;
  /** The good answer is nothing at all. */
  readonly isSilent?: true;
  /** It is worth a few of the answers only. */
  readonly isBig?: true;
}

/** Without the waits that people are ready for. */
const options: CallOptions = { priority: 'background' };

const config = (quote: string, key: string): unknown => ({
  id: 1,
  plugin: 6,
  enabled: true,
  order: 1,
  config: { [key]: quote, list: [quote, { [quote]: key }] },
  error: { message: quote, [key]: quote },
  team_id: 1,
  plugin_info: plugin(quote, key),
  delivery_rate_24h: null,
  created_at: quote,
  updated_at: quote,
  name: quote,
  description: quote,
  [key]: key,
});

const plugin = (quote: string, key: string): unknown => ({
  id: 6,
  name: quote,
  description: quote,
  url: `https://example.com/${key}`,
  config_schema: [{ key, name: quote, hint: quote, markdown: quote, default: quote, choices: [quote] }],
  public_jobs: { [key]: { payload: { [key]: { type: quote } } } },
  organization_name: quote,
});

/** A page, whose `next` names another host. */
const page = (row: unknown, key: string, offset: string | null): string =>
  JSON.stringify({
    count: 2,
    next: offset === '0' ? `http://127.0.0.1:1/${key}?offset=1&k=${key}` : null,
    previous: key,
    results: [row],
  });

const project = (quote: string): unknown => ({ id: 1, name: quote, organization: quote, api_token: quote });

const entry = (quote: string, key: string): unknown => ({
  id: key,
  plugin_config_id: 1,
  timestamp: '2023-10-01T09:30:00.000001Z',
  source: quote,
  type: quote,
  message: `{"headers": "${quote}"}`,
  instance_id: key,
});

export const OPERATIONS: readonly TestedOperation[] = [
  {
    name: 'list',
    run: (api) => listPluginConfigs(api, { limit: 5, offset: 0 }, options),
    good: (quote, key, offset) => page(config(quote, key), key, offset),
  },
  {
    name: 'create',
    run: (api) =>
      createPluginConfig(api, { plugin: 6, order: 1, enabled: true, config: { a: 'b' } }, options),
    good: (quote, key) => JSON.stringify(config(quote, key)),
  },
  {
    name: 'retrieve',
    run: (api) => retrievePluginConfig(api, 1, options),
    good: (quote, key) => JSON.stringify(config(quote, key)),
  },
  {
    name: 'update',
    run: (api) => updatePluginConfig(api, 1, { enabled: false }, options),
    good: (quote, key) => JSON.stringify(config(quote, key)),
  },
  {
    name: 'update settings',
    run: (api) => updatePluginConfigSettings(api, 1, { config: { a: 'b' } }, options),
    good: (quote, key) => JSON.stringify(config(quote, key)),
  },
  { name: 'delete', run: (api) => deletePluginConfig(api, 1, options), good: () => '', isSilent: true },
  {
    name: 'rearrange',
    run: (api) => rearrangePluginConfigs(api, new Map([[1, 2]]), options),
    good: (quote, key) => JSON.stringify([config(quote, key)]),
  },
  {
    name: 'run a job',
    run: (api) => runJob(api, 1, { type: 'job', payload: {} }, options),
    good: () => '',
    isSilent: true,
  },
  { name: 'look for jobs', run: (api) => probeJobs(api, 1, options), good: () => '', isSilent: true },
  {
    name: 'front end',
    run: (api) => getFrontend(api, 1, options),
    good: (quote) => `// ${quote}\nexport const scene = '${quote}'`,
  },
  {
    name: 'front end that does not compile',
    run: (api) => getFrontend(api, 1, options),
    good: (quote) => `export function getFrontendApp () { return {"error": "${quote}"} }`,
  },
  {
    name: 'logs',
    run: (api) => listLogs(api, 1, { limit: 5 }, options),
    good: (quote, key, offset) => page(entry(quote, key), key, offset),
  },
  {
    name: 'many logs',
    run: (api) => listLogs(api, 1, { limit: 3_000 }, options),
    good: (quote, key) =>
      JSON.stringify({ results: Array.from({ length: 3_000 }, () => entry(quote + ' '.repeat(200), key)) }),
    isBig: true,
  },
  {
    name: 'user',
    run: (_, client) => getUser(client, options),
    good: (quote, key) =>
      JSON.stringify({
        email: quote,
        organization: { id: key, name: quote, teams: [project(quote)] },
        team: project(quote),
      }),
  },
  {
    name: 'projects',
    run: (_, client) => listProjects(client, options),
    good: (quote, key, offset) => page(project(quote), key, offset),
  },
  {
    name: 'project',
    run: (_, client) => getProject(client, 1, options),
    good: (quote) => JSON.stringify(project(quote)),
  },
  {
    name: 'plugins',
    run: (_, client) => listPlugins(client, 'an-organization', options),
    good: (quote, key, offset) => page(plugin(quote, key), key, offset),
  },
];
