import assert from 'node:assert/strict';
import net from 'node:net';
import { ApiClient } from '../../../src/api/client';
import { systemClock } from '../../../src/api/clock';
import { Budget } from '../../../src/api/budget';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fakeClock';
import { failureOf, Harness, PLANTED_KEY } from './clientHarness';

describe('ApiClient', () => {
  let harness: Harness;
  beforeEach(async () => (harness = await Harness.start()));
  afterEach(() => harness.close());

  it('sends the key in the Authorization header and asks for JSON without compression', async () => {
    harness.server.will({ body: {} });
    await harness.send('GET');
    const [request] = harness.server.requests;
    assert.equal(request?.headers.authorization, `Bearer ${PLANTED_KEY}`);
    assert.equal(request.headers.accept, 'application/json');
    assert.equal(request.headers['accept-encoding'], 'identity');
    assert.equal(request.body, '');
    assert.equal(request.headers['content-type'], undefined);
  });

  it('percent-encodes the query and repeats names', async () => {
    harness.server.will({ body: {} });
    await harness.send('GET', {
      query: [
        ['after', '2023-12-20T10:00:00.123456+00:00'],
        ['search', 'a b&c=ü'],
        ['type_filter', 'ERROR'],
        ['type_filter', 'WARN'],
      ],
    });
    assert.equal(
      harness.server.requests[0]?.url,
      '/api/x/?after=2023-12-20T10%3A00%3A00.123456%2B00%3A00&search=a%20b%26c%3D%C3%BC&type_filter=ERROR&type_filter=WARN',
    );
  });

  it('keeps a connection for reads, changes and deletes', async () => {
    harness.server.will({ body: {} }, { body: {} }, { status: 204 }, { body: {} });
    await harness.send('GET');
    await harness.send('PATCH', { body: { json: { enabled: true } } });
    await harness.send('DELETE');
    await harness.send('GET');
    assert.deepEqual(
      harness.server.requests.map(({ connection }) => connection),
      [1, 1, 1, 1],
    );
  });

  it('gives every POST a connection of its own, closed after', async () => {
    harness.server.will({ body: {} }, { body: {} }, { body: {} }, { body: {} });
    await harness.send('GET');
    await harness.send('POST', { body: { json: {} } });
    await harness.send('POST', { body: { json: {} } });
    await harness.send('GET');
    assert.deepEqual(
      harness.server.requests.map(({ connection, headers }) => [connection, headers.connection]),
      [
        [1, 'keep-alive'],
        [2, 'close'],
        [3, 'close'],
        [1, 'keep-alive'],
      ],
    );
    await eventually('only the idle connection is left', () => harness.server.open === 1);
  });

  it('has at most six requests under way, and lets a person go first', async () => {
    const waiting: (() => void)[] = [];
    for (let n = 0; n < 8; n++) {
      harness.server.will((_request, response) => waiting.push(() => response.end('{}')));
    }
    const paths = ['1', '2', '3', '4', '5', '6'];
    const calls = paths.map((n) => harness.send('GET', { path: `/${n}` }));
    await eventually('six are under way', () => waiting.length === 6);
    calls.push(harness.send('GET', { path: '/background' }, { priority: 'background' }));
    calls.push(harness.send('GET', { path: '/user' }));
    await harness.server.roundTrip();
    assert.equal(waiting.length, 6);
    waiting[0]?.();
    await eventually('the seventh is under way', () => waiting.length === 7);
    waiting[1]?.();
    await eventually('the eighth is under way', () => waiting.length === 8);
    for (const answer of waiting) {
      answer();
    }
    await Promise.all(calls);
    assert.deepEqual(
      harness.server.requests.slice(6).map(({ url }) => url),
      ['/user', '/background'],
    );
  });

  it('tells one record per attempt, without the key', async () => {
    harness.server.will({ status: 503 }, { body: {} });
    await harness.send('GET');
    assert.deepEqual(
      harness.records.map(({ ms: _ms, ...rest }) => rest),
      [
        {
          operation: 'listPluginConfigs',
          method: 'GET',
          path: '/api/x/',
          status: 503,
          failure: 'server',
          attempt: 1,
        },
        { operation: 'listPluginConfigs', method: 'GET', path: '/api/x/', status: 200, attempt: 2 },
      ],
    );
  });

  describe('origin', () => {
    const bad = [
      'https://us.posthog.com/',
      'https://us.posthog.com/project/1',
      'https://user:pass@us.posthog.com',
      'ftp://us.posthog.com',
      'us.posthog.com',
      'https://us.posthog.com?x=1',
    ];
    for (const origin of bad) {
      it(`refuses ${origin}`, () => {
        const budget = new Budget(systemClock);
        const key = { read: () => Promise.resolve(PLANTED_KEY) };
        assert.throws(() => new ApiClient({ origin, key, budget, clock: systemClock }), TypeError);
      });
    }
  });

  describe('giving up', () => {
    const phases: readonly (readonly [string, (controller: AbortController) => Promise<unknown>])[] = [
      [
        'before it began',
        (controller) => {
          controller.abort();
          return harness.send('PATCH', {}, controller);
        },
      ],
      [
        'while it waits for the budget',
        (controller) => {
          harness.budget.holdBack(5000);
          const call = harness.send('PATCH', {}, controller);
          void harness.server.roundTrip().then(() => controller.abort());
          return call;
        },
      ],
      [
        'while it waits to try again',
        (controller) => {
          harness.server.will({ status: 503, headers: { 'retry-after': '5' } });
          const call = harness.send('GET', {}, controller);
          void eventually('the first attempt is over', () => harness.records.length === 1).then(() =>
            controller.abort(),
          );
          return call;
        },
      ],
    ];
    for (const [phase, run] of phases) {
      it(`${phase} is cancelled, and nothing was applied`, async () => {
        const controller = new AbortController();
        const error = await failureOf(run(controller));
        assert.equal(error.kind, 'cancelled');
        assert.equal(error.data.applied, 'no');
      });
    }

    it('while the server thinks is cancelled at once, and what happened is unknown', async () => {
      const controller = new AbortController();
      harness.server.will(() => controller.abort());
      const error = await failureOf(harness.send('PATCH', { body: { json: {} } }, controller));
      assert.equal(error.kind, 'cancelled');
      assert.equal(error.data.applied, 'unknown');
      await eventually('the connection is closed', () => harness.server.open === 0);
    });

    it('in the middle of the body is cancelled at once', async () => {
      const controller = new AbortController();
      harness.server.will((_request, response) => {
        response.write('{', () => void harness.server.roundTrip().then(() => controller.abort()));
      });
      const error = await failureOf(harness.send('GET', {}, controller));
      assert.equal(error.kind, 'cancelled');
    });

    it('leaves no listener on the signal', async () => {
      const controller = new AbortController();
      let listeners = 0;
      const { signal } = controller;
      const add = signal.addEventListener.bind(signal);
      const remove = signal.removeEventListener.bind(signal);
      signal.addEventListener = (...parameters: Parameters<typeof add>) => {
        listeners++;
        add(...parameters);
      };
      signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
        listeners--;
        remove(...parameters);
      };
      harness.server.will({ body: {} });
      await harness.send('GET', {}, { signal });
      assert.equal(listeners, 0);
    });
  });

  describe('disposal', () => {
    it('cancels what is under way and closes every connection', async () => {
      harness.server.will({ body: {} }, () => undefined);
      await harness.send('GET');
      const call = failureOf(harness.send('GET'));
      await eventually('it is under way', () => harness.server.requests.length === 2);
      await harness.client.dispose();
      assert.equal((await call).kind, 'cancelled');
      await eventually('nothing is connected', () => harness.server.open === 0);
    });

    it('cancels a connection that is still being made', async () => {
      // Its backlog is full of nothing: the handshake of TLS never comes.
      const silent = net.createServer();
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const address = silent.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const other = await Harness.start({ origin: `https://127.0.0.1:${port ?? 0}` });
      const call = failureOf(other.send('GET'));
      const socket = await new Promise<net.Socket>((resolve) => silent.once('connection', resolve));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined);
      socket.resume();
      await other.close();
      assert.equal((await call).kind, 'cancelled');
      await closed;
      await new Promise((resolve) => silent.close(resolve));
    });

    it('refuses later requests', async () => {
      await harness.client.dispose();
      assert.equal((await failureOf(harness.send('GET'))).kind, 'cancelled');
      assert.equal(harness.server.requests.length, 0);
    });

    it('leaves no timer behind', async () => {
      const clock = new FakeClock();
      const other = await Harness.start({ clock });
      other.server.will({ body: {} }, { status: 503, headers: { 'retry-after': '3' } });
      await other.send('GET');
      assert.equal(clock.armed, 0);
      const call = failureOf(other.send('GET'));
      await eventually('it waits', () => other.records.length === 2);
      await other.close();
      assert.equal((await call).kind, 'cancelled');
      assert.equal(clock.armed, 0);
    });
  });
});
