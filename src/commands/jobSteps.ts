import { l10n } from 'vscode';

import { inputStep, pickStep, type StepResult } from '../connection/steps';
import type { JobField } from '../model/fields';
import { shownName } from '../model/oneLine';
import { jobValueText, parseJobValue, type JobValueProblem } from '../model/jobPayload';

/** What was typed so far, by field: kept when the server refuses the payload, so that nothing is typed twice. */
export type TypedValues = Map<string, string>;

/**
 * One box per field, with its default, validation, and a way back.
 *
 * @returns the payload; undefined when the user gave up
 */
export async function askJobPayload(
  title: string,
  fields: readonly JobField[],
  typed: TypedValues,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  let index = 0;
  for (let field = fields[0]; field; field = fields[index]) {
    const place = { title, step: index + 1, totalSteps: fields.length, canGoBack: index > 0 };
    const initial = typed.get(field.key) ?? jobValueText(field, field.default);
    const answer =
      field.type === 'boolean'
        ? await askBoolean(field, place, initial)
        : await askText(field, place, initial);
    if (answer.kind === 'cancelled') {
      return undefined;
    }
    if (answer.kind === 'done') {
      typed.set(field.key, answer.value);
    }
    index += answer.kind === 'done' ? 1 : -1;
  }
  return payloadOf(fields, typed);
}

function payloadOf(fields: readonly JobField[], typed: TypedValues): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const parsed = parseJobValue(field, typed.get(field.key) ?? '');
      return parsed.ok && parsed.value !== undefined ? [[field.key, parsed.value]] : [];
    }),
  );
}

interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

function askText(field: JobField, place: Place, initial: string): Promise<StepResult<string>> {
  const problemOf = (text: string): string | undefined => {
    const parsed = parseJobValue(field, text);
    return parsed.ok ? undefined : problemText(parsed.problem);
  };
  return inputStep({
    ...place,
    prompt: prompt(field),
    placeholder: placeholder(field),
    value: initial,
    submit: (text) => {
      const problem = problemOf(text);
      return Promise.resolve(problem === undefined ? { value: text } : { problem });
    },
  });
}

function askBoolean(field: JobField, place: Place, initial: string): Promise<StepResult<string>> {
  const items = [
    { label: l10n.t('Yes'), description: 'true', value: 'true' },
    { label: l10n.t('No'), description: 'false', value: 'false' },
    ...(field.required
      ? []
      : [{ label: l10n.t('Leave Out'), description: l10n.t('the plugin decides'), value: '' }]),
  ];
  // The first item is the one that Enter takes: the default, where there is one.
  const first = items.findIndex((item) => item.value === initial);
  return pickStep({
    ...place,
    placeholder: prompt(field),
    items: first > 0 ? [...items.slice(first), ...items.slice(0, first)] : items,
    submit: (value) => Promise.resolve({ value }),
  });
}

function prompt(field: JobField): string {
  const key = shownName(field.key);
  const name = field.title === field.key ? key : `${shownName(field.title)} (${key})`;
  const notes = [
    ...(field.required ? [] : [l10n.t('optional')]),
    ...(field.staffOnly ? [l10n.t('staff only')] : []),
  ];
  return notes.length > 0 ? `${name} – ${notes.join(', ')}` : name;
}

function placeholder(field: JobField): string {
  switch (field.type) {
    case 'string':
    case 'boolean':
      return '';
    case 'number':
      return l10n.t('A number');
    case 'json':
      return l10n.t('JSON, for example {"key": "value"}');
    case 'date':
      return l10n.t('A date or a time in UTC: 2026-01-31 or 2026-01-31T12:00');
    case 'daterange':
      return l10n.t('Two dates: 2026-01-01 2026-01-31');
  }
}

function problemText(problem: JobValueProblem): string {
  switch (problem) {
    case 'required':
      return l10n.t('Enter a value: the job requires it.');
    case 'number':
      return l10n.t('Enter a number.');
    case 'json':
      return l10n.t('This is not valid JSON.');
    case 'date':
      return l10n.t('Enter a date as 2026-01-31, or a time as 2026-01-31T12:00.');
    case 'daterange':
      return l10n.t('Enter two dates, such as 2026-01-01 2026-01-31.');
    case 'daterangeOrder':
      return l10n.t('The first date must not be after the second.');
  }
}
