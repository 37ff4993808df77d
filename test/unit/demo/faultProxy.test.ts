import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { useDemoServer } from '../../support/demoServer';
import { eventually } from '../../support/eventually';
import type { Fault } from '../../support/faults/fault';
import { startFaultProxy, type FaultProxy } from '../../support/faults/faultProxy';
import { rawRequest, type RawResponse } from '../../support/rawHttp';

const LIST = '/api/projects/1/plugin_configs/';

describe('fault proxy', () => {
  const demo = useDemoServer({ profile: '2023-12' });
  let proxy: FaultProxy;

  beforeEach(async () => {
    proxy = await startFaultProxy(demo.server.url);
  });
  afterEach(() => proxy.close());

  function list(): Promise<RawResponse> {
    return rawRequest(proxy.url, {
      method: 'GET',
      path: `${LIST}?limit=2`,
      headers: { Authorization: `Bearer ${demo.server.key}` },
    });
  }

  it('passes requests on and records them', async () => {
    const response = await list();
    assert.equal(response.status, 200);
    assert.match(response.text, new RegExp(`"next":"${proxy.url}/api/`));
    assert.deepEqual(
      proxy.requests.map(({ method, path, forwarded, fault }) => ({ method, path, forwarded, fault })),
      [{ method: 'GET', path: `${LIST}?limit=2`, forwarded: true, fault: undefined }],
    );
    assert.equal(demo.requestsTo('GET', LIST).length, 1);
  });

  const answers: readonly (readonly [Fault, (response: RawResponse) => void])[] = [
    [
      { kind: 'answer', status: 429, body: { detail: 'slow' }, headers: { 'Retry-After': '7' } },
      (response) => {
        assert.equal(response.status, 429);
        assert.equal(response.headers['retry-after'], '7');
      },
    ],
    [{ kind: 'answer', status: 404 }, (response) => assert.equal(response.text, '')],
    [{ kind: 'html' }, (response) => assert.match(response.text, /^<!doctype html>/)],
    [
      { kind: 'redirect', location: 'http://elsewhere.example/' },
      (response) => assert.equal(response.headers.location, 'http://elsewhere.example/'),
    ],
    [{ kind: 'delay', ms: 20 }, (response) => assert.equal(response.status, 200)],
    [{ kind: 'truncated' }, (response) => assert.throws(() => JSON.parse(response.text), SyntaxError)],
    [
      { kind: 'contentType', type: 'text/plain' },
      (response) => assert.equal(response.headers['content-type'], 'text/plain'),
    ],
    [{ kind: 'drip', bytes: 200, everyMs: 1 }, (response) => assert.match(response.text, /^\{"count":9/)],
    [
      { kind: 'drift', map: () => ({ results: 'none' }) },
      (response) => assert.equal(response.text, '{"results":"none"}'),
    ],
    [{ kind: 'hugeBody', bytes: 300_000 }, (response) => assert.equal(response.body.length, 300_000)],
    [
      { kind: 'gzipBomb', bytes: 5_000_000 },
      (response) => {
        assert.ok(response.body.length < 50_000);
        assert.equal(gunzipSync(response.body).length, 5_000_000);
      },
    ],
  ];
  for (const [fault, check] of answers) {
    it(`can answer with ${JSON.stringify(fault)}`, async () => {
      proxy.inject({ fault });
      check(await list());
    });
  }

  const breaks: readonly (readonly [Fault, boolean])[] = [
    [{ kind: 'reset' }, false],
    [{ kind: 'reset', forwards: true }, true],
    [{ kind: 'resetMidBody' }, true],
  ];
  for (const [fault, reaches] of breaks) {
    it(`can break the connection: ${JSON.stringify(fault)}`, async () => {
      proxy.inject({ fault });
      await assert.rejects(list(), /socket hang up|aborted|ECONNRESET/);
      assert.equal(demo.requests.length, reaches ? 1 : 0);
    });
  }

  const silences: readonly Fault[] = [
    { kind: 'hang' },
    { kind: 'headersThenSilence' },
    { kind: 'endlessBody' },
  ];
  for (const fault of silences) {
    it(`can go on for ever: ${fault.kind}`, async () => {
      proxy.inject({ fault, nth: 1 });
      let outcome = 'waiting';
      const ended = list().then(
        () => (outcome = 'answered'),
        () => (outcome = 'broken'),
      );
      await eventually('the request has arrived', () => proxy.requests.length === 1);
      // The fault befalls the first request only: others are answered meanwhile.
      assert.equal((await list()).status, 200);
      assert.equal((await list()).status, 200);
      assert.equal(outcome, 'waiting');
      await proxy.close();
      assert.equal(await ended, 'broken');
    });
  }

  it('befalls only what it is told to, until it is disarmed', async () => {
    proxy.inject({ fault: { kind: 'answer', status: 500 }, method: 'GET', path: /plugin_configs/, nth: 2 });
    const disarm = proxy.inject({ fault: { kind: 'answer', status: 418 }, method: 'POST' });
    assert.deepEqual([(await list()).status, (await list()).status, (await list()).status], [200, 500, 200]);
    disarm();
    const post = await rawRequest(proxy.url, { method: 'POST', path: LIST });
    assert.equal(post.status, 401);
  });
});
