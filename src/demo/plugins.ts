import { requireMember } from './access';
import { notFound, permissionDenied } from './failure';
import { paginate, rowsOf } from './pagination';
import { belongsTo } from './pipelines';
import { pluginOutput } from './pluginOutput';
import type { PipelineKind } from './profiles';
import { pyInt } from './pyValue';
import { json, type OrganizationCall, type Reply } from './request';
import type { Plugin } from './rows';

/** The organisation's plugins: its own, global ones, and any that one of its configs uses. */
export function listPlugins(call: OrganizationCall, kind?: PipelineKind): Reply {
  const { state, profile, request } = call;
  const plugins = visiblePlugins(call).filter((plugin) => !kind || belongsTo(kind, plugin));
  return json(paginate(request, rowsOf(plugins), (plugin) => pluginOutput(state, profile, plugin)));
}

/**
 * One plugin. Until 2023 this needs a higher access level than the list, and without it nothing is found.
 *
 * @throws Failure 403 for a global plugin of another organisation, 404
 */
export function retrievePlugin(call: OrganizationCall): Reply {
  const { state, profile, organization, user, parameters } = call;
  const id = pyInt(parameters.id ?? '');
  const isAllowed = organization.plugins_access_level >= profile.pluginRetrieveLevel;
  const plugin = isAllowed
    ? visiblePlugins(call).find((candidate) => BigInt(candidate.id) === id)
    : undefined;
  if (!plugin) {
    throw notFound();
  }
  const owner = state.organizations.find((candidate) => candidate.id === plugin.organizationId);
  if (owner && owner.id !== organization.id && !profile.foreignGlobalPluginsReadable) {
    requireMember(state, user, owner);
    throw permissionDenied('This plugin installation is managed by another organization.');
  }
  return json(pluginOutput(state, profile, plugin));
}

/** Ids of the plugins that no enabled config uses, of the whole instance. */
export function listUnusedPlugins({ state }: OrganizationCall): Reply {
  const used = new Set(
    state
      .configRows()
      .filter(({ enabled }) => enabled)
      .map(({ pluginId }) => pluginId),
  );
  return json(state.plugins.map(({ id }) => id).filter((id) => !used.has(id)));
}

function visiblePlugins({ state, profile, organization }: OrganizationCall): readonly Plugin[] {
  const projects = new Set(
    state.projects.filter(({ organization_id: owner }) => owner === organization.id).map(({ id }) => id),
  );
  const configured = new Set(
    state
      .configRows()
      .filter((row) => projects.has(row.projectId) && (profile.pluginEra !== '2026' || row.deleted === false))
      .map(({ pluginId }) => pluginId),
  );
  return state.plugins.filter(
    (plugin) => plugin.organizationId === organization.id || plugin.is_global || configured.has(plugin.id),
  );
}
