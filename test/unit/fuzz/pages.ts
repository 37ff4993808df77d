import assert from 'node:assert/strict';
import { ApiError } from '../../../src/api/errors';
import { listPlugins } from '../../../src/api/neighbours';
import { checkProject, projectChoices } from '../../../src/connection/projectChoices';
import { availablePlugins } from '../../../src/model/availablePlugins';
import { loadAllConfigs } from '../../../src/model/loadAllConfigs';
import { PluginConfigs } from '../../../src/model/pluginConfigs';
import { fuzz } from '../../support/fuzz/campaign';
import { CannedClient, reply } from '../../support/fuzz/cannedClient';
import type { Corpus } from '../../support/fuzz/corpus';
import { mutated } from '../../support/fuzz/mutate';
import { goodBodies } from '../../support/fuzz/pieces';
import type { Random } from '../../support/fuzz/random';
import { isConfig, readJson, rowsOf } from '../../support/fuzz/reading';
import { oddText } from '../../support/fuzz/values';
import { writeJson } from '../../support/fuzz/wire';

/** What a server with pages may be asked for, by whoever reads all of them. */
const MOST_REQUESTS = 150;

/** Registers: servers whose pages lead nowhere, round in a circle, or never end. */
export function fuzzPages(corpus: () => Corpus): void {
  fuzz('pages', 'lists', 0.6, async ({ random }) => {
    const answers: Uint8Array[] = [];
    const next = nextLinks(random);
    const client = CannedClient.create(({ path }) => {
      const body = pageFor(path, next, random);
      if (path.includes('plugin_configs/?')) {
        answers.push(body);
      }
      return reply(body);
    });
    const configs = new PluginConfigs({ client, projectId: 1, clock: client.clock });
    await client.clock.drive(configs.refresh());
    await client.clock.drive(configs.loadMore());
    answers.length = 0;
    await client.clock.drive(configs.loadMore());
    if (configs.state.kind === 'ready' && answers.length > 0) {
      const told = answers.flatMap((body) => rowsOf(readJson(body)?.value, isConfig) ?? []);
      const ids = new Set(told.filter(isConfig).map(({ id }) => id));
      assert.deepEqual(new Set(configs.rows.map(({ id }) => id)), ids, 'a row is missing');
    }
    client.requests.length = 0;
    const readAll = random.pick([
      () => loadAllConfigs(configs.api),
      () => listPlugins(client, oddText(random)),
      ...Array.from({ length: 6 }, () => () => Promise.resolve()),
    ]);
    await orApiError<unknown>(client, readAll());
    assert.ok(client.requests.length <= MOST_REQUESTS, `${client.requests.length} requests`);
    configs.dispose();
    await client.dispose();
  });

  fuzz('pages', 'connecting and choosing', 0.4, async ({ random }) => {
    const client = CannedClient.create(({ path }) => {
      const operation = path.includes('users')
        ? 'getUser'
        : path.includes('plugin_configs')
          ? 'listPluginConfigs'
          : path.includes('/plugins')
            ? 'listPlugins'
            : /projects\/\d+\/$/.test(path)
              ? 'getProject'
              : 'listProjects';
      const body = random.pick(goodBodies(corpus(), operation));
      const spoilt =
        operation === 'getProject' ? { ...(body as object), organization: oddText(random) } : body;
      return reply(Buffer.from(writeJson(random.chance(0.6) ? mutated(spoilt, random) : spoilt)));
    });
    const { signal } = new AbortController();
    const choices = await orApiError(client, projectChoices(client, signal));
    for (const { id } of choices?.projects ?? []) {
      assert.ok(Number.isSafeInteger(id) && id >= 0);
    }
    await orApiError(client, checkProject(client, 1, undefined, signal));
    await orApiError(client, availablePlugins({ client, projectId: 1, collection: 'plugin_configs' }, []));
    assert.ok(client.requests.length <= MOST_REQUESTS, `${client.requests.length} requests`);
    await client.dispose();
  });
}

async function orApiError<T>(client: CannedClient, work: Promise<T>): Promise<T | undefined> {
  try {
    return await client.clock.drive(work, 5_000);
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return undefined;
  }
}

type NextLink = (offset: number) => unknown;

/** Ways to lie about what comes next. */
function nextLinks(random: Random): NextLink {
  const to = (offset: number | string): string => `http://testserver/?limit=10&offset=${offset}`;
  return random.pick<NextLink>([
    (offset) => to(offset + 2),
    (offset) => to(offset),
    (offset) => to(offset + 1),
    () => to(0),
    () => to('9007199254740991'),
    () => to('x'),
    () => 'nowhere',
    (offset) => (offset > 4 ? null : to(offset + 2)),
    (offset) => (offset > 4 ? 7 : to(offset + 2)),
    () => null,
  ]);
}

function pageFor(path: string, next: NextLink, random: Random): Buffer {
  const offset = Number(/offset=(\d+)/.exec(path)?.[1] ?? 0);
  const isPlugins = path.includes('/plugins/');
  const row = (at: number): object => {
    const id = (offset % 1_000_000) + at + 1;
    return isPlugins
      ? { id, name: 'p' }
      : { id, plugin: 1, enabled: true, order: id, team_id: 1, config: {} };
  };
  const count = random.pick([0, 2, 4, 5_000, null]);
  return Buffer.from(
    JSON.stringify({ count, next: next(offset), previous: null, results: [row(0), row(1)] }),
  );
}
