import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/errors';
import { getFrontend, listLogs, runJob } from '../../../src/api/pluginConfigs';
import type { StoredConfig } from '../../../src/demo/rows';
import { ConfigCreation } from '../../../src/model/configCreation';
import { ConfigOrder } from '../../../src/model/configOrder';
import { planMove } from '../../../src/model/order';
import { SettingsWrites } from '../../../src/model/settingsWrites';
import type { FaultyProject } from '../../support/faults/faultyProject';
import type { Ending, MatrixOperation } from './matrixOperation';
import type { Words } from './words';

const NONE = /^$/;
const CONFIGS = '/api/projects/1/plugin_configs/';
const REFRESH = /Refresh before you try again: it may have been done all the same/;
const DONE: Ending = { kind: 'done' };

const read = {
  preamble: 0,
  nature: 'read',
  priority: 'user',
  looksUp: false,
  getsRound: NONE,
  adviceWhenOpen: NONE,
  isDone: () => false,
} as const;
const change = {
  preamble: 0,
  nature: 'state',
  priority: 'user',
  answer: 'json',
  ofConfig: true,
  looksUp: true,
  getsRound: NONE,
  adviceWhenOpen: REFRESH,
} as const;

function stored(project: FaultyProject, id: number): StoredConfig {
  const config = project.demo.server.state.storedConfig(id);
  assert.ok(config);
  return config;
}

/** As commands show a failure. */
async function shown(work: Promise<unknown>, words: Words): Promise<Ending> {
  try {
    await work;
    return DONE;
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    const { text, actions } = words.describeError(error);
    return { kind: 'failed', error, text: [text, ...actions.map(({ title }) => title)].join(' ') };
  }
}

export const operations: readonly MatrixOperation[] = [
  {
    ...read,
    name: 'list',
    target: { method: 'GET', path: CONFIGS },
    answer: 'json',
    ofConfig: false,
    salvages: /^500/,
    opening: /^Could not list the plugin configs\. /,
    async run({ configs }, words) {
      await configs.refresh();
      const { state } = configs;
      return shown('error' in state ? Promise.reject(state.error) : Promise.resolve(), words);
    },
  },
  {
    ...change,
    name: 'create',
    uploads: true,
    target: { method: 'POST', path: CONFIGS },
    preamble: 2,
    nature: 'once',
    ofConfig: false,
    opening: /^(Could not create the plugin config|It is not known whether a server created Replicator)\. /,
    adviceWhenOpen: /It was not sent again: refresh the list before you save once more/,
    async run(project, words) {
      const creation = new ConfigCreation(project.configs, project.writes);
      const plugin = { id: 6, name: 'Replicator', config_schema: [] };
      const wanted = { enabled: false, settings: { host: 'h' }, offered: { enabled: false, settings: {} } };
      const plan = await creation.plan(plugin);
      const outcome = await creation.create({ ...wanted, plugin, secrets: {} }, plan);
      switch (outcome.kind) {
        case 'created':
          return DONE;
        case 'refused':
          return shown(Promise.reject(outcome.error), words);
        case 'unknown':
          return {
            kind: 'failed',
            error: outcome.error,
            text: words.unknownText(outcome, 'Replicator', 'a server'),
          };
        default:
          throw new Error(outcome.kind);
      }
    },
    isDone: ({ demo }) => demo.server.state.storedConfigs(1).some(({ pluginId }) => pluginId === 6),
  },
  {
    ...read,
    name: 'retrieve',
    target: { method: 'GET', path: `${CONFIGS}2/` },
    answer: 'json',
    ofConfig: true,
    opening: /^Could not read the plugin config\. /,
    run: ({ configs }, words) => shown(configs.retrieve(2), words),
  },
  {
    ...change,
    name: 'update (JSON)',
    uploads: true,
    target: { method: 'PATCH', path: `${CONFIGS}1/` },
    marks: 1,
    opening: /^Could not change the plugin config\. /,
    run: (project, words) => shown(project.writes.setEnabled(project.row(1), false), words),
    isDone: (project) => !stored(project, 1).enabled,
  },
  {
    ...change,
    name: 'update (settings)',
    uploads: true,
    target: { method: 'PATCH', path: `${CONFIGS}2/` },
    preamble: 1,
    marks: 2,
    opening: /^Could not change the plugin config\. /,
    run(project, words) {
      const settings = { host: 'us', siteId: 'other', eventsToSend: '$pageview' };
      const saves = new SettingsWrites(project.configs, project.writes);
      return shown(
        saves.save(project.row(2), { settings }).then(({ kind }) => assert.equal(kind, 'saved')),
        words,
      );
    },
    isDone: (project) => JSON.stringify(stored(project, 2).config).includes('"siteId":"other"'),
  },
  {
    ...change,
    name: 'delete',
    target: { method: 'DELETE', path: `${CONFIGS}1/` },
    answer: 'nothing',
    marks: 1,
    opening: /^Could not delete the plugin config\. /,
    run: (project, words) => shown(project.writes.delete(project.row(1)), words),
    isDone: (project) => !stored(project, 1).enabled,
  },
  {
    ...change,
    name: 'rearrange',
    uploads: true,
    target: { method: 'PATCH', path: `${CONFIGS}rearrange`, body: /"orders":\{"/ },
    preamble: 2,
    ofConfig: false,
    marks: 5,
    // Servers without it get one PATCH for each row.
    getsRound: /^404: no such|^403: no keys here/,
    opening: /^Could not reorder the plugin configs\. /,
    async run({ configs, writes }, words) {
      const plan = planMove(configs.rows, new Set([5]), { kind: 'up' });
      const order = new ConfigOrder(configs, writes);
      return shown(
        order
          .run(plan, { signal: new AbortController().signal })
          .then(({ kind }) => assert.equal(kind, 'moved')),
        words,
      );
    },
    isDone: (project) => stored(project, 5).order < stored(project, 3).order,
  },
  {
    ...change,
    name: 'job',
    uploads: true,
    target: { method: 'POST', path: `${CONFIGS}5/job` },
    nature: 'once',
    answer: 'nothing',
    looksUp: false,
    opening: /^(Could not start the job|It is not known whether a server started the job noFields)\. /,
    adviceWhenOpen: /It was not sent again: look at the logs before you run it once more/,
    async run({ configs }, words) {
      const ending = await shown(runJob(configs.api, 5, { type: 'noFields', payload: {} }), words);
      return ending.kind === 'failed' && ending.error.data.applied === 'unknown'
        ? { ...ending, text: words.jobFateText(ending.error, 'noFields', 'a server') }
        : ending;
    },
    isDone: ({ demo }) =>
      demo.requests.some(({ path, status }) => /\/5\/job\/?$/.test(path) && status === 200),
  },
  {
    ...read,
    name: 'frontend',
    target: { method: 'GET', path: `${CONFIGS}5/frontend` },
    answer: 'script',
    ofConfig: true,
    opening: /^Could not read the front end\. /,
    run: ({ configs }, words) => shown(getFrontend(configs.api, 5), words),
  },
  {
    ...read,
    name: 'logs',
    target: { method: 'GET', path: `${CONFIGS}3/logs` },
    answer: 'json',
    ofConfig: true,
    opening: /^Could not read the logs\. /,
    run: ({ configs }, words) => shown(listLogs(configs.api, 3, { limit: 10 }), words),
  },
  {
    ...read,
    name: 'log feed',
    target: { method: 'GET', path: `${CONFIGS}3/logs` },
    priority: 'background',
    answer: 'json',
    ofConfig: true,
    // Pages that are too large are asked for in smaller ones; one that is never small enough leaves a gap.
    getsRound: /^gzip bomb|^endless body|^body that announces/,
    opening: /^/,
    async run(project, words) {
      const { feed, clock } = project;
      feed.resume();
      const state = await project.feedState(({ kind }) => {
        if (kind === 'live') {
          feed.pause(); // before it polls once more
        }
        return ['live', 'retrying', 'stopped'].includes(kind);
      });
      if (state.kind !== 'retrying' && state.kind !== 'stopped') {
        return DONE;
      }
      const { text, actions } = words.feedMessage(state, clock.now(), false);
      return {
        kind: 'failed',
        error: state.error,
        text: [text, ...actions.map(({ label }) => label)].join(' '),
      };
    },
  },
];
