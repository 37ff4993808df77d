import { InputBoxValidationSeverity, l10n, type InputBoxValidationMessage } from 'vscode';
import type { Clock } from '../../api/clock';
import { inputStep, type StepPlace, type StepResult } from '../../connection/steps';
import { parseTimeInput, type TimeInput, type TimeZone } from '../../logs/export/timeInput';

export interface AskTimeOptions {
  readonly clock: Clock;
  /** What a time without a zone of its own is meant in. */
  readonly zone: TimeZone;
  /** What the box holds at first. */
  readonly initial?: string;
  /** Where it stands in a flow of several steps. */
  readonly place?: StepPlace;
  /** What else is wrong with a time that was understood. */
  readonly refuse?: (time: TimeInput) => string | undefined;
}

/** Asks for a time, says as it is typed what it is taken for, and takes nothing that is not understood. */
export function askTime(
  prompt: string,
  { clock, zone, initial, place, refuse }: AskTimeOptions,
): Promise<StepResult<TimeInput>> {
  const read = (text: string): { readonly value: TimeInput } | { readonly problem: string } => {
    const value = parseTimeInput(text, clock.now(), zone);
    const problem = value ? refuse?.(value) : notUnderstood();
    return value && problem === undefined ? { value } : { problem: problem ?? notUnderstood() };
  };
  return inputStep<TimeInput>({
    ...(place ?? { title: prompt, step: 1, totalSteps: 1, canGoBack: false }),
    prompt: l10n.t('{0} Times without a zone are in {1}.', prompt, zoneName(zone, clock.now())),
    placeholder: l10n.t('For example {0}', '14:30, 2026-01-31 14:30:05, 2026-01-31T14:30:05Z, 10m, 2h, 3d'),
    ...(initial === undefined ? {} : { value: initial }),
    check: (text) => {
      if (text.trim() === '') {
        return undefined;
      }
      const answer = read(text);
      return 'value' in answer ? understood(answer.value, zone) : answer.problem;
    },
    submit: (text) => Promise.resolve(read(text)),
  });
}

function understood(time: TimeInput, zone: TimeZone): InputBoxValidationMessage {
  return { message: timeInWords(time.at, zone), severity: InputBoxValidationSeverity.Info };
}

function notUnderstood(): string {
  return l10n.t('Enter a time such as {0}, or how long ago it was, such as {1}.', '2026-01-31 14:30', '10m');
}

/** A time as a person reads it, with its zone. @param at milliseconds since the epoch */
export function timeInWords(at: number, zone: TimeZone): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'full',
    timeStyle: 'long',
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(at);
}

/** What a zone is called, with its distance from UTC. */
function zoneName(zone: TimeZone, at: number): string {
  if (zone === 'utc') {
    return 'UTC';
  }
  const parts = new Intl.DateTimeFormat(undefined, { timeZoneName: 'longOffset' }).formatToParts(at);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return l10n.t('local time ({0})', offset);
}
