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
  filter: 'posthogPlugins.filter',
  clearFilter: 'posthogPlugins.clearFilter',
  add: 'posthogPlugins.add',
  enable: 'posthogPlugins.enable',
  disable: 'posthogPlugins.disable',
  delete: 'posthogPlugins.delete',
  moveUp: 'posthogPlugins.moveUp',
  moveDown: 'posthogPlugins.moveDown',
  moveToTop: 'posthogPlugins.moveToTop',
  moveToBottom: 'posthogPlugins.moveToBottom',
  moveToPosition: 'posthogPlugins.moveToPosition',
  setSecret: 'posthogPlugins.setSecret',
  clearSecret: 'posthogPlugins.clearSecret',
  addAttachment: 'posthogPlugins.addAttachment',
  removeAttachment: 'posthogPlugins.removeAttachment',
  undoLastChange: 'posthogPlugins.undoLastChange',
  recentChanges: 'posthogPlugins.recentChanges',
  runJob: 'posthogPlugins.runJob',
  showLogs: 'posthogPlugins.showLogs',
  showLogsOfSeveral: 'posthogPlugins.showLogsOfSeveral',
  logsExport: 'posthogPlugins.logs.export',
  logsOpenAsDocument: 'posthogPlugins.logs.openAsDocument',
  logsCopy: 'posthogPlugins.logs.copy',
  logsCopyJson: 'posthogPlugins.logs.copyJson',
  logsFromHere: 'posthogPlugins.logs.fromHere',
  logsOnlySince: 'posthogPlugins.logs.onlySince',
  logsShowAll: 'posthogPlugins.logs.showAll',
  logsGoToTime: 'posthogPlugins.logs.goToTime',
  logsSearchServer: 'posthogPlugins.logs.searchServer',
  logsShowInLog: 'posthogPlugins.logs.showInLog',
  logsFind: 'posthogPlugins.logs.find',
  logsFindNext: 'posthogPlugins.logs.findNext',
  logsFindPrevious: 'posthogPlugins.logs.findPrevious',
  logsToggleWrap: 'posthogPlugins.logs.toggleWrap',
  logsTimeFormat: 'posthogPlugins.logs.timeFormat',
  logsToggleSource: 'posthogPlugins.logs.toggleSource',
  logsToggleInstance: 'posthogPlugins.logs.toggleInstance',
  logsPause: 'posthogPlugins.logs.pause',
  logsClear: 'posthogPlugins.logs.clear',
  showFrontend: 'posthogPlugins.showFrontend',
  showJson: 'posthogPlugins.showJson',
  editSettings: 'posthogPlugins.editSettings',
  compare: 'posthogPlugins.compare',
  copyAsCurl: 'posthogPlugins.copyAsCurl',
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
  addReadOnly: 'posthogPlugins.add.readOnly',
  enableReadOnly: 'posthogPlugins.enable.readOnly',
  disableReadOnly: 'posthogPlugins.disable.readOnly',
  deleteReadOnly: 'posthogPlugins.delete.readOnly',
  moveUpReadOnly: 'posthogPlugins.moveUp.readOnly',
  moveDownReadOnly: 'posthogPlugins.moveDown.readOnly',
  moveToTopReadOnly: 'posthogPlugins.moveToTop.readOnly',
  moveToBottomReadOnly: 'posthogPlugins.moveToBottom.readOnly',
  moveToPositionReadOnly: 'posthogPlugins.moveToPosition.readOnly',
  runJobReadOnly: 'posthogPlugins.runJob.readOnly',
  setSecretReadOnly: 'posthogPlugins.setSecret.readOnly',
  clearSecretReadOnly: 'posthogPlugins.clearSecret.readOnly',
  addAttachmentReadOnly: 'posthogPlugins.addAttachment.readOnly',
  removeAttachmentReadOnly: 'posthogPlugins.removeAttachment.readOnly',
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
  /** Whether the tree's filter may hide rows. */
  filtered: 'posthogPlugins.filtered',
  /** Whether the log panel that has the focus shows what a search on the server has found. */
  logsSearching: 'posthogPlugins.logs.searching',
  /** Whether it shows entries from some place on only. */
  logsBounded: 'posthogPlugins.logs.bounded',
} as const;

export const SETTINGS = {
  section: 'posthogPlugins',
  autoRefresh: 'autoRefresh',
  maxLogEntries: 'logs.maxEntries',
  /** `local`, `utc` or `relative`. */
  logTimeFormat: 'logs.timeFormat',
  /** Names of levels. */
  defaultLogLevels: 'logs.defaultLevels',
  suggestedConnection: 'suggestedConnection',
} as const;

export const DOCUMENT_SCHEME = 'posthog-plugin';
