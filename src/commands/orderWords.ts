import { l10n } from 'vscode';

import { connectionLabel, type Connection } from '../connection/connection';
import type { Question } from '../connection/dialogs';
import type { ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import type { MoveOutcome } from '../model/moveOutcome';
import type { MovePlan } from '../model/order';
import { errorReason, groupedReasons, namesOf } from './bulkWords';
import { projectText, serverText } from './placeText';

type Plan = MovePlan<ConfigRow>;
type Outcome<Kind extends MoveOutcome['kind']> = Extract<MoveOutcome, { kind: Kind }>;

/** A question has room for so many rows. */
const MOST_LISTED = 20;

/** Shows which rows a long move changes, and how, before anything is sent. */
export function moveQuestion(plan: Plan, connection: Connection): Question {
  const list = plan.changes
    .slice(0, MOST_LISTED)
    .map(({ row, to, positions }) =>
      l10n.t(
        '• {0}: position {1} → {2}, order {3} → {4}',
        labelOf(row),
        positions.before,
        positions.after,
        row.order,
        to,
      ),
    );
  if (plan.changes.length > MOST_LISTED) {
    list.push(l10n.t('and {0} more', plan.changes.length - MOST_LISTED));
  }
  const where = l10n.t('In project {0}, on {1}:', projectText(connection), serverText(connection));
  return {
    message: l10n.t('Move {0} and give {1} plugin configs a new order?', what(plan), plan.changes.length),
    detail: `${where}\n${list.join('\n')}`,
    button: l10n.t('Move'),
  };
}

/** @param position of the first moved row, counted from 1, in the list as it is now */
export function movedText(
  plan: Plan,
  outcome: Outcome<'moved'>,
  position: number,
  connection: Connection,
): string {
  const sentences = [
    l10n.t('Moved {0} to position {1} in {2}.', what(plan), position, connectionLabel(connection)),
  ];
  const moved = new Set(plan.moved.map(({ id }) => id));
  const others = plan.changes.filter(({ row }) => !moved.has(row.id)).length;
  if (others === 1) {
    sentences.push(l10n.t('To make room, 1 other got a new order.'));
  } else if (others > 1) {
    sentences.push(l10n.t('To make room, {0} others got a new order.', others));
  }
  if (outcome.othersChanged) {
    sentences.push(l10n.t('Meanwhile somebody else has changed the list; it shows both.'));
  }
  if (!outcome.verified) {
    sentences.push(l10n.t('The server confirmed it, but the list could not be read again to check.'));
  }
  return sentences.join(' ');
}

/** Why a move was not begun: what would be moved is no longer what was on screen. */
export function overtakenText(plan: Plan, connection: Connection): string {
  return l10n.t(
    'Did not move {0}: somebody else has changed the list in {1}. It shows what the server has now; move again if you still want to.',
    what(plan),
    connectionLabel(connection),
  );
}

export function progressTitle(plan: Plan, connection: Connection): string {
  return l10n.t('Moving {0} in {1}', what(plan), connectionLabel(connection));
}

/** Said when the server did not do all of a move, and what it had done is taken back. */
export function rolledBackText(plan: Plan, outcome: Outcome<'rolledBack'>, connection: Connection): string {
  const head = l10n.t('Did not move {0} in {1}.', what(plan), connectionLabel(connection));
  return [head, ...reasons(plan, outcome, connection), ...takenBack(outcome.restored)].join(' ');
}

/** Said of a move of several rows of which the server did nothing. */
export function refusedText(plan: Plan, error: unknown, connection: Connection): string {
  const place = connectionLabel(connection);
  return l10n.t('Did not move {0} in {1}. {2}', what(plan), place, errorReason(error, place));
}

/** What the server has done of a move and what could not be taken back: *Undo* can try it once more. */
export function partlyText(plan: Plan, { change }: Outcome<'partly'>, connection: Connection): string {
  const stuck = change.configs
    .slice(0, MOST_LISTED)
    .map(({ label, before, after }) =>
      l10n.t('{0} (order {1} instead of {2})', label, after.order ?? '', before.order ?? ''),
    );
  if (change.configs.length > MOST_LISTED) {
    stuck.push(l10n.t('and {0} more', change.configs.length - MOST_LISTED));
  }
  return l10n.t(
    'Moved {0} in {1} only in part. Not taken back: {2}.',
    what(plan),
    connectionLabel(connection),
    stuck.join(', '),
  );
}

/** What is left of a move that the server did in part, and why. */
export function unfinishedText(plan: Plan, outcome: Outcome<'partly'>, connection: Connection): string {
  const rows = outcome.rest.changes.map(({ row }) => row);
  const head = l10n.t(
    'Could not give {0} of {1} plugin configs their new order in {2}.',
    rows.length,
    plan.changes.length,
    connectionLabel(connection),
  );
  return [head, ...reasons(plan, outcome, connection), ...takenBack(outcome.restored)].join(' ');
}

/** What was done of a move before the user stopped it. */
export function cancelledText(plan: Plan, outcome: Outcome<'cancelled'>, connection: Connection): string {
  const where = connectionLabel(connection);
  if (!outcome.change && outcome.failures.length === 0) {
    return l10n.t('Cancelled before anything was sent: {0} in {1} stay where they are.', what(plan), where);
  }
  const left = new Set(outcome.rest.changes.map(({ row }) => row.id));
  const done = plan.changes.flatMap(({ row }) => (left.has(row.id) ? [] : [row]));
  const head = l10n.t(
    'Cancelled while moving {0} in {1}: {2} of {3} plugin configs got their new order.',
    what(plan),
    where,
    done.length,
    plan.changes.length,
  );
  const names = done.length > 0 ? [l10n.t('Changed: {0}.', namesOf(done))] : [];
  return [head, ...names, ...reasons(plan, outcome, connection)].join(' ');
}

/** What is left of a move that the user stopped: it can be gone on with. */
export function leftText({ rest }: Outcome<'cancelled'>, connection: Connection): string {
  const where = connectionLabel(connection);
  return rest.changes.length === 1
    ? l10n.t('The move in {0} is not finished: 1 plugin config has its former order.', where)
    : l10n.t(
        'The move in {0} is not finished: {1} plugin configs have their former order.',
        where,
        rest.changes.length,
      );
}

function reasons(
  plan: Plan,
  { failures, unsent }: Outcome<'cancelled' | 'rolledBack' | 'partly'>,
  connection: Connection,
): readonly string[] {
  const place = connectionLabel(connection);
  const reasoned = failures.map(({ row, error }) => ({
    row,
    reason: error
      ? errorReason(error, place)
      : l10n.t('The server did not keep the new order, without saying why.'),
  }));
  const [only] = reasoned;
  const groups = only && plan.changes.length === 1 ? [only.reason] : groupedReasons(reasoned);
  return unsent.length > 0
    ? [...groups, l10n.t('Nothing was sent for {0}: {1}.', unsent.length, namesOf(unsent))]
    : groups;
}

function takenBack(rows: readonly ConfigRow[]): readonly string[] {
  return rows.length > 0 ? [l10n.t('New orders taken back: {0}.', namesOf(rows))] : [];
}

/** Said when there is nothing to send: the rows stand where they are to go, or are gone. */
export function inPlaceText({ moved, seen }: Plan): string {
  const [first] = moved;
  if (!first) {
    return l10n.t('These plugin configs are no longer in the list.');
  }
  return moved.length === 1
    ? l10n.t('{0} is already at position {1}.', labelOf(first), seen.indexOf(first) + 1)
    : l10n.t('The {0} plugin configs are already there.', moved.length);
}

function what({ moved }: Plan): string {
  const [first] = moved;
  return first && moved.length === 1 ? labelOf(first) : l10n.t('{0} plugin configs', moved.length);
}
