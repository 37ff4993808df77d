import { l10n } from 'vscode';

import type { Connection } from '../connection/connection';

/** The project of a connection as questions name it, with its id. */
export function projectText({ projectName, projectId }: Connection): string {
  return projectName ? `${projectName} (${projectId})` : String(projectId);
}

/** The server of a connection as questions name it. */
export function serverText({ origin, demo }: Connection): string {
  return demo ? l10n.t('the demo server') : new URL(origin).host;
}
