import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { EditorWindow } from '../../support/editor/editorWindow';
import { hurry } from '../../support/editor/hastyClock';
import type { Fault } from '../../support/faults/fault';

const LIST = '/api/projects/1/plugin_configs/';
const ROWS = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];

const notFound = (detail: string): Fault => ({
  kind: 'answer',
  status: 404,
  body: { type: 'invalid_request', code: 'not_found', detail, attr: null },
});
const denied = (status: 401 | 403, detail: string): Fault => ({
  kind: 'answer',
  status,
  body: { type: 'authentication_error', code: 'permission_denied', detail, attr: null },
});

const CASES: readonly (readonly [string, Fault, RegExp])[] = [
  [
    'HTML instead of JSON',
    { kind: 'html', text: '<!doctype html><title>Sign in</title>' },
    /web page instead of data/,
  ],
  ['truncated JSON', { kind: 'truncated' }, /cut off/],
  [
    'drifted types',
    { kind: 'drift', map: (body) => ({ ...(body as object), results: 'none' }) },
    /not what PostHog sends \(results/,
  ],
  ['a 500', { kind: 'html', status: 500, text: '<h1>Server Error (500)</h1>' }, /failed with status 500/],
  ['a body of 200 MB', { kind: 'hugeBody' }, /too large to read/],
  ['no scope', denied(403, "API key missing required scope 'plugin:read'"), /may not do this: .*plugin:read/],
  ['an unknown project', notFound('Project not found.'), /no such project/],
  [
    'a redirect elsewhere',
    { kind: 'redirect', location: 'http://localhost:9/api/' },
    /redirects elsewhere .*The key was not sent there/,
  ],
];

describe('a server that misbehaves', () => {
  let connected: ConnectedWindow;
  let window: EditorWindow;
  let atEase: () => void;

  // Each request that fails is tried again before anything is said.
  before(() => (atEase = hurry(20)));
  after(() => atEase());

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    ({ window } = connected);
    await window.tree.waitForLabels(ROWS);
  });

  afterEach(() => connected.close());

  for (const [name, fault, expected] of CASES) {
    it(`${name}: the rows stay, with their time and the reason`, async () => {
      const disarm = connected.proxy.inject({ method: 'GET', path: LIST, fault });
      window.tree.clickTitle('Refresh');
      assert.match(await window.tree.waitForMessage(expected), /^As of /);
      assert.deepEqual(window.tree.labels(), ROWS);
      disarm();
      window.tree.clickTitle('Refresh');
      await window.tree.waitForNoMessage();
      assert.deepEqual(window.tree.labels(), ROWS);
    });
  }

  it('a key that is refused: asks once, and says so in the view', async () => {
    const refused = denied(401, 'Personal API key found in request Authorization header is invalid.');
    const disarm = connected.proxy.inject({ fault: refused });
    const asked = (): readonly string[] =>
      window.toasts.history.filter((text) => text.includes('is no longer accepted'));
    window.tree.clickTitle('Refresh');
    await window.tree.waitForMessage(/refused the key/);
    assert.deepEqual(await window.toasts.withText('is no longer accepted').buttons(), ['Replace Key…']);
    // The view says something else in between, so that what it says then is of the second refusal.
    const disarmOther = connected.proxy.inject({ fault: { kind: 'html' } });
    window.tree.clickTitle('Refresh');
    await window.tree.waitForMessage(/web page instead of data/);
    disarmOther();
    window.tree.clickTitle('Refresh');
    await window.tree.waitForMessage(/refused the key/);
    assert.equal(asked().length, 1);
    disarm();
    window.tree.clickTitle('Refresh');
    await window.tree.waitForNoMessage();
    assert.equal(asked().length, 1);
  });

  it('a key that may only read: learned from the first refusal, and said wherever it matters', async () => {
    connected.proxy.inject({
      method: 'PATCH',
      fault: denied(403, "API key missing required scope 'plugin:write'"),
    });
    await window.tree.row('GeoIP').clickInline('Disable');
    const toast = window.toasts.withText('Could not change the plugin config.');
    assert.match(await toast.text(), /plugin:write/);
    await window.tree.waitForMessage(/This key may only read/);
    const items = await window.tree.row('GeoIP').contextMenuItems();
    const writes = items.filter(({ label }) => /^(Disable|Delete|Run Job)/.test(label));
    assert.deepEqual(
      writes.map(({ label, enabled }) => [label, enabled]),
      [
        ['Run Job… (This Key May Only Read)', false],
        ['Disable (This Key May Only Read)', false],
        ['Delete… (This Key May Only Read)', false],
      ],
    );
    assert.equal(connected.stored(1)?.enabled, true);
  });
});
