import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Budget } from '../../../src/api/budget';
import { systemClock } from '../../../src/api/clock';
import { isApiError } from '../../../src/api/errors';
import { getUser } from '../../../src/api/neighbours';
import type { RequestRecord } from '../../../src/api/client';
import { Connections } from '../../../src/connection/connections';
import { DEMO_CONNECTION, DemoProject } from '../../../src/connection/demoProject';
import { Emitter } from '../../../src/connection/emitter';
import { KeyStore } from '../../../src/connection/keyStore';
import { Sessions } from '../../../src/connection/sessions';
import { FakeSecretStore, FakeStateStore } from '../../support/fakeStores';

/** A server that knows one user and notes the keys that it was sent. */
async function startServer() {
  const authorizations: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.setHeader('Content-Type', 'application/json');
    response.end('{"email": "ada@example.com"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<unknown> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${port}`, authorizations, close };
}

describe('Sessions', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let window: ReturnType<typeof openWindow>;

  function openWindow() {
    const secrets = new FakeSecretStore();
    const keys = new KeyStore(secrets);
    let ids = 0;
    const connections = new Connections({
      global: new FakeStateStore(),
      workspace: new FakeStateStore(),
      keys,
      newId: () => String((ids += 1)),
      onDamaged: () => assert.fail('nothing is damaged'),
    });
    const demo = new DemoProject(() =>
      Promise.resolve({
        url: `${server.origin}/`,
        key: 'phx_demo',
        projectId: 1,
        close: () => Promise.resolve(),
      }),
    );
    const networkChanged = new Emitter();
    const records: (RequestRecord & { readonly origin: string })[] = [];
    const storageErrors: unknown[] = [];
    const invalidated: string[] = [];
    const budget = new Budget(systemClock);
    const sessions = new Sessions({
      connections,
      demo,
      network: { optionsFor: () => ({}), onDidChange: networkChanged.event },
      budget,
      clock: systemClock,
      onRequest: (record, origin) => records.push({ ...record, origin }),
      onStorageError: (error) => storageErrors.push(error),
    });
    sessions.onDidInvalidate((id) => invalidated.push(id));
    const dispose = (): void => {
      sessions.dispose();
      budget.dispose();
    };
    return {
      secrets,
      connections,
      demo,
      networkChanged,
      records,
      storageErrors,
      invalidated,
      sessions,
      dispose,
    };
  }

  const add = (projectId = 1) =>
    window.connections.add({ origin: server.origin, projectId, key: { text: `phx_key_of_${projectId}` } });

  beforeEach(async () => {
    server = await startServer();
    window = openWindow();
  });

  afterEach(async () => {
    window.dispose();
    await server.close();
  });

  it('sends the stored key, and reports requests without it', async () => {
    const connection = await add();
    await getUser(await window.sessions.get(connection));
    assert.deepEqual(server.authorizations, ['Bearer phx_key_of_1']);
    assert.equal(window.records.length, 1);
    assert.deepEqual([window.records[0]?.origin, window.records[0]?.status], [server.origin, 200]);
    assert.ok(!JSON.stringify(window.records).includes('phx_'));
  });

  it('keeps one client per connection', async () => {
    const [one, two] = [await add(1), await add(2)];
    assert.equal(await window.sessions.get(one), await window.sessions.get(one));
    assert.notEqual(await window.sessions.get(one), await window.sessions.get(two));
  });

  it('sends no key that was stored for another origin', async () => {
    const connection = { ...(await add()), origin: server.origin.replace('127.0.0.1', 'localhost') };
    const client = await window.sessions.get(connection);
    await assert.rejects(getUser(client), (error) => isApiError(error, 'auth') && error.reason === 'noKey');
    assert.deepEqual(server.authorizations.filter(Boolean), []);
  });

  it('makes a new client after the key was replaced, and leaves the others alone', async () => {
    const [one, two] = [await add(1), await add(2)];
    const [before, other] = [await window.sessions.get(one), await window.sessions.get(two)];
    await window.connections.replaceKey(one, { text: 'phx_rolled' });
    assert.deepEqual(window.invalidated, [one.id]);
    const after = await window.sessions.get(one);
    assert.notEqual(after, before);
    assert.equal(await window.sessions.get(two), other);
    await getUser(after);
    assert.deepEqual(server.authorizations, ['Bearer phx_rolled']);
    await assert.rejects(getUser(before), (error) => isApiError(error, 'cancelled'));
  });

  it('leaves a client alone that is asked for as soon as the former one is no longer usable', async () => {
    const connection = await add();
    await window.sessions.get(connection);
    window.sessions.onDidInvalidate(() => {
      assert.ok(window.invalidated.length < 10, 'it goes on and on');
      void window.sessions.get(connection);
    });
    await window.connections.replaceKey(connection, { text: 'phx_rolled' });
    assert.deepEqual(window.invalidated, [connection.id]);
    window.networkChanged.fire();
    assert.deepEqual(window.invalidated, [connection.id, connection.id]);
    await getUser(await window.sessions.get(connection));
    assert.deepEqual(server.authorizations, ['Bearer phx_rolled']);
  });

  it('throws the client of a removed connection away', async () => {
    const connection = await add();
    await window.sessions.get(connection);
    await window.connections.remove(connection.id);
    assert.deepEqual(window.invalidated, [connection.id]);
  });

  it('keeps the client when another connection comes or the project is renamed', async () => {
    const connection = await add(1);
    const client = await window.sessions.get(connection);
    await add(2);
    await window.connections.rename(connection.id, 'Renamed');
    assert.deepEqual(window.invalidated, []);
    assert.equal(await window.sessions.get(connection), client);
  });

  it('makes new clients when the network settings change, but for the demo', async () => {
    const connection = await add();
    await window.sessions.get(connection);
    await window.sessions.get(DEMO_CONNECTION);
    window.networkChanged.fire();
    assert.deepEqual(window.invalidated, [connection.id]);
  });

  it('starts the demo server when its client is asked for, and forgets it when the server stops', async () => {
    const client = await window.sessions.get(DEMO_CONNECTION);
    assert.equal(client.origin, server.origin);
    await getUser(client);
    assert.deepEqual(server.authorizations, ['Bearer phx_demo']);
    await window.demo.stop();
    assert.deepEqual(window.invalidated, [DEMO_CONNECTION.id]);
  });

  it('goes on as without a key when the secret storage fails, and tells it once', async () => {
    const connection = await add();
    window.secrets.failure = new Error('locked');
    const client = await window.sessions.get(connection);
    for (let attempt = 0; attempt < 2; attempt++) {
      await assert.rejects(getUser(client), (error) => isApiError(error, 'auth') && error.reason === 'noKey');
    }
    assert.equal(window.storageErrors.length, 1);
  });
});
