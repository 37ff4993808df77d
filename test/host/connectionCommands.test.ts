import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import { ConnectionCommands } from '../../src/commands/connectionCommands';
import type { Connection } from '../../src/connection/connection';
import { DEMO_CONNECTION, DEMO_ID } from '../../src/connection/demoProject';
import { startDemoServer, type DemoServer } from '../../src/demo/server';
import { COMMANDS } from '../../src/ids';
import { describeError } from '../../src/views/messages';
import { ConnectionWindow } from '../support/connectionWindow';
import { eventually } from '../support/eventually';
import { FakeQuickInputs } from '../support/fakeQuickInput';
import { goldenFixture } from '../support/goldenFixture';

const ROOT = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.extensionPath;
/** Of projects 1 and 2, among others. */
const ADA = 'phx_ada00000000000000000000000000000000001';
const ROOT_USER = 'phx_root0000000000000000000000000000000002';
/** Of another organisation. */
const BO = 'phx_bo00000000000000000000000000000000000003';

describe('connection commands', () => {
  let server: DemoServer;
  let origin: string;
  let window: ConnectionWindow;
  let inputs: FakeQuickInputs;
  let told: string[];
  let errors: unknown[];
  let commands: ConnectionCommands;

  const add = (
    projectId: number,
    key: { text: string } | { keyId: string } = { text: ADA },
  ): Promise<Connection> => window.connections.add({ origin, projectId, projectName: `P${projectId}`, key });

  function run(id: string): Promise<void> {
    const handler = commands.handlers.get(id);
    assert.ok(handler);
    return handler();
  }

  before(async () => {
    server = await startDemoServer({
      profile: '2023-12',
      fixture: goldenFixture('2023-12', ROOT),
      logs: false,
    });
    origin = new URL(server.url).origin;
  });

  after(() => server.close());

  beforeEach(() => {
    window = new ConnectionWindow();
    inputs = new FakeQuickInputs();
    told = [];
    errors = [];
    commands = new ConnectionCommands({
      connections: window.connections,
      sessions: window.sessions,
      demo: window.demo,
      dialogs: window.dialogs,
      suggestion: window.suggestion,
      explain: (error) => describeError(error).text,
      notifications: { info: (text) => told.push(text), error: (error) => errors.push(error) },
      output: { show: () => told.push('output') },
    });
  });

  afterEach(() => {
    inputs.open?.escape();
    inputs.restore();
    window.dispose();
    assert.deepEqual(errors, []);
  });

  it('Connect… says what it is connected to', async () => {
    const done = run(COMMANDS.connect);
    await (await inputs.next()).choose('Own server…');
    await (await inputs.next()).typeAndEnter(`${origin}/project/1`);
    await (await inputs.next()).typeAndEnter(ADA);
    await done;
    assert.deepEqual(told, [`Connected to Main — ${new URL(origin).host}.`]);
  });

  describe('Switch Connection…', () => {
    it('marks the active one and switches', async () => {
      const first = await add(1);
      await add(2, { keyId: first.keyId });
      const done = run(COMMANDS.switchConnection);
      const pick = await inputs.next();
      assert.deepEqual(pick.labels, [
        'P1',
        'P2',
        '',
        '$(add) Add Connection…',
        '$(beaker) Try the Demo Project',
      ]);
      assert.deepEqual(
        pick.items.slice(0, 2).map(({ description }) => description),
        [origin, `${origin}, active`],
      );
      assert.deepEqual(
        pick.activeItems.map(({ label }) => label),
        ['P2'],
      );
      await pick.choose('P1');
      await done;
      assert.equal(window.connections.active?.id, first.id);
    });

    it('removes one after a question, and stays open', async () => {
      const first = await add(1);
      await add(2, { keyId: first.keyId });
      void run(COMMANDS.switchConnection);
      const pick = await inputs.next();
      pick.pressOnItem('P1', 'Disconnect from P1');
      await eventually('the connection is gone', () => !pick.labels.includes('P1'));
      assert.match(window.dialogs.questions[0]?.detail ?? '', /key stays, because another/);
      assert.equal(pick.disposed, false);
      assert.deepEqual(
        window.connections.all.map(({ projectId }) => projectId),
        [2],
      );
    });

    it('adds one', async () => {
      await add(1);
      void run(COMMANDS.switchConnection);
      await (await inputs.next()).choose('Add Connection…');
      assert.equal((await inputs.next()).title, 'Connect to PostHog');
    });

    it('connects straight away when there is none', async () => {
      void run(COMMANDS.switchConnection);
      assert.equal((await inputs.next()).title, 'Connect to PostHog');
    });
  });

  describe('Replace Key…', () => {
    it('takes a key that reads the project, and says for which connections', async () => {
      const first = await add(1);
      await add(2, { keyId: first.keyId });
      const done = run(COMMANDS.replaceKey);
      const key = await inputs.next();
      assert.match(key.title ?? '', /Replace the Key of P2/);
      assert.equal(key.value, '');
      await key.typeAndEnter(ROOT_USER);
      await done;
      assert.equal(await window.connections.readKey(first), ROOT_USER);
      const { host } = new URL(origin);
      assert.deepEqual(told, [`Replaced the key of P1 — ${host}, P2 — ${host}.`]);
    });

    it('keeps the old key when the new one is wrong or does not reach the project', async () => {
      const connection = await add(1);
      void run(COMMANDS.replaceKey);
      const key = await inputs.next();
      assert.match((await key.typeAndEnter('phx_wrong')) ?? '', /does not know this key/);
      assert.match((await key.typeAndEnter(BO)) ?? '', /no access to project 1/);
      assert.match((await key.typeAndEnter('phc_0123456789')) ?? '', /project token/);
      assert.equal(await window.connections.readKey(connection), ADA);
    });
  });

  describe('Disconnect', () => {
    it('names project and host, and deletes the last key', async () => {
      await add(1);
      await run(COMMANDS.disconnect);
      const [question] = window.dialogs.questions;
      assert.equal(question?.message, `Disconnect from P1 on ${new URL(origin).host}?`);
      assert.match(question.detail, /stored key of this host is deleted/);
      assert.deepEqual(
        [window.connections.all, window.connections.active, window.secrets.keys],
        [[], undefined, []],
      );
    });

    it('does nothing when the user does not agree', async () => {
      const connection = await add(1);
      window.dialogs.answer = false;
      await run(COMMANDS.disconnect);
      assert.equal(window.connections.active?.id, connection.id);
    });

    it('leaves the demo without a question', async () => {
      await window.connections.setActive(DEMO_ID);
      await run(COMMANDS.disconnect);
      assert.deepEqual([window.connections.active, window.dialogs.questions], [undefined, []]);
    });
  });

  it('Replace Key… explains itself in the demo', async () => {
    await window.connections.setActive(DEMO_CONNECTION.id);
    await run(COMMANDS.replaceKey);
    assert.match(told[0] ?? '', /makes its own key/);
  });

  it('Show Output shows it', async () => {
    await run(COMMANDS.showOutput);
    assert.deepEqual(told, ['output']);
  });
});
