import { l10n } from 'vscode';
import type { Connection } from '../connection/connection';
import type { Question } from '../connection/dialogs';

/** @param deletesKey whether no other connection uses the key */
export function disconnectQuestion(connection: Connection, deletesKey: boolean): Question {
  const project = connection.projectName ?? l10n.t('project {0}', connection.projectId);
  return {
    message: l10n.t('Disconnect from {0} on {1}?', project, new URL(connection.origin).host),
    detail: deletesKey
      ? l10n.t('The stored key of this host is deleted from this computer too. Nothing changes in PostHog.')
      : l10n.t('The stored key stays, because another connection uses it. Nothing changes in PostHog.'),
    button: l10n.t('Disconnect'),
  };
}
