import { l10n } from 'vscode';

import type { ApiError } from '../api/errors';
import { causeSentence } from '../views/messages';

/** Why it is not known whether a job runs, and what to do about it. */
export function jobFateText(error: ApiError, job: string, where: string): string {
  return l10n.t(
    'It is not known whether {0} started the job {1}. {2} It was not sent again: look at the logs before you run it once more.',
    where,
    job,
    causeSentence(error),
  );
}
