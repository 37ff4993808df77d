import { l10n } from 'vscode';

import type { OpenProject } from '../connection/activeProject';
import { connectionLabel } from '../connection/connection';
import type { Notifications } from '../views/notifications';

/**
 * A key that may only read is known from the first refused write; sending another would only be refused again.
 *
 * @returns false where it is, which was said
 */
export function mayWrite(
  { configs, connection }: OpenProject,
  notifications: Pick<Notifications, 'warn'>,
): boolean {
  if (configs.readOnly) {
    notifications.warn(
      l10n.t(
        'The key of {0} may only read. Use Replace Key… with a key that has the scope plugin:write.',
        connectionLabel(connection),
      ),
    );
  }
  return !configs.readOnly;
}
