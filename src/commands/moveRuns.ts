import { l10n, window } from 'vscode';

import { isApiError } from '../api/errors';
import type { OpenProject } from '../connection/activeProject';
import type { Dialogs } from '../connection/dialogs';
import { VIEWS } from '../ids';
import { mergedChange, MOST_AT_ONCE } from '../model/bulk';
import type { Change } from '../model/changes';
import { ConfigOrder, type MoveOptions } from '../model/configOrder';
import type { ConfigRow } from '../model/configRow';
import type { MoveOutcome } from '../model/moveOutcome';
import type { MovePlan } from '../model/order';
import { SerialTasks } from '../model/serial';
import type { Notifications } from '../views/notifications';
import { withCancellableProgress } from './cancellableProgress';
import type { ChangeReporter } from './changeReporter';
import { mayWrite } from './mayWrite';
import {
  cancelledText,
  inPlaceText,
  leftText,
  movedText,
  moveQuestion,
  overtakenText,
  partlyText,
  progressTitle,
  refusedText,
  rolledBackText,
  unfinishedText,
} from './orderWords';
import type { Targets } from './targets';

/** A move that changes more rows than this is shown before it is made. */
const MOST_UNASKED = 10;

export interface MoveRunsOptions {
  readonly targets: Targets;
  readonly notifications: Notifications;
  readonly dialogs: Dialogs;
  readonly reporter: ChangeReporter;
}

type Plan = MovePlan<ConfigRow>;

/** Makes moves, one after the other: asks where they are long, sends them, and says what became of them. */
export class MoveRuns {
  private readonly turns = new SerialTasks();

  constructor(private readonly options: MoveRunsOptions) {}

  /** @param plan works the move out when its turn has come, for the list that the one before has left */
  run(project: OpenProject, plan: () => Plan): Promise<void> {
    return this.turns.run(0, () => this.confirmAndSend(project, plan()));
  }

  private async confirmAndSend(project: OpenProject, plan: Plan): Promise<void> {
    const { dialogs, notifications } = this.options;
    if (plan.changes.length === 0) {
      notifications.info(inPlaceText(plan));
    } else if (
      plan.changes.length <= MOST_UNASKED ||
      (await dialogs.confirm(moveQuestion(plan, project.connection)))
    ) {
      await this.send(project, plan, undefined);
    }
  }

  /** @param earlier what was done of the same move before: one Undo takes back all of it */
  private async send(project: OpenProject, plan: Plan, earlier: Change | undefined): Promise<void> {
    try {
      const outcome = await withMoveProgress(project, plan, (options) =>
        new ConfigOrder(project.configs, project.writes).run(plan, options),
      );
      this.report(project, plan, outcome, earlier);
    } catch (error) {
      this.reportRefusal(project, plan, error, earlier);
    }
  }

  private report(project: OpenProject, plan: Plan, outcome: MoveOutcome, earlier: Change | undefined): void {
    const { notifications, reporter } = this.options;
    const { connection, configs } = project;
    const whole = (change: Change): Change => mergedChange(earlier ? [earlier, change] : [change]) ?? change;
    switch (outcome.kind) {
      case 'moved': {
        const moved = new Set(plan.moved.map(({ id }) => id));
        const position = configs.rows.findIndex(({ id }) => moved.has(id)) + 1;
        const isUsual = outcome.verified && !outcome.othersChanged;
        const text = movedText(plan, outcome, position, connection);
        reporter.done(project, whole(outcome.change), text, isUsual ? 'info' : 'warning');
        return;
      }
      case 'overtaken':
        notifications.warn(overtakenText(plan, connection));
        return;
      case 'cancelled': {
        const { change, rest } = outcome;
        const text = cancelledText(plan, outcome, connection);
        if (change) {
          const made = whole(change);
          reporter.done(project, made, text);
          const goOn = (): Promise<void> => this.goOn(project, rest, made);
          notifications.made(leftText(outcome, connection), l10n.t('Continue'), goOn, 'info');
        } else {
          notifications.info(text);
        }
        return;
      }
      case 'rolledBack':
        this.offerRetry(project, rolledBackText(plan, outcome, connection), outcome.rest, earlier);
        return;
      case 'partly': {
        const change = whole(outcome.change);
        reporter.done(project, change, partlyText(plan, outcome, connection), 'warning');
        this.offerRetry(project, unfinishedText(plan, outcome, connection), outcome.rest, change);
      }
    }
  }

  /** Nothing was done. What the user has to mend first has other ways out than to send it again. */
  private reportRefusal(project: OpenProject, plan: Plan, error: unknown, earlier: Change | undefined): void {
    const { notifications } = this.options;
    const isOne = plan.changes.length === 1;
    if (isOne || !isApiError(error) || error.kind === 'auth' || error.kind === 'forbidden') {
      notifications.error(error);
      return;
    }
    const text = refusedText(plan, error, project.connection);
    if (error.kind === 'cancelled') {
      notifications.warn(text);
    } else {
      this.offerRetry(project, text, plan, earlier);
    }
  }

  private offerRetry(project: OpenProject, text: string, rest: Plan, earlier: Change | undefined): void {
    const { notifications } = this.options;
    void notifications
      .errorWithChoice(text, l10n.t('Retry'))
      .then((again) => (again ? this.goOn(project, rest, earlier) : undefined))
      .catch((error: unknown) => notifications.error(error));
  }

  /** Not asked about again: the question showed these rows. Where the list has changed since, nothing is sent. */
  private async goOn(project: OpenProject, rest: Plan, earlier: Change | undefined): Promise<void> {
    const { targets, notifications } = this.options;
    const open = targets.current(project);
    if (mayWrite(open, notifications) && (await targets.knowServer({ project: open }))) {
      await this.turns.run(0, () => this.send(open, rest, earlier));
    }
  }
}

/** Of several rows as other changes of several are; of one row only where it takes more requests than go out at once. */
function withMoveProgress<T>(
  { connection }: OpenProject,
  plan: Plan,
  task: (options: MoveOptions) => Promise<T>,
): Thenable<T> {
  return plan.moved.length > 1 || plan.changes.length > MOST_AT_ONCE
    ? withCancellableProgress(progressTitle(plan, connection), plan.changes.length, task)
    : window.withProgress({ location: { viewId: VIEWS.configs } }, () =>
        task({ signal: new AbortController().signal }),
      );
}
