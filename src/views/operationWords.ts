import { l10n } from 'vscode';

import type { Operation } from '../api/errors';

/** What could not be done, in one sentence. */
export function failedOperation(operation: Operation): string {
  switch (operation) {
    case 'listPluginConfigs':
      return l10n.t('Could not list the plugin configs.');
    case 'createPluginConfig':
      return l10n.t('Could not create the plugin config.');
    case 'retrievePluginConfig':
      return l10n.t('Could not read the plugin config.');
    case 'updatePluginConfig':
      return l10n.t('Could not change the plugin config.');
    case 'deletePluginConfig':
      return l10n.t('Could not delete the plugin config.');
    case 'rearrangePluginConfigs':
      return l10n.t('Could not reorder the plugin configs.');
    case 'runJob':
    case 'probeJobs':
      return l10n.t('Could not start the job.');
    case 'getFrontend':
      return l10n.t('Could not read the front end.');
    case 'listLogs':
      return l10n.t('Could not read the logs.');
    case 'getUser':
      return l10n.t('Could not read the key’s owner.');
    case 'listProjects':
    case 'getProject':
      return l10n.t('Could not read the project.');
    case 'listPlugins':
      return l10n.t('Could not list the plugins.');
  }
}
