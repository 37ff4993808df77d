import { l10n } from 'vscode';

import { connectionLabel } from '../connection/connection';
import type { Dialogs, Question } from '../connection/dialogs';
import type { DeleteOutcome } from '../model/changes';
import { labelOf } from '../model/configWrites';
import { reasonSentence } from '../views/messages';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import type { ChangeReporter } from './changeReporter';
import { mayWrite } from './mayWrite';
import { projectText, serverText } from './placeText';
import type { Target, Targets } from './targets';

/** Enable, Disable and Delete of one config: each says what the server did, and offers to take it back. */
export class StateCommands {
  constructor(
    private readonly targets: Targets,
    private readonly notifications: Notifications,
    private readonly dialogs: Dialogs,
    private readonly reporter: ChangeReporter,
  ) {}

  enable(node?: TreeNode): Promise<void> {
    return this.setEnabled(node, true);
  }

  disable(node?: TreeNode): Promise<void> {
    return this.setEnabled(node, false);
  }

  async delete(node?: TreeNode): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: l10n.t('Select a plugin config to delete'),
    });
    if (
      !target ||
      !mayWrite(target.project, this.notifications) ||
      !(await this.targets.knowServer(target))
    ) {
      return;
    }
    if (!(await this.dialogs.confirm(deleteQuestion(target)))) {
      return;
    }
    const { project, row } = target;
    try {
      this.reportDeleted(target, await project.writes.delete(row));
    } catch (error) {
      this.notifications.error(error);
    }
  }

  private async setEnabled(node: TreeNode | undefined, enabled: boolean): Promise<void> {
    const target = await this.targets.choose(node, {
      placeHolder: enabled
        ? l10n.t('Select a plugin config to enable')
        : l10n.t('Select a plugin config to disable'),
      filter: (row) => row.enabled !== enabled,
      none: enabled ? l10n.t('Every plugin config is enabled.') : l10n.t('Every plugin config is disabled.'),
    });
    if (
      !target ||
      !mayWrite(target.project, this.notifications) ||
      !(await this.targets.knowServer(target))
    ) {
      return;
    }
    const { project, row } = target;
    try {
      const outcome = await project.writes.setEnabled(row, enabled);
      const where = connectionLabel(project.connection);
      if (outcome.kind === 'changed') {
        this.reporter.done(
          project,
          outcome.change,
          enabled
            ? l10n.t('Enabled {0} in {1}.', labelOf(row), where)
            : l10n.t('Disabled {0} in {1}.', labelOf(row), where),
        );
      } else if (outcome.kind === 'alreadyGone') {
        this.notifications.warn(l10n.t('{0} has been deleted from {1}.', labelOf(row), where));
      } else {
        this.notifications.warn(leftText(outcome.enabled, labelOf(row), where));
      }
    } catch (error) {
      this.notifications.error(error);
    }
  }

  private reportDeleted({ project, row }: Target, outcome: DeleteOutcome): void {
    const label = labelOf(row);
    const where = connectionLabel(project.connection);
    switch (outcome.kind) {
      case 'removed':
        this.reporter.done(project, outcome.change, l10n.t('Deleted {0} from {1}.', label, where));
        return;
      case 'disabledOnly':
        this.reporter.done(
          project,
          outcome.change,
          l10n.t(
            'Disabled {0} in {1}. This server cannot remove a plugin config, so it stays in the list.',
            label,
            where,
          ),
          'warning',
        );
        return;
      case 'stillListed': {
        const why = outcome.cause ? ` ${reasonSentence(outcome.cause)}` : '';
        this.reporter.done(
          project,
          outcome.change,
          l10n.t('Disabled {0} in {1}, but removing it from the list failed.{2}', label, where, why),
          'warning',
        );
        return;
      }
      case 'alreadyGone':
        this.notifications.info(l10n.t('{0} was already gone from {1}.', label, where));
        return;
      case 'unchanged':
        this.notifications.warn(leftText(outcome.enabled, label, where));
    }
  }
}

function leftText(enabled: boolean, label: string, where: string): string {
  return enabled
    ? l10n.t('The server left {0} enabled in {1}, without saying why.', label, where)
    : l10n.t('The server left {0} disabled in {1}, without saying why.', label, where);
}

/** Says exactly what will happen, and where, on this generation of server. */
function deleteQuestion({ project, row }: Target): Question {
  const effect = project.configs.traits?.softDelete
    ? l10n.t(
        'It stops running at once and disappears from the list. The server keeps its settings, so Undo can bring it back.',
      )
    : l10n.t(
        'It stops running at once. This server cannot remove plugin configs, so it stays in the list, disabled.',
      );
  const where = l10n.t(
    'Plugin config {0}, project {1}, on {2}.',
    row.id,
    projectText(project.connection),
    serverText(project.connection),
  );
  return {
    message: l10n.t('Delete the plugin config “{0}”?', labelOf(row)),
    detail: `${where}\n\n${effect}`,
    button: l10n.t('Delete'),
  };
}
