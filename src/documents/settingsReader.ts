import { FileSystemError, l10n, type Uri } from 'vscode';

import type { Clock } from '../api/clock';
import { retrievePluginConfig } from '../api/pluginConfigs';
import type { Plugin, PluginConfig } from '../api/schemas';
import type { Projects } from '../connection/projects';
import { settingsSchema } from '../model/settingsSchema';
import { contentIn, contentOf, textOf } from './settingsDocument';
import type { OpenDocument, SettingsStore } from './settingsStore';
import { schemaTexts } from './settingsTexts';
import { schemaUri, type SettingsAddress } from './settingsUris';

/** Reads configs from the server for settings documents, and makes the documents of them. */
export class SettingsReader {
  constructor(
    private readonly projects: Projects,
    private readonly store: SettingsStore,
    private readonly clock: Clock,
  ) {}

  /** Reads a config, and takes it for what its document is to show. @throws ApiError, NoConnectionError */
  async fetch(uri: Uri, address: SettingsAddress): Promise<OpenDocument> {
    const { config, plugin } = await this.retrieve(address);
    const document = this.documentOf(uri, config, plugin);
    this.store.put(document);
    return document;
  }

  documentOf(uri: Uri, config: PluginConfig, plugin: Plugin | undefined): OpenDocument {
    return {
      uri,
      base: textOf(contentOf(config, plugin), schemaUri(uri).toString()),
      draft: undefined,
      mtime: this.clock.now(),
      plugin,
      hasName: config.name !== undefined,
    };
  }

  /** The JSON Schema of a document. @throws ApiError, NoConnectionError */
  async schema(uri: Uri, address: SettingsAddress): Promise<string> {
    const known = this.store.ofSchema(uri);
    let plugin = known?.plugin;
    let base = known?.base;
    let hasName = known?.hasName;
    if (plugin === undefined && !('newOf' in address.subject)) {
      const { config, plugin: found } = await this.retrieve(address);
      plugin = found;
      base ??= textOf(contentOf(config, plugin), '');
      hasName ??= config.name !== undefined;
    }
    const storedKeys = Object.keys((base === undefined ? undefined : contentIn(base))?.settings ?? {});
    const schema = settingsSchema(plugin, { hasName: hasName ?? false, storedKeys, texts: schemaTexts() });
    return JSON.stringify(schema, undefined, 2);
  }

  private async retrieve({
    connectionId,
    subject,
  }: SettingsAddress): Promise<{ readonly config: PluginConfig; readonly plugin: Plugin | undefined }> {
    if ('newOf' in subject) {
      throw FileSystemError.Unavailable(l10n.t('Begin anew with Add Plugin Config….'));
    }
    const api = await this.projects.api(connectionId);
    const config = await retrievePluginConfig(api, subject.configId);
    return { config, plugin: this.projects.plugin(connectionId, config) };
  }
}
