import type { Condition, SettingField } from './fields';
import { MASK } from './secrets';

/** What is wrong with a setting by its plugin's form. No server enforces any of it. */
export type SettingsProblem =
  | { readonly key: string; readonly kind: 'missing'; readonly title: string }
  | {
      readonly key: string;
      readonly kind: 'notAChoice';
      readonly value: unknown;
      readonly choices: readonly string[];
    }
  /** The form asks for text. */
  | { readonly key: string; readonly kind: 'wrongType'; readonly value: unknown }
  /** The form has no such key. */
  | { readonly key: string; readonly kind: 'unknownKey' }
  | { readonly key: string; readonly kind: 'invalidJson'; readonly reason: string };

/**
 * Whether a setting has an effect, given the others: its `visible_if` holds.
 *
 * @param settings with something in the place of each secret and attachment that is set
 */
export function isFieldVisible(field: SettingField, settings: Readonly<Record<string, unknown>>): boolean {
  return field.visibleIf.every((condition) => holds(condition, settings));
}

/**
 * Whether a setting is required, always or given the others. One without an effect is not.
 *
 * @param settings as for `isFieldVisible`
 */
export function isFieldRequired(field: SettingField, settings: Readonly<Record<string, unknown>>): boolean {
  const isAsked =
    field.required ||
    (field.requiredIf.length > 0 && field.requiredIf.every((condition) => holds(condition, settings)));
  return isAsked && isFieldVisible(field, settings);
}

/**
 * What is wrong with settings by their plugin's form. Types that we do not know pass, and so does `null`, which is how
 * servers keep what was never set.
 *
 * @param settings all that are neither secret nor attachments; `json` settings as text or as what the text stands for
 * @param keptSecrets keys of secrets and attachments that are set
 */
export function settingsProblems(
  fields: readonly SettingField[],
  settings: Readonly<Record<string, unknown>>,
  keptSecrets: Iterable<string>,
): readonly SettingsProblem[] {
  const whole = { ...Object.fromEntries([...keptSecrets].map((key) => [key, MASK])), ...settings };
  const known = new Set(fields.map(({ key }) => key));
  return [
    ...fields.flatMap((field) => fieldProblems(field, whole)),
    ...Object.keys(settings)
      .filter((key) => !known.has(key))
      .map((key) => ({ key, kind: 'unknownKey' }) as const),
  ];
}

function fieldProblems(
  field: SettingField,
  settings: Readonly<Record<string, unknown>>,
): readonly SettingsProblem[] {
  const { key } = field;
  const value = valueOf(key, settings);
  if (value === '') {
    return isFieldRequired(field, settings) ? [{ key, kind: 'missing', title: field.title ?? key }] : [];
  }
  if (value === MASK) {
    return [];
  }
  switch (field.type) {
    case 'choice':
      return field.choices.length > 0 && !field.choices.some((choice) => choice === value)
        ? [{ key, kind: 'notAChoice', value, choices: field.choices }]
        : [];
    case 'string':
      return typeof value === 'string' ? [] : [{ key, kind: 'wrongType', value }];
    case 'json':
      return typeof value === 'string' ? jsonProblems(key, value) : [];
    case 'attachment':
    case 'unknown':
      return [];
  }
}

function jsonProblems(key: string, text: string): readonly SettingsProblem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ key, kind: 'invalidJson', reason: error instanceof Error ? error.message : String(error) }];
  }
}

function holds(condition: Condition, settings: Readonly<Record<string, unknown>>): boolean {
  const value = valueOf(condition.key, settings);
  return 'value' in condition ? value === (condition.value ?? '') : value !== '';
}

/** What is not set counts as an empty text, as in PostHog's own form. */
function valueOf(key: string, settings: Readonly<Record<string, unknown>>): unknown {
  return Object.hasOwn(settings, key) ? (settings[key] ?? '') : '';
}
