import assert from 'node:assert/strict';
import { ScriptedServer } from '../../support/scriptedServer';
import { failureOf, Harness, PLANTED_KEY } from './clientHarness';

describe('Redirects', () => {
  let harness: Harness;
  let stranger: ScriptedServer;
  beforeEach(async () => {
    harness = await Harness.start();
    stranger = await ScriptedServer.start();
  });
  afterEach(async () => {
    await harness.close();
    await stranger.close();
  });

  const to = (location: string, status = 302) => ({ status, headers: { location } });

  it('are followed by a read within the origin, key and query and all', async () => {
    harness.server.will(to('/b/?x=1'), to(`${harness.server.origin}/c/`, 301), { body: {} });
    await harness.send('GET');
    assert.deepEqual(
      harness.server.requests.map(({ url, headers }) => [url, headers.authorization]),
      ['/api/x/', '/b/?x=1', '/c/'].map((url) => [url, `Bearer ${PLANTED_KEY}`]),
    );
    assert.deepEqual(
      harness.records.map(({ path, status }) => [path, status]),
      [
        ['/api/x/', 302],
        ['/b/?x=1', 301],
        ['/c/', 200],
      ],
    );
  });

  it('end after five', async () => {
    harness.server.will(...Array.from({ length: 10 }, () => to('/again')));
    const error = await failureOf(harness.send('GET'));
    assert.equal(error.reason, 'redirectLoop');
    assert.equal(harness.server.requests.length, 6);
  });

  for (const status of [307, 308]) {
    it(`of a write are followed where ${status} keeps method and body`, async () => {
      harness.server.will(to('/b', status), { body: {} });
      await harness.send('POST', { body: { json: { a: 1 } } });
      assert.deepEqual(
        harness.server.requests.map(({ method, url, body }) => [method, url, body]),
        [
          ['POST', '/api/x/', '{"a":1}'],
          ['POST', '/b', '{"a":1}'],
        ],
      );
    });
  }

  for (const [status, applied] of [
    [301, 'no'],
    [302, 'unknown'],
    [303, 'unknown'],
  ] as const) {
    it(`of a write with ${status} are an error that names both ends`, async () => {
      harness.server.will(to('/b', status));
      const error = await failureOf(harness.send('PATCH', { body: { json: {} } }));
      assert.equal(error.kind, 'protocol');
      assert.equal(error.reason, 'redirectedWrite');
      assert.equal(error.data.applied, applied);
      const { origin } = harness.server;
      assert.equal(error.data.detail, `${origin}/api/x/ redirects to ${origin}/b`);
      assert.equal(harness.server.requests.length, 1);
    });
  }

  describe('to elsewhere are refused, and nothing is sent there', () => {
    const targets: readonly (readonly [string, (stranger: string, own: string) => string, RegExp])[] = [
      ['another port', (other) => `${other}/x`, /redirects to http:\/\/127\.0\.0\.1:\d+\/x$/],
      ['another host', () => 'https://evil.example/x?q=1', /redirects to https:\/\/evil\.example\/x$/],
      ['another scheme', (_other, own) => own.replace('http:', 'https:'), /redirects to https:/],
      ['a host without a scheme', () => '//evil.example/x', /redirects to http:\/\/evil\.example\/x$/],
      [
        'another with credentials',
        () => 'https://user:secret@evil.example/',
        /redirects to https:\/\/evil\.example\/$/,
      ],
      ['itself with credentials', (_other, own) => own.replace('//', '//user:secret@'), /redirects to http:/],
      ['a script', () => 'javascript:alert(1)', /redirects to javascript:$/],
      ['nonsense', () => 'http://[', /does not say where to/],
    ];
    for (const [name, target, expected] of targets) {
      for (const method of ['GET', 'POST'] as const) {
        it(`${name} (${method})`, async () => {
          harness.server.will(to(target(stranger.origin, harness.server.origin), 307));
          const error = await failureOf(
            harness.send(method, method === 'POST' ? { body: { json: {} } } : {}),
          );
          assert.equal(error.kind, 'protocol');
          assert.equal(error.reason, 'redirect');
          assert.match(error.data.detail ?? '', expected);
          assert.doesNotMatch(error.data.detail ?? '', /secret/);
          assert.equal(harness.server.requests.length, 1);
          assert.equal(stranger.requests.length, 0);
        });
      }
    }

    it('no location', async () => {
      harness.server.will({ status: 302 });
      const error = await failureOf(harness.send('GET'));
      assert.equal(error.reason, 'redirect');
    });
  });

  it('from http to https are an error for a write, which would become a read', async () => {
    harness.server.will(to(harness.server.origin.replace('http:', 'https:'), 301));
    const error = await failureOf(harness.send('POST', { body: { json: {} } }));
    assert.equal(error.reason, 'redirect');
    assert.equal(error.data.applied, 'no');
    assert.equal(harness.server.requests.length, 1);
  });
});
