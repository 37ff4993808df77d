import type { Operation } from '../../../src/api/errors';
import type { ProfileName } from '../../../src/demo/profiles';
import { startDemoServer } from '../../../src/demo/server';
import { loadExchanges, RECORDED_PROFILES } from '../../unit/demo/goldenFormat';
import { seedOf } from '../projectHarness';
import { rawRequest } from '../rawHttp';

/** An answer of a real server, or of the demo server. */
export interface Recorded {
  readonly from: string;
  readonly status: number;
  readonly contentType: string | undefined;
  /** The parsed body; text where it is no JSON. */
  readonly body: unknown;
}

export type Corpus = ReadonlyMap<Operation, readonly Recorded[]>;

const PROFILES: readonly ProfileName[] = ['2021-06', '2021-12', '2023-11', '2023-12', '2026', 'gone'];
/** Bigger bodies make cases slow and show nothing new. */
const MOST_CHARACTERS = 20_000;

/** The answers to every operation: what the demo server of each profile gives, and what was recorded from real servers. */
export async function loadCorpus(): Promise<Corpus> {
  const corpus = new Map<Operation, Recorded[]>();
  const add = (operation: Operation, recorded: Recorded): void => {
    if (JSON.stringify(recorded.body ?? '').length <= MOST_CHARACTERS) {
      corpus.set(operation, [...(corpus.get(operation) ?? []), recorded]);
    }
  };
  for (const profile of PROFILES) {
    await askDemo(profile, add);
  }
  for (const profile of RECORDED_PROFILES) {
    for (const { id, request, response } of loadExchanges(profile)) {
      const operation = operationOf(request.method, request.path);
      if (operation && !JSON.stringify(response.body ?? '').includes('"$count"')) {
        const contentType = response.headers['content-type'];
        add(operation, {
          from: `${profile} ${id}`,
          status: response.status,
          contentType,
          body: response.body,
        });
      }
    }
  }
  return corpus;
}

type Add = (operation: Operation, recorded: Recorded) => void;

async function askDemo(profile: ProfileName, add: Add): Promise<void> {
  const demo = await startDemoServer({ profile, fixture: seedOf(profile), logs: false });
  const project = '/api/projects/1/';
  const configs = `${project}${profile === '2021-06' ? 'plugin-configs' : 'plugin_configs'}/`;
  const json = (value: unknown): readonly [string, string] => ['application/json', JSON.stringify(value)];
  const form = [
    'application/x-www-form-urlencoded',
    'plugin=1&order=9&enabled=true&config=%7B%22a%22%3A1%7D',
  ] as const;
  const requests: readonly (readonly [Operation, string, string, (readonly [string, string])?])[] = [
    ['getUser', 'GET', '/api/users/@me/'],
    ['listProjects', 'GET', '/api/projects/'],
    ['getProject', 'GET', project],
    ['listPlugins', 'GET', '/api/organizations/@current/plugins/'],
    ['listPluginConfigs', 'GET', configs],
    ['listPluginConfigs', 'GET', `${configs}?limit=2`],
    ...[1, 2, 3, 4, 5].flatMap((id) => [
      ['retrievePluginConfig', 'GET', `${configs}${id}/`] as const,
      ['listLogs', 'GET', `${configs}${id}/logs?limit=20`] as const,
      ['getFrontend', 'GET', `${configs}${id}/frontend`] as const,
    ]),
    ['probeJobs', 'GET', `${configs}1/job`],
    ['updatePluginConfig', 'PATCH', `${configs}1/`, json({ enabled: false })],
    ['rearrangePluginConfigs', 'PATCH', `${configs}rearrange`, json({ orders: { 1: 4 } })],
    ['runJob', 'POST', `${configs}1/job`, json({ job: { type: 'x', payload: {}, operation: 'start' } })],
    ['createPluginConfig', 'POST', configs, form],
    ['deletePluginConfig', 'DELETE', `${configs}1/`],
  ];
  try {
    for (const [operation, method, path, content] of requests) {
      const answer = await rawRequest(demo.url, {
        method,
        path,
        headers: {
          Host: 'testserver',
          Authorization: `Bearer ${demo.key}`,
          ...(content && { 'Content-Type': content[0] }),
        },
        ...(content && { body: content[1] }),
      });
      add(operation, {
        from: `demo ${profile} ${method} ${path}`,
        status: answer.status,
        contentType: answer.headers['content-type'],
        body: parsed(answer.text),
      });
    }
  } finally {
    await demo.close();
  }
}

const ROUTES: readonly (readonly [string, RegExp, Operation])[] = [
  ['GET', /plugin[_-]configs\/?(\?|$)/, 'listPluginConfigs'],
  ['POST', /plugin[_-]configs\/?(\?|$)/, 'createPluginConfig'],
  ['GET', /plugin[_-]configs\/\d+\/?(\?|$)/, 'retrievePluginConfig'],
  ['PATCH', /plugin[_-]configs\/\d+\/?(\?|$)/, 'updatePluginConfig'],
  ['DELETE', /plugin[_-]configs\/\d+\/?(\?|$)/, 'deletePluginConfig'],
  ['PATCH', /plugin[_-]configs\/rearrange/, 'rearrangePluginConfigs'],
  ['POST', /plugin[_-]configs\/\d+\/job/, 'runJob'],
  ['GET', /plugin[_-]configs\/\d+\/job/, 'probeJobs'],
  ['GET', /plugin[_-]configs\/\d+\/frontend/, 'getFrontend'],
  ['GET', /plugin[_-]configs\/\d+\/logs/, 'listLogs'],
  ['GET', /^\/api\/users\/@me/, 'getUser'],
  ['GET', /^\/api\/projects\/?(\?|$)/, 'listProjects'],
  ['GET', /^\/api\/projects\/\d+\/?(\?|$)/, 'getProject'],
  ['GET', /^\/api\/organizations\/[^/]+\/plugins\/?(\?|$)/, 'listPlugins'],
];

function operationOf(method: string, path: string): Operation | undefined {
  return ROUTES.find(([verb, pattern]) => verb === method && pattern.test(path))?.[2];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
