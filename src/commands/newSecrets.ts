import { InputBoxValidationSeverity, l10n, type InputBoxValidationMessage } from 'vscode';

import { SERVER_MASK } from '../api/forms';
import { plainText } from '../connection/plainText';
import { inputStep } from '../connection/steps';
import type { SettingField } from '../model/fields';
import { shownName } from '../model/oneLine';
import { isFieldRequired, isFieldVisible } from '../model/settingFields';
import { MASK } from '../model/secrets';
import { hasLostLineBreaks } from '../model/secretText';

/**
 * The secrets that a new config can have, given its other settings: those that have an effect and were not typed yet.
 * Files are added by their own command.
 */
export function secretsToAsk(
  fields: readonly SettingField[],
  settings: Readonly<Record<string, unknown>>,
  typed: Readonly<Record<string, string>>,
): readonly SettingField[] {
  const whole = { ...settings, ...typed };
  return fields.filter(
    (field) =>
      field.secret &&
      field.type !== 'attachment' &&
      !Object.hasOwn(typed, field.key) &&
      isFieldVisible(field, whole),
  );
}

/**
 * One password box per secret, with a way back. What is left empty is left out.
 *
 * @param keeps whether the config that is there keeps what is left out
 * @returns undefined when the user gave up
 */
export async function askNewSecrets(
  title: string,
  fields: readonly SettingField[],
  settings: Readonly<Record<string, unknown>>,
  keeps: boolean,
): Promise<Readonly<Record<string, string>> | undefined> {
  const typed = new Map<string, string>();
  let index = 0;
  for (let field = fields[0]; field; field = fields[index]) {
    const { key } = field;
    const isRequired = !keeps && isFieldRequired(field, { ...settings, ...Object.fromEntries(typed) });
    const answer = await inputStep({
      title: plainText(title),
      step: index + 1,
      totalSteps: fields.length,
      canGoBack: index > 0,
      password: true,
      prompt: plainText(promptFor(field, isRequired, keeps)),
      value: typed.get(key) ?? '',
      check: warningOf,
      submit: (text) => Promise.resolve(checked(text, isRequired)),
    });
    if (answer.kind === 'cancelled') {
      return undefined;
    }
    if (answer.kind === 'done') {
      typed.set(key, answer.value);
    }
    index += answer.kind === 'done' ? 1 : -1;
  }
  return Object.fromEntries([...typed].filter(([, value]) => value !== ''));
}

function checked(
  text: string,
  isRequired: boolean,
): { readonly value: string } | { readonly problem: string } {
  if (text === MASK || text === SERVER_MASK) {
    return { problem: l10n.t('This is what stands in the place of a secret, not a secret.') };
  }
  return text === '' && isRequired
    ? { problem: l10n.t('Enter a value: the plugin requires it.') }
    : { value: text };
}

function warningOf(text: string): InputBoxValidationMessage | undefined {
  return hasLostLineBreaks(text)
    ? {
        message: l10n.t(
          'This box has dropped the line breaks of what was pasted. Set Secret… takes them, once the config is there.',
        ),
        severity: InputBoxValidationSeverity.Warning,
      }
    : undefined;
}

function promptFor({ key, title }: SettingField, isRequired: boolean, keeps: boolean): string {
  const name = title && title !== key ? `${shownName(title)} (${shownName(key)})` : shownName(key);
  if (keeps) {
    return l10n.t('Secret: {0}. Leave it empty to keep what is stored.', name);
  }
  return isRequired
    ? l10n.t('Secret: {0}', name)
    : l10n.t('Secret: {0}. Leave it empty to go on without it.', name);
}
