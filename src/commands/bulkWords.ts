import { l10n } from 'vscode';

import { isApiError } from '../api/errors';
import { connectionLabel, type Connection } from '../connection/connection';
import type { Question } from '../connection/dialogs';
import type { BulkAction, BulkPlan } from '../model/bulk';
import type { ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import { describeError, reasonSentence } from '../views/messages';
import type { BulkSummary, Problem } from '../model/bulkSummary';
import { projectText, serverText } from './placeText';

/** A question has room for more names than a notification. */
const MOST_LISTED = 10;
const MOST_NAMED = 5;

/** Says exactly what will happen to which configs, and where, on this generation of server. */
export function bulkQuestion(
  action: BulkAction,
  { change, leaveAlone }: BulkPlan,
  connection: Connection,
  softDelete: boolean,
): Question {
  const list = change.slice(0, MOST_LISTED).map((row) => `• ${labelOf(row)}`);
  if (change.length > MOST_LISTED) {
    list.push(l10n.t('and {0} more', change.length - MOST_LISTED));
  }
  const where = l10n.t('In project {0}, on {1}:', projectText(connection), serverText(connection));
  const parts = [`${where}\n${list.join('\n')}`, effect(action, softDelete)];
  if (leaveAlone.length > 0) {
    const names = namesOf(leaveAlone, MOST_LISTED);
    parts.push(
      action === 'enable'
        ? l10n.t('Already enabled, and left alone: {0}', names)
        : l10n.t('Already disabled, and left alone: {0}', names),
    );
  }
  return {
    message: questionText(action, change),
    detail: parts.join('\n\n'),
    button: {
      enable: l10n.t('Enable'),
      disable: l10n.t('Disable'),
      delete: l10n.t('Delete'),
    }[action],
  };
}

function questionText(action: BulkAction, rows: readonly ConfigRow[]): string {
  const [only, ...others] = rows;
  const what = only && others.length === 0 ? `“${labelOf(only)}”` : l10n.t('{0} plugin configs', rows.length);
  switch (action) {
    case 'enable':
      return l10n.t('Enable {0}?', what);
    case 'disable':
      return l10n.t('Disable {0}?', what);
    case 'delete':
      return l10n.t('Delete {0}?', what);
  }
}

function effect(action: BulkAction, softDelete: boolean): string {
  switch (action) {
    case 'enable':
      return l10n.t('They start running at once. Undo can disable them again.');
    case 'disable':
      return l10n.t('They stop running at once. Undo can enable them again.');
    case 'delete':
      return softDelete
        ? l10n.t(
            'They stop running at once and disappear from the list. The server keeps their settings, so Undo can bring them back.',
          )
        : l10n.t(
            'They stop running at once. This server cannot remove plugin configs, so they stay in the list, disabled.',
          );
  }
}

export function progressTitle(action: BulkAction, total: number, connection: Connection): string {
  const where = connectionLabel(connection);
  switch (action) {
    case 'enable':
      return l10n.t('Enabling {0} plugin configs in {1}', total, where);
    case 'disable':
      return l10n.t('Disabling {0} plugin configs in {1}', total, where);
    case 'delete':
      return l10n.t('Deleting {0} plugin configs from {1}', total, where);
  }
}

/** Said where there is nothing to do. */
export function nothingToDoText(action: BulkAction, rows: readonly ConfigRow[]): string {
  return action === 'enable'
    ? l10n.t('All {0} selected plugin configs are enabled already.', rows.length)
    : l10n.t('All {0} selected plugin configs are disabled already.', rows.length);
}

/** What the server did, and what was not begun; empty where there is nothing to say of either. */
export function doneText(action: BulkAction, summary: BulkSummary, connection: Connection): string {
  const where = connectionLabel(connection);
  const { total } = summary;
  const sentences: string[] = [];
  if (action === 'enable' && summary.done.length > 0) {
    sentences.push(l10n.t('Enabled {0} in {1}.', amount(summary.done, total), where));
  }
  if (summary.removed.length > 0) {
    sentences.push(l10n.t('Deleted {0} from {1}.', amount(summary.removed, total), where));
  }
  const disabled = action === 'enable' ? [] : summary.done.filter((row) => !summary.removed.includes(row));
  if (disabled.length > 0) {
    sentences.push(l10n.t('Disabled {0} in {1}.', amount(disabled, total), where));
  }
  if (summary.cannotRemove) {
    sentences.push(l10n.t('This server cannot remove plugin configs, so they stay in the list.'));
  }
  if (summary.alreadyGone.length > 0) {
    sentences.push(l10n.t('Already gone: {0}.', namesOf(summary.alreadyGone)));
  }
  if (summary.cancelled.length > 0) {
    sentences.push(
      l10n.t(
        'Cancelled before anything was sent for {0}: {1}.',
        summary.cancelled.length,
        namesOf(summary.cancelled),
      ),
    );
  }
  return sentences.join(' ');
}

/** What did not happen and why, each reason once. */
export function problemText(action: BulkAction, { problems, total }: BulkSummary, where: Connection): string {
  const rows = problems.map(({ row }) => row);
  const what = amount(rows, total);
  const place = connectionLabel(where);
  const head = {
    enable: l10n.t('Could not enable {0} in {1}.', what, place),
    disable: l10n.t('Could not disable {0} in {1}.', what, place),
    delete: l10n.t('Could not delete {0} from {1}.', what, place),
  }[action];
  const groups = groupedReasons(
    problems
      .filter(({ kind }) => kind !== 'spared')
      .map((problem) => ({ row: problem.row, reason: reasonOf(problem, place) })),
  );
  const spared = problems.filter(({ kind }) => kind === 'spared').map(({ row }) => row);
  const unsent =
    spared.length === 0 ? [] : [l10n.t('So nothing was sent for {0}: {1}.', spared.length, namesOf(spared))];
  return [head, ...groups, ...unsent].join(' ');
}

function reasonOf(problem: Problem, place: string): string {
  switch (problem.kind) {
    case 'leftEnabled':
      return l10n.t('The server left it enabled, without saying why.');
    case 'leftDisabled':
      return l10n.t('The server left it disabled, without saying why.');
    case 'stillListed':
      return problem.error
        ? l10n.t('It was disabled, but is still listed. {0}', reasonSentence(problem.error))
        : l10n.t('It was disabled, but the server still lists it, without saying why.');
    case 'failed':
    case 'spared':
      return errorReason(problem.error, place);
  }
}

/** Why nothing was sent, or what came of it; writes are only ever cancelled with their connection. */
export function errorReason(error: unknown, place: string): string {
  if (isApiError(error, 'cancelled')) {
    return l10n.t('{0} is no longer connected.', place);
  }
  return isApiError(error) ? reasonSentence(error) : describeError(error).text;
}

/** Each reason once, behind the names of those that have it. */
export function groupedReasons(
  problems: readonly { readonly row: ConfigRow; readonly reason: string }[],
): readonly string[] {
  const byReason = new Map<string, ConfigRow[]>();
  for (const { row, reason } of problems) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), row]);
  }
  return [...byReason].map(([reason, rows]) => `${namesOf(rows)}: ${reason}`);
}

/** One by its name, more by their number, and of how many where that is not all. */
function amount(rows: readonly ConfigRow[], total: number): string {
  const [only] = rows;
  if (only && total === 1) {
    return labelOf(only);
  }
  return rows.length === total
    ? l10n.t('{0} plugin configs', total)
    : l10n.t('{0} of {1} plugin configs', rows.length, total);
}

/** Names in a sentence, as many as there is room for. */
export function namesOf(rows: readonly ConfigRow[], most = MOST_NAMED): string {
  const names = rows.slice(0, most).map(labelOf).join(', ');
  return rows.length > most ? l10n.t('{0} and {1} more', names, rows.length - most) : names;
}
