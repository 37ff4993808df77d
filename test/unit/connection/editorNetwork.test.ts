import assert from 'node:assert/strict';
import net from 'node:net';
import tls from 'node:tls';
import { CompanyCa } from '../../support/companyCa';
import { ConnectProxy } from '../../support/connectProxy';
import { DemoServerHarness } from '../../support/demoServer';
import { connectOwnServer } from '../../support/connectOwnServer';
import { EditorWindow } from '../../support/editor/editorWindow';
import { goldenFixture } from '../../support/goldenFixture';

const HOST = 'posthog.company.test';
const SERVER = { url: `https://${HOST}`, key: 'phx_ada00000000000000000000000000000000001' };
/** What this machine has set must not matter. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'].flatMap(
  (name) => [name, name.toLowerCase()],
);

describe('a company network: a server behind a proxy, with a certificate of the company', () => {
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: goldenFixture('2023-12') });
  let ca: CompanyCa;
  let front: tls.Server;
  let proxy: ConnectProxy;
  let window: EditorWindow;
  let former: NodeJS.ProcessEnv;

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
  });

  after(async () => {
    await proxy.close();
    front.close();
    await demo.stop();
    ca.dispose();
  });

  beforeEach(() => {
    former = { ...process.env };
    VARIABLES.forEach((name) => Reflect.deleteProperty(process.env, name));
    proxy.misbehaviour = undefined;
    proxy.seen.length = 0;
    demo.forgetRequests();
  });

  afterEach(() => {
    window.close();
    VARIABLES.forEach((name) => Reflect.deleteProperty(process.env, name));
    Object.assign(process.env, former);
  });

  /** Connects to the server through the proxy that the settings name. */
  async function connected(): Promise<void> {
    process.env.NODE_EXTRA_CA_CERTS = ca.file;
    window = EditorWindow.open({ settings: { 'http.proxy': proxy.address('me:p%40ss') } });
    await connectOwnServer(window, SERVER, 'Main');
    await window.tree.row('GeoIP').state();
  }

  it('is reached through environment variables, with NODE_EXTRA_CA_CERTS', async () => {
    process.env.HTTPS_PROXY = proxy.address('me:p%40ss');
    process.env.NODE_EXTRA_CA_CERTS = ca.file;
    window = EditorWindow.open();
    await connectOwnServer(window, SERVER, 'Main');
    await window.tree.row('GeoIP').state();
    assert.ok(proxy.seen.length > 0);
  });

  it('is reached once what is wrong is put right, which the step for the key says in turn', async () => {
    const { quickInput } = (window = EditorWindow.open({
      settings: { 'http.proxy': proxy.address('me:wrong') },
    }));
    window.tree.open();
    window.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForMessage('address of the PostHog server');
    await quickInput.enter(SERVER.url);
    await quickInput.waitForMessage('Personal API key');
    await quickInput.enter(SERVER.key);
    await quickInput.waitForMessage(`proxy ${proxy.host} wants a user name and password`);
    assert.match(await quickInput.message(), /Basic, Negotiate.*http\.proxy in the user settings/);
    assert.doesNotMatch(await quickInput.message(), /wrong/);

    window.setting('http.proxy', proxy.address('me:p%40ss'));
    await quickInput.accept();
    await quickInput.waitForMessage(`certificate of ${HOST} was not accepted`);
    assert.match(await quickInput.message(), /NODE_EXTRA_CA_CERTS.*http\.systemCertificates/);
    assert.deepEqual(demo.requests, []);

    process.env.NODE_EXTRA_CA_CERTS = ca.file;
    await quickInput.accept();
    await quickInput.pick('Main');
    await window.statusBar.waitFor('Main');
    await window.tree.row('GeoIP').state();
  });

  it('shows the proxy nothing but the host, and the server nothing of the proxy', async () => {
    await connected();
    assert.ok(proxy.seen.length > 0);
    for (const { method, target, authorization } of proxy.seen) {
      assert.deepEqual([method, target, authorization], ['CONNECT', `${HOST}:443`, undefined]);
    }
    assert.ok(demo.requests.length > 0);
    assert.ok(demo.requests.every(({ headers }) => headers['proxy-authorization'] === undefined));
  });

  it('is not reached in another way because the folder says so', async () => {
    process.env.NODE_EXTRA_CA_CERTS = ca.file;
    window = EditorWindow.open({ settings: { 'http.proxy': proxy.address('me:p%40ss') } });
    const folderProxy = await ConnectProxy.start({ routes: {} });
    try {
      for (const [name, value] of [
        ['http.proxy', folderProxy.address()],
        ['http.proxyAuthorization', 'Basic of-the-folder'],
        ['http.proxyStrictSSL', false],
        ['http.noProxy', ['*']],
      ] as const) {
        window.profile.settings.set(name, value, 'workspace');
      }
      await connectOwnServer(window, SERVER, 'Main');
      await window.tree.row('GeoIP').state();
      assert.ok(proxy.seen.length > 0);
      assert.ok(
        proxy.seen.every(({ proxyAuthorization }) => proxyAuthorization?.includes('folder') === false),
      );
      assert.deepEqual(folderProxy.seen, []);
    } finally {
      await folderProxy.close();
    }
  });

  it('names the proxy when it fails later, and recovers with it', async () => {
    await connected();
    proxy.misbehaviour = 503;
    proxy.drop();
    window.tree.clickTitle('Refresh');
    await window.tree.waitForMessage(
      new RegExp(`proxy ${proxy.host} could not reach ${HOST} \\(status 503\\)`),
    );
    proxy.misbehaviour = undefined;
    window.tree.clickTitle('Refresh');
    await window.tree.waitForNoMessage();
  });

  it('goes without a proxy where http.proxySupport is off, and then says how to set one', async () => {
    await connected();
    window.setting('http.proxySupport', 'off');
    const asked = proxy.seen.length;
    window.tree.clickTitle('Refresh');
    await window.tree.waitForMessage(/posthog\.company\.test was not found\..*set http\.proxy.*\(PAC\)/);
    assert.equal(proxy.seen.length, asked);
    window.setting('http.proxySupport', 'override');
    window.tree.clickTitle('Refresh');
    await window.tree.waitForNoMessage();
    assert.ok(proxy.seen.length > asked);
  });
});
