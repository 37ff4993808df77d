import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Budget } from '../../../src/api/budget';
import { ApiClient } from '../../../src/api/client';
import { systemClock } from '../../../src/api/clock';
import type { Answer } from '../../support/scriptedServer';
import { failureOf, Harness, PLANTED_KEY } from './clientHarness';

const OTHER_KEY = 'phx_another9876543210';
const refused: Answer = {
  status: 401,
  body: {
    type: 'authentication_error',
    code: 'authentication_failed',
    detail: 'Personal API key found in request Authorization header is invalid.',
    attr: null,
  },
};

describe('Keys', () => {
  let harness: Harness;
  beforeEach(async () => (harness = await Harness.start()));
  afterEach(() => harness.close());

  it('without a key nothing is sent', async () => {
    harness.keys = [undefined];
    const error = await failureOf(harness.send('GET'));
    assert.equal(error.kind, 'auth');
    assert.equal(error.reason, 'noKey');
    assert.equal(harness.server.requests.length, 0);
  });

  it('when the store cannot be read nothing is sent', async () => {
    const client = new ApiClient({
      origin: harness.server.origin,
      key: { read: () => Promise.reject(new Error('locked')) },
      budget: new Budget(systemClock),
      clock: systemClock,
    });
    const error = await failureOf(
      client.request({ operation: 'getUser', method: 'GET', path: '/', read: () => undefined }),
    );
    assert.equal(error.reason, 'noKey');
    await client.dispose();
  });

  for (const key of [
    `${PLANTED_KEY} x`,
    `${PLANTED_KEY}\r\nX-Evil: 1`,
    `${PLANTED_KEY}ü`,
    `${PLANTED_KEY}\u2028`,
  ]) {
    it(`${JSON.stringify(key)} is refused before it is sent, and not quoted`, async () => {
      harness.keys = [key];
      const error = await failureOf(harness.send('GET'));
      assert.equal(error.kind, 'auth');
      assert.equal(error.reason, 'keyRefused');
      assert.equal(harness.server.requests.length, 0);
      assert.ok(!inspect(error, { depth: 10 }).includes(PLANTED_KEY));
    });
  }

  for (const method of ['GET', 'POST', 'PATCH', 'DELETE'] as const) {
    it(`a ${method} that is refused is sent once more with the key that replaced it`, async () => {
      harness.keys = [PLANTED_KEY, OTHER_KEY];
      harness.server.will(refused, { body: {} });
      await harness.send(method);
      assert.deepEqual(
        harness.server.requests.map(({ headers }) => headers.authorization),
        [`Bearer ${PLANTED_KEY}`, `Bearer ${OTHER_KEY}`],
      );
    });
  }

  it('is refused for good when the stored key is the same', async () => {
    harness.server.will(refused);
    const error = await failureOf(harness.send('POST'));
    assert.equal(error.kind, 'auth');
    assert.equal(error.reason, 'keyRefused');
    assert.equal(error.data.applied, 'no');
    assert.equal(harness.server.requests.length, 1);
  });

  it('is replaced once only', async () => {
    harness.keys = [PLANTED_KEY, OTHER_KEY, 'phx_third'];
    harness.server.will(refused, refused);
    assert.equal((await failureOf(harness.send('GET'))).reason, 'keyRefused');
    assert.equal(harness.server.requests.length, 2);
  });

  describe('never leak', () => {
    const echo = `you sent ${PLANTED_KEY}`;
    const answers: readonly (readonly [string, Answer])[] = [
      [
        'an error that quotes it',
        { status: 400, body: { type: 'x', code: PLANTED_KEY, detail: echo, attr: PLANTED_KEY } },
      ],
      ['a page that quotes it', { headers: { 'content-type': 'text/html' }, body: `<p>${echo}` }],
      ['plain text that quotes it at the cut', { body: 'x'.repeat(290) + PLANTED_KEY }],
      [
        'a redirect with it',
        { status: 302, headers: { location: `https://evil.example/${PLANTED_KEY}?k=${PLANTED_KEY}` } },
      ],
      ['drifted JSON with it', { body: { results: PLANTED_KEY } }],
      ['an encoding named like it', { headers: { 'content-encoding': PLANTED_KEY }, body: 'x' }],
      ['a reset', (request) => request.socket.resetAndDestroy()],
      ['a broken status line', (request) => request.socket.end(`${PLANTED_KEY}\r\n\r\n`)],
      ['a server error that quotes it', { status: 500, body: echo }],
    ];
    for (const [name, answer] of answers) {
      it(`by ${name}`, async () => {
        harness.server.will(answer);
        const error = await failureOf(
          harness.send('POST', {
            body: { json: {} },
            query: [['search', PLANTED_KEY]],
            read: (reply) => {
              JSON.parse(reply.text);
              throw new Error(reply.text);
            },
          }),
        );
        for (const told of [error, harness.records, error.data, error.message, error.stack]) {
          const text = inspect(told, { depth: 10, showHidden: true });
          assert.ok(!text.includes(PLANTED_KEY), text);
          assert.ok(!text.includes('phx_planted'), text);
        }
      });
    }
  });
});
