import { l10n, ProgressLocation, window } from 'vscode';

import type { Change } from '../model/changes';
import type { UndoOptions } from '../model/undo';

/** Shows that a change is being undone: one config takes a moment; many can be cancelled. */
export function withUndoProgress<T>(
  { configs }: Change,
  task: (options: UndoOptions) => Promise<T>,
): Thenable<T> {
  const isMany = configs.length > 1;
  return window.withProgress(
    {
      location: isMany ? ProgressLocation.Notification : ProgressLocation.Window,
      title: l10n.t('Undoing…'),
      cancellable: isMany,
    },
    async (progress, token) => {
      const abort = new AbortController();
      const listening = token.onCancellationRequested(() => abort.abort());
      try {
        return await task({
          signal: abort.signal,
          onProgress: (ended) =>
            progress.report({
              message: l10n.t('{0} of {1}', ended, configs.length),
              increment: 100 / configs.length,
            }),
        });
      } finally {
        listening.dispose();
      }
    },
  );
}
