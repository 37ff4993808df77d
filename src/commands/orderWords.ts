import { l10n } from 'vscode';

import { connectionLabel, type Connection } from '../connection/connection';
import type { Question } from '../connection/dialogs';
import type { MoveOutcome } from '../model/configOrder';
import type { ConfigRow } from '../model/configRow';
import { labelOf } from '../model/configWrites';
import type { MovePlan } from '../model/order';
import { reasonSentence } from '../views/messages';
import { projectText, serverText } from './placeText';

type Plan = MovePlan<ConfigRow>;

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
  outcome: Extract<MoveOutcome, { kind: 'moved' }>,
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

/** Said when the server did only part of a move, which was taken back as far as it went. */
export function failedText(
  plan: Plan,
  outcome: Extract<MoveOutcome, { kind: 'rolledBack' | 'partly' }>,
  connection: Connection,
): string {
  const where = connectionLabel(connection);
  const why = outcome.cause
    ? reasonSentence(outcome.cause)
    : l10n.t('The server did not keep the new order, without saying why.');
  if (outcome.kind === 'rolledBack') {
    return l10n.t(
      'Did not move {0} in {1}. {2} New orders taken back: {3}.',
      what(plan),
      where,
      why,
      outcome.restored,
    );
  }
  const stuck = outcome.change.configs
    .slice(0, MOST_LISTED)
    .map(({ label, before, after }) =>
      l10n.t('{0} (order {1} instead of {2})', label, after.order ?? '', before.order ?? ''),
    );
  return l10n.t(
    'Moved {0} in {1} only in part. {2} Not taken back: {3}.',
    what(plan),
    where,
    why,
    stuck.join(', '),
  );
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
