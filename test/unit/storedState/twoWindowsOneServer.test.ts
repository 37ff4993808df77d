import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Budget } from '../../../src/api/budget';
import { systemClock } from '../../../src/api/clock';
import { ActiveProject, type OpenProject } from '../../../src/connection/activeProject';
import type { Connection } from '../../../src/connection/connection';
import { Connections } from '../../../src/connection/connections';
import { DemoProject } from '../../../src/connection/demoProject';
import { Emitter } from '../../../src/connection/emitter';
import { KeyProblems } from '../../../src/connection/keyProblems';
import { KeyStore, type SecretStore } from '../../../src/connection/keyStore';
import { Sessions } from '../../../src/connection/sessions';
import { useDemoServer } from '../../support/demoServer';
import { FakeSecretStore, FakeStateStore } from '../../support/fakeStores';
import { seedOf } from '../../support/projectHarness';
import { SharedProfile } from '../../support/sharedProfile';

const ROLLED = 'phx_that_was_rolled';

/** All that a window has of a connection, with real requests. */
class Window {
  readonly connections: Connections;
  readonly project: ActiveProject;
  /** Connections whose key the user was asked for. */
  readonly asked: Connection[] = [];
  private readonly parts: readonly { dispose(): void }[];

  constructor(profile: SharedProfile, secrets: SecretStore) {
    const global = profile.open();
    const keys = new KeyStore(secrets);
    const budget = new Budget(systemClock);
    const demo = new DemoProject(() => assert.fail('no test here starts the demo'));
    this.connections = new Connections({
      global,
      workspace: new FakeStateStore(),
      keys,
      newId: randomUUID,
      onDamaged: () => assert.fail('nothing is damaged'),
    });
    const sessions = new Sessions({
      connections: this.connections,
      demo,
      network: { optionsFor: () => ({}), onDidChange: new Emitter().event },
      budget,
      clock: systemClock,
      onRequest: () => undefined,
      onStorageError: (error) => assert.fail(String(error)),
    });
    this.project = new ActiveProject({
      connections: this.connections,
      sessions,
      memory: global,
      clock: systemClock,
      onOpenError: (error) => assert.fail(String(error)),
    });
    const problems = new KeyProblems(this.connections, (connection) => this.asked.push(connection));
    this.project.onDidRefuseKey((connection) => problems.refused(connection));
    this.project.reopen();
    this.parts = [problems, this.project, sessions, this.connections, keys, demo, budget];
  }

  /** The open project, once its list was read. */
  async refreshed(): Promise<OpenProject> {
    await this.connections.look();
    const open = await this.project.opened();
    assert.ok(open, 'a project is open');
    await open.configs.refresh();
    return open;
  }

  dispose(): void {
    this.parts.forEach((part) => part.dispose());
  }
}

describe('two windows and one server', () => {
  const demo = useDemoServer({ profile: '2023-12', fixture: seedOf('2023-12') });
  let profile: SharedProfile;
  let secrets: FakeSecretStore;
  let one: Window;
  let two: Window;
  let connection: Connection;

  beforeEach(async () => {
    profile = new SharedProfile();
    secrets = new FakeSecretStore();
    one = new Window(profile, secrets);
    connection = await one.connections.add({
      origin: new URL(demo.server.url).origin,
      projectId: 1,
      key: { text: demo.server.key },
    });
  });
  afterEach(() => {
    one.dispose();
    two.dispose();
  });

  const keysSent = (): readonly (string | undefined)[] =>
    demo.requests.map(({ headers }) => String(headers.authorization).replace('Bearer ', ''));

  it('what is changed in one shows in the other after a refresh', async () => {
    two = new Window(profile, secrets);
    const [here, there] = [await one.refreshed(), await two.refreshed()];
    const row = there.configs.rows.find(({ enabled }) => enabled);
    assert.ok(row);
    await here.writes.setEnabled(row, false);
    assert.equal(there.configs.row(row.id)?.enabled, true, 'not yet');
    await two.refreshed();
    assert.equal(there.configs.row(row.id)?.enabled, false);
    assert.deepEqual([...one.asked, ...two.asked], []);
  });

  it('a key that was refused is read again before anybody is asked', async () => {
    await one.connections.replaceKey(connection, { text: ROLLED });
    demo.forgetRequests();
    let replace: (() => Promise<void>) | undefined = () =>
      one.connections.replaceKey(connection, { text: demo.server.key });
    two = new Window(profile, {
      // The other window replaces the key just after this one has read it, and its event is late.
      get: async (key) => {
        const text = await secrets.get(key);
        const now = replace;
        replace = undefined;
        await now?.();
        return text;
      },
      store: (key, value) => secrets.store(key, value),
      delete: (key) => secrets.delete(key),
      onDidChange: new Emitter<{ readonly key: string }>().event,
    });
    const { configs } = await two.refreshed();
    assert.equal(configs.state.kind, 'ready');
    assert.deepEqual(keysSent().slice(0, 2), [ROLLED, demo.server.key]);
    assert.deepEqual(two.asked, []);
  });

  it('a key that is replaced while a request is under way ends in the new one, and nobody is asked', async () => {
    await one.connections.replaceKey(connection, { text: ROLLED });
    two = new Window(profile, secrets);
    const before = await two.project.opened();
    const reading = before?.configs.refresh();
    await one.connections.replaceKey(connection, { text: demo.server.key });
    await reading;
    const { configs } = await two.refreshed();
    assert.notEqual(configs, before?.configs);
    assert.equal(configs.state.kind, 'ready');
    assert.deepEqual(two.asked, []);
  });

  it('each window asks once about a key that is refused, and neither after one has been given', async () => {
    await one.connections.replaceKey(connection, { text: ROLLED });
    two = new Window(profile, secrets);
    for (const window of [one, two, one, two]) {
      await window.refreshed();
    }
    assert.deepEqual([one.asked.length, two.asked.length], [1, 1]);
    await one.connections.replaceKey(connection, { text: demo.server.key });
    const states = [await one.refreshed(), await two.refreshed()].map(({ configs }) => configs.state.kind);
    assert.deepEqual(states, ['ready', 'ready']);
    assert.deepEqual([one.asked.length, two.asked.length], [1, 1]);
  });

  it('a connection that was made in the other opens with the focus, and one that was removed there closes', async () => {
    two = new Window(profile, secrets);
    const added = await one.connections.add({
      origin: new URL(demo.server.url).origin,
      projectId: 2,
      key: { keyId: connection.keyId },
    });
    assert.equal((await two.refreshed()).connection.id, added.id);
    await one.connections.remove(added.id);
    await two.connections.look();
    assert.equal(await two.project.opened(), undefined);
    await two.connections.setActive(connection.id);
    assert.equal((await two.refreshed()).configs.state.kind, 'ready');
  });
});
