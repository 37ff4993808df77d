import type { ApiError } from '../api/errors';
import type { Change } from './changes';
import type { ConfigRow } from './configRow';
import { labelOf } from './configWrites';
import type { MovePlan, OrderChange } from './order';

export type OrderChanges = readonly OrderChange<ConfigRow>[];

/** Why a row did not get its order; without an error where the server answered as if it had. */
export interface MoveFailure {
  readonly row: ConfigRow;
  readonly error: ApiError | undefined;
}

/** What is known of a move that did not come to its end. */
interface Unfinished {
  readonly failures: readonly MoveFailure[];
  /** Rows of which nothing was sent. */
  readonly unsent: readonly ConfigRow[];
  /** What is left to do, for the list as the move has left it. */
  readonly rest: MovePlan<ConfigRow>;
}

/** What became of a move. */
export type MoveOutcome =
  | {
      readonly kind: 'moved';
      readonly change: Change;
      /** Whether a list read afterwards shows the new orders; without it, each row's own answer did. */
      readonly verified: boolean;
      /** Somebody else changed the list while it was being done. */
      readonly othersChanged: boolean;
    }
  /** Nothing was sent: the list is no longer the one that the move was planned for. The new one is shown. */
  | { readonly kind: 'overtaken' }
  /** The user stopped it. What was done stays; undefined where that is nothing. */
  | ({ readonly kind: 'cancelled'; readonly change: Change | undefined } & Unfinished)
  /** The server did not do all of it; what it had done was taken back. */
  | ({ readonly kind: 'rolledBack'; readonly restored: readonly ConfigRow[] } & Unfinished)
  /** The server did not do all of it, and this part could not be taken back. */
  | ({
      readonly kind: 'partly';
      readonly change: Change;
      readonly restored: readonly ConfigRow[];
    } & Unfinished);

/** How far the requests of a move came. */
export interface MoveProgress {
  readonly failures: ReadonlyMap<ConfigRow, ApiError>;
  readonly unsent: ReadonlySet<ConfigRow>;
}

/** @param kept changes that the server has made and that stay */
export function unfinished(
  { seen, moved, changes }: MovePlan<ConfigRow>,
  done: OrderChanges,
  kept: OrderChanges,
  { failures, unsent }: MoveProgress,
): Unfinished {
  const orders = new Map(kept.map(({ row, to }) => [row.id, to]));
  const isDone = new Set(done);
  return {
    failures: changes
      .filter((change) => !isDone.has(change) && !unsent.has(change.row))
      .map(({ row }) => ({ row, error: failures.get(row) })),
    unsent: [...unsent],
    rest: {
      seen: seen.map((row) => ({ ...row, order: orders.get(row.id) ?? row.order })),
      moved,
      changes: changes.filter(({ row }) => !orders.has(row.id)),
    },
  };
}

/** What *Undo* of a move takes back. */
export function changeOf(changes: OrderChanges): Change {
  return {
    what: 'moved',
    configs: changes.map(({ row, to }) => ({
      id: row.id,
      label: labelOf(row),
      before: { order: row.order },
      after: { order: to },
    })),
    cannotRestore: [],
  };
}
