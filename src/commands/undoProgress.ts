import { l10n, ProgressLocation, window } from 'vscode';

import type { Change } from '../model/changes';
import type { UndoOptions } from '../model/undo';
import { withCancellableProgress } from './cancellableProgress';

/** Shows that a change is being undone: one config takes a moment; many can be cancelled. */
export function withUndoProgress<T>(
  { configs }: Change,
  task: (options: UndoOptions) => Promise<T>,
): Thenable<T> {
  const title = l10n.t('Undoing…');
  return configs.length > 1
    ? withCancellableProgress(title, configs.length, task)
    : window.withProgress({ location: ProgressLocation.Window, title }, () =>
        task({ signal: new AbortController().signal }),
      );
}
