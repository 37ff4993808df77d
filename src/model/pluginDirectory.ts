import type { CallOptions } from '../api/client';
import { isApiError } from '../api/errors';
import { listPlugins } from '../api/neighbours';
import { retrievePluginConfig, type ProjectApi } from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';

/** At most this many configs are retrieved one by one to learn the names of their plugins. */
const MOST_RETRIEVES = 50;

/**
 * The plugins behind the configs: lists of configs carry only their ids. Learned with the fewest requests: one for the
 * organisation's plugins; where the key may not list them (keys that are scoped to projects), one per plugin.
 */
export class PluginDirectory {
  private readonly plugins = new Map<number, Plugin>();
  /** The organisation's list was read, or refused: asking for it again would tell nothing new. */
  private listed = false;
  /** Plugins that a retrieved config did not tell of: asking again would tell nothing new either. */
  private readonly untold = new Set<number>();

  get(id: number): Plugin | undefined {
    return this.plugins.get(id);
  }

  get all(): readonly Plugin[] {
    return [...this.plugins.values()];
  }

  set(plugin: Plugin): void {
    this.plugins.set(plugin.id, plugin);
  }

  /**
   * Learns the plugins of these configs that are not known yet. Names are a courtesy: where a request fails, the next
   * refresh tries again.
   *
   * @param canRetrieve whether retrieving a config also gives its plugin, as it does since 2023
   * @param onLearned called after every answer that told something
   */
  async learn(
    api: ProjectApi,
    configs: readonly PluginConfig[],
    canRetrieve: boolean,
    options: CallOptions,
    onLearned: () => void,
  ): Promise<void> {
    try {
      if (this.unknownTo(configs).length > 0 && !this.listed) {
        await this.list(api, options);
        onLearned();
      }
      const unnamed = this.unknownTo(configs).filter(
        (config) => !config.name && !this.untold.has(config.plugin),
      );
      for (const config of canRetrieve ? unnamed.slice(0, MOST_RETRIEVES) : []) {
        const { plugin_info: plugin } = await retrievePluginConfig(api, config.id, options);
        if (plugin) {
          this.set(plugin);
          onLearned();
        } else {
          this.untold.add(config.plugin);
        }
      }
    } catch (error) {
      if (!isApiError(error)) {
        throw error;
      }
    }
  }

  /**
   * `@current` is the organisation that the key's owner last opened in the browser, which may be another one. Plugin
   * ids are unique on a server, so its plugins can never be taken for others; at worst some stay unknown.
   */
  private async list(api: ProjectApi, options: CallOptions): Promise<void> {
    try {
      for (const plugin of await listPlugins(api.client, '@current', options)) {
        this.set(plugin);
      }
    } catch (error) {
      if (!isApiError(error) || (error.kind !== 'forbidden' && error.kind !== 'notFound')) {
        throw error;
      }
    }
    this.listed = true;
  }

  /** One config for each plugin that is not known. */
  private unknownTo(configs: readonly PluginConfig[]): readonly PluginConfig[] {
    const unknown = configs.filter((config) => !this.plugins.has(config.plugin));
    return [...new Map(unknown.map((config) => [config.plugin, config])).values()];
  }
}
