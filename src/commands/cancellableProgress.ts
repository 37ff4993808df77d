import { l10n, ProgressLocation, window } from 'vscode';

import { plainText } from '../connection/plainText';
import type { BulkOptions } from '../model/bulk';

/**
 * Runs a task that changes many, with a notification that shows how far it is and can stop it.
 *
 * @param total of how many `onProgress` tells how many have ended
 */
export function withCancellableProgress<T>(
  title: string,
  total: number,
  task: (options: BulkOptions) => Promise<T>,
): Thenable<T> {
  return window.withProgress(
    { location: ProgressLocation.Notification, cancellable: true, title: plainText(title) },
    async (progress, token) => {
      const abort = new AbortController();
      const listening = token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      const onProgress = (ended: number): void => {
        const increment = (100 * (ended - shown)) / total;
        shown = ended;
        progress.report({ message: l10n.t('{0} of {1}', ended, total), increment });
      };
      try {
        return await task({ signal: abort.signal, onProgress });
      } finally {
        listening.dispose();
      }
    },
  );
}
