import { l10n } from 'vscode';
import type { TextProblem } from '../../logs/view/textFilter';

/**
 * What is wrong with the text of a filter, in words; null where nothing is.
 *
 * @param isFiltered whether another text was in force before it, and stays so
 */
export function problemText(problem: TextProblem | undefined, isFiltered: boolean): string | null {
  switch (problem?.kind) {
    case undefined:
      return null;
    case 'invalid':
      return isFiltered
        ? l10n.t('Invalid regular expression ({0}). The filter before it stays in force.', problem.detail)
        : l10n.t(
            'Invalid regular expression ({0}). Entries are not filtered by text until it is corrected.',
            problem.detail,
          );
    case 'slow':
      return isFiltered
        ? l10n.t('This regular expression takes too long. The filter before it stays in force.')
        : l10n.t(
            'This regular expression takes too long. Entries are not filtered by text until it is changed.',
          );
  }
}
