import type { ApiError } from '../api/errors';
import { mergedChange, type BulkOutcome } from './bulk';
import type { Change, DeleteOutcome, EnabledOutcome } from './changes';
import type { ConfigRow } from './configRow';

/** Why one of many is not as it was to be. */
export type Problem =
  /** Nothing was sent of those that were spared: the failure of another one would have befallen them as well. */
  | { readonly kind: 'failed' | 'spared'; readonly row: ConfigRow; readonly error: unknown }
  | { readonly kind: 'leftEnabled' | 'leftDisabled'; readonly row: ConfigRow }
  | { readonly kind: 'stillListed'; readonly row: ConfigRow; readonly error: ApiError | undefined };

/** What became of many, sorted by what is to be said about it. */
export interface BulkSummary {
  readonly total: number;
  /** One change of all that were done; undefined where none was. */
  readonly change: Change | undefined;
  /** Enabled or disabled, of those that were deleted too. */
  readonly done: readonly ConfigRow[];
  /** Those of `done` that no list shows any more. */
  readonly removed: readonly ConfigRow[];
  /** This server only disables what it is told to delete. */
  readonly cannotRemove: boolean;
  readonly alreadyGone: readonly ConfigRow[];
  /** Not begun, because the user cancelled. */
  readonly cancelled: readonly ConfigRow[];
  readonly problems: readonly Problem[];
}

export function summarize(outcomes: readonly BulkOutcome<EnabledOutcome | DeleteOutcome>[]): BulkSummary {
  const changes: Change[] = [];
  const done: ConfigRow[] = [];
  const removed: ConfigRow[] = [];
  const alreadyGone: ConfigRow[] = [];
  const cancelled: ConfigRow[] = [];
  const problems: Problem[] = [];
  let cannotRemove = false;
  for (const outcome of outcomes) {
    const { row } = outcome;
    if (outcome.kind === 'cancelled') {
      cancelled.push(row);
      continue;
    }
    if (outcome.kind !== 'answered') {
      problems.push(outcome);
      continue;
    }
    const answer = outcome.outcome;
    if ('change' in answer) {
      changes.push(answer.change);
      done.push(row);
    }
    switch (answer.kind) {
      case 'changed':
        break;
      case 'removed':
        removed.push(row);
        break;
      case 'disabledOnly':
        cannotRemove = true;
        break;
      case 'stillListed':
        problems.push({ kind: 'stillListed', row, error: answer.cause });
        break;
      case 'unchanged':
        problems.push({ kind: answer.enabled ? 'leftEnabled' : 'leftDisabled', row });
        break;
      case 'alreadyGone':
        alreadyGone.push(row);
    }
  }
  const change = mergedChange(changes);
  return { total: outcomes.length, change, done, removed, cannotRemove, alreadyGone, cancelled, problems };
}
