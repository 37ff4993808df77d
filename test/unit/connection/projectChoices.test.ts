import assert from 'node:assert/strict';
import { Budget } from '../../../src/api/budget';
import { ApiClient } from '../../../src/api/client';
import { systemClock } from '../../../src/api/clock';
import { isApiError, type ApiErrorKind, type ApiErrorReason } from '../../../src/api/errors';
import { checkProject, projectChoices } from '../../../src/connection/projectChoices';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../../src/demo/server';
import { goldenFixture, withKey } from '../../support/goldenFixture';

const FIXTURE = goldenFixture('2023-12');
/** Of organisations A (projects 1 and 2), C (project 4, plugins not allowed) and D. */
const ADA = 'phx_ada00000000000000000000000000000000001';
const ADA_ID = 1;
const LONE = 'phx_lone0000000000000000000000000000000005';

const NOW = new AbortController().signal;

describe('projectChoices and checkProject', () => {
  let server: DemoServer;
  let client: ApiClient;
  let budget: Budget;
  let paths: string[] = [];

  async function connect(options: DemoServerOptions, key = ADA): Promise<void> {
    paths = [];
    budget = new Budget(systemClock);
    server = await startDemoServer({ ...options, logs: false, onRequest: ({ path }) => paths.push(path) });
    client = new ApiClient({
      origin: new URL(server.url).origin,
      key: { read: () => Promise.resolve(key) },
      budget,
      clock: systemClock,
    });
  }

  const withScopes = (...scopes: string[]): DemoServerOptions => ({
    profile: '2026',
    fixture: withKey(FIXTURE, ADA_ID, { scopes }),
  });

  afterEach(async () => {
    await client.dispose();
    budget.dispose();
    await server.close();
  });

  const rejects = async (
    promise: Promise<unknown>,
    kind: ApiErrorKind,
    reason?: ApiErrorReason,
  ): Promise<void> => {
    await assert.rejects(promise, (error) => {
      assert.ok(isApiError(error), String(error));
      assert.deepEqual([error.kind, error.reason], [kind, reason]);
      return true;
    });
  };

  it('finds the projects of the owner’s organisation with one request', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE });
    const { projects, currentId } = await projectChoices(client, NOW);
    assert.deepEqual(
      projects.map(({ name }) => name),
      ['Main', 'Second', 'Bulk'],
    );
    assert.equal(currentId, 1);
    assert.deepEqual(paths, ['/api/users/@me/']);
  });

  it('lists the projects when the key may not read its owner', async () => {
    await connect(withScopes('plugin:read', 'project:read'));
    const { projects, currentId } = await projectChoices(client, NOW);
    assert.ok(projects.some(({ id }) => id === 1));
    assert.equal(currentId, undefined);
  });

  it('takes a key that may list nothing', async () => {
    await connect(withScopes('plugin:read'));
    assert.deepEqual(await projectChoices(client, NOW), { projects: [] });
    assert.deepEqual(await checkProject(client, 1, undefined, NOW), { kind: 'ok' });
  });

  it('refuses a wrong key', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE }, 'phx_wrong');
    await rejects(projectChoices(client, NOW), 'auth', 'keyRefused');
  });

  it('takes the name that is known, and else asks for it', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE });
    assert.deepEqual(await checkProject(client, 2, 'Known', NOW), { kind: 'ok', name: 'Known' });
    assert.deepEqual(await checkProject(client, 2, undefined, NOW), { kind: 'ok', name: 'Second' });
  });

  it('tells an unknown project from one without access', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE });
    await rejects(checkProject(client, 999, undefined, NOW), 'notFound', 'projectNotFound');
    await rejects(checkProject(client, 3, undefined, NOW), 'forbidden');
  });

  it('tells a missing scope, and a key for other projects', async () => {
    await connect(withScopes('user:read'));
    await rejects(checkProject(client, 1, undefined, NOW), 'forbidden', 'missingScope');
    await client.dispose();
    await server.close();
    await connect({ profile: '2026', fixture: withKey(FIXTURE, ADA_ID, { scoped_teams: [2] }) });
    await rejects(checkProject(client, 1, undefined, NOW), 'forbidden', 'keyNotForProject');
  });

  it('takes a project of an organisation without plugins', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE });
    assert.equal((await checkProject(client, 4, undefined, NOW)).kind, 'ok');
  });

  it('tells a server that has no plugin configs any more', async () => {
    await connect({ profile: 'gone', fixture: FIXTURE });
    assert.ok((await projectChoices(client, NOW)).projects.length > 0);
    await rejects(checkProject(client, 1, undefined, NOW), 'gone');
  });

  it('notices a 2021 server that answers for another project', async () => {
    await connect({ profile: '2021-06', fixture: goldenFixture('2021-06') });
    assert.deepEqual(await checkProject(client, 2, undefined, NOW), { kind: 'otherProject', actualId: 1 });
    assert.equal((await checkProject(client, 1, undefined, NOW)).kind, 'ok');
  });

  it('names the project by its id in every request', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE });
    await checkProject(client, 2, undefined, NOW);
    assert.ok(
      paths.every((path) => path.startsWith('/api/projects/2/')),
      paths.join(),
    );
  });

  it('takes an owner without any organisation', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE }, LONE);
    assert.deepEqual(await projectChoices(client, NOW), { projects: [] });
  });

  it('gives up when told to', async () => {
    await connect({ profile: '2023-12', fixture: FIXTURE });
    await rejects(projectChoices(client, AbortSignal.abort()), 'cancelled');
  });
});
