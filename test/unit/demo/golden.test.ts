import assert from 'node:assert/strict';
import type { Fixture } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import { startDemoServer, type DemoServer } from '../../../src/demo/server';
import { rawRequest, type RawResponse } from '../../support/rawHttp';
import {
  bodyOf,
  loadExchanges,
  loadFixture,
  matchRecorded,
  RECORDED_PROFILES,
  type Exchange,
} from './goldenFormat';
import { outOfScopeKind, OUT_OF_SCOPE } from './outOfScope';

const RECORDED_HOST = '127.0.0.1:8000';

describe('recorded exchanges', function () {
  this.timeout(60_000);
  const excused = new Set<string>();

  for (const profile of RECORDED_PROFILES) {
    describe(profile, () => {
      const exchanges = loadExchanges(profile);
      const fixture = loadFixture(profile);
      const results = new Map<string, string | undefined>();

      before(async () => {
        for (const scenario of scenariosOf(exchanges)) {
          await replay(profile, fixture, scenario, results);
        }
        for (const exchange of exchanges.filter(({ id }) => results.get(id) !== undefined)) {
          excused.add(outOfScopeKind(exchange, profile) ?? 'nothing');
        }
      });

      after(() => printAgreement(profile, exchanges, results));

      for (const exchange of exchanges.filter((candidate) => !outOfScopeKind(candidate, profile))) {
        it(`${exchange.id}: ${exchange.title}`, () => {
          const difference = results.get(exchange.id);
          assert.equal(difference, undefined, difference);
        });
      }
    });
  }

  describe('what is out of scope', () => {
    for (const [kind, { reason }] of Object.entries(OUT_OF_SCOPE)) {
      it(`${kind}: ${reason}`, () => {
        assert.ok(excused.has(kind), 'Nothing differs for this reason any more: take it off the list');
      });
    }
  });
});

/** Chains of exchanges that share one seed. Each exchange names all that came before it. */
function scenariosOf(exchanges: readonly Exchange[]): readonly (readonly Exchange[])[] {
  const byStart = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const start = exchange.after[0] ?? exchange.id;
    byStart.set(start, [...(byStart.get(start) ?? []), exchange]);
  }
  return [...byStart.values()].map((chain) => chain.sort((a, b) => a.after.length - b.after.length));
}

async function replay(
  profile: ProfileName,
  fixture: Fixture,
  scenario: readonly Exchange[],
  results: Map<string, string | undefined>,
): Promise<void> {
  const setup = scenario[0]?.setup ?? {};
  const patches = new Map(Object.entries(setup.configs ?? {}));
  const server = await startDemoServer({
    profile,
    fixture: {
      ...fixture,
      configs: fixture.configs.map((config) => ({ ...config, ...patches.get(String(config.id)) })),
    },
    ...(setup.rateLimit && {
      rate: { burst: setup.rateLimit.burstPerMinute, sustained: setup.rateLimit.sustainedPerHour },
    }),
    behindProxy: setup.behindProxy ?? false,
  });
  try {
    for (const exchange of scenario) {
      results.set(exchange.id, await differenceOf(server, exchange));
    }
  } finally {
    await server.close();
  }
}

async function differenceOf(server: DemoServer, exchange: Exchange): Promise<string | undefined> {
  const { method, path, headers } = exchange.request;
  const body = bodyOf(exchange);
  let response: RawResponse;
  try {
    response = await rawRequest(server.url, {
      method,
      path,
      headers: { Host: RECORDED_HOST, ...headers },
      ...(body && { body }),
    });
    matchResponse(response, exchange);
    matchStored(server, exchange);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function matchResponse(response: RawResponse, { request, response: recorded }: Exchange): void {
  assert.equal(
    response.status,
    recorded.status,
    `status ${response.status}, body ${response.text.slice(0, 200)}`,
  );
  assert.equal(response.headers['content-type'], recorded.headers['content-type'], 'content type');
  assert.equal(response.headers.location, recorded.headers.location, 'Location');
  const allow = recorded.headers.allow?.replace('<any order>', '');
  assert.equal(response.headers.allow, allow, 'Allow');
  if (recorded.headers['content-length'] !== undefined) {
    assert.equal(response.headers['content-length'], recorded.headers['content-length'], 'Content-Length');
  }
  if (recorded.status === 429) {
    matchThrottled(response, recorded);
    return;
  }
  const isJson = recorded.headers['content-type'] === 'application/json' && request.method !== 'HEAD';
  const body: unknown = isJson ? JSON.parse(response.text) : response.text;
  if (request.path === '/api/projects/') {
    matchRecorded(sortedById(body), sortedById(recorded.body), 'body');
  } else {
    matchRecorded(body, recorded.body, 'body');
  }
}

/** The seconds depend on how fast the scenario ran, but the header and the sentence agree. */
function matchThrottled(response: RawResponse, recorded: Exchange['response']): void {
  const seconds = Number(response.headers['retry-after']);
  const recordedSeconds = Number(recorded.headers['retry-after']);
  assert.ok(Math.abs(seconds - recordedSeconds) <= 2, `Retry-After ${seconds}, recorded ${recordedSeconds}`);
  const expected = JSON.stringify(recorded.body).replace(/\d+ second/, `${seconds} second`);
  assert.deepEqual(JSON.parse(response.text), JSON.parse(expected));
}

/** The order of projects is not defined. */
function sortedById(body: unknown): unknown {
  assert.ok(typeof body === 'object' && body !== null && 'results' in body && Array.isArray(body.results));
  const rows: readonly unknown[] = body.results;
  return { ...body, results: rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) };
}

function matchStored(server: DemoServer, { stored_after: stored }: Exchange): void {
  for (const [id, recorded] of Object.entries(stored?.configs ?? {})) {
    matchRecorded(storedConfig(server, Number(id), recorded), recorded, `stored config ${id}`);
  }
  if (stored?.queued_jobs) {
    const jobs = server.state.queuedJobs.map((job) => ({
      name: 'pluginJob',
      payload: {
        type: job.type,
        payload: job.payload,
        pluginConfigId: job.configId,
        pluginConfigTeam: job.projectId,
      },
    }));
    matchRecorded(jobs, stored.queued_jobs, 'queued jobs');
  }
}

/** A stored config in the words of the recording, with the columns that its generation has. */
function storedConfig(server: DemoServer, id: number, recorded: unknown): unknown {
  const config = server.state.storedConfig(id);
  if (!config) {
    return null;
  }
  const columns = new Map<string, unknown>([
    ['id', config.id],
    ['plugin_id', config.pluginId],
    ['team_id', config.projectId],
    ['enabled', config.enabled],
    ['order', config.order],
    ['config', config.config],
    ['name', config.name],
    ['description', config.description],
    ['deleted', config.deleted],
    [
      'attachments',
      config.attachments.map(({ key, fileName, size, contentType }) => ({
        key,
        file_name: fileName,
        file_size: size,
        content_type: contentType,
      })),
    ],
  ]);
  const wanted = Object.keys(recorded ?? {});
  return Object.fromEntries([...columns].filter(([key]) => wanted.includes(key)));
}

function printAgreement(
  profile: ProfileName,
  exchanges: readonly Exchange[],
  results: ReadonlyMap<string, string | undefined>,
): void {
  const groups = [...new Set(exchanges.map(({ group }) => group))];
  for (const group of groups) {
    const all = exchanges.filter((exchange) => exchange.group === group);
    const agreeing = all.filter(({ id }) => results.has(id) && results.get(id) === undefined);
    const excused = all.filter(
      (exchange) => !agreeing.includes(exchange) && outOfScopeKind(exchange, profile),
    );
    const note = excused.length > 0 ? ` (${excused.length} out of scope)` : '';
    console.log(`      ${profile} ${group}: ${agreeing.length} of ${all.length} agree${note}`);
  }
}
