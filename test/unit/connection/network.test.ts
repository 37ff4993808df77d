import assert from 'node:assert/strict';
import { Emitter } from '../../../src/connection/emitter';
import { NetworkSettings, type HttpSetting } from '../../../src/connection/network';

const HTTPS = 'https://posthog.example.com';
const HTTP = 'http://10.0.0.5';

interface Case {
  readonly name: string;
  readonly settings?: Partial<Record<HttpSetting, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly origin?: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

const cases: readonly Case[] = [
  { name: 'nothing set', expected: { strictSSL: true } },
  {
    name: 'the setting goes before the environment',
    settings: { proxy: ' http://user:pw@proxy:3128 ', noProxy: ['a.example', 7, 'b.example'] },
    env: { HTTPS_PROXY: 'http://env:1', NO_PROXY: 'c.example' },
    expected: {
      strictSSL: true,
      proxy: 'http://user:pw@proxy:3128',
      proxySource: 'http.proxy',
      noProxy: ['a.example', 'b.example'],
    },
  },
  {
    name: 'an empty setting leaves it to the environment',
    settings: { proxy: '', noProxy: [] },
    env: { HTTPS_PROXY: 'http://env:1', NO_PROXY: 'c.example, .d.example' },
    expected: {
      strictSSL: true,
      proxy: 'http://env:1',
      proxySource: 'HTTPS_PROXY',
      noProxy: ['c.example', '.d.example'],
    },
  },
  {
    name: 'lower case',
    env: { https_proxy: 'http://env:2', no_proxy: '*' },
    expected: { strictSSL: true, proxy: 'http://env:2', proxySource: 'https_proxy', noProxy: ['*'] },
  },
  {
    name: 'lower case before upper case, unless it is empty',
    env: { https_proxy: 'http://env:2', HTTPS_PROXY: 'http://env:1', no_proxy: ' ', NO_PROXY: 'x' },
    expected: { strictSSL: true, proxy: 'http://env:2', proxySource: 'https_proxy', noProxy: ['x'] },
  },
  {
    name: 'ALL_PROXY serves what has no proxy of its own',
    env: { HTTPS_PROXY: 'http://env:1', ALL_PROXY: 'http://env:4' },
    origin: HTTP,
    expected: { strictSSL: true, proxy: 'http://env:4', proxySource: 'ALL_PROXY', noProxy: [] },
  },
  {
    name: 'ALL_PROXY comes last',
    env: { all_proxy: 'socks5://env:4', HTTP_PROXY: 'http://env:3' },
    expected: { strictSSL: true, proxy: 'http://env:3', proxySource: 'HTTP_PROXY', noProxy: [] },
  },
  {
    name: 'the header for the proxy goes with a proxy',
    settings: { proxyAuthorization: ' Basic abc ' },
    env: { HTTPS_PROXY: 'http://env:1' },
    expected: {
      strictSSL: true,
      proxy: 'http://env:1',
      proxySource: 'HTTPS_PROXY',
      proxyAuthorization: 'Basic abc',
      noProxy: [],
    },
  },
  {
    name: 'the header for the proxy goes nowhere without one',
    settings: { proxyAuthorization: 'Basic abc' },
    expected: { strictSSL: true },
  },
  {
    name: 'HTTP_PROXY also serves https',
    env: { HTTP_PROXY: 'http://env:3' },
    expected: { strictSSL: true, proxy: 'http://env:3', proxySource: 'HTTP_PROXY', noProxy: [] },
  },
  {
    name: 'HTTPS_PROXY does not serve http',
    env: { HTTPS_PROXY: 'http://env:1' },
    origin: HTTP,
    expected: { strictSSL: true },
  },
  {
    name: 'proxySupport off switches every proxy off',
    settings: { proxy: 'http://proxy:3128', proxySupport: 'off' },
    env: { HTTPS_PROXY: 'http://env:1' },
    expected: { strictSSL: true },
  },
  { name: 'any certificate', settings: { proxyStrictSSL: false }, expected: { strictSSL: false } },
  {
    name: 'values of another type',
    settings: { proxy: 5, noProxy: 'x', proxyStrictSSL: 'no', proxyAuthorization: 7 },
    expected: { strictSSL: true },
  },
];

function settings(
  { settings = {}, env = {} }: Partial<Case>,
  systemCertificates: () => readonly string[] = () => [],
) {
  const changed = new Emitter();
  const network = new NetworkSettings({
    setting: (name) => settings[name],
    env,
    systemCertificates,
    onDidChangeSettings: changed.event,
  });
  return { network, changed };
}

describe('NetworkSettings', () => {
  for (const test of cases) {
    it(test.name, () => {
      assert.deepEqual(settings(test).network.optionsFor(test.origin ?? HTTPS), test.expected);
    });
  }

  it('adds the certificates of the system, read once', () => {
    let reads = 0;
    const read = (): string[] => [`pem ${(reads += 1)}`];
    const { network } = settings({}, read);
    assert.deepEqual(network.optionsFor(HTTPS).ca, ['pem 1']);
    assert.deepEqual(network.optionsFor(HTTPS).ca, ['pem 1']);
  });

  it('does not read them where nothing is encrypted, as in the demo', () => {
    const read = (): string[] => ['pem'];
    assert.equal(settings({}, read).network.optionsFor('http://127.0.0.1:8000').ca, undefined);
    const proxied = settings({ settings: { proxy: 'https://proxy:3128' } }, read);
    assert.deepEqual(proxied.network.optionsFor(HTTP).ca, ['pem']);
  });

  it('leaves them out when the user says so', () => {
    const { network } = settings({ settings: { systemCertificates: false } }, () => ['pem']);
    assert.equal(network.optionsFor(HTTPS).ca, undefined);
  });

  it('tells of changes until disposed of', () => {
    const { network, changed } = settings({});
    let told = 0;
    network.onDidChange(() => (told += 1));
    changed.fire();
    network.dispose();
    changed.fire();
    assert.equal(told, 1);
  });
});
