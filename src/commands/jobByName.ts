import { l10n } from 'vscode';

import { inputStep } from '../connection/steps';
import { shownName } from '../model/oneLine';
import type { TypedValues } from './jobSteps';

/** A job to start, as the API wants it. */
export interface JobRequest {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Where a server describes no jobs: a name and a payload, both typed.
 *
 * @param config what the plugin config is called
 * @returns undefined when the user gave up
 */
export async function askJobByName(config: string, typed: TypedValues): Promise<JobRequest | undefined> {
  const title = l10n.t('Run a Job of {0}', config);
  for (;;) {
    const name = await inputStep({
      title,
      step: 1,
      totalSteps: 2,
      canGoBack: false,
      prompt: l10n.t('Name of the job. This server does not tell which jobs there are.'),
      value: typed.get('name') ?? '',
      submit: (text) =>
        Promise.resolve(
          text.trim() ? { value: text.trim() } : { problem: l10n.t('Enter the name of a job.') },
        ),
    });
    if (name.kind !== 'done') {
      return undefined;
    }
    typed.set('name', name.value);
    const payload = await inputStep({
      title,
      step: 2,
      totalSteps: 2,
      canGoBack: true,
      prompt: l10n.t('Payload of {0}, as a JSON object', shownName(name.value)),
      value: typed.get('payload') ?? '{}',
      submit: (text) => {
        const value = parseObject(text);
        typed.set('payload', text);
        return Promise.resolve(
          value ? { value } : { problem: l10n.t('Enter a JSON object, such as {0}.', '{"key": "value"}') },
        );
      },
    });
    if (payload.kind === 'done') {
      return { type: name.value, payload: payload.value };
    }
    if (payload.kind === 'cancelled') {
      return undefined;
    }
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
