import { isApiError } from '../api/errors';
import { WrongProjectError, type Change } from './changes';
import type { ConfigRow } from './configRow';
import { inParallel } from './inParallel';

/** How many writes are under way at the same time. More would only wait for each other in the budget. */
export const MOST_AT_ONCE = 4;

export type BulkAction = 'enable' | 'disable' | 'delete';

/** Which of the chosen configs an action would change, and which are as it would make them already. */
export interface BulkPlan {
  readonly change: readonly ConfigRow[];
  readonly leaveAlone: readonly ConfigRow[];
}

/** @param softDelete whether deleting hides a config on this server; where it does not, it only disables */
export function planMany(action: BulkAction, rows: readonly ConfigRow[], softDelete: boolean): BulkPlan {
  const isThere = (row: ConfigRow): boolean =>
    action === 'enable' ? row.enabled : !row.enabled && !(action === 'delete' && softDelete);
  return { change: rows.filter((row) => !isThere(row)), leaveAlone: rows.filter(isThere) };
}

/** What became of one of many. */
export type BulkOutcome<T> =
  | { readonly kind: 'answered'; readonly row: ConfigRow; readonly outcome: T }
  | { readonly kind: 'failed'; readonly row: ConfigRow; readonly error: unknown }
  /** Never begun, because it was cancelled before its turn. */
  | { readonly kind: 'cancelled'; readonly row: ConfigRow }
  /** Never begun, because `error`, the failure of another one, would have befallen it as well. */
  | { readonly kind: 'spared'; readonly row: ConfigRow; readonly error: unknown };

export interface BulkOptions {
  /** Gives up what was not begun. What is under way is finished, so that its fate is known. */
  readonly signal: AbortSignal;
  /** How many have ended, each time one has. */
  readonly onProgress?: (ended: number) => void;
}

/**
 * Writes many configs, each once, a few at a time. Never rejects.
 *
 * @returns what became of each, in the order of `rows`
 */
export async function writeMany<T>(
  rows: readonly ConfigRow[],
  write: (row: ConfigRow) => Promise<T>,
  { signal, onProgress }: BulkOptions,
): Promise<readonly BulkOutcome<T>[]> {
  const outcomes = new Map<ConfigRow, BulkOutcome<T>>();
  let common: { readonly error: unknown } | undefined;
  let ended = 0;
  await inParallel(rows, MOST_AT_ONCE, async (row) => {
    if (signal.aborted) {
      outcomes.set(row, { kind: 'cancelled', row });
      return;
    }
    if (common) {
      outcomes.set(row, { kind: 'spared', row, error: common.error });
      return;
    }
    try {
      outcomes.set(row, { kind: 'answered', row, outcome: await write(row) });
    } catch (error) {
      outcomes.set(row, { kind: 'failed', row, error });
      common ??= befallsAll(error) ? { error } : undefined;
    }
    onProgress?.(++ended);
  });
  return rows.flatMap((row) => outcomes.get(row) ?? []);
}

/** Puts what was done to many into one change, which one Undo takes back. @returns undefined where nothing was done */
export function mergedChange(changes: readonly Change[]): Change | undefined {
  const [first] = changes;
  return (
    first && {
      what: first.what,
      configs: changes.flatMap(({ configs }) => configs),
      cannotRestore: [...new Set(changes.flatMap(({ cannotRestore }) => cannotRestore))],
    }
  );
}

const HOPELESS_NETWORK: ReadonlySet<string | undefined> = new Set(['dns', 'refused', 'tls', 'proxy']);

/**
 * Whether a failure says something about the server or the key and not about one config: sending the others would
 * only repeat it. A throttled write has waited for up to a minute already.
 */
function befallsAll(error: unknown): boolean {
  if (error instanceof WrongProjectError) {
    return true;
  }
  if (!isApiError(error)) {
    return false;
  }
  switch (error.kind) {
    case 'auth':
    case 'gone':
    case 'rateLimited':
    case 'cancelled':
      return true;
    case 'forbidden':
      return error.reason !== undefined;
    case 'network':
      return HOPELESS_NETWORK.has(error.reason);
    default:
      return false;
  }
}
