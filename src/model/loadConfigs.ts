import type { CallOptions } from '../api/client';
import { isApiError, type ApiError } from '../api/errors';
import { listPluginConfigs, type PluginConfigPage, type ProjectApi } from '../api/pluginConfigs';
import type { PluginConfig } from '../api/schemas';

/** A stored row that the server cannot serialise, so that every page with it is an error. */
export interface UnreadableRow {
  /** Its place in the list, from 0. */
  readonly position: number;
}

export interface LoadedConfigs {
  readonly rows: readonly PluginConfig[];
  readonly unreadable: readonly UnreadableRow[];
  /** Where the next page begins; undefined at the end. */
  readonly nextOffset: number | undefined;
}

/** Rows asked for at once. Servers honour any limit; the tree offers *Load more* above this. */
export const PAGE_SIZE = 1_000;

/** The most requests that looking for unreadable rows may cost. */
const SALVAGE_REQUESTS = 60;

/** Behind every list: such a page has no rows, so that none of them can be what breaks it. */
const BEHIND_ALL = { limit: 1, offset: 2_147_483_647 };

/** The size of the windows in which unreadable rows are looked for. */
const SALVAGE_WINDOW = 64;

/**
 * Reads one page of the list. Where a single broken row makes the whole page a 500, as a settings value that is not
 * an object does, windows that avoid the row still answer: it is found by halving them.
 *
 * @throws ApiError the page's own error, where it has another cause or nothing could be read around it
 */
export async function loadConfigs(
  api: ProjectApi,
  offset: number,
  options: CallOptions,
): Promise<LoadedConfigs> {
  try {
    return fromPage(await listPluginConfigs(api, { limit: PAGE_SIZE, offset }, options));
  } catch (error) {
    if (!isBrokenPage(error)) {
      throw error;
    }
    return salvage(api, offset, options, error);
  }
}

export function fromPage(page: PluginConfigPage): LoadedConfigs {
  return { rows: page.rows, unreadable: [], nextOffset: page.nextOffset };
}

/** Whether an unreadable row may be behind it: the server itself failed, not the way to it. */
export function isBrokenPage(error: unknown): error is ApiError {
  return isApiError(error, 'server') && error.data.status === 500;
}

/**
 * Reads around broken rows from `offset` on, at most one page. A server that cannot even answer a page without rows is
 * broken itself, and not asked any further.
 *
 * @throws `cause` where nothing could be read, or where it would cost too many requests
 */
export async function salvage(
  api: ProjectApi,
  offset: number,
  options: CallOptions,
  cause: ApiError,
): Promise<LoadedConfigs> {
  let rows: readonly PluginConfig[] = [];
  const unreadable: UnreadableRow[] = [];
  const windows: { readonly from: number; readonly size: number }[] = [
    { from: offset, size: SALVAGE_WINDOW },
  ];
  const { count: total } = await listPluginConfigs(api, BEHIND_ALL, options).catch(() => {
    throw cause;
  });
  let end = total;
  let next = offset + SALVAGE_WINDOW;
  for (let requests = 0; windows.length > 0; requests++) {
    const window = windows.pop();
    if (!window || (end !== undefined && window.from >= end)) {
      continue;
    }
    if (requests >= SALVAGE_REQUESTS) {
      throw cause;
    }
    try {
      const page = await listPluginConfigs(api, { limit: window.size, offset: window.from }, options);
      rows = rows.concat(page.rows);
      end = page.count ?? (page.nextOffset === undefined ? window.from + page.rows.length : end);
    } catch (error) {
      if (!isBrokenPage(error)) {
        throw error;
      }
      if (window.size === 1) {
        unreadable.push({ position: window.from });
      } else {
        const half = Math.ceil(window.size / 2);
        windows.push(
          { from: window.from + half, size: window.size - half },
          { from: window.from, size: half },
        );
      }
    }
    if (windows.length === 0 && next < Math.min(end ?? 0, offset + PAGE_SIZE)) {
      windows.push({ from: next, size: SALVAGE_WINDOW });
      next += SALVAGE_WINDOW;
    }
  }
  if (rows.length === 0) {
    throw cause;
  }
  const nextOffset = end !== undefined && next < end ? next : undefined;
  return { rows, unreadable, nextOffset };
}
