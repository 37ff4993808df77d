import type { Profile } from './profiles';
import type { Output } from './pyJson';
import type { Plugin } from './rows';
import type { DemoState } from './state';

/** Whether a 2026 server would make a hog function of this plugin's config: it has templates for PostHog's own. */
export function hasHogTemplate({ hog_template: isKnown, name, url }: Plugin): boolean {
  return isKnown ?? (name === 'GeoIP' || /^(inline:|https:\/\/github\.com\/PostHog\/)/.test(url ?? ''));
}

/** A plugin as this generation of servers writes it. The query of its URL may hold a token and is cut off. */
export function pluginOutput(state: DemoState, profile: Profile, plugin: Plugin): Output {
  const { pluginEra: era } = profile;
  const organization = state.organizations.find(({ id }) => id === plugin.organizationId);
  const hasSource = era === '2021-06' || era === '2021-12';
  return {
    id: plugin.id,
    plugin_type: plugin.plugin_type,
    name: plugin.name,
    description: plugin.description,
    url: plugin.url === null ? null : plugin.url.replace(/\?.*$/s, ''),
    ...(!hasSource && { icon: plugin.icon ?? null }),
    config_schema: plugin.schema,
    tag: plugin.tag,
    ...(hasSource && { source: plugin.source ?? null }),
    latest_tag: plugin.latest_tag,
    is_global: plugin.is_global,
    organization_id: plugin.organizationId,
    organization_name: organization?.name ?? (era === '2026' ? 'posthog-inline' : null),
    capabilities: plugin.capabilityDict,
    ...(era !== '2021-06' && { metrics: plugin.metricDict, public_jobs: plugin.publicJobs }),
    ...(era === '2026' && { hog_function_migration_available: hasHogTemplate(plugin) }),
  };
}
