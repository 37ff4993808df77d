import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import manifest from '../../package.json';
import type { Connection } from '../../src/connection/connection';
import { ConnectFlow } from '../../src/connection/connectFlow';
import type { FixtureUser } from '../../src/demo/fixture';
import { startDemoServer, type DemoServer } from '../../src/demo/server';
import type { ProfileName } from '../../src/demo/profiles';
import { describeError } from '../../src/views/messages';
import { ConnectionWindow } from '../support/connectionWindow';
import { FakeQuickInputs, type FakeQuickInput } from '../support/fakeQuickInput';
import { goldenFixture, withKey } from '../support/goldenFixture';

const ROOT = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.extensionPath;
const KEY = 'phx_ada00000000000000000000000000000000001';
const OWN_SERVER = 'Own server…';

describe('Connect…', () => {
  let window: ConnectionWindow;
  let inputs: FakeQuickInputs;
  let server: DemoServer | undefined;
  let result: Promise<Connection | undefined>;

  async function startServer(profile: ProfileName, key: Partial<FixtureUser> = {}): Promise<string> {
    const fixture = goldenFixture(profile === '2021-06' ? '2021-06' : '2023-12', ROOT);
    server = await startDemoServer({ profile, fixture: withKey(fixture, 1, key), logs: false });
    return new URL(server.url).origin;
  }

  function start(): void {
    const { connections, sessions, dialogs, suggestion } = window;
    const explain = (error: unknown): string => describeError(error).text;
    result = new ConnectFlow({ connections, sessions, dialogs, suggestion, explain }).run();
  }

  /** As far as the step after the address. */
  async function enterAddress(address: string): Promise<FakeQuickInput> {
    start();
    await (await inputs.next()).choose(OWN_SERVER);
    assert.equal(await (await inputs.next()).typeAndEnter(address), undefined);
    return inputs.next();
  }

  async function enterKey(address: string, key = KEY): Promise<FakeQuickInput> {
    assert.equal(await (await enterAddress(address)).typeAndEnter(key), undefined);
    return inputs.next();
  }

  async function connectTo(project: string, address: string): Promise<Connection> {
    assert.equal(await (await enterKey(address)).choose(project), undefined);
    const connection = await result;
    assert.ok(connection);
    return connection;
  }

  function assertNothingStored(): void {
    assert.deepEqual([window.global.text, window.workspace.text, window.secrets.keys], ['', '', []]);
  }

  beforeEach(() => {
    window = new ConnectionWindow();
    inputs = new FakeQuickInputs();
  });

  afterEach(async () => {
    inputs.open?.escape();
    inputs.restore();
    window.dispose();
    await server?.close();
    server = undefined;
  });

  it('asks where, for the key and for the project, and connects', async () => {
    const origin = await startServer('2023-12');
    start();
    const where = await inputs.next();
    assert.deepEqual([where.title, where.step, where.totalSteps], ['Connect to PostHog', 1, 3]);
    assert.equal(where.ignoreFocusOut, true);
    assert.deepEqual(where.buttons, []);
    await where.choose(OWN_SERVER);
    const address = await inputs.next();
    assert.deepEqual([address.step, address.totalSteps], [2, 4]);
    await address.typeAndEnter(origin);
    const key = await inputs.next();
    assert.deepEqual([key.step, key.totalSteps, key.password], [3, 4, true]);
    assert.match(key.prompt ?? '', /127\.0\.0\.1.*plugin:read.*plugin:write.*user:read/);
    await key.typeAndEnter(`  ${KEY} `);
    const project = await inputs.next();
    assert.deepEqual([project.step, project.totalSteps], [4, 4]);
    assert.deepEqual(project.labels.slice(0, 2), ['Main', 'Second']);
    await project.choose('Second');
    const connection = await result;
    assert.deepEqual(window.connections.active, connection);
    assert.equal(connection?.origin, origin);
    assert.deepEqual(
      [connection.projectId, connection.projectName, connection.insecure],
      [2, 'Second', undefined],
    );
    assert.equal(await window.connections.readKey(connection), KEY);
    assert.equal(inputs.open, undefined);
  });

  it('asks three things of a cloud user', async () => {
    start();
    await (await inputs.next()).choose('PostHog Cloud EU');
    const key = await inputs.next();
    assert.deepEqual([key.step, key.totalSteps], [2, 3]);
    assert.match(key.prompt ?? '', /eu\.posthog\.com/);
    const open = key.buttons.find((button) => button !== vscode.QuickInputButtons.Back);
    assert.ok(open);
    key.press(open);
    assert.deepEqual(window.dialogs.opened, ['https://eu.posthog.com/settings/user-api-keys']);
  });

  it('takes server and project from the address of a page', async () => {
    const origin = await startServer('2023-12');
    const key = await enterAddress(`${origin}/project/2/pipeline/overview`);
    assert.deepEqual([key.step, key.totalSteps], [3, 3]);
    await key.typeAndEnter(KEY);
    const connection = await result;
    assert.deepEqual([connection?.projectId, connection?.projectName], [2, 'Second']);
  });

  it('offers the stored key for a second project, and sends no second one', async () => {
    const origin = await startServer('2023-12');
    const first = await connectTo('Main', origin);
    const stored = await enterAddress(origin);
    assert.match(stored.items[0]?.description ?? '', /Main/);
    await stored.choose('Use the stored key');
    await (await inputs.next()).choose('Second');
    const second = await result;
    assert.equal(second?.keyId, first.keyId);
    assert.equal(window.secrets.keys.length, 1);
  });

  it('offers no key that was stored for another origin', async () => {
    const origin = await startServer('2023-12');
    await connectTo('Main', origin);
    const key = await enterAddress(origin.replace('127.0.0.1', 'localhost'));
    assert.equal(key.password, true);
  });

  it('says that a stored key is no longer good, and asks for another', async () => {
    const origin = await startServer('2023-12');
    const { keyId } = await connectTo('Main', origin);
    await window.secrets.store(`posthogPlugins.key.${keyId}`, JSON.stringify({ origin, key: 'phx_deleted' }));
    await (await enterAddress(origin)).choose('Use the stored key');
    const key = await inputs.next();
    assert.match(key.said ?? '', /does not know this key/);
    assert.equal(await key.typeAndEnter(KEY), undefined);
  });

  describe('goes back', () => {
    it('step by step, and keeps the address', async () => {
      const origin = await startServer('2023-12');
      const key = await enterAddress(origin);
      key.press(vscode.QuickInputButtons.Back);
      const address = await inputs.next();
      assert.equal(address.value, origin);
      address.press(vscode.QuickInputButtons.Back);
      const where = await inputs.next();
      assert.ok(where.labels.some((label) => label.endsWith(OWN_SERVER)));
      where.escape();
      assert.equal(await result, undefined);
    });

    it('from a refused project to the list', async () => {
      const origin = await startServer('2023-12');
      await (await enterKey(origin)).choose('Enter a project id…');
      const typed = await inputs.next();
      assert.match((await typed.typeAndEnter('999')) ?? '', /no project 999/);
      typed.press(vscode.QuickInputButtons.Back);
      assert.equal(await (await inputs.next()).choose('Main'), undefined);
      assert.equal((await result)?.projectId, 1);
    });
  });

  it('stores nothing when the user leaves', async () => {
    const origin = await startServer('2023-12');
    (await enterKey(origin)).escape();
    assert.equal(await result, undefined);
    assertNothingStored();
  });

  describe('bad addresses', () => {
    const cases: Readonly<Record<string, RegExp>> = {
      '': /Enter the address/,
      'posthog example.com': /no spaces/,
      'ftp://posthog.example.com': /Only https/,
      'https://ada:secret@posthog.example.com': /user name and password/,
      'https://posthog.example.com/analytics': /never served under a path.*https:\/\/posthog\.example\.com,/,
      'posthog,example': /not the name of a host/,
      phx_0123456789: /a key, not an address/,
    };
    for (const [text, message] of Object.entries(cases)) {
      it(`are explained, and stay: ${JSON.stringify(text)}`, async () => {
        start();
        await (await inputs.next()).choose(OWN_SERVER);
        const address = await inputs.next();
        assert.match((await address.typeAndEnter(text)) ?? '', message);
        assert.equal(address.value, text);
        address.escape();
        assertNothingStored();
      });
    }
  });

  describe('plain http to another host', () => {
    it('sends nothing without an explicit yes', async () => {
      await startServer('2023-12');
      const insecure = `http://0.0.0.0:${new URL(server?.url ?? '').port}`;
      window.dialogs.answer = false;
      start();
      await (await inputs.next()).choose(OWN_SERVER);
      const address = await inputs.next();
      assert.match((await address.typeAndEnter(insecure)) ?? '', /Nothing was sent/);
      assert.match(window.dialogs.questions[0]?.message ?? '', /unencrypted to http:\/\/0\.0\.0\.0/);
      assert.equal(server?.state.requestCount, 0);
    });

    it('is marked ever after', async () => {
      await startServer('2023-12');
      const connection = await connectTo('Main', `http://0.0.0.0:${new URL(server?.url ?? '').port}`);
      assert.equal(window.dialogs.questions[0]?.button, 'Send It Anyway');
      assert.equal(connection.insecure, true);
      assert.equal(window.connections.find(connection.id)?.insecure, true);
    });
  });

  describe('bad keys', () => {
    const cases: Readonly<Record<string, RegExp>> = {
      phc_0123456789: /project token/,
      'phx_01234 56789': /space or a line break/,
      'phx_••••••••': /no key has/,
      phx_wrong: /does not know this key/,
    };
    for (const [text, message] of Object.entries(cases)) {
      it(`are explained, and stay: ${text}`, async () => {
        const key = await enterAddress(await startServer('2023-12'));
        assert.match((await key.typeAndEnter(text)) ?? '', message);
        assert.equal(key.value, text);
        assert.equal(await key.typeAndEnter(KEY), undefined);
      });
    }

    it('a key without the scope is told which one, and nothing is added', async () => {
      const origin = await startServer('2026', { scopes: ['user:read'] });
      await (await enterKey(origin)).choose('Main');
      assert.match((await inputs.next()).said ?? '', /plugin:read/);
      inputs.open?.escape();
      assert.equal(await result, undefined);
      assertNothingStored();
    });
  });

  describe('projects', () => {
    it('are typed where the key may not list them', async () => {
      const origin = await startServer('2026', { scopes: ['plugin:read', 'plugin:write'] });
      const typed = await enterKey(origin);
      assert.match(typed.prompt ?? '', /id of the project/);
      assert.match((await typed.typeAndEnter('main')) ?? '', /Enter a number/);
      assert.match((await typed.typeAndEnter('999')) ?? '', /no project 999/);
      assert.equal(await typed.typeAndEnter(`${origin}/project/1/home`), undefined);
      assert.equal((await result)?.projectId, 1);
    });

    it('without access are refused', async () => {
      const typed = await enterKey(await startServer('2026', { scopes: ['plugin:read'] }));
      assert.match((await typed.typeAndEnter('3')) ?? '', /no access to project 3/);
    });

    it('of an organisation without plugins can be connected', async () => {
      const typed = await enterKey(await startServer('2026', { scopes: ['plugin:read'] }));
      assert.equal(await typed.typeAndEnter('4'), undefined);
      assert.equal((await result)?.projectId, 4);
    });

    it('of a server that dropped plugin configs are refused', async () => {
      await (await enterKey(await startServer('gone'))).choose('Main');
      const typed = await inputs.next();
      assert.match(typed.said ?? '', /has no plugin configs/);
      assert.equal(typed.value, '1');
      typed.escape();
      assertNothingStored();
    });

    it('must be the current one on a 2021 server', async () => {
      await (await enterKey(await startServer('2021-06'))).choose('Second');
      const typed = await inputs.next();
      assert.match(typed.said ?? '', /answers for project 1/);
      assert.equal(await typed.typeAndEnter('1'), undefined);
      assert.equal((await result)?.projectId, 1);
    });
  });

  describe('bad servers', () => {
    it('that are unreachable are explained at the key, which stays', async () => {
      const origin = await startServer('2023-12');
      await server?.close();
      const key = await enterAddress(origin);
      assert.match((await key.typeAndEnter(KEY)) ?? '', /refused the connection/);
      assert.equal(key.value, KEY);
    });

    it('that answer with a web page are explained', async () => {
      const page = http.createServer((_request, response) => {
        response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Sign in</title>');
      });
      await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
      try {
        const key = await enterAddress(`127.0.0.1:${(page.address() as AddressInfo).port}`);
        assert.match((await key.typeAndEnter(KEY)) ?? '', /web page/);
      } finally {
        page.closeAllConnections();
        page.close();
      }
    });
  });

  describe('without a working secret storage', () => {
    it('keeps the key for the window when the user agrees', async () => {
      window.secrets.failure = new Error('no keyring');
      const connection = await connectTo('Main', await startServer('2023-12'));
      assert.match(window.dialogs.questions[0]?.detail ?? '', /keyring/);
      assert.equal(await window.connections.readKey(connection), KEY);
    });

    it('adds nothing when not', async () => {
      window.secrets.failure = new Error('no keyring');
      window.dialogs.answer = false;
      await (await enterKey(await startServer('2023-12'))).choose('Main');
      assert.equal(await result, undefined);
      assertNothingStored();
    });
  });

  describe('suggestion of the workspace', () => {
    it('is offered first, with its origin, and asks for a key', async () => {
      const origin = await startServer('2023-12');
      window.suggested = { origin, projectId: 2 };
      start();
      const where = await inputs.next();
      assert.match(where.labels[0] ?? '', /Suggested by this workspace/);
      assert.equal(where.items[0]?.description, `${origin}, project 2`);
      await where.choose('Suggested by this workspace');
      const key = await inputs.next();
      assert.equal(key.password, true);
      await key.typeAndEnter(KEY);
      assert.equal((await result)?.projectId, 2);
    });

    it('is not offered while a connection is active', async () => {
      const origin = await startServer('2023-12');
      await connectTo('Main', origin);
      window.suggested = { origin: 'https://elsewhere.example.com' };
      start();
      assert.equal((await inputs.next()).labels.length, 3);
    });
  });
});
