import { l10n } from 'vscode';

import { connectionLabel, type Connection } from '../connection/connection';
import type { Question } from '../connection/dialogs';
import type { Plugin } from '../api/schemas';
import type { CreationOutcome } from '../model/creationOutcome';
import { willBeEnabled, type CreationPlan, type WantedNewConfig } from '../model/creationPlan';
import { shownName } from '../model/oneLine';
import { causeSentence, reasonSentence } from '../views/messages';
import { projectText, serverText } from './placeText';
import { pluginLabel } from './pluginPicker';

/** Asks before a document for a new config is opened, where the server would change one that is there. */
export function existingQuestion(
  connection: Connection,
  plugin: Plugin,
  existingId: number,
  isCertain: boolean,
): Omit<Question, 'button'> {
  return {
    message: l10n.t('“{0}” is configured already.', pluginLabel(plugin)),
    detail: [
      l10n.t(
        'Plugin config {0}, project {1}, on {2}.',
        existingId,
        projectText(connection),
        serverText(connection),
      ),
      isCertain
        ? l10n.t('This server keeps one config of each plugin: adding another changes the one that is there.')
        : l10n.t(
            'This server may keep one config of each plugin: adding another then changes the one that is there.',
          ),
    ].join('\n\n'),
  };
}

/** Says exactly what saving a new config will do, and where, on this generation of server. */
export function createQuestion(
  connection: Connection,
  plan: CreationPlan,
  wanted: WantedNewConfig,
  missing: readonly string[],
): Question {
  const label = pluginLabel(wanted.plugin);
  const changes = plan.effect === 'updatesExisting';
  const where = l10n.t(
    'Plugin {0} ({1}), project {2}, on {3}.',
    label,
    wanted.plugin.id,
    projectText(connection),
    serverText(connection),
  );
  return {
    message: changes
      ? l10n.t('Change the plugin config of “{0}” that is there?', label)
      : l10n.t('Create a plugin config of “{0}”?', label),
    detail: [
      where,
      ...effectSentences(plan, wanted),
      ...(missing.length > 0
        ? [
            l10n.t(
              'Required by the plugin, and not set: {0}. The server does not check it.',
              missing.map(shownName).join(', '),
            ),
          ]
        : []),
    ].join('\n\n'),
    button: changes ? l10n.t('Change') : l10n.t('Create'),
  };
}

function effectSentences(plan: CreationPlan, wanted: WantedNewConfig): readonly string[] {
  const stored = [placeSentence(plan, wanted), stateSentence(plan, wanted)];
  switch (plan.effect) {
    case 'creates':
      return [
        ...stored,
        ...(plan.mayRevive
          ? [
              l10n.t(
                'If a config of this plugin was deleted before, this server brings that one back instead, with the secrets that it had.',
              ),
            ]
          : []),
      ];
    case 'createsAnother':
      return [
        l10n.t('The plugin has {0} already; this makes another one.', countText(plan.count)),
        ...stored,
      ];
    case 'updatesExisting':
      return [
        l10n.t(
          'This server keeps one config of each plugin: config {0} is changed. What you left as it was offered stays as it is there, secrets and attachments too.',
          plan.existing?.id ?? 0,
        ),
        stateSentence(plan, wanted),
      ];
    case 'mayUpdateExisting':
      return [
        l10n.t(
          'This server either changes config {0} of the plugin, or makes another one. What you left as it was offered is taken from config {0}. A changed config loses nothing, secrets and attachments included; another one is placed last, without them.',
          plan.existing?.id ?? 0,
        ),
        stateSentence(plan, wanted),
      ];
    case 'becomesHogFunction':
      return [
        l10n.t(
          'This server makes a function of PostHog’s data pipelines (a hog function) of this plugin. It does not appear among the plugin configs, and Undo cannot take it back.',
        ),
        stateSentence(plan, wanted),
      ];
    case 'mayBecomeHogFunction':
      return [
        l10n.t(
          'This server makes a function of PostHog’s data pipelines (a hog function) of plugins that it has a template for, and a plugin config of others.',
        ),
        ...stored,
      ];
  }
}

function placeSentence({ isLast, order }: CreationPlan, { plugin }: WantedNewConfig): string {
  return isLast
    ? l10n.t('It is placed last, with the order {0}.', order)
    : l10n.t(
        'It gets the order {0}, the highest that there is, which another config has too: it runs before those of plugins with a higher id than {1}.',
        order,
        plugin.id,
      );
}

function stateSentence(plan: CreationPlan, wanted: WantedNewConfig): string {
  if (plan.existing && wanted.enabled === wanted.offered.enabled) {
    return plan.existing.enabled ? l10n.t('It stays enabled.') : l10n.t('It stays disabled.');
  }
  return willBeEnabled(plan, wanted)
    ? l10n.t('It will be enabled and run at once.')
    : l10n.t('It will be disabled.');
}

function countText(count: number): string {
  return count === 1 ? l10n.t('one config') : l10n.t('{0} configs', count);
}

/** What the server did with a new config that it stored. */
export function storedText(
  outcome: Extract<CreationOutcome, { kind: 'created' | 'updatedExisting' }>,
  connection: Connection,
): string {
  const where = connectionLabel(connection);
  const { config, change } = outcome;
  const label = change.configs[0]?.label ?? String(config.id);
  if (outcome.kind === 'updatedExisting') {
    return outcome.revived
      ? l10n.t(
          'The server brought back plugin config {0} ({1}), which was deleted before, instead of making a new one in {2}. Secrets that you did not type are those that it had. Undo deletes it again.',
          label,
          config.id,
          where,
        )
      : l10n.t(
          'The server changed the existing plugin config {0} ({1}) in {2} instead of making a new one.',
          label,
          config.id,
          where,
        );
  }
  const made = config.enabled
    ? l10n.t('Created {0} ({1}) in {2}, enabled.', label, config.id, where)
    : l10n.t('Created {0} ({1}) in {2}, disabled.', label, config.id, where);
  if (outcome.notSettled) {
    return l10n.t(
      '{0} It is not last in order, or enabled without having been asked for, and that could not be put right. {1}',
      made,
      reasonSentence(outcome.notSettled),
    );
  }
  if ('deleted' in config) {
    return l10n.t('{0} Undo deletes it.', made);
  }
  return config.enabled
    ? l10n.t('{0} Undo disables it: this server cannot remove a plugin config.', made)
    : l10n.t('{0} It stays in the list: this server cannot remove a plugin config.', made);
}

/** Why it is not known what the server did, and what to do about it. */
export function unknownText(
  { error, seen }: Extract<CreationOutcome, { kind: 'unknown' }>,
  label: string,
  where: string,
): string {
  const reason = causeSentence(error);
  switch (seen) {
    case 'nothing':
      return l10n.t(
        'It is not known whether {0} created {1}. {2} The list shows no new config of it yet. It was not sent again: refresh the list before you save once more.',
        where,
        label,
        reason,
      );
    case 'several':
      return l10n.t(
        'It is not known whether {0} created {1}. {2} The list shows new configs of this plugin that may be somebody else’s. It was not sent again.',
        where,
        label,
        reason,
      );
    case 'unreadable':
      return l10n.t(
        '{0} failed, and now the list has a row that the server cannot read: it has probably stored {1}. {2} It was not sent again. The row must be repaired on the server.',
        where,
        label,
        reason,
      );
    case 'notRead':
      return l10n.t(
        'It is not known whether {0} created {1}, and the list could not be read either. {2} It was not sent again: refresh the list before you save once more.',
        where,
        label,
        reason,
      );
  }
}
