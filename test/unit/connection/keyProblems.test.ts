import assert from 'node:assert/strict';
import type { Connection } from '../../../src/connection/connection';
import { Connections } from '../../../src/connection/connections';
import { DEMO_CONNECTION } from '../../../src/connection/demoProject';
import { KeyProblems } from '../../../src/connection/keyProblems';
import { KeyStore } from '../../../src/connection/keyStore';
import { FakeSecretStore, FakeStateStore } from '../../support/fakeStores';

async function setUp() {
  const secrets = new FakeSecretStore();
  let ids = 0;
  const connections = new Connections({
    global: new FakeStateStore(),
    workspace: new FakeStateStore(),
    keys: new KeyStore(secrets),
    newId: () => String((ids += 1)),
    onDamaged: () => assert.fail('nothing is damaged'),
  });
  const origin = 'https://posthog.example.com';
  const one = await connections.add({ origin, projectId: 1, key: { text: 'phx_one' } });
  const two = await connections.add({ origin, projectId: 2, key: { text: 'phx_two' } });
  const asked: Connection[] = [];
  const problems = new KeyProblems(connections, (connection) => asked.push(connection));
  return { connections, problems, one, two, asked };
}

describe('KeyProblems', () => {
  it('asks once per connection, however often the key is refused', async () => {
    const { problems, one, two, asked } = await setUp();
    for (const connection of [one, one, two, one, two]) {
      problems.refused(connection);
    }
    assert.deepEqual(asked, [one, two]);
  });

  it('asks again about a key that was replaced', async () => {
    const { connections, problems, one, two, asked } = await setUp();
    problems.refused(one);
    problems.refused(two);
    await connections.replaceKey(one, { text: 'phx_new' });
    problems.refused(one);
    problems.refused(two);
    assert.deepEqual(asked, [one, two, one]);
  });

  it('never asks about the demo', async () => {
    const { problems, asked } = await setUp();
    problems.refused(DEMO_CONNECTION);
    assert.deepEqual(asked, []);
  });
});
