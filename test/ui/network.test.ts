import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { CompanyCa } from '../support/companyCa';
import { ConnectProxy } from '../support/connectProxy';
import { DemoServerHarness } from '../support/demoServer';
import { goldenFixture } from '../support/goldenFixture';
import { openSession, openWorkbench } from '../support/openWorkbench';
import type { Workbench } from '../support/workbench';

const HOST = 'posthog.company.test';
const URL_OF_SERVER = `https://${HOST}`;
const KEY = 'phx_ada00000000000000000000000000000000001';
/** What this machine has set must not matter. */
const NO_NETWORK_ENV = Object.fromEntries(
  ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].flatMap(
    (name) => [
      [name, ''],
      [name.toLowerCase(), ''],
    ],
  ),
);

describe('a company network: a server behind a proxy, with a certificate of the company', () => {
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: goldenFixture('2023-12') });
  let ca: CompanyCa;
  let front: tls.Server;
  let proxy: ConnectProxy;
  let folderProxy: ConnectProxy;
  let workbench: Workbench;

  before(async () => {
    const server = await demo.start();
    ca = new CompanyCa();
    front = tls.createServer(ca.issue(HOST), (socket) => {
      const upstream = net.connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.pipe(upstream).pipe(socket);
      socket.on('error', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const address = front.address();
    const routes = { [`${HOST}:443`]: typeof address === 'object' ? (address?.port ?? 0) : 0 };
    proxy = await ConnectProxy.start({ credentials: 'me:p@ss', authenticate: 'Basic, Negotiate', routes });
    folderProxy = await ConnectProxy.start({ routes: {} });
    const folder = (await openSession()).makeFolder('with-settings');
    fs.mkdirSync(path.join(folder, '.vscode'));
    fs.writeFileSync(
      path.join(folder, '.vscode', 'settings.json'),
      JSON.stringify({
        'http.proxy': folderProxy.address(),
        'http.proxyAuthorization': 'Basic of-the-folder',
        'http.proxyStrictSSL': false,
        'http.noProxy': ['*'],
      }),
    );
    workbench = await openWorkbench({
      folder,
      settings: { 'http.proxy': proxy.address('me:wrong'), 'http.systemCertificates': false },
      env: { ...NO_NETWORK_ENV, SSL_CERT_FILE: ca.file },
    });
  });

  after(async () => {
    await workbench.close();
    await folderProxy.close();
    await proxy.close();
    front.close();
    await demo.stop();
    ca.dispose();
  });

  it('is reached with the user’s settings and the system’s certificates: what is wrong is said in turn', async () => {
    const { quickInput, driver } = workbench;
    await workbench.tree.open();
    await workbench.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForMessage('address of the PostHog server');
    await quickInput.enter(URL_OF_SERVER);
    await quickInput.waitForMessage('Personal API key');
    await quickInput.enter(KEY);
    await quickInput.waitForMessage(`proxy ${proxy.host} wants a user name and password`);
    assert.match(await quickInput.message(), /Basic, Negotiate.*http\.proxy in the user settings/);
    assert.doesNotMatch(await quickInput.message(), /wrong/);
    await workbench.screenshot('proxy-credentials');

    await driver.setting('http.proxy', proxy.address('me:p%40ss'));
    await quickInput.accept();
    await quickInput.waitForMessage(`certificate of ${HOST} was not accepted`);
    assert.match(await quickInput.message(), /NODE_EXTRA_CA_CERTS.*http\.systemCertificates/);
    await workbench.screenshot('company-certificate');

    await driver.setting('http.systemCertificates', true);
    await quickInput.accept();
    await quickInput.pick('Main');
    await workbench.statusBar.waitFor('Main');
    await workbench.tree.row('GeoIP').state();

    // The proxy is shown nothing but the host, and what the folder sets does not matter.
    assert.ok(proxy.seen.length > 1);
    for (const { method, target, authorization } of proxy.seen) {
      assert.deepEqual([method, target, authorization], ['CONNECT', `${HOST}:443`, undefined]);
    }
    assert.ok(proxy.seen.every(({ proxyAuthorization }) => proxyAuthorization?.includes('folder') === false));
    assert.deepEqual(folderProxy.seen, []);
    assert.ok(demo.requests.length > 0);
    assert.ok(demo.requests.every(({ headers }) => headers['proxy-authorization'] === undefined));
  });
});
