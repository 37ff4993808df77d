import { l10n } from 'vscode';

import type { OpenProject } from '../connection/activeProject';
import type { Dialogs } from '../connection/dialogs';
import { planMany, writeMany, type BulkAction, type BulkOutcome } from '../model/bulk';
import { WrongProjectError, type DeleteOutcome, type EnabledOutcome } from '../model/changes';
import type { ConfigRow } from '../model/configRow';
import type { TreeNode } from '../views/nodes';
import type { Notifications } from '../views/notifications';
import { summarize, type BulkSummary } from '../model/bulkSummary';
import type { BulkTargets, Chosen, FromKeyboard } from './bulkTargets';
import { bulkQuestion, doneText, namesOf, nothingToDoText, problemText, progressTitle } from './bulkWords';
import { withCancellableProgress } from './cancellableProgress';
import type { ChangeReporter } from './changeReporter';
import { mayWrite } from './mayWrite';
import { MOST_LOGS, type SeveralLogs } from './severalLogs';
import type { ShowCommands } from './showCommands';
import type { StateCommands } from './stateCommands';
import type { Targets } from './targets';

export interface BulkCommandsOptions {
  readonly chosen: BulkTargets;
  readonly targets: Targets;
  /** These two do what turns out to be for one config. */
  readonly state: Pick<StateCommands, BulkAction>;
  readonly show: Pick<ShowCommands, 'logs'>;
  readonly several: Pick<SeveralLogs, 'show'>;
  readonly notifications: Notifications;
  readonly dialogs: Dialogs;
  readonly reporter: ChangeReporter;
}

type Source = TreeNode | FromKeyboard;
type Several = Extract<Chosen, { kind: 'several' }>;

/**
 * Enable, Disable, Delete and Show Logs of one config or of several. Several are changed after one question, and what
 * became of them is said in one summary with one Undo.
 */
export class BulkCommands {
  constructor(private readonly options: BulkCommandsOptions) {}

  enable(node?: Source, nodes?: readonly TreeNode[]): Promise<void> {
    return this.change('enable', node, nodes);
  }

  disable(node?: Source, nodes?: readonly TreeNode[]): Promise<void> {
    return this.change('disable', node, nodes);
  }

  delete(node?: Source, nodes?: readonly TreeNode[]): Promise<void> {
    return this.change('delete', node, nodes);
  }

  async showLogs(node?: Source, nodes?: readonly TreeNode[]): Promise<void> {
    const { chosen, show, several, notifications } = this.options;
    const found = await chosen.choose(node, nodes);
    if (found?.kind === 'one') {
      await show.logs(found.node);
    } else if (found) {
      const leftOut = await several.show(found.project.connection.id, found.rows);
      if (leftOut.length > 0) {
        notifications.info(
          l10n.t('One panel follows at most {0} logs. Left out: {1}.', MOST_LOGS, namesOf(leftOut)),
        );
      }
    }
  }

  private async change(
    action: BulkAction,
    node: Source | undefined,
    nodes: readonly TreeNode[] | undefined,
  ): Promise<void> {
    const found = await this.options.chosen.choose(node, nodes);
    if (found?.kind === 'one') {
      await this.options.state[action](found.node);
    } else if (found && (await this.maySend(found))) {
      await this.confirmAndRun(action, found);
    }
  }

  /** @returns false where nothing can be sent, which was said */
  private async maySend({ project, rows }: Several): Promise<boolean> {
    const { targets, notifications } = this.options;
    if (!mayWrite(project, notifications) || !(await targets.knowServer({ project }))) {
      return false;
    }
    const { projectId } = project.configs;
    const other = rows.find(({ teamId }) => teamId !== projectId);
    if (other) {
      notifications.error(new WrongProjectError(projectId, other.teamId));
    }
    return !other;
  }

  private async confirmAndRun(action: BulkAction, { project, rows }: Several): Promise<void> {
    const { dialogs, notifications } = this.options;
    const softDelete = project.configs.traits?.softDelete === true;
    const plan = planMany(action, asTheyAreNow(project, rows), softDelete);
    if (plan.change.length === 0) {
      notifications.info(nothingToDoText(action, plan.leaveAlone));
    } else if (await dialogs.confirm(bulkQuestion(action, plan, project.connection, softDelete))) {
      await this.run(action, project, plan.change);
    }
  }

  private async run(action: BulkAction, project: OpenProject, rows: readonly ConfigRow[]): Promise<void> {
    this.report(action, project, summarize(await this.write(action, project, rows)));
  }

  /** With a notification that shows how far it is, and can be cancelled. */
  private write(
    action: BulkAction,
    { connection, writes }: OpenProject,
    rows: readonly ConfigRow[],
  ): Thenable<readonly BulkOutcome<EnabledOutcome | DeleteOutcome>[]> {
    return withCancellableProgress(progressTitle(action, rows.length, connection), rows.length, (options) =>
      writeMany<EnabledOutcome | DeleteOutcome>(
        rows,
        (row) => (action === 'delete' ? writes.delete(row) : writes.setEnabled(row, action === 'enable')),
        options,
      ),
    );
  }

  private report(action: BulkAction, project: OpenProject, summary: BulkSummary): void {
    const { notifications, reporter } = this.options;
    const { change, problems } = summary;
    const text = doneText(action, summary, project.connection);
    if (change) {
      reporter.done(project, change, text, summary.cannotRemove ? 'warning' : 'info');
    } else if (text) {
      notifications.info(text);
    }
    if (problems.length > 0) {
      const failed = problems.map(({ row }) => row);
      void notifications
        .errorWithChoice(problemText(action, summary, project.connection), l10n.t('Retry'))
        .then((again) => (again ? this.retry(action, project, failed) : undefined))
        .catch((error: unknown) => notifications.error(error));
    }
  }

  /** Not asked about again: the question named them, and nothing else is done. */
  private async retry(action: BulkAction, project: OpenProject, rows: readonly ConfigRow[]): Promise<void> {
    const { targets, notifications } = this.options;
    const open = targets.current(project);
    const left = asTheyAreNow(open, rows);
    if (left.length === 0) {
      notifications.info(l10n.t('These plugin configs are no longer in the list.'));
    } else if (await this.maySend({ kind: 'several', project: open, rows: left })) {
      await this.run(action, open, left);
    }
  }
}

/** What was chosen may have been refreshed, or have gone, meanwhile. */
function asTheyAreNow({ configs }: OpenProject, rows: readonly ConfigRow[]): readonly ConfigRow[] {
  return rows.flatMap(({ id }) => configs.row(id) ?? []);
}
