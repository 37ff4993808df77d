import { isApiError, type ApiError } from '../api/errors';
import { getProject, listPlugins } from '../api/neighbours';
import type { ProjectApi } from '../api/pluginConfigs';
import type { Plugin } from '../api/schemas';
import type { ConfigRow } from './configRow';
import { hasSettingFields } from './fields';
import type { PluginConfigs } from './pluginConfigs';

/** A plugin that a config can be made of. */
export interface AvailablePlugin {
  readonly plugin: Plugin;
  /** Its configs in the project, as far as lists show them. */
  readonly configs: readonly ConfigRow[];
}

export interface AvailablePlugins {
  /** By name; those that the server gives no name come last. */
  readonly plugins: readonly AvailablePlugin[];
  /** Why the organisation's plugins are not among them: then only those that have a config already are. */
  readonly refused: ApiError | undefined;
}

/**
 * The plugins of the project's organisation, and those behind its configs.
 *
 * @throws ApiError for any failure but a refusal
 */
export async function availablePlugins(
  api: ProjectApi,
  rows: readonly ConfigRow[],
): Promise<AvailablePlugins> {
  const plugins = new Map<number, Plugin>();
  for (const { plugin, pluginId, name } of rows) {
    if (plugin ?? !plugins.has(pluginId)) {
      plugins.set(pluginId, plugin ?? { id: pluginId, name });
    }
  }
  let refused: ApiError | undefined;
  try {
    for (const plugin of await listPlugins(api.client, await organizationOf(api))) {
      plugins.set(plugin.id, plugin);
    }
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    refused = error;
  }
  const available = [...plugins.values()].map((plugin) => ({
    plugin,
    configs: rows.filter(({ pluginId }) => pluginId === plugin.id),
  }));
  return { plugins: available.sort((a, b) => compareNames(a.plugin, b.plugin)), refused };
}

/**
 * The plugin with its settings form, which a config of it tells where the list did not.
 *
 * @throws ApiError
 */
export async function withSettingsForm(configs: PluginConfigs, plugin: Plugin): Promise<Plugin> {
  const row = configs.rows.find(({ pluginId }) => pluginId === plugin.id);
  return hasSettingFields(plugin) || !row ? plugin : ((await configs.retrieve(row.id)).plugin ?? plugin);
}

/**
 * The organisation that the project belongs to. Where the key may not read the project, or its server does not tell,
 * it is the one that the key's owner last opened in the browser, which is mostly the same.
 */
async function organizationOf(api: ProjectApi): Promise<string> {
  try {
    return (await getProject(api.client, api.projectId)).organization ?? '@current';
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    return '@current';
  }
}

function isRefusal(error: unknown): error is ApiError {
  return isApiError(error, 'forbidden') || isApiError(error, 'notFound') || isApiError(error, 'gone');
}

function compareNames(a: Plugin, b: Plugin): number {
  const [first, second] = [a.name ?? '', b.name ?? ''];
  return first === '' || second === ''
    ? Number(first === '') - Number(second === '') || a.id - b.id
    : first.localeCompare(second) || a.id - b.id;
}
