import assert from 'node:assert/strict';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Budget } from '../../../src/api/budget';
import { ApiClient } from '../../../src/api/client';
import { type Clock, systemClock } from '../../../src/api/clock';
import { ApiError } from '../../../src/api/errors';
import { listPluginConfigs } from '../../../src/api/pluginConfigs';
import { damaged } from '../../support/fuzz/bytes';
import { fuzz } from '../../support/fuzz/campaign';
import { KEY } from '../../support/fuzz/cannedClient';
import type { Corpus } from '../../support/fuzz/corpus';
import { mutated } from '../../support/fuzz/mutate';
import { goodBodies } from '../../support/fuzz/pieces';
import { isConfig, readJson, rowsOf } from '../../support/fuzz/reading';
import { writeJson } from '../../support/fuzz/wire';
import { type Answer, ScriptedServer } from '../../support/scriptedServer';

/** Waits before another attempt are short here; deadlines stay what they are. */
const clock: Clock = {
  now: () => systemClock.now(),
  after: (ms, callback) => systemClock.after(ms < 5_000 ? 1 : ms, callback),
};

const CODINGS = [
  ['identity', (bytes: Buffer) => bytes],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const;

/** Registers: a sample of the same over real connections, compressed, cut and in pieces. */
export function fuzzSockets(corpus: () => Corpus): void {
  let server: ScriptedServer;
  let client: ApiClient;
  let budget: Budget;
  before(async () => {
    server = await ScriptedServer.start();
    budget = new Budget(clock, { burst: 1_000_000, sustained: 1_000_000 });
    const key = { read: () => Promise.resolve(KEY) };
    client = new ApiClient({ origin: server.origin, key, budget, clock });
  });
  after(async () => {
    budget.dispose();
    await client.dispose();
    await server.close();
  });

  fuzz('sockets', 'lists', 1, async ({ random }) => {
    const json = Buffer.from(
      writeJson(mutated(random.pick(goodBodies(corpus(), 'listPluginConfigs')), random)),
    );
    const body = random.chance(0.1) ? damaged(json, random) : json;
    const [coding, encode] = random.pick(CODINGS);
    const encoded = encode(body);
    const isCut = random.chance(0.1);
    const pieces = random.below(4);
    // Connections that break are tried once more.
    server.will(...[1, 2].map(() => answering(encoded, coding, isCut, pieces)));
    const wanted = isCut ? undefined : rowsOf(readJson(body)?.value, isConfig);
    try {
      const api = { client, projectId: 1, collection: 'plugin_configs' } as const;
      const page = await listPluginConfigs(api, { limit: 100, offset: 0 }, { priority: 'background' });
      assert.deepStrictEqual(page.rows, wanted);
    } catch (error) {
      assert.ok(error instanceof ApiError, String(error));
      assert.equal(wanted, undefined, error.message);
    }
    server.forgetAnswers();
  });
}

function answering(bytes: Buffer, coding: string, isCut: boolean, pieces: number): Answer {
  return (_request, response) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-encoding': coding,
      ...(pieces === 0 && { 'content-length': String(bytes.length) }),
    });
    const size = Math.ceil(bytes.length / (pieces + 1)) || 1;
    const end = isCut ? Math.floor(bytes.length / 2) : bytes.length;
    for (let at = 0; at < end; at += size) {
      response.write(bytes.subarray(at, Math.min(end, at + size)));
    }
    if (isCut) {
      response.destroy();
    } else {
      response.end();
    }
  };
}
