export const PROFILE_NAMES = ['2021-06', '2021-12', '2023-11', '2023-12', '2026', 'gone'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** Which plugin configs one of the `pipeline_*` lists shows. */
export type PipelineKind = 'transformation' | 'destination' | 'frontendApp' | 'importApp';

/** Everything in which the generations of PostHog differ, as far as plugin configs are concerned. */
export interface Profile {
  /** False once the server has dropped plugins: all their paths are unknown endpoints. */
  readonly hasPlugins: boolean;
  /** `plugin-configs` (June 2021) or `plugin_configs`. */
  readonly collection: 'plugin-configs' | 'plugin_configs';
  /** Config requests ignore the project in the path and use the key owner's current project. */
  readonly usesCurrentProject: boolean;
  readonly hasEnvironmentsPath: boolean;
  readonly pipelines: Readonly<Record<string, PipelineKind>>;
  readonly hasUnusedPlugins: boolean;
  readonly jobs: 'absent' | 'unchecked' | 'checked';
  readonly hasFrontend: boolean;
  /** `/:id/activity` and `/:id/migrate` exist (and refuse every personal key). */
  readonly hasHogActions: boolean;

  /** In which answers `plugin_info` is filled: none has the field, the retrieve only, or all but lists. */
  readonly pluginInfo: 'absent' | 'retrieve' | 'single';
  readonly hasDeliveryRate: boolean;
  readonly hasCreatedAt: boolean;
  /** `updated_at`, `name`, `description` and `deleted`; the list hides what is deleted. */
  readonly hasSoftDelete: boolean;
  /** `name` and `description` fall back to the plugin's. */
  readonly namesFallBack: boolean;
  readonly errorIsWritable: boolean;

  /** What a create does when it could be something else: a second row, an update, or a hog function. */
  readonly create: 'insert' | 'merge' | 'hogFunction';
  readonly rearrangeKey: 'plugin' | 'config';
  /** Removing an attachment that is not there crashes after everything else was saved. */
  readonly removalCrashes: boolean;
  /** Entries of a config schema that are no objects are skipped rather than fatal. */
  readonly toleratesOddSchema: boolean;

  readonly rateLimitBy: 'nothing' | 'project' | 'key';
  readonly sendsRetryAfter: boolean;
  readonly hasScopes: boolean;
  /** Actions from which no scope can be derived refuse personal keys. */
  readonly refusesUnscopedActions: boolean;
  readonly nonFieldAttr: string | null;
  readonly refusesNaN: boolean;
  /** A POST whose multipart boundary is missing gets Django's HTML page. */
  readonly hasHtmlMultipartError: boolean;
  readonly badProjectIdDetail: string;
  readonly unknownOrganizationCrashes: boolean;

  readonly logStore: 'postgres' | 'clickhouse';
  readonly logsCheckMembership: boolean;
  readonly logsHaveConfigId: boolean;

  readonly pluginEra: '2021-06' | '2021-12' | '2023' | '2026';
  /** The access level that retrieving one plugin of the organisation needs. */
  readonly pluginRetrieveLevel: number;
  readonly foreignGlobalPluginsReadable: boolean;
  readonly projectEra: '2021' | '2023-11' | '2023-12';
}

const JUNE_2021: Profile = {
  hasPlugins: true,
  collection: 'plugin-configs',
  usesCurrentProject: true,
  hasEnvironmentsPath: false,
  pipelines: {},
  hasUnusedPlugins: false,
  jobs: 'absent',
  hasFrontend: false,
  hasHogActions: false,
  pluginInfo: 'absent',
  hasDeliveryRate: false,
  hasCreatedAt: false,
  hasSoftDelete: false,
  namesFallBack: false,
  errorIsWritable: true,
  create: 'insert',
  rearrangeKey: 'plugin',
  removalCrashes: false,
  toleratesOddSchema: false,
  rateLimitBy: 'nothing',
  sendsRetryAfter: false,
  hasScopes: false,
  refusesUnscopedActions: false,
  nonFieldAttr: 'non_field_errors',
  refusesNaN: true,
  hasHtmlMultipartError: false,
  badProjectIdDetail: 'Not found.',
  unknownOrganizationCrashes: true,
  logStore: 'postgres',
  logsCheckMembership: false,
  logsHaveConfigId: false,
  pluginEra: '2021-06',
  pluginRetrieveLevel: 6,
  foreignGlobalPluginsReadable: false,
  projectEra: '2021',
};

const DECEMBER_2021: Profile = {
  ...JUNE_2021,
  collection: 'plugin_configs',
  usesCurrentProject: false,
  jobs: 'unchecked',
  nonFieldAttr: null,
  unknownOrganizationCrashes: false,
  logStore: 'clickhouse',
  logsCheckMembership: true,
  pluginEra: '2021-12',
};

const NOVEMBER_2023: Profile = {
  ...DECEMBER_2021,
  hasUnusedPlugins: true,
  jobs: 'checked',
  hasFrontend: true,
  pluginInfo: 'retrieve',
  hasDeliveryRate: true,
  hasCreatedAt: true,
  create: 'merge',
  removalCrashes: true,
  rateLimitBy: 'project',
  sendsRetryAfter: true,
  refusesNaN: false,
  hasHtmlMultipartError: true,
  logsHaveConfigId: true,
  pluginEra: '2023',
  projectEra: '2023-11',
};

const DECEMBER_2023: Profile = {
  ...NOVEMBER_2023,
  pipelines: {
    pipeline_transformations_configs: 'transformation',
    pipeline_destinations_configs: 'destination',
  },
  hasSoftDelete: true,
  errorIsWritable: false,
  projectEra: '2023-12',
};

const YEAR_2026: Profile = {
  ...DECEMBER_2023,
  hasEnvironmentsPath: true,
  pipelines: {
    pipeline_transformation_configs: 'transformation',
    pipeline_destination_configs: 'destination',
    pipeline_frontend_apps_configs: 'frontendApp',
    pipeline_import_apps_configs: 'importApp',
  },
  jobs: 'absent',
  hasHogActions: true,
  pluginInfo: 'single',
  hasDeliveryRate: false,
  namesFallBack: true,
  create: 'hogFunction',
  rearrangeKey: 'config',
  toleratesOddSchema: true,
  rateLimitBy: 'key',
  sendsRetryAfter: false,
  hasScopes: true,
  refusesUnscopedActions: true,
  badProjectIdDetail: 'Project not found.',
  pluginEra: '2026',
  pluginRetrieveLevel: 3,
  foreignGlobalPluginsReadable: true,
};

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  '2021-06': JUNE_2021,
  '2021-12': DECEMBER_2021,
  '2023-11': NOVEMBER_2023,
  '2023-12': DECEMBER_2023,
  '2026': YEAR_2026,
  gone: { ...YEAR_2026, hasPlugins: false },
};
