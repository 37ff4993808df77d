import assert from 'node:assert/strict';
import type { Operation } from '../../../src/api/errors';
import { failedOperation } from '../../../src/views/operationWords';

describe('what could not be done', () => {
  const texts: Readonly<Record<Operation, string>> = {
    listPluginConfigs: 'Could not list the plugin configs.',
    createPluginConfig: 'Could not create the plugin config.',
    retrievePluginConfig: 'Could not read the plugin config.',
    updatePluginConfig: 'Could not change the plugin config.',
    deletePluginConfig: 'Could not delete the plugin config.',
    rearrangePluginConfigs: 'Could not reorder the plugin configs.',
    runJob: 'Could not start the job.',
    probeJobs: 'Could not start the job.',
    getFrontend: 'Could not read the front end.',
    listLogs: 'Could not read the logs.',
    getUser: 'Could not read the key’s owner.',
    listProjects: 'Could not read the project.',
    getProject: 'Could not read the project.',
    listPlugins: 'Could not list the plugins.',
  };
  for (const [operation, text] of Object.entries(texts)) {
    it(operation, () => assert.equal(failedOperation(operation as Operation), text));
  }
});
