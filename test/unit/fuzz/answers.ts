import assert from 'node:assert/strict';
import { ApiError, type Operation } from '../../../src/api/errors';
import type { RawReply } from '../../../src/api/exchange';
import { getProject, getUser, listPlugins, listProjects } from '../../../src/api/neighbours';
import {
  createPluginConfig,
  deletePluginConfig,
  getFrontend,
  listLogs,
  listPluginConfigs,
  type ProjectApi,
  probeJobs,
  rearrangePluginConfigs,
  retrievePluginConfig,
  runJob,
  updatePluginConfig,
} from '../../../src/api/pluginConfigs';
import { isRecord } from '../../../src/api/record';
import { describeError } from '../../../src/views/messages';
import { damaged } from '../../support/fuzz/bytes';
import { fuzz } from '../../support/fuzz/campaign';
import { CannedClient, KEY, reply } from '../../support/fuzz/cannedClient';
import type { Corpus, Recorded } from '../../support/fuzz/corpus';
import { mutated } from '../../support/fuzz/mutate';
import type { Random } from '../../support/fuzz/random';
import { isConfig, isCreated, isPlugin, own, readJson, rowsOf } from '../../support/fuzz/reading';
import { writeJson } from '../../support/fuzz/wire';
import { isJson } from '../../support/isJson';

interface Subject {
  readonly call: (api: ProjectApi, id: number) => Promise<unknown>;
  /** What the call must give for a good answer; undefined where the answer is none. */
  readonly wanted: (answer: unknown, id: number) => { readonly value: unknown } | undefined;
  /** Rows are read whatever they hold. */
  readonly anyDepth?: true;
}

const page = { limit: 1_000, offset: 0 };
const job = { type: 'go', payload: {} };
const made = { plugin: 1, order: 1, enabled: true, config: {} };

/** The rest of an answer is kept as it is. */
function asSent(isRight: (answer: unknown) => boolean): Subject['wanted'] {
  return (answer) => (isRight(answer) ? { value: answer } : undefined);
}

function rows(isRow: (row: unknown) => boolean): Subject['wanted'] {
  return (answer) => {
    const found = rowsOf(answer, isRow);
    return found && { value: found };
  };
}

function ofId(answer: unknown, id: number): { readonly value: unknown } | undefined {
  return isConfig(answer) && own(answer, 'id') === id ? { value: answer } : undefined;
}

const JSON_SUBJECTS: Readonly<Partial<Record<Operation, Subject>>> = {
  listPluginConfigs: {
    call: async (api) => (await listPluginConfigs(api, page)).rows,
    wanted: rows(isConfig),
  },
  createPluginConfig: { call: (api) => createPluginConfig(api, made), wanted: asSent(isCreated) },
  retrievePluginConfig: { call: retrievePluginConfig, wanted: ofId },
  updatePluginConfig: { call: (api, id) => updatePluginConfig(api, id, { enabled: true }), wanted: ofId },
  rearrangePluginConfigs: {
    call: (api) => rearrangePluginConfigs(api, new Map([[1, 2]])),
    wanted: asSent((answer) => Array.isArray(answer) && answer.every(isConfig)),
  },
  listPlugins: { call: (api) => listPlugins(api.client, '@current'), wanted: rows(isPlugin) },
  listProjects: { call: (api) => listProjects(api.client), wanted: rows(isProject) },
  getProject: { call: (api) => getProject(api.client, 1), wanted: asSent(isProject) },
  getUser: { call: (api) => getUser(api.client), wanted: asSent(isUser) },
  listLogs: {
    call: async (api, id) => (await listLogs(api, id, { limit: 20 })).length,
    wanted: (answer) => {
      const found = rowsOf(answer, () => true);
      return found && { value: found.length };
    },
    anyDepth: true,
  },
};

/** Registers: every operation, with answers that were changed on the way. */
export function fuzzAnswers(corpus: () => Corpus): void {
  const operations = Object.entries(JSON_SUBJECTS);
  for (const [operation, subject] of operations) {
    fuzz('answers', operation, 1 / (operations.length + 2), async ({ random, number }) => {
      const recorded = random.pick(corpus().get(operation as Operation) ?? []);
      const answer = spoilt(recorded, random, number);
      const id = idIn(recorded.body);
      const outcome = await outcomeOf((api) => subject.call(api, id), answer);
      const wanted = isGood(answer) ? wantedOf(subject, answer, id) : undefined;
      check(outcome, wanted, `${recorded.from}: ${Buffer.from(answer.body).toString().slice(0, 2_000)}`);
    });
  }
  fuzz('answers', 'getFrontend', 1 / (operations.length + 2), async ({ random, number }) => {
    const answer = spoiltText(random.pick(corpus().get('getFrontend') ?? []), random, number);
    const text = new TextDecoder().decode(answer.body);
    const outcome = await outcomeOf((api) => getFrontend(api, 1), answer);
    if (outcome instanceof ApiError || !isRecord(outcome)) {
      assert.ok(!isGood(answer) || text.trimStart().startsWith('<') || isHtml(answer), text.slice(0, 500));
      return;
    }
    const { frontend } = outcome;
    assert.equal(outcome.text, text);
    assert.ok(isRecord(frontend));
    if (frontend.kind === 'source') {
      assert.equal(frontend.source, text);
    } else {
      assert.match(text, /no_frontend|transpiling|error/);
    }
  });
  fuzz('answers', 'without a body', 1 / (operations.length + 2), async ({ random, number }) => {
    const operation = random.pick(['runJob', 'deletePluginConfig', 'probeJobs'] as const);
    const answer = spoiltText(random.pick(corpus().get(operation) ?? []), random, number);
    const outcome = await outcomeOf((api) => {
      switch (operation) {
        case 'runJob':
          return runJob(api, 1, job);
        case 'deletePluginConfig':
          return deletePluginConfig(api, 1);
        case 'probeJobs':
          return probeJobs(api, 1);
      }
    }, answer);
    const text = new TextDecoder().decode(answer.body);
    const isNothing = text.trim() === '' || isJson(text);
    if (isGood(answer)) {
      assert.equal(outcome instanceof ApiError, !isNothing, text.slice(0, 500));
    }
    if (outcome instanceof ApiError) {
      checkError(outcome);
    }
  });
}

function wantedOf(subject: Subject, answer: RawReply, id: number): ReturnType<Subject['wanted']> {
  const json = readJson(answer.body, subject.anyDepth);
  return json && subject.wanted(json.value, id);
}

function check(outcome: unknown, wanted: { readonly value: unknown } | undefined, from: string): void {
  if (outcome instanceof ApiError) {
    checkError(outcome);
    assert.equal(wanted, undefined, `refused, though it is good: ${outcome.message}\n${from}`);
  } else {
    assert.ok(wanted, `taken, though it is no such answer\n${from}`);
    assert.deepStrictEqual(outcome, wanted.value, from);
  }
}

/** It can be told to people, holds no key, and says so when a write may have been done. */
function checkError(error: ApiError): void {
  const { text } = describeError(error);
  assert.ok(text.length > 10 && text.length < 1_000, text);
  assert.ok(!(text + JSON.stringify(error.data) + error.message).includes(KEY));
  const { status = 0, method, applied } = error.data;
  if (method !== 'GET' && ((status >= 200 && status < 300) || status >= 500)) {
    assert.equal(applied, 'unknown');
  }
}

/** @throws what is no `ApiError` */
async function outcomeOf(run: (api: ProjectApi) => Promise<unknown>, answer: RawReply): Promise<unknown> {
  // A second page is an empty one, so that a link to it ends.
  let asked = 0;
  const empty = reply(Buffer.from('{"results": []}'));
  const client = CannedClient.create(() =>
    asked++ > 0 && isGood(answer) && isPage(answer) ? empty : answer,
  );
  try {
    return await client.clock.drive(run({ client, projectId: 1, collection: 'plugin_configs' }));
  } catch (error) {
    if (error instanceof ApiError) {
      return error;
    }
    throw error;
  } finally {
    await client.dispose();
    assert.equal(client.clock.armed, 0, 'a timer is left');
    assert.ok(asked <= 5, `${asked} requests`);
  }
}

function spoilt(recorded: Recorded, random: Random, number: number): RawReply {
  const { status, contentType } = recorded;
  if (number % 25 === 0) {
    return reply(Buffer.from(JSON.stringify(recorded.body)), status, contentType);
  }
  const body = Buffer.from(writeJson(mutated(recorded.body, random)));
  return reply(random.chance(0.12) ? damaged(body, random) : body, statusOf(status, random), contentType);
}

function spoiltText(recorded: Recorded, random: Random, number: number): RawReply {
  const { status, contentType, body } = recorded;
  const text = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return number % 25 === 0
    ? reply(text, status, contentType)
    : reply(damaged(text, random), statusOf(status, random), contentType);
}

function statusOf(status: number, random: Random): number {
  return random.chance(0.04)
    ? random.pick([200, 201, 204, 206, 302, 304, 400, 401, 403, 404, 409, 429, 500, 599])
    : status;
}

function isGood({ status }: RawReply): boolean {
  return status >= 200 && status < 300;
}

function isPage(answer: RawReply): boolean {
  const json = readJson(answer.body);
  return isRecord(json?.value) && 'results' in json.value;
}

function isHtml(answer: RawReply): boolean {
  return (answer.headers.get('content-type') ?? '').includes('text/html');
}

function idIn(body: unknown): number {
  return isRecord(body) && typeof body.id === 'number' ? body.id : 1;
}

function isProject(value: unknown): boolean {
  return (
    isRecord(value) && isIdLike(value.id) && [own(value, 'name'), own(value, 'organization')].every(isText)
  );
}

function isUser(value: unknown): boolean {
  if (!isRecord(value) || !isText(own(value, 'email')) || !isFlag(own(value, 'is_staff'))) {
    return false;
  }
  const [organization, team] = [own(value, 'organization') ?? undefined, own(value, 'team') ?? undefined];
  return (
    (organization === undefined || isOrganization(organization)) && (team === undefined || isProject(team))
  );
}

function isOrganization(value: unknown): boolean {
  if (!isRecord(value) || typeof own(value, 'id') !== 'string' || !isText(own(value, 'name'))) {
    return false;
  }
  const [level, teams] = [own(value, 'plugins_access_level') ?? 0, own(value, 'teams') ?? []];
  return typeof level === 'number' && Array.isArray(teams) && teams.every(isProject);
}

function isIdLike(id: unknown): boolean {
  return Number.isSafeInteger(id) && Number(id) >= 0;
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function isFlag(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'boolean';
}
