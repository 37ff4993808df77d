import assert from 'node:assert/strict';
import type { NetworkOptions } from '../../../src/api/dispatcher';
import { CompanyCa } from '../../support/companyCa';
import { ConnectProxy } from '../../support/connectProxy';
import { ScriptedServer } from '../../support/scriptedServer';
import { failureOf, Harness, PLANTED_KEY } from '../api/clientHarness';

const HOST = 'posthog.company.test';
const CREDENTIALS = 'DOMAIN\\me:p@ss %:é';
const IN_ADDRESS = encodeURIComponent('DOMAIN\\me') + ':' + encodeURIComponent('p@ss %:é');

describe('Requests through a proxy', function () {
  let ca: CompanyCa;
  let secure: ScriptedServer;
  let plain: ScriptedServer;
  let proxy: ConnectProxy;
  let secureProxy: ConnectProxy;
  let harness: Harness;

  before(async () => {
    ca = new CompanyCa();
    secure = await ScriptedServer.start(ca.issue(HOST));
    plain = await ScriptedServer.start();
    const routes = { [`${HOST}:443`]: secure.port, [`${HOST}:8000`]: plain.port };
    proxy = await ConnectProxy.start({ credentials: CREDENTIALS, routes });
    secureProxy = await ConnectProxy.start({ tls: ca.issue('127.0.0.1'), routes });
  });
  after(async () => {
    await Promise.all([proxy.close(), secureProxy.close(), secure.close(), plain.close()]);
    ca.dispose();
  });
  beforeEach(() => {
    for (const { seen } of [proxy, secureProxy]) {
      seen.length = 0;
    }
    for (const { requests } of [secure, plain]) {
      requests.length = 0;
    }
  });
  afterEach(() => harness.close());

  async function connect(network: NetworkOptions, origin = `https://${HOST}`): Promise<Harness> {
    harness = await Harness.start({ origin, network: { ca: [ca.cert], ...network } });
    return harness;
  }

  it('https goes through a tunnel, which sees neither key nor path; one tunnel serves many requests', async () => {
    secure.will({ body: {} }, { body: {} }, { body: {} });
    const client = await connect({ proxy: proxy.address(IN_ADDRESS) });
    await client.send('GET');
    await client.send('GET');
    await client.send('POST');
    assert.deepEqual(
      proxy.seen.map(({ method, target, authorization }) => [method, target, authorization]),
      [
        ['CONNECT', `${HOST}:443`, undefined],
        ['CONNECT', `${HOST}:443`, undefined],
      ],
    );
    assert.deepEqual(
      secure.requests.map(({ method, headers }) => [
        method,
        headers.authorization,
        headers['proxy-authorization'],
      ]),
      ['GET', 'GET', 'POST'].map((method) => [method, `Bearer ${PLANTED_KEY}`, undefined]),
    );
  });

  it('the way to an https proxy is encrypted itself', async () => {
    secure.will({ body: {} });
    const client = await connect({ proxy: secureProxy.address() });
    await client.send('GET');
    assert.equal(secureProxy.seen[0]?.method, 'CONNECT');
    assert.equal(secure.requests.length, 1);
  });

  it('plain http is passed on by the proxy, with the whole address, and with credentials for the proxy only', async () => {
    plain.will({ body: {} }, { body: {} });
    const client = await connect({ proxy: proxy.address(IN_ADDRESS) }, `http://${HOST}:8000`);
    await client.send('GET');
    await client.send('PATCH', { body: { json: { enabled: true } } });
    assert.deepEqual(
      proxy.seen.map(({ method, target }) => [method, target]),
      [
        ['GET', `http://${HOST}:8000/api/x/`],
        ['PATCH', `http://${HOST}:8000/api/x/`],
      ],
    );
    assert.equal(plain.requests[1]?.body, '{"enabled":true}');
    assert.equal(plain.requests[1].headers.host, `${HOST}:8000`);
    assert.equal(plain.requests[1].headers['proxy-authorization'], undefined);
  });

  it('plain http through an https proxy', async () => {
    plain.will({ body: {} });
    const client = await connect({ proxy: secureProxy.address() }, `http://${HOST}:8000`);
    await client.send('GET');
    assert.equal(plain.requests.length, 1);
  });

  it('http.proxyAuthorization goes before the credentials in the address', async () => {
    secure.will({ body: {} });
    const proxyAuthorization = `Basic ${Buffer.from(CREDENTIALS).toString('base64')}`;
    const client = await connect({ proxy: proxy.address('some:body'), proxyAuthorization });
    await client.send('GET');
    assert.equal(proxy.seen[0]?.proxyAuthorization, proxyAuthorization);
  });

  it('an address without a scheme is an http proxy', async () => {
    secure.will({ body: {} });
    const client = await connect({ proxy: `${IN_ADDRESS}@${proxy.host}` });
    await client.send('GET');
    assert.equal(proxy.seen.length, 1);
  });

  it('loopback is never proxied, nor what noProxy lists', async () => {
    plain.will({ body: {} });
    const client = await connect({ proxy: proxy.address() }, plain.origin);
    await client.send('GET');
    await client.close();
    const opened: string[] = [];
    const direct = await connect({
      ...{ proxy: proxy.address(), noProxy: ['elsewhere.test', '.company.test:443'] },
      openSocket: (origin) => {
        opened.push(origin.host);
        return Promise.reject(new Error('not now'));
      },
    });
    await failureOf(direct.send('POST'));
    assert.deepEqual(opened, [HOST]);
    assert.deepEqual(proxy.seen, []);
  });

  it('a proxy that is restarted between two requests costs nothing', async () => {
    secure.will({ body: {} }, { body: {} });
    const client = await connect({ proxy: proxy.address(IN_ADDRESS) });
    await client.send('GET');
    proxy.drop();
    await client.send('GET');
    assert.equal(proxy.seen.length, 2);
  });

  it('a proxy that dies with the answer: reading is tried again, a job start is not and its fate is unknown', async () => {
    const die = (): void => proxy.drop();
    secure.will(die, { body: {} }, die);
    const client = await connect({ proxy: proxy.address(IN_ADDRESS) });
    await client.send('GET');
    const error = await failureOf(client.send('POST'));
    assert.deepEqual(
      [error.reason, error.data.applied, error.data.attempts, error.data.proxy],
      ['reset', 'unknown', 1, undefined],
    );
    assert.equal(secure.requests.length, 3);
  });
});
