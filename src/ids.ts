/** Every id that package.json and the code share. A test compares the two, both ways. */

export const COMMANDS = {
  connect: 'posthogPlugins.connect',
  switchConnection: 'posthogPlugins.switchConnection',
  replaceKey: 'posthogPlugins.replaceKey',
  disconnect: 'posthogPlugins.disconnect',
  tryDemo: 'posthogPlugins.tryDemo',
  showOutput: 'posthogPlugins.showOutput',
  refresh: 'posthogPlugins.refresh',
  loadMore: 'posthogPlugins.loadMore',
  enable: 'posthogPlugins.enable',
  disable: 'posthogPlugins.disable',
  delete: 'posthogPlugins.delete',
  runJob: 'posthogPlugins.runJob',
  showLogs: 'posthogPlugins.showLogs',
  showFrontend: 'posthogPlugins.showFrontend',
  showJson: 'posthogPlugins.showJson',
  copyId: 'posthogPlugins.copyId',
  openInPostHog: 'posthogPlugins.openInPostHog',
} as const;

/**
 * Menu entries that are always greyed out and whose title says why: they stand where a command would stand that this
 * server or this key cannot run. They are never registered, so they are not part of COMMANDS.
 */
export const UNAVAILABLE = {
  runJobMissing: 'posthogPlugins.runJob.missing',
  runJobRefused: 'posthogPlugins.runJob.refused',
  showFrontendMissing: 'posthogPlugins.showFrontend.missing',
  showFrontendRefused: 'posthogPlugins.showFrontend.refused',
  enableReadOnly: 'posthogPlugins.enable.readOnly',
  disableReadOnly: 'posthogPlugins.disable.readOnly',
  deleteReadOnly: 'posthogPlugins.delete.readOnly',
  runJobReadOnly: 'posthogPlugins.runJob.readOnly',
} as const;

export const VIEWS = {
  container: 'posthogPlugins',
  configs: 'posthogPlugins.configs',
  logs: 'posthogPlugins.logs',
} as const;

export const CONTEXTS = {
  /** A `ViewState`: which welcome text the empty view shows. */
  view: 'posthogPlugins.view',
  connected: 'posthogPlugins.connected',
  demo: 'posthogPlugins.demo',
  /** A `Support`: whether this server runs jobs for this key. */
  jobs: 'posthogPlugins.jobs',
  /** A `Support`. */
  frontend: 'posthogPlugins.frontend',
  readOnly: 'posthogPlugins.readOnly',
} as const;

export const SETTINGS = {
  section: 'posthogPlugins',
  autoRefresh: 'autoRefresh',
  maxLogEntries: 'logs.maxEntries',
  suggestedConnection: 'suggestedConnection',
} as const;

export const DOCUMENT_SCHEME = 'posthog-plugin';
