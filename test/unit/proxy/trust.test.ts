import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import type { NetworkOptions } from '../../../src/api/dispatcher';
import { trust, trustedCertificates } from '../../../src/api/trust';
import { CompanyCa, type ServerCertificate } from '../../support/companyCa';
import { ConnectProxy } from '../../support/connectProxy';
import { withEditorWords } from '../../support/faults/editorWords';
import { ScriptedServer } from '../../support/scriptedServer';
import { failureOf, Harness } from '../api/clientHarness';

const HOST = 'posthog.company.test';

/** A company's proxy that opens https itself, or its own server: both bring a certificate of the company's authority. */
describe('A company’s certificate authority', () => {
  let ca: CompanyCa;
  let certificate: ServerCertificate;
  let server: ScriptedServer;
  let proxy: ConnectProxy;
  let harness: Harness | undefined;
  let extraFile: string | undefined;
  let describeError: (error: unknown) => { readonly text: string };

  before(async () => {
    ({ describeError } = await withEditorWords(() => import('../../../src/views/messages')));
    ca = new CompanyCa();
    certificate = ca.issue(HOST);
    server = await ScriptedServer.start(certificate);
    proxy = await ConnectProxy.start({
      routes: { [`${HOST}:443`]: server.port, 'other.test:443': server.port },
    });
  });
  after(async () => {
    await proxy.close();
    await server.close();
    ca.dispose();
  });
  beforeEach(() => {
    extraFile = process.env.NODE_EXTRA_CA_CERTS;
    delete process.env.NODE_EXTRA_CA_CERTS;
    server.requests.length = 0;
  });
  afterEach(async () => {
    await harness?.close();
    if (extraFile === undefined) {
      delete process.env.NODE_EXTRA_CA_CERTS;
    } else {
      process.env.NODE_EXTRA_CA_CERTS = extraFile;
    }
  });

  async function connect(network: NetworkOptions, origin = `https://${HOST}`): Promise<Harness> {
    harness = await Harness.start({ origin, network: { proxy: proxy.address(), ...network } });
    return harness;
  }

  it('is not trusted by itself: the key stays here, and the error says what to set', async () => {
    const client = await connect({});
    const error = await failureOf(client.send('POST'));
    assert.deepEqual([error.reason, error.data.applied, error.data.attempts], ['tls', 'no', 1]);
    assert.match(
      describeError(error).text,
      /certificate of posthog\.company\.test was not accepted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE: [^;]*\)\. .*NODE_EXTRA_CA_CERTS.*http\.systemCertificates/,
    );
    assert.equal(server.requests.length, 0);
  });

  it('is not trusted because NODE_TLS_REJECT_UNAUTHORIZED says so', async () => {
    const former = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const client = await connect({});
      assert.equal((await failureOf(client.send('GET'))).reason, 'tls');
      assert.equal(server.requests.length, 0);
    } finally {
      if (former === undefined) {
        delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      } else {
        process.env.NODE_TLS_REJECT_UNAUTHORIZED = former;
      }
    }
  });

  it('is trusted where the system’s store has it', async () => {
    server.will({ body: {} });
    const client = await connect({ ca: [ca.cert] });
    await client.send('POST');
  });

  it('is trusted where NODE_EXTRA_CA_CERTS names it, with other certificates and without', async () => {
    process.env.NODE_EXTRA_CA_CERTS = ca.file;
    for (const network of [{}, { ca: tls.rootCertificates.slice(0, 1) }]) {
      server.will({ body: {} });
      const client = await connect(network);
      await client.send('GET');
      await client.close();
    }
  });

  it('vouches for the names in its certificates and no others', async () => {
    const client = await connect({ ca: [ca.cert] }, 'https://other.test');
    const error = await failureOf(client.send('GET'));
    assert.equal(error.reason, 'tls');
    assert.match(describeError(error).text, /ERR_TLS_CERT_ALTNAME_INVALID.*another name\. Check the address/);
    assert.equal(server.requests.length, 0);
  });

  it('is not asked for where http.proxyStrictSSL is off', async () => {
    server.will({ body: {} });
    const client = await connect({ strictSSL: false });
    await client.send('GET');
  });

  it('a file that is missing or no certificate changes nothing', async () => {
    const broken = path.join(path.dirname(ca.file), 'broken.pem');
    writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n');
    for (const file of ['/nowhere/ca.pem', path.dirname(ca.file), broken]) {
      process.env.NODE_EXTRA_CA_CERTS = file;
      server.will({ body: {} });
      const client = await connect({ ca: [ca.cert] });
      await client.send('GET');
      await client.close();
    }
  });

  it('stands next to Node’s own certificates; without any, the choice is Node’s', () => {
    const all = trustedCertificates([certificate.cert], ca.file) ?? [];
    assert.ok(tls.rootCertificates.every((root) => all.includes(root)));
    assert.ok(all.includes(certificate.cert));
    assert.ok(all.includes(ca.cert));
    assert.equal(trustedCertificates([], undefined), undefined);
  });

  it('is read once for all connections of a client', () => {
    const context = trust([ca.cert]);
    assert.equal(context(), context());
  });

  it('https to a server that only speaks http is told apart', async () => {
    const plain = await ScriptedServer.start();
    try {
      const client = await connect({}, plain.origin.replace('http:', 'https:'));
      const error = await failureOf(client.send('GET'));
      assert.match(
        describeError(error).text,
        /No encrypted connection to 127\.0\.0\.1:\d+ came about \((ERR_SSL|EPROTO)[A-Z_]*\)\. Check that https/,
      );
    } finally {
      await plain.close();
    }
  });
});
