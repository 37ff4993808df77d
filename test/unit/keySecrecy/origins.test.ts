import assert from 'node:assert/strict';
import type { Reply } from '../../../src/api/reply';
import { redirectOf } from '../../../src/api/redirect';
import { parseAddress } from '../../../src/connection/address';
import { readConnections } from '../../../src/connection/connectionState';
import { KeyStore } from '../../../src/connection/keyStore';
import { readSuggestion } from '../../../src/connection/suggestion';
import { FakeSecretStore } from '../../support/fakeStores';
import { RECOGNISABLE_KEY } from '../../support/keySearch';

/** For each host, other ways to write it, and addresses that only look as if they were. */
const HOSTS: readonly {
  readonly origin: string;
  readonly same: readonly string[];
  readonly others: readonly string[];
}[] = [
  {
    origin: 'https://posthog.example.com',
    same: [
      'HTTPS://POSTHOG.example.COM',
      'https://posthog.example.com:443',
      'https://posthog.example.com:0443/',
      'https:\\\\posthog.example.com\\',
      'https:/posthog.example.com/',
      'https:posthog.example.com/',
      'https://posthog。example．com/',
      'https://%70osthog.example.com',
      'https://ｐosthog.example.com',
      'https://posthog\u00ad.example.com',
    ],
    others: [
      'http://posthog.example.com',
      'http://posthog.example.com:443',
      'https://posthog.example.com:8443',
      'https://posthog.example.com.evil.example',
      'https://evil.example/posthog.example.com',
      'https://evil.example/?https://posthog.example.com',
      'https://evil.example#@posthog.example.com',
      'https://evil.example\\@posthog.example.com',
      'https://posthog.example.com@evil.example',
      'https://posthog.example.com:443@evil.example',
      'https://posthog.example.com%2F@evil.example',
      'https://posthog-example.com',
      'https://posthog.example.co',
      'https://example.com',
      'https://sub.posthog.example.com',
      'https://pоsthog.example.com',
      'https://posthog.example.ｃｏｍ.evil.example',
    ],
  },
  {
    origin: 'https://xn--mnchen-3ya.example',
    same: ['https://münchen.example', 'https://MÜNCHEN.example', 'https://mu\u0308nchen.example'],
    others: ['https://munchen.example', 'https://mün.chen.example', 'https://xn--mnchen-3ya.example.evil'],
  },
  {
    origin: 'http://127.0.0.1:8000',
    same: [
      'http://127.1:8000',
      'http://0x7f.1:8000',
      'http://0177.0.0.1:8000',
      'http://2130706433:8000',
      'http://0x7f000001:8000',
      'http://127.0.0.1.:8000',
      'http://１２７.0.0.1:8000',
    ],
    others: [
      'http://127.0.0.1',
      'http://127.0.0.2:8000',
      'http://localhost:8000',
      'http://[::1]:8000',
      'http://[::ffff:127.0.0.1]:8000',
      'http://0.0.0.0:8000',
      'https://127.0.0.1:8000',
      'http://127.0.0.1.evil.example:8000',
    ],
  },
  {
    origin: 'https://[2001:db8::1]',
    same: ['https://[2001:DB8:0:0:0:0:0:1]', 'https://[2001:0db8::0001]:443', 'https://[2001:db8::0.0.0.1]/'],
    others: [
      'https://[2001:db8::2]',
      'https://[2001:db8::1]:8443',
      'http://[2001:db8::1]',
      'https://2001.db8',
    ],
  },
];

/** Addresses that a person may not enter, and that no redirect is followed to, whatever host they are of. */
const WITH_USER = [
  'https://me:secret@posthog.example.com',
  'https://me@posthog.example.com/',
  'https://:x@posthog.example.com',
];

const where = (location: string, origin: string) => {
  const reply: Reply = {
    status: 307,
    headers: new Map([['location', location]]),
    body: new Uint8Array(),
    text: '',
  };
  return redirectOf(reply, { origin, path: '/api/x/', method: 'GET' })?.kind;
};

const originOf = (address: string): string | undefined => {
  const parsed = parseAddress(address);
  return parsed.ok ? parsed.address.origin : undefined;
};

describe('The key of an origin', () => {
  for (const { origin, same, others } of HOSTS) {
    describe(origin, () => {
      let keys: KeyStore;
      beforeEach(async () => {
        keys = new KeyStore(new FakeSecretStore());
        await keys.store('id', origin, RECOGNISABLE_KEY);
      });
      afterEach(() => keys.dispose());

      for (const address of same) {
        it(`is that of ${JSON.stringify(address)}`, async () => {
          assert.equal(originOf(address), origin);
          assert.equal(await keys.read('id', originOf(address) ?? ''), RECOGNISABLE_KEY);
          assert.equal(readSuggestion({ host: address })?.origin, origin);
          assert.equal(where(address, origin), 'follow');
        });
      }

      for (const address of others) {
        it(`is not that of ${JSON.stringify(address)}`, async () => {
          const other = originOf(address);
          assert.notEqual(other, origin);
          assert.equal(await keys.read('id', other ?? new URL(address).origin), undefined);
          assert.notEqual(readSuggestion({ host: address })?.origin, origin);
          assert.equal(where(address, origin), 'refuse');
        });
      }

      it('is not handed out for another spelling that somebody stored', () => {
        for (const address of [...same, ...others, `${origin}/`, `${origin}.`]) {
          const entry = { id: 'a', origin: address, projectId: 1, keyId: 'id' };
          const { connections } = readConnections({ version: 1, connections: [entry] });
          assert.ok(connections.every((connection) => connection.origin !== origin));
        }
      });
    });
  }

  for (const address of WITH_USER) {
    it(`is not asked for, and not sent on, with a user in ${address}`, () => {
      assert.equal(originOf(address), undefined);
      assert.equal(readSuggestion({ host: address }), undefined);
      assert.equal(where(address, 'https://posthog.example.com'), 'refuse');
    });
  }

  it('of a name with its final dot is that of the name, but a redirect there is one to another host', () => {
    assert.equal(originOf('https://posthog.example.com.'), 'https://posthog.example.com');
    assert.equal(where('https://posthog.example.com./', 'https://posthog.example.com'), 'refuse');
  });

  it('is that of a path of the same host, however a redirect writes it', () => {
    for (const location of ['/x', 'x', '?x', './/x', '../x', '/\t/x', '/%2f%2fevil.example/']) {
      assert.equal(
        where(location, 'https://posthog.example.com'),
        location.startsWith('/\t') ? 'refuse' : 'follow',
        location,
      );
    }
    for (const location of [
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '\t//evil.example',
      '/\n/evil.example',
    ]) {
      assert.equal(where(location, 'https://posthog.example.com'), 'refuse', location);
    }
  });
});
