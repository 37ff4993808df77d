import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { NetworkOptions } from '../../../src/api/dispatcher';
import type { ApiError, ProxyProblem } from '../../../src/api/errors';
import { CompanyCa } from '../../support/companyCa';
import { ConnectProxy, type Misbehaviour } from '../../support/connectProxy';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fakeClock';
import { withEditorWords } from '../../support/faults/editorWords';
import { ScriptedServer } from '../../support/scriptedServer';
import { failureOf, Harness, PLANTED_KEY, type HarnessOptions } from '../api/clientHarness';

const HTTPS = 'https://posthog.company.test';
const HTTP = 'http://posthog.company.test:8000';
const PASSWORD = 'hunter2';

interface Case {
  readonly name: string;
  readonly origin?: string;
  /** A proxy address instead of that of the proxy that is there. */
  readonly proxy?: string;
  readonly network?: NetworkOptions;
  readonly misbehaviour?: Misbehaviour;
  readonly problem: ProxyProblem;
  readonly words: RegExp;
}

const cases: readonly Case[] = [
  {
    name: 'without the credentials that it wants',
    problem: 'credentials',
    words:
      /proxy 127\.0\.0\.1:\d+ wants a user name.*407; it accepts Basic, Negotiate, NTLM.*http:\/\/user:password@host:port.*Kerberos/,
  },
  {
    name: 'with wrong credentials',
    network: { proxyAuthorization: `Basic ${PASSWORD}` },
    problem: 'credentials',
    words: /or others than it got.*http\.proxy in the user settings/,
  },
  { name: 'with wrong credentials, for plain http', origin: HTTP, problem: 'credentials', words: /407/ },
  {
    name: 'that forbids the host',
    misbehaviour: 403,
    problem: 'refused',
    words: /let requests through to posthog\.company\.test \(status 403\).*http\.noProxy/,
  },
  {
    name: 'that fails',
    misbehaviour: 503,
    problem: 'refused',
    words: /could not reach posthog\.company\.test \(status 503\)/,
  },
  { name: 'that goes on and on', misbehaviour: 100, problem: 'broken', words: /did not connect/ },
  { name: 'that leads to a login page', misbehaviour: 302, problem: 'refused', words: /status 302/ },
  {
    name: 'that hangs up',
    misbehaviour: 'hangUp',
    problem: 'broken',
    words: /did not connect to posthog\.company\.test \(it hung up\)/,
  },
  { name: 'that resets', misbehaviour: 'reset', problem: 'broken', words: /did not connect/ },
  {
    name: 'that is none',
    misbehaviour: { text: 'SSH-2.0-OpenSSH_9.2\r\n' },
    problem: 'broken',
    words: /it does not speak HTTP.*an http proxy at that address/,
  },
  {
    name: 'that answers without end',
    misbehaviour: { text: `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}` },
    problem: 'broken',
    words: /does not speak HTTP/,
  },
  {
    name: 'that nobody runs',
    proxy: `http://me:${PASSWORD}@127.0.0.1:1`,
    problem: 'unreachable',
    words: /proxy 127\.0\.0\.1:1 could not be reached.*ECONNREFUSED.*Check http\.proxy in the user settings/,
  },
  {
    name: 'that nobody runs, for plain http',
    origin: HTTP,
    proxy: `http://me:${PASSWORD}@127.0.0.1:1`,
    problem: 'unreachable',
    words: /proxy 127\.0\.0\.1:1 could not be reached.*ECONNREFUSED/,
  },
  {
    name: 'whose host does not exist',
    proxy: `http://me:${PASSWORD}@proxy.invalid:3128`,
    network: { proxySource: 'HTTPS_PROXY' },
    problem: 'unreachable',
    words: /proxy proxy\.invalid:3128 could not.*\((ENOTFOUND|EAI_AGAIN)\).*environment variable HTTPS_PROXY/,
  },
  {
    name: 'for which no header can be made',
    network: { proxyAuthorization: `Basic ${PASSWORD}\nX-Evil: 1` },
    problem: 'broken',
    words: /did not connect to posthog\.company\.test/,
  },
  {
    name: 'of the kind SOCKS',
    proxy: `socks5://me:${PASSWORD}@127.0.0.1:1080`,
    network: { proxySource: 'all_proxy' },
    problem: 'kind',
    words: /not supported \(socks5\).*environment variable all_proxy.*SOCKS.*PAC.*Kerberos/,
  },
  {
    name: 'whose address is none',
    proxy: `http://me:${PASSWORD}#1@proxy.invalid:3128`,
    problem: 'address',
    words: /address of the proxy is not one.*http:\/\/user:password@host:port.*percent-encoded/,
  },
];

describe('A proxy', () => {
  let server: ScriptedServer;
  let proxy: ConnectProxy;
  let harness: Harness | undefined;
  let describeError: (error: unknown) => { readonly text: string };

  before(async () => {
    ({ describeError } = await withEditorWords(() => import('../../../src/views/messages')));
    server = await ScriptedServer.start();
    proxy = await ConnectProxy.start({
      credentials: 'me:right',
      authenticate: 'Basic realm="company", Negotiate, NTLM',
      routes: { 'posthog.company.test:443': server.port, 'posthog.company.test:8000': server.port },
    });
  });
  after(async () => {
    await proxy.close();
    await server.close();
  });
  afterEach(async () => {
    await harness?.close();
    proxy.misbehaviour = undefined;
    proxy.seen.length = 0;
  });

  async function connect(options: HarnessOptions): Promise<Harness> {
    harness = await Harness.start(options);
    return harness;
  }

  /** What holds for each of them: it is told once, nothing was sent, nothing is secret, nothing stays open. */
  async function check(error: ApiError, asked = proxy): Promise<void> {
    assert.deepEqual(
      [error.kind, error.reason, error.data.attempts, error.data.applied],
      ['network', 'proxy', 1, 'no'],
    );
    assert.equal(server.requests.length, 0);
    const told = inspect(error, { depth: 10 }) + describeError(error).text;
    for (const secret of [PASSWORD, PLANTED_KEY, Buffer.from(`me:${PASSWORD}`).toString('base64')]) {
      assert.ok(!told.includes(secret), told);
    }
    await eventually('no connection is left', () => asked.open === 0);
  }

  for (const { name, origin = HTTPS, proxy: address, network, misbehaviour, problem, words } of cases) {
    it(`${name}: ${problem}`, async () => {
      proxy.misbehaviour = misbehaviour;
      const given = address ?? proxy.address(`me:${PASSWORD}`);
      const client = await connect({ origin, network: { proxy: given, ...network } });
      const error = await failureOf(client.send('POST'));
      await check(error);
      assert.equal(error.data.proxy?.problem, problem);
      assert.match(describeError(error).text, words);
    });
  }

  it('that answers in the place of the server gets no key', async () => {
    proxy.misbehaviour = { text: 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}' };
    const client = await connect({ origin: HTTPS, network: { proxy: proxy.address('me:right') } });
    const error = await failureOf(client.send('POST'));
    assert.deepEqual([error.reason, error.data.applied], ['tls', 'no']);
    assert.match(describeError(error).text, /No encrypted connection to posthog\.company\.test/);
    await eventually('no connection is left', () => proxy.open === 0);
  });

  it('that says nothing is given up after ten seconds', async () => {
    proxy.misbehaviour = 'hang';
    const clock = new FakeClock();
    const client = await connect({ clock, origin: HTTPS, network: { proxy: proxy.address('me:right') } });
    const failure = failureOf(client.send('PATCH'));
    await eventually('the proxy was asked', () => proxy.seen.length === 1);
    await clock.advance(10_000);
    const error = await failure;
    await check(error);
    assert.match(describeError(error).text, /did not answer \(no connection within 10 s\)/);
  });

  it('that says nothing is let go of when the settings change and the client is thrown away', async () => {
    proxy.misbehaviour = 'hang';
    const client = await connect({ origin: HTTPS, network: { proxy: proxy.address('me:right') } });
    const failure = failureOf(client.send('GET'));
    await eventually('the proxy was asked', () => proxy.seen.length === 1);
    await client.client.dispose();
    assert.equal((await failure).kind, 'cancelled');
    await eventually('no connection is left', () => proxy.open === 0);
    assert.equal(proxy.seen.length, 1);
  });

  it('that is not trusted is told apart from a server that is not', async () => {
    const ca = new CompanyCa();
    const secure = await ConnectProxy.start({ tls: ca.issue('127.0.0.1'), routes: {} });
    try {
      for (const origin of [HTTPS, HTTP]) {
        const client = await connect({ origin, network: { proxy: secure.address() } });
        const error = await failureOf(client.send('GET'));
        await check(error, secure);
        assert.equal(error.data.proxy?.problem, 'certificate');
        assert.match(
          describeError(error).text,
          /certificate of the proxy 127\.0\.0\.1:\d+ was not accepted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\).*NODE_EXTRA_CA_CERTS/,
        );
        await client.close();
      }
    } finally {
      await secure.close();
      ca.dispose();
    }
  });
});
