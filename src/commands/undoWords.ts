import { l10n } from 'vscode';

import { isApiError } from '../api/errors';
import { connectionLabel, type Connection } from '../connection/connection';
import type { Question } from '../connection/dialogs';
import type { Change, ConfigChange } from '../model/changes';
import { shownName } from '../model/oneLine';
import type { Found, UndoneConfig } from '../model/undo';
import { describeError, reasonSentence } from '../views/messages';
import { configCount, nowAndFormer } from './changeWords';
import { projectText, serverText } from './placeText';

/** A question has room for more than a notification. */
const MOST_LISTED = 10;
const MOST_NAMED = 3;

/** Shows what the server has now, what it had, and asks which it is to be. */
export function movedOnQuestion(found: readonly Found[], connection: Connection): Question {
  const moved = found.flatMap((one) => (one.kind === 'movedOn' ? [one] : []));
  const lines = moved.slice(0, MOST_LISTED).map(({ config, state }) => {
    const differing = nowAndFormer(state, config.before).join('; ');
    return `• ${config.label} – ${differing}`;
  });
  if (moved.length > MOST_LISTED) {
    lines.push(l10n.t('and {0} more', moved.length - MOST_LISTED));
  }
  const where = l10n.t('In project {0}, on {1}:', projectText(connection), serverText(connection));
  const rest = found.filter(({ kind }) => kind === 'asLeft').length;
  return {
    message:
      found.length === 1
        ? l10n.t(
            '“{0}” has been changed since. Restore its former state anyway?',
            moved[0]?.config.label ?? '',
          )
        : l10n.t(
            '{0} of {1} plugin configs have been changed since. Restore their former states anyway?',
            moved.length,
            found.length,
          ),
    detail: [
      `${where}\n${lines.join('\n')}`,
      ...(rest > 0 ? [l10n.t('{0} more are as the change left them and are restored, too.', rest)] : []),
    ].join('\n\n'),
    button: l10n.t('Restore Anyway'),
  };
}

/** What is said after an undo. */
export interface UndoReport {
  readonly text: string;
  readonly severity: 'info' | 'warning';
  /** Something failed that may succeed the next time. */
  readonly canRetry: boolean;
}

export function undoReport(
  change: Change,
  undone: readonly UndoneConfig[],
  connection: Connection,
  softDelete: boolean,
): UndoReport {
  const where = connectionLabel(connection);
  const restored = undone.filter(({ outcome }) => outcome.kind === 'restored');
  const others = undone.filter(({ outcome }) => outcome.kind !== 'restored');
  const canRetry = others.some(({ outcome }) => outcome.kind !== 'gone');
  const notKept =
    change.cannotRestore.length > 0
      ? [
          l10n.t(
            'Former values that are not kept could not be restored: {0}.',
            change.cannotRestore.map(shownName).join(', '),
          ),
        ]
      : [];
  const [only] = undone;
  if (others.length === 0) {
    const text =
      undone.length === 1 && only
        ? restoredText(change, only.config, where, softDelete)
        : restoredManyText(change, undone.length, where, softDelete);
    const severity = notKept.length > 0 ? 'warning' : 'info';
    return { text: [text, ...notKept].join(' '), severity, canRetry };
  }
  const problems = others.slice(0, MOST_NAMED).map((one) => problemText(one, where));
  if (others.length > MOST_NAMED) {
    problems.push(l10n.t('And {0} more.', others.length - MOST_NAMED));
  }
  const done =
    undone.length === 1
      ? []
      : [l10n.t('{0} of {1} plugin configs in {2} are as before.', restored.length, undone.length, where)];
  return { text: [...done, ...problems, ...notKept].join(' '), severity: 'warning', canRetry };
}

/** What the server has again, of one config. */
function restoredText(
  change: Change,
  { label, before }: ConfigChange,
  where: string,
  hides: boolean,
): string {
  switch (change.what) {
    case 'enabled':
    case 'disabled':
      return before.enabled
        ? l10n.t('{0} is enabled again in {1}.', label, where)
        : l10n.t('{0} is disabled again in {1}.', label, where);
    case 'deleted':
      if (!hides) {
        return before.enabled
          ? l10n.t('{0} is enabled again in {1}.', label, where)
          : l10n.t('{0} is disabled in {1}, as before.', label, where);
      }
      return before.enabled
        ? l10n.t('{0} is back in {1}, and enabled.', label, where)
        : l10n.t('{0} is back in {1}, disabled as before.', label, where);
    case 'moved':
      return l10n.t('{0} has its former place in {1} again.', label, where);
    case 'edited':
      return l10n.t('{0} in {1} is as it was before it was edited.', label, where);
    case 'created':
      return hides
        ? l10n.t('{0} is disabled and no longer in the list of {1}.', label, where)
        : l10n.t(
            '{0} is disabled in {1}. This server cannot remove a plugin config, so it stays in the list.',
            label,
            where,
          );
  }
}

function restoredManyText(change: Change, count: number, where: string, hides: boolean): string {
  const subject = configCount(count);
  switch (change.what) {
    case 'enabled':
      return l10n.t('{0} are disabled again in {1}.', subject, where);
    case 'disabled':
      return l10n.t('{0} are enabled again in {1}.', subject, where);
    case 'deleted':
      return hides
        ? l10n.t('{0} are back in {1}, each enabled or disabled as before.', subject, where)
        : l10n.t('{0} in {1} are enabled or disabled as before.', subject, where);
    case 'moved':
      return l10n.t('{0} have their former places in {1} again.', subject, where);
    case 'edited':
      return l10n.t('{0} in {1} are as they were before they were edited.', subject, where);
    case 'created':
      return hides
        ? l10n.t('{0} are disabled and no longer in the list of {1}.', subject, where)
        : l10n.t('{0} are disabled in {1}. This server cannot remove them from the list.', subject, where);
  }
}

function problemText({ config, outcome }: UndoneConfig, where: string): string {
  const { label } = config;
  switch (outcome.kind) {
    case 'restored':
      return l10n.t('{0} is as before.', label);
    case 'movedOn':
      return l10n.t('{0} was changed in {1} just now, and left alone.', label, where);
    case 'gone':
      return l10n.t('{0} cannot be restored: it has been deleted from {1} since.', label, where);
    case 'notRestored':
      return l10n.t(
        'The server did not restore {0} in {1} ({2}).',
        label,
        where,
        nowAndFormer(outcome.now, config.before).join('; '),
      );
    case 'partly':
      return l10n.t('{0} is restored only in part in {1}. {2}', label, where, reasonOf(outcome.error));
    case 'failed':
      return l10n.t('{0} was not restored in {1}. {2}', label, where, reasonOf(outcome.error));
    case 'cancelled':
      return l10n.t('{0} was left alone, because this was cancelled.', label);
  }
}

function reasonOf(error: unknown): string {
  return isApiError(error) ? reasonSentence(error) : describeError(error).text;
}
