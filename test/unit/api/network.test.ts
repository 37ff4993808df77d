import assert from 'node:assert/strict';
import type { NetworkOptions } from '../../../src/api/dispatcher';
import { ScriptedServer } from '../../support/scriptedServer';
import { TEST_CERTIFICATE } from '../../support/testCertificate';
import { failureOf, Harness } from './clientHarness';

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

  it('https to a server that only speaks http is a TLS error', async () => {
    const plain = await ScriptedServer.start();
    const client = await connect({}, plain.origin.replace('http:', 'https:'));
    const error = await failureOf(client.send('GET'));
    assert.equal(error.reason, 'tls');
    await plain.close();
  });
});
