import { l10n } from 'vscode';
import type { Dialogs } from './dialogs';
import { parseKey } from './keyFormat';
import { inputStep, type StepPlace, type StepResult, type Submitted } from './steps';
import { keyProblemText } from './wording';

export interface KeyStep<T> {
  readonly place: StepPlace;
  readonly origin: string;
  readonly dialogs: Dialogs;
  /** Shown from the start: why the key is asked for. */
  readonly problem?: string;
  /** Tries a key of the right form with a real request. Must not throw. */
  readonly tryKey: (key: string, signal: AbortSignal) => Promise<Submitted<T>>;
}

/** Asks for a personal API key of one host, and takes it when `tryKey` does. */
export function askKey<T>({ place, origin, dialogs, problem, tryKey }: KeyStep<T>): Promise<StepResult<T>> {
  const { host } = new URL(origin);
  return inputStep({
    ...place,
    password: true,
    prompt: l10n.t(
      'Personal API key of {0}. Scopes: plugin:read to see, plugin:write to change; user:read, project:read and organization:read for names. It is kept in the editor’s secret storage and sent to {1} only.',
      host,
      origin,
    ),
    placeholder: 'phx_…',
    ...(problem !== undefined && { problem }),
    button: {
      icon: 'link-external',
      tooltip: l10n.t('Open the page of {0} where keys are made', host),
      run: () => void dialogs.openExternal(`${origin}/settings/user-api-keys`),
    },
    check: (text) => {
      const parsed = parseKey(text);
      return parsed.ok || parsed.problem === 'empty' || parsed.problem === 'short'
        ? undefined
        : keyProblemText(parsed.problem, host);
    },
    submit: async (text, signal) => {
      const parsed = parseKey(text);
      return parsed.ok ? tryKey(parsed.key, signal) : { problem: keyProblemText(parsed.problem, host) };
    },
  });
}
