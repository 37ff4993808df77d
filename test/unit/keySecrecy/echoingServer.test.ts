import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { Budget } from '../../../src/api/budget';
import { ApiClient, type RequestRecord } from '../../../src/api/client';
import { systemClock } from '../../../src/api/clock';
import { ApiError } from '../../../src/api/errors';
import { KEY_MARK } from '../../../src/api/keyTraces';
import { requestLine } from '../../../src/views/requestLine';
import { keyFormsIn, RECOGNISABLE_KEY } from '../../support/keySearch';
import { ECHOES, type Echo } from './echoes';
import { OPERATIONS, type TestedOperation } from './everyOperation';

const KEY = RECOGNISABLE_KEY;
const GOOD = '200 as asked, quoting';

interface Received {
  readonly authorization: string | undefined;
  readonly rest: string;
}

/** Escapes are looked for in answers up to a megabyte. */
const IN_BIG_ANSWERS = ECHOES.filter(({ name }) => name.startsWith(GOOD) && !name.includes('escapes'));

describe('A server that quotes the key', () => {
  const received: Received[] = [];
  const strangers: string[] = [];
  const records: RequestRecord[] = [];
  let server: http.Server;
  let stranger: http.Server;
  let client: ApiClient;
  let budget: Budget;
  let operation: TestedOperation;
  let echo: Echo;
  let cells = 0;

  before(async () => {
    stranger = await listen((request, response) => {
      strangers.push(`${String(request.url)} ${JSON.stringify(request.headers)}`);
      response.end('{}');
    });
    server = await listen((request, response) => {
      const { authorization, ...headers } = request.headers;
      request.setEncoding('utf8').on('data', (body: string) => received.push({ authorization, rest: body }));
      received.push({ authorization, rest: JSON.stringify([request.method, request.url, headers]) });
      request.on('end', () => {
        const offset = new URL(String(request.url), 'http://x').searchParams.get('offset');
        const key = authorization?.replace('Bearer ', '') ?? '';
        const quote = `Authorization: Bearer ${key}`;
        const good = operation.good(quote, key, offset);
        echo.answer({ request, response, key, quote, good, elsewhere: originOf(stranger) });
      });
    });
    budget = new Budget(systemClock, { burst: 100_000, sustained: 100_000 });
    client = new ApiClient({
      origin: originOf(server),
      key: { read: () => Promise.resolve(KEY) },
      budget,
      clock: systemClock,
      // Hardly any wait before a second try.
      random: () => -0.98,
      onRequest: (record) => records.push(record),
    });
  });

  after(async () => {
    budget.dispose();
    await client.dispose();
    for (const running of [server, stranger]) {
      running.closeAllConnections();
      await new Promise((resolve) => running.close(resolve));
    }
    console.log(`      key secrecy: ${cells} cells (operations times answers), ${cells} hold`);
  });

  for (const tested of OPERATIONS) {
    it(`does not get it into anything: ${tested.name}`, async () => {
      operation = tested;
      for (echo of tested.isBig ? IN_BIG_ANSWERS : ECHOES) {
        records.length = received.length = 0;
        const api = { client, projectId: 1, collection: 'plugin_configs' } as const;
        const outcome = await tested.run(api, client).catch((error: unknown) => error);
        assertClean(outcome);
        cells++;
      }
    });
  }

  function assertClean(outcome: unknown): void {
    const cell = `${operation.name}, ${echo.name}`;
    const told = [outcome, records, records.map((record) => requestLine(record, client.origin))];
    const text = inspect(told, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
    assert.deepEqual(keyFormsIn(text, KEY), [], `${cell}: ${text.slice(0, 2000)}`);
    if (outcome instanceof Error) {
      assert.ok(outcome instanceof ApiError, `${cell}: ${text}`);
    } else if (echo.name === GOOD && !operation.isSilent) {
      assert.ok(text.includes(KEY_MARK), `${cell}: nothing was quoted`);
    }
    assert.deepEqual(strangers, [], cell);
    assert.ok(received.length > 0, cell);
    for (const { authorization, rest } of received) {
      assert.equal(authorization, `Bearer ${KEY}`, cell);
      assert.deepEqual(keyFormsIn(rest, KEY), [], `${cell}: ${rest}`);
    }
  }
});

async function listen(handler: http.RequestListener): Promise<http.Server> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function originOf(server: http.Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
