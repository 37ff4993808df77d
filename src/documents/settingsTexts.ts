import { l10n } from 'vscode';

import { shownName, shownText } from '../model/oneLine';
import type { SchemaTexts } from '../model/settingsSchema';
import type { ProblemReason } from './settingsParse';

const LONGEST_CHOICES = 300;

/** A problem of a settings document in words. */
export function problemText(reason: ProblemReason): string {
  switch (reason.kind) {
    case 'syntax':
      return l10n.t('This is not valid JSON.');
    case 'tooDeep':
      return l10n.t('This is nested more than {0} levels deep.', reason.most);
    case 'wrongType':
      return wrongTypeText(reason.expected);
    case 'tooLong':
      return l10n.t('PostHog takes at most {0} characters here.', reason.most);
    case 'duplicateKey':
      return l10n.t('“{0}” is there twice.', shownName(reason.key));
    case 'unknownKey':
      return l10n.t('“{0}” is not known here. Check its spelling, or remove it.', shownName(reason.key));
    case 'required':
      return l10n.t('“{0}” is required.', shownName(reason.key));
    case 'secretRequired':
      return l10n.t(
        '“{0}” is required and not set. It is set by a command: Set Secret… or Add Attachment…',
        shownName(reason.key),
      );
    case 'notAChoice':
      return l10n.t(
        'This is none of the choices: {0}.',
        shownText(reason.choices.join(', '), LONGEST_CHOICES),
      );
    case 'attachmentChanged':
      return l10n.t(
        '“{0}” is a file and cannot be edited here. Use Add Attachment… or Remove Attachment…',
        shownName(reason.key),
      );
    case 'secretRemoved':
      return l10n.t(
        '“{0}” is a secret and is not cleared here. Put •••••••• back to keep it, or use Clear Secret…',
        shownName(reason.key),
      );
    case 'typedSecret':
      return l10n.t(
        '“{0}” is a secret that now stands here in clear. Set Secret… takes it without showing it.',
        shownName(reason.key),
      );
    case 'misplacedMask':
      return l10n.t('This is what stands for a secret, not a value.');
  }
}

function wrongTypeText(expected: 'object' | 'text' | 'boolean' | 'json'): string {
  switch (expected) {
    case 'object':
      return l10n.t('An object with the settings is expected: {"settings": {…}}.');
    case 'text':
      return l10n.t('A text in quotes is expected.');
    case 'boolean':
      return l10n.t('true or false is expected.');
    case 'json':
      return l10n.t('JSON is expected, or a text that is JSON.');
  }
}

/** What completion and hovers say beside the plugin's own texts. */
export function schemaTexts(): SchemaTexts {
  return {
    name: l10n.t('The name of the plugin config, at most 400 characters.'),
    description: l10n.t('What it is for, at most 1,000 characters.'),
    enabled: l10n.t('Whether the server runs it.'),
    settings: l10n.t('The settings of the plugin. Nothing is sent before you save.'),
    required: l10n.t('Required.'),
    secret: l10n.t(
      'Secret. The value that is stored is never shown, and stays as long as •••••••• stands here. Change it with Set Secret…',
    ),
    attachment: l10n.t('A file. Change it with Add Attachment… or Remove Attachment…'),
    json: l10n.t('JSON, or a text that is JSON. It is stored as text.'),
    unknownType: l10n.t('The plugin gives it a type that is not known here: anything is taken.'),
    notDescribed: l10n.t('The plugin does not describe this key. It is kept as it is.'),
    withoutEffect: l10n.t('Without effect, given the other settings.'),
  };
}
