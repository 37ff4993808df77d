import assert from 'node:assert/strict';
import { parseKey, type KeyProblem } from '../../../src/connection/keyFormat';

const KEY = 'phx_AbC0123456789_-xyz';
const OLD_KEY = 'dGhpcyBpcyBhbiBvbGQga2V5IG9mIDQzIGNoYXJz';

const understood: Readonly<Record<string, string>> = {
  [KEY]: KEY,
  [` ${KEY}\n`]: KEY,
  [OLD_KEY]: OLD_KEY,
  [`"${KEY}"`]: KEY,
  [`Authorization: Bearer ${KEY}`]: KEY,
  [`authorization:bearer  ${KEY}`]: KEY,
  [`Bearer ${KEY}`]: KEY,
  [`'Authorization: Bearer ${KEY}'`]: KEY,
  phx_wrong: 'phx_wrong',
};

const refused: Readonly<Record<string, KeyProblem>> = {
  '': 'empty',
  '  ': 'empty',
  phc_AbC0123456789: 'projectToken',
  'Bearer phc_AbC0123456789': 'projectToken',
  pha_AbC0123456789: 'otherToken',
  phs_AbC0123456789: 'otherToken',
  'https://us.posthog.com/settings/user-api-keys': 'address',
  'phx_AbC 0123456789': 'spaces',
  'phx_AbC\n0123456789': 'spaces',
  'phx_••••••••••': 'characters',
  'phx_AbC\u200b0123456789': 'characters',
  phx_: 'short',
  abc: 'short',
  // What is left is no key, so the word itself must not be taken for one.
  'Authorization: Bearer': 'spaces',
};

describe('parseKey', () => {
  for (const [text, key] of Object.entries(understood)) {
    it(`understands ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseKey(text), { ok: true, key });
    });
  }

  for (const [text, problem] of Object.entries(refused)) {
    it(`refuses ${JSON.stringify(text)}: ${problem}`, () => {
      assert.deepEqual(parseKey(text), { ok: false, problem });
    });
  }
});
