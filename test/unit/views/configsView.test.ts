import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openMany, openOrdered, SEED_LABELS } from '../../support/editor/orderedWindow';
import { shown } from '../../support/editor/page/shown';
import { seedOf } from '../../support/projectHarness';
import type { Fault } from '../../support/faults/fault';

interface Trouble {
  readonly what: string;
  readonly fault: Fault;
  readonly text: RegExp;
  readonly buttons: readonly string[];
}

const answer = (status: number, code: string, detail: string): Fault => ({
  kind: 'answer',
  status,
  body: { type: status === 401 ? 'authentication_error' : 'x', code, detail },
});

const TROUBLES: readonly Trouble[] = [
  {
    what: 'the key is refused',
    fault: answer(401, 'authentication_failed', 'Invalid personal API key.'),
    text: /refused the personal API key of this connection/,
    buttons: ['Replace Key…', 'Try Again', 'Switch Connection…'],
  },
  {
    what: 'the key may not read it',
    fault: answer(403, 'permission_denied', "API key missing required scope 'plugin:read'"),
    text: /may not read the plugin configs of this project/,
    buttons: ['Replace Key…', 'Try Again', 'Show Output'],
  },
  {
    what: 'the server breaks the connection',
    fault: { kind: 'reset' },
    text: /could not be reached/,
    buttons: ['Try Again', 'Show Output', 'Switch Connection…'],
  },
  {
    what: 'a web page comes in place of data',
    fault: { kind: 'html' },
    text: /did not come from PostHog's API/,
    buttons: ['Try Again', 'Show Output', 'Switch Connection…'],
  },
  {
    what: 'the server does not allow to read here',
    fault: answer(405, 'method_not_allowed', 'Method "GET" not allowed.'),
    text: /did not come from PostHog's API/,
    buttons: ['Try Again', 'Show Output', 'Switch Connection…'],
  },
  {
    what: 'the server does not take the request',
    fault: answer(400, 'invalid_input', 'No.'),
    text: /answered with an error/,
    buttons: ['Try Again', 'Show Output'],
  },
];

describe('the view of plugin configs', () => {
  let connected: ConnectedWindow | undefined;

  afterEach(() => connected?.close());

  for (const { what, fault, text, buttons } of TROUBLES) {
    it(`says so where there are no rows and ${what}, and Try Again reads them`, async () => {
      connected = await ConnectedWindow.open({
        server: { profile: '2023-12', fixture: { ...seedOf('2023-12'), configs: [] } },
      });
      const { window, proxy } = connected;
      await window.tree.waitForWelcome(/has no plugin configs/);
      const repair = proxy.inject({ method: 'GET', fault });
      await window.reload();
      window.tree.open();
      const welcome = await window.tree.waitForWelcome(text);
      assert.deepEqual(welcome.buttons, buttons);
      repair();
      window.tree.clickWelcomeButton('Try Again');
      await window.tree.waitForWelcome(/has no plugin configs/);
    });
  }

  it('offers what can be done with a project that has none', async () => {
    connected = await ConnectedWindow.open({
      server: { profile: '2023-12', fixture: { ...seedOf('2023-12'), configs: [] } },
    });
    const { buttons } = await connected.window.tree.waitForWelcome(/^This project has no plugin configs/);
    assert.deepEqual(buttons, ['Add Plugin Config…', 'Open PostHog', 'Refresh', 'Switch Connection…']);
  });

  it('keeps rows that cannot be read again, and says since when they are as they are, and why', async () => {
    connected = await openOrdered();
    const { window, proxy } = connected;
    const repair = proxy.inject({ method: 'GET', fault: answer(400, 'invalid_input', 'No.') });
    await window.command('posthogPlugins.refresh');
    await window.tree.waitForMessage(/^As of .+\. 127\.0\.0\.1:\d+ did not understand the request: No\./);
    assert.deepEqual(window.tree.labels(), SEED_LABELS);
    repair();
    window.tree.clickTitle('Refresh');
    await window.tree.waitForNoMessage();
  });

  it('names the connection beside its title', async () => {
    connected = await openOrdered();
    assert.match(connected.window.tree.description, /^Main — 127\.0\.0\.1:\d+$/);
    assert.equal(connected.window.tree.badge, undefined);
  });

  it('goes back to the beginning when the connection is given up', async () => {
    connected = await openOrdered();
    const { window } = connected;
    window.runCommand('Disconnect');
    await window.modal.click('Disconnect');
    const { buttons } = await window.tree.waitForWelcome(/^Connect to a PostHog project/);
    assert.deepEqual(buttons, ['Connect…', 'Try the Demo Project']);
    assert.deepEqual([window.tree.description, window.tree.labels()], ['', []]);
  });

  it('loads the rest of a long list on demand', async () => {
    connected = await openMany(1_002);
    const { tree } = connected.window;
    assert.equal(tree.labels().length, 1_001);
    await tree.row('Load More…').click();
    await shown('all are there', () => tree.labels().length === 1_002);
    assert.equal(tree.labels().at(-1), 'Config 1002');
  });
});
