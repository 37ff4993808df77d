import type { ProjectApi } from '../api/pluginConfigs';
import { loadConfigs, type LoadedConfigs } from './loadConfigs';

/**
 * The whole list, read by requests that begin now: a refresh that is under way may show an older one.
 *
 * @throws ApiError
 */
export async function loadAllConfigs(api: ProjectApi): Promise<LoadedConfigs> {
  let page = await loadConfigs(api, 0, {});
  const rows = [...page.rows];
  const unreadable = [...page.unreadable];
  while (page.nextOffset !== undefined) {
    page = await loadConfigs(api, page.nextOffset, {});
    rows.push(...page.rows);
    unreadable.push(...page.unreadable);
  }
  return { rows, unreadable, nextOffset: undefined };
}
