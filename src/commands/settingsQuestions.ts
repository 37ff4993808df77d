import { l10n } from 'vscode';

import type { Connection } from '../connection/connection';
import type { Question } from '../connection/dialogs';
import type { ContentChange } from '../documents/settingsChanges';
import { MASK } from '../model/secrets';
import { shownName, shownValue } from '../model/oneLine';
import { projectText, serverText } from './placeText';

/** A modal has little room: more changes than these are counted, and longer values are cut. */
const MOST_CHANGES = 20;
const LONGEST_VALUE = 80;

/** Says what a save is going to change, and where. */
export function saveQuestion(
  connection: Connection,
  config: { readonly id: number; readonly label: string },
  changes: readonly ContentChange[],
  secrets: readonly string[],
): Question {
  const lines = changes.slice(0, MOST_CHANGES).map((change) => changeLine(change, secrets));
  const more = changes.length - lines.length;
  if (more > 0) {
    lines.push(l10n.t('… and {0} more', more));
  }
  return {
    message: l10n.t('Save the changes of “{0}”?', config.label),
    detail: [placeSentence(connection, config.id), lines.join('\n')].join('\n\n'),
    button: l10n.t('Save'),
  };
}

/** Asks about texts that were typed where secrets stand. */
export function secretQuestion(
  connection: Connection,
  config: { readonly id: number; readonly label: string },
  keys: readonly string[],
): Question {
  return {
    message: l10n.t('Send what was typed into the document as the new secret of “{0}”?', config.label),
    detail: [
      placeSentence(connection, config.id),
      l10n.t('Secrets: {0}.', keys.map(shownName).join(', ')),
      l10n.t(
        'It stands in the editor in clear, and the editor may keep a copy of it on disk. Set Secret… takes it without showing it. The former secret cannot be brought back.',
      ),
    ].join('\n\n'),
    button: l10n.t('Send as Secret'),
  };
}

/** Tells that somebody else has changed a config. @param theirs what they changed since it was opened */
export function conflictQuestion(
  connection: Connection,
  config: { readonly id: number; readonly label: string },
  theirs: readonly ContentChange[],
): { readonly message: string; readonly detail: string } {
  return {
    message: l10n.t('“{0}” was changed on the server since it was opened.', config.label),
    detail: [
      placeSentence(connection, config.id),
      theirs
        .slice(0, MOST_CHANGES)
        .map((change) => changeLine(change, []))
        .join('\n'),
      l10n.t(
        'Keep Mine puts your changes on top of theirs. Take Theirs shows the server’s copy; Undo in the editor brings yours back. Compare shows both, to be merged by hand.',
      ),
    ].join('\n\n'),
  };
}

function placeSentence(connection: Connection, id: number): string {
  return l10n.t(
    'Plugin config {0}, project {1}, on {2}.',
    id,
    projectText(connection),
    serverText(connection),
  );
}

function changeLine(change: ContentChange, typed: readonly string[]): string {
  const { from, to, secret } = change;
  const key = shownName(change.key);
  if (secret) {
    return typed.includes(change.key)
      ? l10n.t('{0}: a new secret', key)
      : to === MASK
        ? l10n.t('{0}: the secret is set', key)
        : l10n.t('{0}: the secret is cleared', key);
  }
  if (to === undefined) {
    return l10n.t('{0}: removed (was {1})', key, valueText(from));
  }
  return from === undefined
    ? l10n.t('{0}: added, {1}', key, valueText(to))
    : l10n.t('{0}: {1} → {2}', key, valueText(from), valueText(to));
}

function valueText(value: unknown): string {
  return shownValue(value, LONGEST_VALUE);
}
