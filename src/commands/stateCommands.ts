import { l10n } from 'vscode';

import { isApiError } from '../api/errors';
import { connectionLabel } from '../connection/connection';
import type { Dialogs, Question } from '../connection/dialogs';
import type { Change, DeleteOutcome } from '../model/changes';
import { labelOf } from '../model/configWrites';
import { reasonSentence } from '../views/messages';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import type { Target, Targets } from './targets';

/** Enable, Disable and Delete: each says what the server did, and offers to take it back. */
export class StateCommands {
  constructor(
    private readonly targets: Targets,
    private readonly notifications: Notifications,
    private readonly dialogs: Dialogs,
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
    if (!target || !this.mayWrite(target) || !(await this.targets.knowServer(target))) {
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
    if (!target || !this.mayWrite(target) || !(await this.targets.knowServer(target))) {
      return;
    }
    const { project, row } = target;
    try {
      const outcome = await project.writes.setEnabled(row, enabled);
      const where = connectionLabel(project.connection);
      if (outcome.kind === 'changed') {
        this.offerUndo(
          target,
          outcome.change,
          enabled
            ? l10n.t('Enabled {0} in {1}.', labelOf(row), where)
            : l10n.t('Disabled {0} in {1}.', labelOf(row), where),
        );
      } else {
        this.notifications.warn(
          outcome.enabled
            ? l10n.t('The server left {0} enabled in {1}, without saying why.', labelOf(row), where)
            : l10n.t('The server left {0} disabled in {1}, without saying why.', labelOf(row), where),
        );
      }
    } catch (error) {
      this.notifications.error(error);
    }
  }

  private reportDeleted(target: Target, outcome: DeleteOutcome): void {
    const label = labelOf(target.row);
    const where = connectionLabel(target.project.connection);
    switch (outcome.kind) {
      case 'removed':
        this.offerUndo(target, outcome.change, l10n.t('Deleted {0} from {1}.', label, where));
        return;
      case 'disabledOnly':
        this.offerUndo(
          target,
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
        this.offerUndo(
          target,
          outcome.change,
          l10n.t('Disabled {0} in {1}, but removing it from the list failed.{2}', label, where, why),
          'warning',
        );
        return;
      }
      case 'alreadyGone':
        this.notifications.info(l10n.t('{0} was already gone from {1}.', label, where));
    }
  }

  private offerUndo(
    target: Target,
    change: Change,
    text: string,
    severity: 'info' | 'warning' = 'info',
  ): void {
    this.notifications.undoable(
      text,
      async () => {
        const where = connectionLabel(target.project.connection);
        const restored = await this.targets
          .current(target.project)
          .writes.undo(change)
          .catch((error: unknown) => {
            if (!isApiError(error, 'cancelled')) {
              throw error;
            }
            return 'disconnected' as const;
          });
        if (restored === 'disconnected') {
          this.notifications.warn(l10n.t('Nothing was undone: {0} is no longer connected.', where));
        } else if (restored) {
          this.notifications.info(undoneText(change, where));
        } else {
          this.notifications.warn(
            l10n.t('The server did not restore {0} in {1} to its former state.', change.label, where),
          );
        }
      },
      severity,
    );
  }

  /** A key that may only read is known from the first refused write; sending another would only be refused again. */
  private mayWrite({ project }: Target): boolean {
    if (project.configs.readOnly) {
      this.notifications.warn(
        l10n.t(
          'The key of {0} may only read. Use Replace Key… with a key that has the scope plugin:write.',
          connectionLabel(project.connection),
        ),
      );
    }
    return !project.configs.readOnly;
  }
}

function undoneText(change: Change, where: string): string {
  switch (change.what) {
    case 'enabled':
      return l10n.t('{0} is disabled again in {1}.', change.label, where);
    case 'disabled':
      return l10n.t('{0} is enabled again in {1}.', change.label, where);
    case 'deleted':
      return change.inverse.enabled === true
        ? l10n.t('{0} is back in {1}, and enabled.', change.label, where)
        : l10n.t('{0} is back in {1}, disabled as before.', change.label, where);
  }
}

/** Says exactly what will happen, and where, on this generation of server. */
function deleteQuestion({ project, row }: Target): Question {
  const { projectName, projectId, origin, demo } = project.connection;
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
    projectName ? `${projectName} (${projectId})` : String(projectId),
    demo ? l10n.t('the demo server') : new URL(origin).host,
  );
  return {
    message: l10n.t('Delete the plugin config “{0}”?', labelOf(row)),
    detail: `${where}\n\n${effect}`,
    button: l10n.t('Delete'),
  };
}
