import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { inspect } from 'node:util';
import { trustedCertificates } from '../../../src/api/connect';
import { proxyFor } from '../../../src/api/proxy';
import type { NetworkOptions } from '../../../src/api/dispatcher';
import { ScriptedServer } from '../../support/scriptedServer';
import { TEST_CERTIFICATE } from '../../support/testCertificate';
import { failureOf, Harness, PLANTED_KEY } from './clientHarness';

describe('TLS', () => {
  let server: ScriptedServer;
  let harness: Harness | undefined;
  before(async () => (server = await ScriptedServer.start(TEST_CERTIFICATE)));
  after(() => server.close());
  afterEach(async () => {
    await harness?.close();
    harness = undefined;
  });

  async function connect(network: NetworkOptions, origin = server.origin): Promise<Harness> {
    harness = await Harness.start({ origin, network });
    return harness;
  }

  it('a certificate nobody vouches for is an error with its code, and the key stays here', async () => {
    const before = server.requests.length;
    const client = await connect({});
    const error = await failureOf(client.send('POST'));
    assert.equal(error.kind, 'network');
    assert.equal(error.reason, 'tls');
    assert.match(error.data.detail ?? '', /^DEPTH_ZERO_SELF_SIGNED_CERT/);
    assert.equal(error.data.attempts, 1);
    assert.equal(error.data.applied, 'no');
    assert.equal(server.requests.length, before);
  });

  it('is accepted with the certificate in addition', async () => {
    server.will({ body: {} }, { body: {} });
    const client = await connect({ ca: [TEST_CERTIFICATE.cert] });
    await client.send('GET');
    await client.send('POST');
  });

  it('a certificate for another name is an error all the same', async () => {
    const client = await connect({ ca: [TEST_CERTIFICATE.cert] }, `https://localhost:${server.port}`);
    const error = await failureOf(client.send('GET'));
    assert.equal(error.reason, 'tls');
    assert.match(error.data.detail ?? '', /^ERR_TLS_CERT_ALTNAME_INVALID/);
  });

  it('anything is accepted where the user said so', async () => {
    server.will({ body: {} });
    const client = await connect({ strictSSL: false }, `https://localhost:${server.port}`);
    await client.send('GET');
  });

  it('keeps the certificates of NODE_EXTRA_CA_CERTS next to others', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
    const file = path.join(folder, 'extra.pem');
    writeFileSync(file, TEST_CERTIFICATE.cert);
    const former = process.env.NODE_EXTRA_CA_CERTS;
    process.env.NODE_EXTRA_CA_CERTS = file;
    try {
      server.will({ body: {} });
      // Some other certificate: any will do that is not the server's.
      const client = await connect({ ca: tls.rootCertificates.slice(0, 1) });
      await client.send('GET');
    } finally {
      if (former === undefined) {
        delete process.env.NODE_EXTRA_CA_CERTS;
      } else {
        process.env.NODE_EXTRA_CA_CERTS = former;
      }
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps Node’s own certificates next to others, and its own choice without any', () => {
    const all = trustedCertificates([TEST_CERTIFICATE.cert]) ?? [];
    assert.ok(tls.rootCertificates.every((certificate) => all.includes(certificate)));
    assert.ok(all.includes(TEST_CERTIFICATE.cert));
    assert.equal(trustedCertificates(), undefined);
  });

  it('https to a server that only speaks http is a TLS error', async () => {
    const plain = await ScriptedServer.start();
    const client = await connect({}, plain.origin.replace('http:', 'https:'));
    const error = await failureOf(client.send('GET'));
    assert.equal(error.reason, 'tls');
    await plain.close();
  });
});

describe('Proxies', () => {
  const ORIGIN = 'https://posthog.example';
  let target: ScriptedServer;
  let proxy: http.Server;
  let seen: { method: string; url: string; authorization: string | undefined; key: string | undefined }[];
  let harness: Harness;

  before(async () => (target = await ScriptedServer.start(TEST_CERTIFICATE)));
  after(() => target.close());
  beforeEach(async () => {
    seen = [];
    proxy = http.createServer((request, response) => {
      note(request);
      response.end('{"forwarded":true}');
    });
    proxy.on('connect', (request, socket) => {
      note(request);
      if (request.headers['proxy-authorization'] !== `Basic ${btoa('me:p@ss%')}`) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const upstream = net.connect(target.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await harness.close();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  function note(request: http.IncomingMessage): void {
    seen.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers['proxy-authorization'],
      key: request.headers.authorization,
    });
  }

  function address(credentials = 'me:p%40ss%25@'): string {
    const at = proxy.address();
    return `http://${credentials}127.0.0.1:${typeof at === 'object' ? (at?.port ?? 0) : 0}`;
  }

  async function connect(network: NetworkOptions, origin = ORIGIN): Promise<Harness> {
    harness = await Harness.start({ origin, network: { strictSSL: false, ...network } });
    return harness;
  }

  it('carry https through a tunnel, which never sees the key', async () => {
    target.will({ body: {} }, { body: {} }, { body: {} });
    const client = await connect({ proxy: address() });
    await client.send('GET');
    await client.send('GET');
    await client.send('POST');
    assert.deepEqual(
      seen.map(({ method, url, key }) => [method, url, key]),
      [
        ['CONNECT', 'posthog.example:443', undefined],
        ['CONNECT', 'posthog.example:443', undefined],
      ],
    );
    assert.equal(target.requests.at(-1)?.headers.authorization, `Bearer ${PLANTED_KEY}`);
    assert.equal(target.requests.at(-1)?.headers['proxy-authorization'], undefined);
  });

  it('forward plain http, with the whole address', async () => {
    const client = await connect({ proxy: address() }, 'http://posthog.example:8000');
    assert.equal((await client.send('GET')).text, '{"forwarded":true}');
    assert.equal(seen[0]?.method, 'GET');
    assert.equal(seen[0].url, 'http://posthog.example:8000/api/x/');
    assert.equal(seen[0].authorization, `Basic ${btoa('me:p@ss%')}`);
  });

  it('that want other credentials are an error without them', async () => {
    const client = await connect({ proxy: address('me:wrong@') });
    const error = await failureOf(client.send('POST'));
    assert.equal(error.kind, 'network');
    assert.equal(error.reason, 'proxy');
    assert.equal(error.data.detail, 'proxy: 407 Proxy Authentication Required');
    assert.equal(error.data.applied, 'no');
    assert.equal(seen.length, 1);
    assert.doesNotMatch(inspect(error, { depth: 10 }), /wrong|bWU6/);
  });

  it('that cannot be reached are an error of the proxy', async () => {
    const client = await connect({ proxy: 'http://me:secret@127.0.0.1:1' });
    const error = await failureOf(client.send('GET'));
    assert.equal(error.reason, 'proxy');
    assert.equal(error.data.detail, 'proxy: ECONNREFUSED');
    assert.doesNotMatch(inspect(error, { depth: 10 }), /secret/);
  });

  it('of a kind we do not speak are an error of the proxy', async () => {
    const client = await connect({ proxy: 'socks5://me:secret@127.0.0.1:1080' });
    const error = await failureOf(client.send('GET'));
    assert.equal(error.reason, 'proxy');
    assert.doesNotMatch(inspect(error, { depth: 10 }), /secret/);
  });

  it('are not used for loopback', async () => {
    target.will({ body: {} });
    const client = await connect({ proxy: address() }, target.origin);
    await client.send('GET');
    assert.deepEqual(seen, []);
  });
});

describe('proxyFor', () => {
  const used: readonly (readonly [string, readonly string[], boolean])[] = [
    ['https://us.posthog.com', [], true],
    ['https://us.posthog.com', ['posthog.com'], false],
    ['https://us.posthog.com', ['.posthog.com'], false],
    ['https://us.posthog.com', ['*.posthog.com'], false],
    ['https://us.posthog.com', [' US.posthog.com '], false],
    ['https://us.posthog.com', ['us.posthog.com:443'], false],
    ['https://us.posthog.com', ['us.posthog.com:8443'], true],
    ['https://us.posthog.com', ['hog.com'], true],
    ['https://us.posthog.com', ['us.posthog.co', ''], true],
    ['https://us.posthog.com', ['*'], false],
    ['http://ph.example:8000', ['ph.example:8000'], false],
    ['http://10.1.2.3', ['10.1.2.3'], false],
    ['http://[fd00::1]:8000', ['[fd00::1]:8000'], false],
    ['http://[fd00::1]:8000', ['fd00::1'], false],
    ['http://localhost:8000', [], false],
    ['http://demo.localhost', [], false],
    ['http://127.9.9.9', [], false],
    ['http://[::1]:8000', [], false],
  ];
  for (const [origin, noProxy, expected] of used) {
    it(`${origin} without ${JSON.stringify(noProxy)}: ${expected ? 'through the proxy' : 'direct'}`, () => {
      const proxy = proxyFor(new URL(origin), 'http://proxy.example:3128', noProxy);
      assert.equal(proxy !== undefined, expected);
    });
  }

  it('takes credentials out of the address', () => {
    const proxy = proxyFor(new URL('https://x.example'), 'http://user@proxy.example:3128');
    assert.equal(proxy?.url.href, 'http://proxy.example:3128/');
    assert.equal(proxy.authorization, `Basic ${btoa('user:')}`);
  });
});
