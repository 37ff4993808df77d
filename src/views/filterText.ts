import { l10n } from 'vscode';

import type { StateFilter, TreeFilter } from '../model/treeFilter';

/** What is filtered by, and what is not seen because of it: `Filtered: “geo”, enabled — 9 hidden`. */
export function filterText({ text, state }: TreeFilter, hidden: number): string {
  const parts = [...(text === '' ? [] : [`“${text}”`]), ...(state === 'all' ? [] : [stateText(state)])];
  return l10n.t('Filtered: {0} — {1} hidden', parts.join(', '), hidden);
}

function stateText(state: Exclude<StateFilter, 'all'>): string {
  switch (state) {
    case 'enabled':
      return l10n.t('enabled');
    case 'disabled':
      return l10n.t('disabled');
    case 'failing':
      return l10n.t('failing');
  }
}
