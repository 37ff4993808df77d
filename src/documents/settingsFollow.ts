import type { Uri } from 'vscode';

import type { PluginConfig } from '../api/schemas';
import type { Projects } from '../connection/projects';
import { changesBetween } from './settingsChanges';
import { contentIn, contentOf, type SettingsContent } from './settingsDocument';
import type { SettingsReader } from './settingsReader';
import { isDirty, type OpenDocument, type SettingsStore } from './settingsStore';
import { parseSettingsUri } from './settingsUris';

/** Keeps documents in which nothing was typed as the list shows their configs. */
export class SettingsFollow {
  /** Connections whose keys may only read, as far as documents show it. */
  private readonly readOnly = new Set<string>();

  constructor(
    private readonly projects: Projects,
    private readonly store: SettingsStore,
    private readonly reader: SettingsReader,
    private readonly onDidChange: (uri: Uri) => void,
  ) {}

  /**
   * Takes over what the list shows. Nothing is asked of the server.
   *
   * @param isBusy whether a document is being saved
   */
  refresh(
    connectionId: string,
    configOf: (configId: number) => PluginConfig | undefined,
    isBusy: (uri: Uri) => boolean,
  ): void {
    const isReadOnly = this.projects.isReadOnly(connectionId);
    const hasTurned = isReadOnly !== this.readOnly.has(connectionId);
    this.readOnly[isReadOnly ? 'add' : 'delete'](connectionId);
    for (const document of this.store.all) {
      const address = parseSettingsUri(document.uri);
      if (address?.connectionId !== connectionId || 'newOf' in address.subject) {
        continue;
      }
      const config = configOf(address.subject.configId);
      const isUntouched = document.draft === undefined && !isDirty(document.uri) && !isBusy(document.uri);
      const isNews = config !== undefined && isUntouched && this.take(document, config, connectionId);
      if (isNews || hasTurned) {
        this.onDidChange(document.uri);
      }
    }
  }

  /** @returns whether the document shows something else now */
  private take(document: OpenDocument, config: PluginConfig, connectionId: string): boolean {
    const { uri, base } = document;
    const plugin = this.projects.plugin(connectionId, config) ?? document.plugin;
    const former = base === undefined ? undefined : contentIn(base);
    if (!former || isSame(contentOf(config, plugin), former)) {
      return false;
    }
    this.store.put(this.reader.documentOf(uri, config, plugin));
    return true;
  }
}

/** Whether two documents say the same, in whatever order. */
function isSame(a: SettingsContent, b: SettingsContent): boolean {
  return changesBetween(a, b, []).length === 0 && changesBetween(b, a, []).length === 0;
}
