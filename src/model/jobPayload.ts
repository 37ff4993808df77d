import type { Job, JobField } from './fields';

export type JobValueProblem = 'required' | 'number' | 'json' | 'date' | 'daterange' | 'daterangeOrder';

export type JobValue =
  | { readonly ok: true; /** undefined: left out of the payload */ readonly value: unknown }
  | { readonly ok: false; readonly problem: JobValueProblem };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads what was typed for one field. Servers check nothing but that required keys are there, so this is the only
 * check of a value before it reaches the plugin. An optional field that is left empty is left out.
 */
export function parseJobValue(field: JobField, typed: string): JobValue {
  const text = typed.trim();
  if (text === '') {
    return field.required ? { ok: false, problem: 'required' } : { ok: true, value: undefined };
  }
  switch (field.type) {
    case 'string':
      return { ok: true, value: typed };
    case 'number': {
      const value = Number(text);
      return Number.isFinite(value) ? { ok: true, value } : { ok: false, problem: 'number' };
    }
    case 'boolean':
      return { ok: true, value: text === 'true' };
    case 'json':
      // PostHog's own form checks JSON and sends it as text: plugins parse it themselves.
      return isJson(text) ? { ok: true, value: text } : { ok: false, problem: 'json' };
    case 'date': {
      const value = parseDate(text);
      return value === undefined ? { ok: false, problem: 'date' } : { ok: true, value };
    }
    case 'daterange':
      return parseDateRange(text);
  }
}

/** How a field's value, the default first of all, is written in the input box. */
export function jobValueText(field: JobField, value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (field.type === 'daterange' && Array.isArray(value)) {
    return value.map(String).join(' ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The fields that this person is asked for. Only staff of the instance may send a staff field with another value than
 * its default, so others are not asked.
 */
export function askedFields(job: Job, isStaff: boolean): readonly JobField[] {
  return job.fields.filter((field) => isStaff || !field.staffOnly);
}

/**
 * Staff fields that others have to send nonetheless, because the server insists on every required key.
 *
 * @returns `undefined` where such a field has no default: then only staff can run the job
 */
export function staffDefaults(job: Job, isStaff: boolean): Readonly<Record<string, unknown>> | undefined {
  const values: Record<string, unknown> = {};
  for (const field of job.fields) {
    if (!isStaff && field.staffOnly && field.required) {
      if (field.default === undefined) {
        return undefined;
      }
      values[field.key] = field.default;
    }
  }
  return values;
}

/** Sent as an ISO instant in UTC; a day means its first moment, and a time without a zone is read as UTC. */
function parseDate(text: string): string | undefined {
  if (DAY.test(text)) {
    return isDay(text) ? `${text}T00:00:00.000Z` : undefined;
  }
  const hasTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text);
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const instant = hasTime ? new Date(`${text.replace(' ', 'T')}${hasZone ? '' : 'Z'}`) : undefined;
  return instant && !Number.isNaN(instant.getTime()) && isDay(text.slice(0, 10))
    ? instant.toISOString()
    : undefined;
}

function parseDateRange(text: string): JobValue {
  const days = text.split(/[\s,;]+|\.\.+/).filter((part) => part !== '' && part !== '-' && part !== '–');
  const [from, to] = days;
  if (days.length !== 2 || from === undefined || to === undefined || !isDay(from) || !isDay(to)) {
    return { ok: false, problem: 'daterange' };
  }
  return from <= to ? { ok: true, value: [from, to] } : { ok: false, problem: 'daterangeOrder' };
}

/** A day that exists: `Date` alone would turn 31 February into March. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) {
    return false;
  }
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
