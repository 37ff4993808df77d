import { commands, l10n } from 'vscode';

import { isApiError } from '../api/errors';
import type { ActiveProject, OpenProject } from '../connection/activeProject';
import { connectionLabel, type Connection } from '../connection/connection';
import type { Connections } from '../connection/connections';
import type { Dialogs } from '../connection/dialogs';
import type { Disposable } from '../connection/emitter';
import { COMMANDS } from '../ids';
import type { ChangeHistory } from '../model/changeHistory';
import type { Change, ConfigState } from '../model/changes';
import { shownName } from '../model/oneLine';
import { SettingsWrites } from '../model/settingsWrites';
import type { RecentChange } from '../model/storedChanges';
import { canUndo, Undo, type Found, type UndoneConfig } from '../model/undo';
import type { Notifications } from '../views/notifications';
import type { ChangeReporter } from './changeReporter';
import { changeTitle } from './changeWords';
import { mayWrite } from './mayWrite';
import { pickRecentChange, type ListedChange } from './recentChanges';
import type { Targets } from './targets';
import { withUndoProgress } from './undoProgress';
import { movedOnQuestion, undoReport } from './undoWords';

export interface ChangeCommandsOptions {
  readonly project: ActiveProject;
  readonly connections: Connections;
  readonly targets: Targets;
  readonly history: ChangeHistory;
  readonly notifications: Notifications;
  readonly dialogs: Dialogs;
}

/** What was changed, and the ways to take it back: in the notification, the last one, and any of the recent ones. */
export class ChangeCommands implements ChangeReporter, Disposable {
  /** Undoing the same change twice at the same time is undoing it once. */
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly subscription: Disposable;
  private known: readonly Connection[];

  constructor(private readonly options: ChangeCommandsOptions) {
    this.known = options.connections.all;
    this.subscription = options.connections.onDidChange(() => this.forgetRemoved());
  }

  done(project: OpenProject, change: Change, text: string, severity: 'info' | 'warning' = 'info'): void {
    const { history, notifications } = this.options;
    const { connection } = project;
    const recent = history.add(connection.id, change, !connection.demo);
    if (canUndo(change)) {
      notifications.undoable(text, () => this.undo({ connection, recent }), severity);
    } else {
      notifications[severity === 'info' ? 'info' : 'warn'](text);
    }
  }

  /** *Undo Last Change*: the newest one of the open project that was not undone yet. */
  async undoLast(): Promise<void> {
    const { history, notifications } = this.options;
    const open = await this.options.project.opened();
    if (!open) {
      notifications.info(l10n.t('Connect to a PostHog project first.'));
      return;
    }
    const { connection } = open;
    const recent = history.last(connection.id);
    if (recent) {
      await this.undo({ connection, recent });
    } else {
      notifications.info(l10n.t('There is nothing to undo in {0}.', connectionLabel(connection)));
    }
  }

  /** *Recent Changes…*, of all connections. */
  async showRecent(): Promise<void> {
    const { connections, history, notifications, project } = this.options;
    const changes = connections.all
      .flatMap((connection) => history.all(connection.id).map((recent) => ({ connection, recent })))
      .sort((a, b) => b.recent.at - a.recent.at);
    if (changes.length === 0) {
      notifications.info(l10n.t('Nothing has been changed from this editor yet.'));
      return;
    }
    const chosen = await pickRecentChange(changes, await project.opened());
    if (chosen) {
      await this.undo(chosen);
    }
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Never rejects: what goes wrong is said. */
  private undo(listed: ListedChange): Promise<void> {
    const { id } = listed.recent;
    const running =
      this.underWay.get(id) ??
      this.undoOnce(listed)
        .catch((error: unknown) => this.sayFailure(error, listed.connection))
        .finally(() => this.underWay.delete(id));
    this.underWay.set(id, running);
    return running;
  }

  private async undoOnce({ connection, recent }: ListedChange): Promise<void> {
    const open = await this.projectFor(connection);
    if (
      !open ||
      !this.isLeft({ connection, recent }) ||
      !mayWrite(open, this.options.notifications) ||
      !(await this.options.targets.knowServer({ project: open }))
    ) {
      return;
    }
    const { configs, writes } = open;
    const undo = new Undo(configs, writes, new SettingsWrites(configs, writes));
    const found = await this.lookAndAsk(undo, open, recent.change);
    if (!found) {
      return;
    }
    const undone = await withUndoProgress(recent.change, (options) => undo.restore(found, options));
    this.report(open, recent, undone);
  }

  /** The project that the change was made in, where it is the one that is open; else it is said which one is needed. */
  private async projectFor(connection: Connection): Promise<OpenProject | undefined> {
    const { project, connections, notifications } = this.options;
    const open = await project.opened();
    if (open?.connection.id === connection.id) {
      return open;
    }
    const where = connectionLabel(connection);
    if (connections.all.some(({ id }) => id === connection.id)) {
      notifications.made(
        l10n.t('Nothing was undone: this change was made in {0}. Switch to it first.', where),
        l10n.t('Switch Connection…'),
        () => commands.executeCommand(COMMANDS.switchConnection),
        'warning',
      );
    } else {
      notifications.warn(l10n.t('Nothing was undone: {0} is no longer connected.', where));
    }
    return undefined;
  }

  /** Whether there is something left to undo; else it is said why not. */
  private isLeft({ connection, recent }: ListedChange): boolean {
    const { history, notifications } = this.options;
    const title = changeTitle(recent.change);
    const { ended } = history.all(connection.id).find(({ id }) => id === recent.id) ?? recent;
    if (ended) {
      notifications.info(
        ended === 'undone'
          ? l10n.t('“{0}” has been undone already.', title)
          : l10n.t('“{0}” cannot be undone: what it changed has been deleted since.', title),
      );
      return false;
    }
    if (!canUndo(recent.change)) {
      notifications.made(
        l10n.t(
          '“{0}” cannot be undone: former values of secrets and attachments are not kept ({1}).',
          title,
          recent.change.cannotRestore.map(shownName).join(', '),
        ),
        l10n.t('Recent Changes…'),
        () => this.showRecent(),
        'warning',
      );
      return false;
    }
    return true;
  }

  /** @returns what is to be restored; undefined where that is nothing, because of an answer or a cancellation */
  private async lookAndAsk(
    undo: Undo,
    { connection }: OpenProject,
    change: Change,
  ): Promise<readonly Found[] | undefined> {
    const seen = new Map<number, ConfigState>();
    for (;;) {
      const found = await withUndoProgress(change, ({ signal }) => undo.look(change, seen, signal));
      const moved = found.flatMap((one) => (one.kind === 'movedOn' ? [one] : []));
      if (moved.length === 0) {
        return found;
      }
      if (!(await this.options.dialogs.confirm(movedOnQuestion(found, connection)))) {
        return undefined;
      }
      // While the question was on screen, the server may have moved on again: look once more before overwriting.
      moved.forEach(({ config, state }) => seen.set(config.id, state));
    }
  }

  private report(
    { connection, configs }: OpenProject,
    recent: RecentChange,
    undone: readonly UndoneConfig[],
  ): void {
    const { history, notifications } = this.options;
    const kinds = new Set(undone.map(({ outcome }) => outcome.kind));
    if ([...kinds].every((kind) => kind === 'restored' || kind === 'gone')) {
      history.end(connection.id, recent.id, kinds.has('restored') ? 'undone' : 'gone', !connection.demo);
    }
    const [only] = undone;
    if (undone.length === 1 && only?.outcome.kind === 'failed') {
      this.sayFailure(only.outcome.error, connection);
      return;
    }
    const hides = configs.traits?.softDelete ?? false;
    const { text, severity, canRetry } = undoReport(recent.change, undone, connection, hides);
    if (canRetry) {
      notifications.made(text, l10n.t('Try Again'), () => this.undo({ connection, recent }), 'warning');
    } else {
      notifications[severity === 'info' ? 'info' : 'warn'](text);
    }
  }

  private sayFailure(error: unknown, connection: Connection): void {
    const { notifications, connections } = this.options;
    if (!isApiError(error, 'cancelled')) {
      notifications.error(error);
    } else if (connections.all.some(({ id }) => id === connection.id)) {
      notifications.info(l10n.t('Nothing was undone: it was cancelled.'));
    } else {
      notifications.warn(
        l10n.t('Nothing was undone: {0} is no longer connected.', connectionLabel(connection)),
      );
    }
  }

  private forgetRemoved(): void {
    const { connections, history } = this.options;
    const ids = new Set(connections.all.map(({ id }) => id));
    for (const { id } of this.known) {
      if (!ids.has(id)) {
        history.forget(id);
      }
    }
    this.known = connections.all;
  }
}
