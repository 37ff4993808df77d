import { l10n } from 'vscode';

import { listLogs } from '../../api/pluginConfigs';
import { connectionLabel } from '../../connection/connection';
import type { Projects } from '../../connection/projects';
import type { FetchLogPage } from '../../logs/feed';

/** Which plugin config's log: by ids, so that it survives a reload of the window. */
export interface LogTarget {
  readonly connectionId: string;
  readonly configId: number;
}

/** Where a log panel gets its entries from. */
export interface LogSource {
  /** The config's name, as far as it is known. */
  readonly title: string;
  /** Project and host. */
  readonly where: string;
  readonly fetchPage: FetchLogPage;
}

/** Opens the log of a config of any connection. */
export class LogSources {
  constructor(private readonly projects: Projects) {}

  /** @throws NoConnectionError where the connection was removed */
  open({ connectionId, configId }: LogTarget): LogSource {
    const connection = this.projects.connection(connectionId);
    return {
      title: this.projects.label(connectionId, configId) ?? l10n.t('Plugin config {0}', configId),
      where: connectionLabel(connection),
      // Asked anew for each page: the client changes when the key is replaced.
      fetchPage: async (request, signal) =>
        listLogs(await this.projects.api(connectionId), configId, request, {
          signal,
          priority: 'background',
        }),
    };
  }
}
