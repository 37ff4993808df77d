import { l10n } from 'vscode';

import { connectionLabel } from '../connection/connection';
import { labelOf } from '../model/configWrites';
import { shownName } from '../model/oneLine';
import type { SaveOutcome } from '../model/settingsWrites';
import { reasonSentence } from '../views/messages';
import type { Notifications } from '../views/notifications';
import type { ChangeReporter } from './changeReporter';
import type { SettingTarget } from './settingTargets';

/**
 * Says what became of a change of one setting.
 *
 * @param key of the setting
 * @param done what to say where the server did what was asked
 */
export function reportSaved(
  { project, row }: SettingTarget,
  outcome: SaveOutcome,
  { key, title, done }: { readonly key: string; readonly title: string; readonly done: string },
  reporter: ChangeReporter,
  notifications: Pick<Notifications, 'warn' | 'info'>,
): void {
  const label = labelOf(row);
  const where = connectionLabel(project.connection);
  switch (outcome.kind) {
    case 'gone':
      notifications.info(l10n.t('{0} no longer exists in {1}. Nothing was saved.', label, where));
      return;
    case 'partly':
      reporter.done(
        project,
        outcome.saved,
        l10n.t(
          '“{0}” of {1} in {2} was saved only in part. {3}',
          title,
          label,
          where,
          reasonSentence(outcome.error),
        ),
        'warning',
      );
      return;
    case 'saved': {
      if (!outcome.change.cannotRestore.includes(key)) {
        // Somebody else removed the attachment between the question and the answer.
        notifications.info(
          l10n.t('Nothing was sent: “{0}” of {1} in {2} is like that already.', title, label, where),
        );
        return;
      }
      const others = outcome.notAsWanted.filter((name) => name !== key);
      if (outcome.notAsWanted.includes(key)) {
        notifications.warn(
          l10n.t('The server left “{0}” of {1} in {2} as it was, without saying why.', title, label, where),
        );
      } else if (others.length > 0) {
        const also = l10n.t('The server also changed: {0}.', others.map(shownName).join(', '));
        reporter.done(project, outcome.change, `${done} ${also}`, 'warning');
      } else {
        reporter.done(project, outcome.change, done);
      }
    }
  }
}
