import assert from 'node:assert/strict';
import net from 'node:net';
import type { ApiError } from '../../../src/api/errors';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fakeClock';
import type { Answer } from '../../support/scriptedServer';
import { failureOf, Harness } from './clientHarness';

const THROTTLED = {
  type: 'throttled_error',
  code: 'throttled',
  detail: 'Request was throttled. Expected available in 37 seconds.',
  attr: null,
};
const reset: Answer = (request) => request.socket.resetAndDestroy();

describe('Retries', () => {
  let clock: FakeClock;
  let harness: Harness;
  beforeEach(async () => {
    clock = new FakeClock();
    harness = await Harness.start({ clock });
  });
  afterEach(() => harness.close());

  /** Waits until this many attempts are over, then moves the clock. */
  async function after(attempts: number, ms: number): Promise<void> {
    await eventually(`attempt ${attempts} is over`, () => harness.records.length === attempts, {
      intervalMs: 2,
    });
    await clock.advance(ms);
  }

  const passing: readonly (readonly [string, Answer])[] = [
    ['502', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['429', { status: 429, body: {} }],
    ['a reset', reset],
  ];
  for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
    for (const [name, answer] of passing) {
      it(`sends ${method} again after ${name}`, async () => {
        harness.server.will(answer, { body: { fine: true } });
        const call = harness.send(method);
        await after(1, 250);
        assert.equal((await call).text, '{"fine":true}');
      });
    }
  }

  for (const [name, answer] of passing) {
    it(`never sends POST again after ${name}`, async () => {
      harness.server.will(answer);
      const error = await failureOf(harness.send('POST', { body: { json: {} } }));
      assert.equal(harness.server.requests.length, 1);
      assert.equal(error.data.applied, name === '429' ? 'no' : 'unknown');
    });
  }

  it('sends POST again when it never left', async () => {
    const { port } = harness.server;
    await harness.server.close();
    const call = harness.send('POST', { body: { json: {} } });
    await after(1, 0);
    const late = net.createServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'));
    await new Promise<void>((resolve) => late.listen(port, '127.0.0.1', resolve));
    await clock.advance(250);
    assert.equal((await call).text, '{}');
    late.close();
    assert.deepEqual(
      harness.records.map(({ failure }) => failure),
      ['network/refused', undefined],
    );
  });

  for (const status of [400, 401, 403, 404, 500, 501]) {
    it(`does not try again after ${status}`, async () => {
      harness.server.will({ status, body: {} });
      await failureOf(harness.send('GET'));
      assert.equal(harness.server.requests.length, 1);
    });
  }

  it('waits 250, 500, 1000 ms, then gives up after the fourth attempt', async () => {
    harness.server.will(reset, reset, reset, reset);
    const call = failureOf(harness.send('PATCH', { body: { json: { enabled: true } } }));
    const start = clock.now();
    await after(1, 250);
    await after(2, 500);
    await after(3, 1000);
    const error = await call;
    assert.equal(clock.now() - start, 1750);
    assert.equal(error.data.attempts, 4);
    assert.equal(error.reason, 'reset');
    assert.equal(error.data.applied, 'unknown');
    assert.deepEqual(
      harness.server.requests.map(({ body }) => body),
      Array.from({ length: 4 }, () => '{"enabled":true}'),
    );
  });

  const waits: readonly (readonly [string, Answer, number])[] = [
    ['Retry-After in seconds', { status: 429, headers: { 'retry-after': '12' }, body: THROTTLED }, 12_000],
    [
      'Retry-After as a date',
      {
        status: 429,
        headers: { 'retry-after': new Date(Date.UTC(2026, 0, 1) + 20_000).toUTCString() },
        body: THROTTLED,
      },
      20_000,
    ],
    ['the throttling sentence', { status: 429, body: THROTTLED }, 37_000],
    ['neither', { status: 429, body: { type: 'throttled_error', code: 'throttled' } }, 250],
    ['Retry-After of a 503', { status: 503, headers: { 'retry-after': '3' } }, 3000],
  ];
  for (const [name, answer, ms] of waits) {
    it(`waits as told by ${name}`, async () => {
      harness.server.will(answer, { body: {} });
      const call = harness.send('GET');
      await after(1, ms - 1);
      assert.equal(harness.server.requests.length, 1);
      await clock.advance(1);
      await call;
      assert.equal(harness.server.requests.length, 2);
    });
  }

  it('makes every request of the window wait after a 429', async () => {
    harness.server.will({ status: 429, body: THROTTLED }, { body: {} });
    const error = await failureOf(harness.send('POST', { body: { json: {} } }));
    assert.equal(error.kind, 'rateLimited');
    assert.equal(error.data.retryAfterMs, 37_000);
    assert.equal(harness.budget.waitFor('user'), 37_000);
    const call = harness.send('GET', {}, { priority: 'background' });
    await clock.advance(36_999);
    await harness.server.roundTrip();
    assert.equal(harness.server.requests.length, 1);
    await clock.advance(1);
    await call;
  });

  it('ends with the error when the wait would pass the deadline', async () => {
    harness.server.will({ status: 429, headers: { 'retry-after': '61' } });
    const error = await failureOf(harness.send('GET'));
    assert.equal(error.kind, 'rateLimited');
    assert.equal(error.data.retryAfterMs, 61_000);
    assert.equal(clock.armed, 0);
  });

  it('sends nothing while the window is held back for longer than the deadline', async () => {
    harness.budget.holdBack(120_000);
    const error = await failureOf(harness.send('GET'));
    assert.equal(error.kind, 'rateLimited');
    assert.equal(error.data.retryAfterMs, 120_000);
    assert.equal(error.data.attempts, 0);
    assert.equal(harness.server.requests.length, 0);
  });

  it('tells background work at once when the server asks to wait', async () => {
    harness.server.will({ status: 429, body: THROTTLED });
    const error = await failureOf(harness.send('GET', {}, { priority: 'background' }));
    assert.equal(error.data.retryAfterMs, 37_000);
    assert.equal(error.data.attempts, 1);
  });

  it('remembers that an earlier attempt may have been applied', async () => {
    harness.server.will(reset, { status: 403, body: {} });
    const call = failureOf(harness.send('PATCH', { body: { json: {} } }));
    await after(1, 250);
    const error = await call;
    assert.equal(error.kind, 'forbidden');
    assert.equal(error.data.applied, 'unknown');
  });

  describe('deadlines', () => {
    const silent: Answer = () => undefined;
    /** Waits for the server to have the request, then moves on to one millisecond before and to the deadline. */
    async function expires(call: Promise<ApiError>, requests: number, ms: number): Promise<ApiError> {
      await eventually('it was sent', () => harness.server.requests.length === requests);
      await clock.advance(ms - 1);
      assert.equal(harness.records.length, 0);
      await clock.advance(1);
      return call;
    }

    it('ends a request without an answer after 30 s', async () => {
      harness.server.will(silent);
      const call = failureOf(harness.send('POST', { body: { json: {} } }));
      const error = await expires(call, 1, 31_000);
      assert.equal(error.reason, 'timeout');
      assert.equal(error.data.applied, 'unknown');
      assert.match(error.data.detail ?? '', /no answer within/);
    });

    it('ends a body that stops after 30 s', async () => {
      let begun = false;
      harness.server.will((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{', () => (begun = true));
      });
      const call = failureOf(harness.send('POST', { body: { json: {} } }));
      await eventually('the answer has begun', () => begun);
      await clock.advance(0);
      const error = await expires(call, 1, 30_000);
      assert.equal(error.reason, 'timeout');
    });

    it('ends all attempts after 60 s', async () => {
      harness.server.will(silent, silent);
      const start = clock.now();
      const call = failureOf(harness.send('GET'));
      await eventually('it was sent', () => harness.server.requests.length === 1);
      await after(0, 30_000);
      await after(1, 250);
      await eventually('it was sent again', () => harness.server.requests.length === 2);
      await clock.advance(29_750);
      const error = await call;
      assert.equal(error.reason, 'timeout');
      assert.equal(clock.now() - start, 60_000);
      assert.equal(clock.armed, 0);
    });

    it('ends a connection that is not made after 10 s', async () => {
      // Accepts, and never answers the greeting of TLS.
      const sockets: net.Socket[] = [];
      const silentServer = net.createServer((socket) => sockets.push(socket.on('error', () => undefined)));
      await new Promise<void>((resolve) => silentServer.listen(0, '127.0.0.1', resolve));
      const address = silentServer.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const other = await Harness.start({ clock, origin: `https://127.0.0.1:${port ?? 0}` });
      const call = failureOf(other.send('POST', {}, { priority: 'background' }));
      await eventually('it connects', () => sockets.length === 1);
      await clock.advance(10_000);
      await eventually('the first attempt is over', () => other.records.length === 1);
      await clock.advance(250);
      await eventually('it connects again', () => sockets.length === 2);
      await clock.advance(10_000);
      const error = await call;
      assert.equal(error.reason, 'connectTimeout');
      assert.equal(error.data.attempts, 2);
      assert.equal(error.data.applied, 'no');
      await other.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await new Promise((resolve) => silentServer.close(resolve));
    });
  });
});
