import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAddress, regionOf, type Address, type AddressProblem } from '../../../src/connection/address';

const US = 'https://us.posthog.com';
const EU = 'https://eu.posthog.com';

const understood: Readonly<Record<string, Address>> = {
  us: { origin: US },
  ' EU ': { origin: EU },
  'us.posthog.com': { origin: US },
  'https://eu.posthog.com/project/123/pipeline/overview?tab=x#y': { origin: EU, projectId: 123 },
  'posthog.example.com': { origin: 'https://posthog.example.com' },
  'HTTPS://PostHog.Example.COM:443/': { origin: 'https://posthog.example.com' },
  'https://posthog.example.com.:8443/project/7': { origin: 'https://posthog.example.com:8443', projectId: 7 },
  'posthog.example.com:8443': { origin: 'https://posthog.example.com:8443' },
  '//posthog.example.com/project/7': { origin: 'https://posthog.example.com', projectId: 7 },
  'https:\\\\posthog.example.com\\project\\7': { origin: 'https://posthog.example.com', projectId: 7 },
  'https://h.example/api/projects/12/plugin_configs/': { origin: 'https://h.example', projectId: 12 },
  'https://h.example/api/environments/12': { origin: 'https://h.example', projectId: 12 },
  'https://h.example/environments/12/': { origin: 'https://h.example', projectId: 12 },
  'https://h.example/project/phc_token/home': { origin: 'https://h.example' },
  'https://h.example/project/0': { origin: 'https://h.example' },
  'https://h.example/project/99999999999999999999': { origin: 'https://h.example' },
  'https://h.example/settings/user-api-keys': { origin: 'https://h.example' },
  'https://h.example/login?next=/project/3': { origin: 'https://h.example' },
  'https://exämple.de': { origin: 'https://xn--exmple-cua.de' },
  'https://us.posthog\u200b.com': { origin: US },
  posthog: { origin: 'https://posthog' },
  'my_host:8000': { origin: 'https://my_host:8000' },
  localhost: { origin: 'http://localhost' },
  'localhost:8000/project/2': { origin: 'http://localhost:8000', projectId: 2 },
  'https://localhost': { origin: 'https://localhost' },
  'http://127.0.0.1:8000': { origin: 'http://127.0.0.1:8000' },
  '127.1:8000': { origin: 'http://127.0.0.1:8000' },
  '::1': { origin: 'http://[::1]' },
  '[::1]:8000': { origin: 'http://[::1]:8000' },
  '2001:db8::1': { origin: 'https://[2001:db8::1]' },
  'http://posthog.example.com:80': { origin: 'http://posthog.example.com', insecure: true },
  'http://localhost.example.com': { origin: 'http://localhost.example.com', insecure: true },
  'http://0.0.0.0:8000': { origin: 'http://0.0.0.0:8000', insecure: true },
  'http://192.168.1.5:8000/project/4': { origin: 'http://192.168.1.5:8000', projectId: 4, insecure: true },
};

const refused: Readonly<Record<string, AddressProblem>> = {
  '': 'empty',
  '  \n': 'empty',
  'posthog example.com': 'spaces',
  'https://a.example\nhttps://b.example': 'spaces',
  phx_0123456789abcdef: 'key',
  phc_0123456789abcdef: 'key',
  'phx_0123456789@h.example': 'key',
  'ftp://h.example': 'scheme',
  'javascript:alert(1)': 'scheme',
  'file:///etc/passwd': 'scheme',
  'https://user:secret@h.example': 'credentials',
  'https://phx_secret@h.example': 'credentials',
  'me@h.example': 'credentials',
  'https://h.example/posthog': 'path',
  'https://h.example/posthog/project/1': 'path',
  'https://h.example/projectile': 'path',
  'https://': 'malformed',
  'http:': 'malformed',
  '12345': 'malformed',
  'posthog,example.com': 'malformed',
  'posthog..com': 'malformed',
  '-posthog.com': 'malformed',
  'h.example:99999': 'malformed',
  'https://[::1': 'malformed',
  'https://%00.example': 'malformed',
};

describe('parseAddress', () => {
  for (const [text, address] of Object.entries(understood)) {
    it(`understands ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseAddress(text), { ok: true, address });
    });
  }

  for (const [text, problem] of Object.entries(refused)) {
    it(`refuses ${JSON.stringify(text)}: ${problem}`, () => {
      const parsed = parseAddress(text);
      assert.equal(parsed.ok ? JSON.stringify(parsed.address) : parsed.problem, problem);
    });
  }

  it('names the origin without the path that PostHog does not live under', () => {
    assert.deepEqual(parseAddress('https://h.example:8443/posthog'), {
      ok: false,
      problem: 'path',
      origin: 'https://h.example:8443',
    });
  });

  const regions: Readonly<Record<string, string>> = {
    'https://app.posthog.com': US,
    'https://app.posthog.com/project/5': US,
    'posthog.com': US,
    'www.posthog.com': US,
    'https://us.i.posthog.com/e/': US,
    'https://us-assets.i.posthog.com/static/array.js': US,
    'https://app.i.posthog.com': US,
    'https://eu.i.posthog.com': EU,
    'https://eu-assets.i.posthog.com': EU,
    'EU.PostHog.com.': EU,
    // The key must never travel in the clear to the cloud: its redirect to https comes too late.
    'http://us.posthog.com': US,
    'http://eu.posthog.com:80/project/5': EU,
  };
  for (const [text, origin] of Object.entries(regions)) {
    it(`${text} is ${origin}`, () => {
      const parsed = parseAddress(text);
      assert.equal(parsed.ok && parsed.address.origin, origin);
      assert.equal(parsed.ok && parsed.address.insecure, undefined);
    });
  }

  it('takes a host that only looks like the cloud for what it is', () => {
    for (const host of [
      'evil-posthog.com',
      'us.posthog.com.evil.example',
      'usposthog.com',
      'us.posthog.co',
    ]) {
      assert.deepEqual(parseAddress(host), { ok: true, address: { origin: `https://${host}` } });
    }
  });

  it('never throws, and gives only origins that stay themselves', () => {
    const pieces = fc.constantFrom(
      'https://',
      'http:',
      '//',
      'us',
      '.posthog.com',
      ':80',
      '/project/',
      '7',
      '@',
      '[::1]',
      '.',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          const parsed = parseAddress(text);
          if (parsed.ok) {
            const again = parseAddress(parsed.address.origin);
            assert.equal(again.ok && again.address.origin, parsed.address.origin);
            assert.equal(new URL(parsed.address.origin).origin, parsed.address.origin);
          }
        },
      ),
    );
  });
});

describe('regionOf', () => {
  it('knows the two regions and nothing else', () => {
    assert.deepEqual([US, EU, 'https://posthog.example.com'].map(regionOf), ['us', 'eu', undefined]);
  });
});
