import { currentOrganizationId, isMember } from './access';
import { notFound } from './failure';
import { paginate, rowsOf } from './pagination';
import type { Profile } from './profiles';
import type { Output } from './pyJson';
import { pyInt } from './pyValue';
import { json, type Call, type Organization, type Project, type Reply, type User } from './request';
import type { DemoState } from './state';

/** Since when everything here has existed. */
const FOUNDED = '2023-09-01T00:00:00.000001Z';

/** The key's owner, with organisations and projects. */
export function retrieveUser({ state, profile, user }: Call): Reply {
  const organization = state.organizations.find(({ id }) => id === currentOrganizationId(state, user));
  const project = state.projects.find(({ id }) => id === user.current_project);
  const is2021 = profile.projectEra === '2021';
  return json({
    date_joined: FOUNDED,
    uuid: user.uuid,
    distinct_id: `d${user.id}`,
    first_name: user.first_name,
    email: user.email,
    ...(!is2021 && { pending_email: null }),
    email_opt_in: false,
    ...(!is2021 && { is_email_verified: null, notification_settings: { plugin_disabled: true } }),
    anonymize_data: false,
    toolbar_mode: 'toolbar',
    has_password: true,
    is_staff: user.is_staff,
    is_impersonated: false,
    team: project ? basicProject(project, profile) : null,
    organization: organization ? fullOrganization(state, profile, organization) : null,
    organizations: organizationsOf(state, user).map(({ id, name, slug }) => ({
      id,
      name,
      slug,
      membership_level: 1,
    })),
    events_column_config: { active: 'DEFAULT' },
    ...(!is2021 && {
      is_2fa_enabled: false,
      has_social_auth: false,
      has_seen_product_intro_for: null,
      scene_personalisation: [],
    }),
  });
}

/** The projects of all organisations that the owner belongs to. */
export function listProjects({ state, profile, user, request }: Call): Reply {
  const projects = visibleProjects(state, user);
  return json(paginate(request, rowsOf(projects), (project) => basicProject(project, profile)));
}

/** @throws Failure 404 */
export function retrieveProject({ state, profile, user, parameters }: Call): Reply {
  const reference = parameters.project ?? '';
  const id = reference === '@current' ? user.current_project : Number(pyInt(reference) ?? NaN);
  const project = visibleProjects(state, user).find((candidate) => candidate.id === id);
  if (!project) {
    throw notFound();
  }
  return json(fullProject(project, profile));
}

function organizationsOf(state: DemoState, user: User): readonly Organization[] {
  return state.organizations.filter((organization) => isMember(state, user, organization));
}

function visibleProjects(state: DemoState, user: User): readonly Project[] {
  const organizations = new Set(organizationsOf(state, user).map(({ id }) => id));
  return state.projects.filter(({ organization_id: id }) => organizations.has(id));
}

function fullOrganization(state: DemoState, profile: Profile, organization: Organization): Output {
  const teams = state.projects.filter(({ organization_id: id }) => id === organization.id);
  const is2021 = profile.projectEra === '2021';
  return {
    id: organization.id,
    name: organization.name,
    ...(!is2021 && { slug: organization.slug }),
    created_at: FOUNDED,
    updated_at: FOUNDED,
    membership_level: 1,
    ...(is2021 && { personalization: {}, setup: { is_active: false, current_section: null } }),
    plugins_access_level: organization.plugins_access_level,
    teams: teams.map((team) => basicProject(team, profile)),
    available_features: [],
    ...(is2021
      ? { domain_whitelist: [] }
      : {
          available_product_features: null,
          is_member_join_email_enabled: true,
          metadata: { instance_tag: 'none' },
          customer_id: null,
          enforce_2fa: null,
        }),
  };
}

function basicProject(project: Project, { projectEra: era }: Profile): Readonly<Record<string, Output>> {
  return {
    id: project.id,
    uuid: project.uuid,
    organization: project.organization_id,
    api_token: project.api_token,
    name: project.name,
    completed_snippet_onboarding: false,
    ...(era !== '2021' && { has_completed_onboarding_for: null }),
    ingested_event: false,
    is_demo: false,
    timezone: 'UTC',
    ...(era !== '2021' && { access_control: false }),
  };
}

function fullProject(project: Project, profile: Profile): Output {
  const { projectEra: era } = profile;
  return {
    ...basicProject(project, profile),
    app_urls: [],
    slack_incoming_webhook: null,
    created_at: FOUNDED,
    updated_at: FOUNDED,
    anonymize_ips: false,
    test_account_filters: [],
    data_attributes: ['data-attr'],
    session_recording_opt_in: false,
    ...(era === '2021' ? { session_recording_retention_period_days: null } : RECENT_PROJECT_SETTINGS),
    ...(era === '2023-12' && { session_recording_network_payload_capture_config: null }),
  };
}

const RECENT_PROJECT_SETTINGS: Readonly<Record<string, Output>> = {
  test_account_filters_default_checked: null,
  path_cleaning_filters: [],
  person_display_name_properties: null,
  correlation_config: {},
  autocapture_opt_out: null,
  autocapture_exceptions_opt_in: null,
  autocapture_exceptions_errors_to_ignore: null,
  capture_console_log_opt_in: null,
  capture_performance_opt_in: null,
  session_recording_sample_rate: null,
  session_recording_minimum_duration_milliseconds: null,
  session_recording_linked_flag: null,
  effective_membership_level: 1,
  week_start_day: null,
  has_group_types: false,
  primary_dashboard: null,
  live_events_columns: null,
  recording_domains: null,
  person_on_events_querying_enabled: false,
  groups_on_events_querying_enabled: false,
  inject_web_apps: null,
  extra_settings: null,
  surveys_opt_in: null,
};
