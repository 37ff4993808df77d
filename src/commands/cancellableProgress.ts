import { l10n, ProgressLocation, window } from 'vscode';

import { systemClock } from '../api/clock';
import { plainText } from '../connection/plainText';
import type { BulkOptions } from '../model/bulk';

/**
 * What ends sooner shows no progress. The editor shows at most three new notifications within 800 ms and puts the
 * others only into its list: a progress that comes and goes in a moment would be shown in place of what came of it.
 */
const SHOWN_AFTER_MS = 800;

/**
 * Runs a task that changes many. Where it takes a while, a notification shows how far it is and can stop it.
 *
 * @param total of how many `onProgress` tells how many have ended
 */
export async function withCancellableProgress<T>(
  title: string,
  total: number,
  task: (options: BulkOptions) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let ended = 0;
  let report: (() => void) | undefined;
  const onProgress = (now: number): void => {
    ended = now;
    report?.();
  };
  const running = task({ signal: abort.signal, onProgress });
  const timer = systemClock.after(SHOWN_AFTER_MS, () => {
    void window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title: plainText(title) },
      async (progress, token) => {
        const listening = token.onCancellationRequested(() => abort.abort());
        let shown = 0;
        report = () => {
          const increment = (100 * (ended - shown)) / total;
          shown = ended;
          progress.report({ message: l10n.t('{0} of {1}', ended, total), increment });
        };
        report();
        // How it ends is told to the caller.
        await running.catch(() => undefined);
        listening.dispose();
      },
    );
  });
  try {
    return await running;
  } finally {
    timer.cancel();
  }
}
