import type { CallOptions } from '../api/client';
import { ApiError } from '../api/errors';
import type { ProjectApi } from '../api/pluginConfigs';
import { loadConfigs, PAGE_SIZE, type LoadedConfigs } from './loadConfigs';

/** A server that always tells of one more page does not keep us for ever. */
const MOST_PAGES = 100;

/**
 * The whole list, read by requests that begin now: a refresh that is under way may show an older one.
 *
 * @throws ApiError
 */
export async function loadAllConfigs(api: ProjectApi, options: CallOptions = {}): Promise<LoadedConfigs> {
  let page = await loadConfigs(api, 0, options);
  const pages = [page];
  while (page.nextOffset !== undefined) {
    if (pages.length === MOST_PAGES) {
      throw endless(api);
    }
    page = await loadConfigs(api, page.nextOffset, options);
    pages.push(page);
  }
  return {
    rows: pages.flatMap(({ rows }) => rows),
    unreadable: pages.flatMap(({ unreadable }) => unreadable),
    nextOffset: undefined,
  };
}

function endless({ client, projectId, collection }: ProjectApi): ApiError {
  return new ApiError({
    kind: 'protocol',
    reason: 'drifted',
    operation: 'listPluginConfigs',
    method: 'GET',
    path: `/api/projects/${projectId}/${collection}/`,
    origin: client.origin,
    attempts: MOST_PAGES,
    applied: 'no',
    detail: `more than ${MOST_PAGES * PAGE_SIZE} rows, without an end`,
  });
}
