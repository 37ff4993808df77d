import type { ApiClient, CallOptions } from './client';
import { type ApiError, isApiError, type Operation } from './errors';
import { listPluginConfigs, type PluginConfigPage, type ProjectApi } from './pluginConfigs';
import type { Plugin, PluginConfig } from './schemas';

/** Generations that answers can be told apart by, named after when they were first seen. */
export type Era = '2021-06' | '2021-12' | '2023-11' | '2023-12' | '2026' | 'unknown';

export type Support = 'yes' | 'no' | 'keysNotSupported' | 'unknown';

/** What this server can do, found out from what it answers: no server tells its version. */
export interface ServerTraits {
  /** `between`: after 2023-12, not told apart further. `2023-12` may be such a server too, until it shows. */
  readonly era: Era | 'between';
  readonly collection: ProjectApi['collection'];
  /** Rows have `deleted`: a config can be hidden. */
  readonly softDelete: boolean;
  /** Rows have `name` and `description`. */
  readonly editableName: boolean;
  readonly jobs: Support;
  readonly frontend: Support;
  readonly rearrange: Support;
  /** Which id the keys of a rearrange are. */
  readonly rearrangeKey: 'plugin' | 'config' | 'unknown';
  /** Reads and writes of configs work on the key owner's current project, whatever project the path names. */
  readonly ignoresProject: boolean;
}

type Capabilities = Pick<ServerTraits, 'jobs' | 'frontend' | 'rearrange' | 'rearrangeKey'>;

const UNKNOWN: Capabilities = {
  jobs: 'unknown',
  frontend: 'unknown',
  rearrange: 'unknown',
  rearrangeKey: 'unknown',
};
const CAPABILITIES: Readonly<Record<ServerTraits['era'], Capabilities>> = {
  '2021-06': { jobs: 'no', frontend: 'no', rearrange: 'yes', rearrangeKey: 'plugin' },
  '2021-12': { jobs: 'yes', frontend: 'no', rearrange: 'yes', rearrangeKey: 'plugin' },
  '2023-11': { jobs: 'yes', frontend: 'yes', rearrange: 'yes', rearrangeKey: 'plugin' },
  // Rows of December 2023 look like those of servers up to 2025, which refuse keys here and rearrange by config id.
  '2023-12': UNKNOWN,
  between: UNKNOWN,
  '2026': {
    jobs: 'no',
    frontend: 'keysNotSupported',
    rearrange: 'keysNotSupported',
    rearrangeKey: 'config',
  },
  unknown: UNKNOWN,
};

/**
 * Tells what the server can do from the collection that it has and the rows (and plugins) that it sent. What they do
 * not show stays unknown.
 */
export function traitsFromAnswers(evidence: {
  readonly collection: ProjectApi['collection'];
  readonly rows: readonly PluginConfig[];
  readonly plugins?: readonly Plugin[];
}): ServerTraits {
  const { collection, rows, plugins = [] } = evidence;
  const [row] = rows;
  const era = eraOf(collection, row, plugins[0] ?? row?.plugin_info ?? undefined);
  return {
    era,
    collection,
    softDelete: row !== undefined && 'deleted' in row,
    editableName: row !== undefined && 'name' in row,
    ...CAPABILITIES[era],
    ignoresProject: era === '2021-06',
  };
}

function eraOf(
  collection: ProjectApi['collection'],
  row: PluginConfig | undefined,
  plugin: Plugin | undefined,
): ServerTraits['era'] {
  if (collection === 'plugin-configs') {
    return '2021-06';
  }
  if (
    plugin &&
    ('hog_function_migration_available' in plugin || 'custom_function_migration_available' in plugin)
  ) {
    return '2026';
  }
  if (row === undefined) {
    return plugin && 'source' in plugin ? '2021-12' : 'unknown';
  }
  if (!('created_at' in row)) {
    return '2021-12';
  }
  if (!('updated_at' in row)) {
    return '2023-11';
  }
  if (!('delivery_rate_24h' in row)) {
    return '2026';
  }
  return 'filters' in row || 'match_action' in row ? 'between' : '2023-12';
}

/** Refines traits by what an operation answered. Failures that tell nothing about the server change nothing. */
export function learn(traits: ServerTraits, operation: Operation, outcome: 'ok' | ApiError): ServerTraits {
  const capability = CAPABILITY_OF[operation];
  const support = supportShownBy(outcome);
  if (capability === undefined || support === undefined || traits[capability] === support) {
    return traits;
  }
  return { ...traits, [capability]: support };
}

const CAPABILITY_OF: Readonly<Partial<Record<Operation, 'jobs' | 'frontend' | 'rearrange'>>> = {
  runJob: 'jobs',
  probeJobs: 'jobs',
  getFrontend: 'frontend',
  rearrangePluginConfigs: 'rearrange',
};

function supportShownBy(outcome: 'ok' | ApiError): Support | undefined {
  if (outcome === 'ok') {
    return 'yes';
  }
  if (outcome.kind === 'gone') {
    return 'no';
  }
  if (outcome.reason === 'keysNotSupported') {
    return 'keysNotSupported';
  }
  // A refusal of the data comes from code that is there, unless it is our own.
  return outcome.kind === 'invalid' && outcome.reason !== 'holdsKeyMark' ? 'yes' : undefined;
}

/**
 * Finds the collection of plugin configs and its first page (of 1,000): at `plugin_configs`, or where that is not an
 * endpoint at `plugin-configs`, its name in June 2021.
 *
 * @throws ApiError `gone` where neither is there: this server has no plugin configs any more
 */
export async function findCollection(
  client: ApiClient,
  projectId: number,
  options?: CallOptions,
): Promise<{ readonly collection: ProjectApi['collection']; readonly firstPage: PluginConfigPage }> {
  const page = { limit: 1000, offset: 0 };
  const list = async (collection: ProjectApi['collection']): ReturnType<typeof findCollection> => ({
    collection,
    firstPage: await listPluginConfigs({ client, projectId, collection }, page, options),
  });
  try {
    return await list('plugin_configs');
  } catch (error) {
    if (!isApiError(error, 'gone')) {
      throw error;
    }
    return list('plugin-configs');
  }
}
