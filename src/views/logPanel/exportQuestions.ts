import { l10n } from 'vscode';
import type { Clock } from '../../api/clock';
import { pickStep, type Choice, type StepPlace, type StepResult } from '../../connection/steps';
import type { ExportFormat } from '../../logs/export/exportFormats';
import type { Range } from '../../logs/feed/rangeReader';
import type { TimeInput, TimeZone } from '../../logs/export/timeInput';
import { addMicroseconds, timestampFromDate } from '../../logs/timestamp';
import { askTime } from './askTime';

/** What to take away: what the panel shows, all that it holds, or a time range from the server. */
export type ExportScope = 'shown' | 'loaded' | Range;

export interface ExportChoice {
  readonly scope: ExportScope;
  readonly format: ExportFormat;
}

export interface ExportQuestions {
  readonly title: string;
  /** How many entries the filter shows; undefined where it hides none. */
  readonly shown: number | undefined;
  readonly loaded: number;
  readonly zone: TimeZone;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;

/** Asks what to take away and in which format. @returns undefined when the user gave up */
export async function askExport(questions: ExportQuestions): Promise<ExportChoice | undefined> {
  for (;;) {
    const what = await askWhat(questions);
    if (what.kind !== 'done') {
      return undefined;
    }
    const answer =
      what.value === 'range'
        ? await askRangeAndFormat(questions)
        : await askFormat(what.value, place(questions, 2, 2));
    if (answer.kind !== 'back') {
      return answer.kind === 'done' ? answer.value : undefined;
    }
  }
}

function askWhat(questions: ExportQuestions): Promise<StepResult<'shown' | 'loaded' | 'range'>> {
  const { shown, loaded } = questions;
  const items: Choice<'shown' | 'loaded' | 'range'>[] = [];
  if (shown !== undefined && shown > 0) {
    items.push({ label: l10n.t('Shown Entries ({0})', shown.toLocaleString()), value: 'shown' });
  }
  if (loaded > 0) {
    items.push({ label: l10n.t('All Loaded Entries ({0})', loaded.toLocaleString()), value: 'loaded' });
  }
  items.push({
    label: l10n.t('A Time Range from the Server…'),
    description: l10n.t('complete, and without the filter'),
    value: 'range',
  });
  return pick(place(questions, 1, 2), l10n.t('Select what to export'), items);
}

async function askRangeAndFormat(questions: ExportQuestions): Promise<StepResult<ExportChoice>> {
  for (;;) {
    const range = await askRange(questions);
    if (range.kind !== 'done') {
      return range;
    }
    const answer =
      range.value === 'custom'
        ? await askBoundsAndFormat(questions)
        : await askFormat(range.value, place(questions, 3, 3));
    if (answer.kind !== 'back') {
      return answer;
    }
  }
}

function askRange(questions: ExportQuestions): Promise<StepResult<Range | 'custom'>> {
  const last = (minutes: number): Range => ({
    after: timestampFromDate(questions.clock.now() - minutes * MINUTE_MS),
    before: undefined,
  });
  const everything: Range = { after: undefined, before: undefined };
  return pick<Range | 'custom'>(place(questions, 2, 3), l10n.t('Select a time range'), [
    { label: l10n.t('Last 15 Minutes'), value: last(15) },
    { label: l10n.t('Last Hour'), value: last(60) },
    { label: l10n.t('Last 24 Hours'), value: last(24 * 60) },
    {
      label: l10n.t('Everything That the Server Has'),
      description: l10n.t('servers keep a week'),
      value: everything,
    },
    { label: l10n.t('From … to …'), value: 'custom' },
  ]);
}

async function askBoundsAndFormat(questions: ExportQuestions): Promise<StepResult<ExportChoice>> {
  let initial: string | undefined;
  for (;;) {
    const from = await askTime(l10n.t('From when on?'), {
      ...questions,
      place: place(questions, 3, 5),
      ...(initial === undefined ? {} : { initial }),
    });
    if (from.kind !== 'done') {
      return from;
    }
    initial = from.value.timestamp;
    const answer = await askEndAndFormat(questions, from.value);
    if (answer.kind !== 'back') {
      return answer;
    }
  }
}

async function askEndAndFormat(
  questions: ExportQuestions,
  from: TimeInput,
): Promise<StepResult<ExportChoice>> {
  for (let initial = 'now'; ;) {
    const to = await askTime(l10n.t('Until when? Entries at this time are left out.'), {
      ...questions,
      place: place(questions, 4, 5),
      initial,
      refuse: ({ timestamp }) =>
        timestamp > from.timestamp ? undefined : l10n.t('The end must be later than the beginning.'),
    });
    if (to.kind !== 'done') {
      return to;
    }
    initial = to.value.timestamp;
    // The server's bounds leave out what is exactly at them.
    const range = { after: addMicroseconds(from.timestamp, -1), before: to.value.timestamp };
    const answer = await askFormat(range, place(questions, 5, 5));
    if (answer.kind !== 'back') {
      return answer;
    }
  }
}

async function askFormat(scope: ExportScope, at: StepPlace): Promise<StepResult<ExportChoice>> {
  const format = await pick<ExportFormat>(at, l10n.t('Select a format'), [
    {
      label: 'NDJSON',
      description: l10n.t('one JSON object a line, as the server sent it'),
      value: 'ndjson',
    },
    { label: 'CSV', description: l10n.t('for spreadsheets and databases'), value: 'csv' },
    { label: l10n.t('Text'), description: l10n.t('one entry a line, for reading'), value: 'text' },
  ]);
  return format.kind === 'done' ? { kind: 'done', value: { scope, format: format.value } } : format;
}

function pick<T>(at: StepPlace, placeholder: string, items: readonly Choice<T>[]): Promise<StepResult<T>> {
  return pickStep({ ...at, placeholder, items, submit: (value: T) => Promise.resolve({ value }) });
}

function place({ title }: ExportQuestions, step: number, totalSteps: number): StepPlace {
  return { title: l10n.t('Export the Logs of {0}', title), step, totalSteps, canGoBack: step > 1 };
}
