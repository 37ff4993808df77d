import { l10n } from 'vscode';
import type { TextProblem } from '../../logs/view/textFilter';

/** What is wrong with the text of a filter, in words; null where nothing is. */
export function problemText(problem: TextProblem | undefined): string | null {
  switch (problem?.kind) {
    case undefined:
      return null;
    case 'invalid':
      return l10n.t('Invalid regular expression ({0}). The filter before it stays in force.', problem.detail);
    case 'slow':
      return l10n.t('This regular expression takes too long. The filter before it stays in force.');
  }
}
