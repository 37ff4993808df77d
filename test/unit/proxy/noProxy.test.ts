import assert from 'node:assert/strict';
import { proxyFor } from '../../../src/api/proxy';
import { ProxyError } from '../../../src/api/proxyError';

/** What is reached without the proxy: an origin, and the rules under which it is. */
const DIRECT: readonly (readonly [string, string])[] = [
  ['https://us.posthog.com', '*'],
  ['https://us.posthog.com', 'posthog.com'],
  ['https://us.posthog.com', '.posthog.com'],
  ['https://us.posthog.com', '*.posthog.com'],
  ['https://us.posthog.com', ' US.posthog.com '],
  ['https://us.posthog.com', 'us.posthog.com.'],
  ['https://us.posthog.com.', 'us.posthog.com'],
  ['https://us.posthog.com', 'us.posthog.com:443'],
  ['https://us.posthog.com', '.posthog.com:443'],
  ['http://ph.example:8000', 'ph.example:8000'],
  ['https://münchen.example', 'münchen.example'],
  ['https://münchen.example', 'xn--mnchen-3ya.example'],
  ['http://10.1.2.3', '10.1.2.3'],
  ['http://10.1.2.3', '10.1.2.3:80'],
  ['http://10.1.2.3', '10.0.0.0/8'],
  ['http://10.1.2.3', '0.0.0.0/0'],
  ['http://10.1.2.3:8000', '10.1.0.0/16:8000'],
  ['http://[fd00::1]:8000', '[fd00::1]:8000'],
  ['http://[fd00::1]:8000', 'fd00::1'],
  ['http://[fd00::1]:8000', 'FD00:0:0:0:0:0:0:1'],
  ['http://[fd00::1]:8000', 'fd00::/8'],
  ['http://[fd00::1]:8000', '[fd00::/8]:8000'],
  ['http://[fd00::1:2]', 'fd00::1:2'],
];

const PROXIED: readonly (readonly [string, string])[] = [
  ['https://us.posthog.com', ''],
  ['https://us.posthog.com', '.'],
  ['https://us.posthog.com', 'us.posthog.com:8443'],
  ['https://us.posthog.com', 'hog.com'],
  ['https://us.posthog.com', 'us.posthog.co'],
  ['https://us.posthog.com', 'eu.us.posthog.com'],
  ['https://us.posthog.com', 'a b'],
  ['https://us.posthog.com', 'us.posthog.com:x'],
  ['https://us.posthog.com.evil.example', 'posthog.com'],
  ['https://10.1.2.3.example', '10.1.2.3'],
  ['http://10.1.2.3', '2.3'],
  ['http://10.1.2.3', '10.2.0.0/16'],
  ['http://10.1.2.3', '10.0.0.0/33'],
  ['http://10.1.2.3', '10.0.0.0/x'],
  ['http://10.1.2.3', '10.1.2.3:8000'],
  ['http://10.1.2.3', 'fd00::/8'],
  ['http://[fd00::1:2]:8000', 'fd00::1'],
  ['http://[fd00::1]', '[fd00::1'],
];

const LOOPBACK = [
  'http://localhost:8000',
  'http://localhost.',
  'http://demo.localhost',
  'http://127.9.9.9',
  'http://2130706433',
  'http://[::1]:8000',
  'http://[::ffff:127.0.0.1]',
];

function isProxied(origin: string, ...noProxy: readonly string[]): boolean {
  return proxyFor(new URL(origin), { proxy: 'http://proxy.example:3128', noProxy }) !== undefined;
}

describe('noProxy', () => {
  for (const [origin, rule] of DIRECT) {
    it(`${origin} is excepted by ${JSON.stringify(rule)}`, () => {
      assert.equal(isProxied(origin, 'other.example', rule), false);
      assert.equal(isProxied(origin, 'other.example'), true);
    });
  }

  for (const [origin, rule] of PROXIED) {
    it(`${origin} is not excepted by ${JSON.stringify(rule)}`, () => {
      assert.equal(isProxied(origin, rule), true);
    });
  }

  for (const origin of LOOPBACK) {
    it(`${origin} is this machine, which needs no rule`, () => assert.equal(isProxied(origin), false));
  }

  it('what only looks like this machine is none', () => {
    for (const origin of ['http://localhost.example', 'http://notlocalhost', 'http://128.0.0.1']) {
      assert.equal(isProxied(origin), true, origin);
    }
  });
});

describe('The address of a proxy', () => {
  const origin = new URL('https://posthog.example');
  const read: readonly (readonly [string, string, string | undefined])[] = [
    ['http://proxy.example:3128', 'http://proxy.example:3128/', undefined],
    ['https://proxy.example', 'https://proxy.example/', undefined],
    ['HTTP://Proxy.Example:80/path?query', 'http://proxy.example/', undefined],
    ['proxy.example:3128', 'http://proxy.example:3128/', undefined],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128/', undefined],
    ['[fd00::1]:3128', 'http://[fd00::1]:3128/', undefined],
    ['me:pw@proxy.example:3128', 'http://proxy.example:3128/', 'me:pw'],
    ['http://me@proxy.example', 'http://proxy.example/', 'me:'],
    ['http://me:p%40%3A%25%2F@proxy.example', 'http://proxy.example/', 'me:p@:%/'],
    ['http://me:p@ss@proxy.example', 'http://proxy.example/', 'me:p@ss'],
    ['http://me:50%@proxy.example', 'http://proxy.example/', 'me:50%'],
    ['http://DOMAIN%5Cme:pw@proxy.example', 'http://proxy.example/', 'DOMAIN\\me:pw'],
    ['http://m%C3%BC:pw@proxy.example', 'http://proxy.example/', 'mü:pw'],
  ];
  for (const [proxy, url, credentials] of read) {
    it(`${proxy} is understood`, () => {
      const found = proxyFor(origin, { proxy });
      assert.equal(found?.url.href, url);
      const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
      assert.equal(found.authorization, expected);
    });
  }

  const wrong: readonly (readonly [string, string])[] = [
    ['http://me:p#w@proxy.example:3128', 'address'],
    ['http://proxy.example:99999', 'address'],
    ['http://', 'address'],
    ['my proxy', 'address'],
    ['socks5://me:pw@proxy.example', 'kind'],
    ['socks://proxy.example', 'kind'],
    ['pac+https://proxy.example/proxy.pac', 'kind'],
    ['file:///etc/proxy.pac', 'kind'],
  ];
  for (const [proxy, problem] of wrong) {
    it(`${proxy} is an error that says so, without the address`, () => {
      assert.throws(
        () => proxyFor(origin, { proxy, proxySource: 'HTTPS_PROXY' }),
        (error) => {
          assert.ok(error instanceof ProxyError);
          assert.deepEqual(error.proxy, { problem, source: 'HTTPS_PROXY' });
          assert.doesNotMatch(error.message, /example|pw|me/);
          return true;
        },
      );
    });
  }

  it('is not looked at where no proxy is used', () => {
    assert.equal(proxyFor(new URL('http://localhost'), { proxy: 'socks5://x' }), undefined);
    assert.equal(proxyFor(origin, { proxy: 'socks5://x', noProxy: ['*'] }), undefined);
  });
});
