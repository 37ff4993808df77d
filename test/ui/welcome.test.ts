import assert from 'node:assert/strict';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import type { Fault } from '../support/faults/fault';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

const refusal = (status: number, code: string, detail: string): Fault => ({
  kind: 'answer',
  status,
  body: { type: 'invalid_request', code, detail, attr: null },
});

const CASES: readonly (readonly [string, Fault, RegExp, readonly string[]])[] = [
  [
    'plugin configs were removed',
    refusal(404, 'not_found', 'Endpoint not found.'),
    /has no plugin configs: newer PostHog versions replaced plugins/,
    ['Open PostHog', 'Switch Connection…'],
  ],
  [
    'the key is refused',
    refusal(
      401,
      'authentication_failed',
      'Personal API key found in request Authorization header is invalid.',
    ),
    /refused the personal API key/,
    ['Replace Key…', 'Try Again', 'Switch Connection…'],
  ],
  [
    'the key may not read',
    refusal(403, 'permission_denied', "API key missing required scope 'plugin:read'"),
    /needs the scope plugin:read/,
    ['Replace Key…', 'Try Again', 'Show Output'],
  ],
  [
    'the project is gone',
    refusal(404, 'not_found', 'Project not found.'),
    /project of this connection was not found/,
    ['Connect…', 'Switch Connection…', 'Try Again'],
  ],
  [
    'nobody answers',
    { kind: 'reset' },
    /could not be reached/,
    ['Try Again', 'Show Output', 'Switch Connection…'],
  ],
  [
    'a web page comes instead',
    { kind: 'html' },
    /did not come from PostHog's API/,
    ['Try Again', 'Show Output', 'Switch Connection…'],
  ],
  [
    'the server fails',
    refusal(500, 'error', 'A server error occurred.'),
    /PostHog answered with an error/,
    ['Try Again', 'Show Output'],
  ],
];

describe('a project that cannot be shown, with nothing remembered of it', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  const seed = seedOf('2023-12');
  const demo = new DemoServerHarness({ profile: '2023-12', fixture: { ...seed, configs: [] } });

  before(async () => {
    const { url, key } = await demo.start();
    proxy = await startFaultProxy(url);
    workbench = await openWorkbench({ viewport: { width: 1000, height: 700 } });
    await connectOwnServer(workbench, { url: proxy.url, key }, 'Main');
    await workbench.tree.waitForWelcome(/This project has no plugin configs\./);
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  for (const [name, fault, expected, buttons] of CASES) {
    it(`${name}: the view says so, with ways out, and recovers`, async () => {
      const disarm = proxy.inject({ path: /plugin.configs\/$/, fault });
      await workbench.tree.clickTitleButton('Refresh');
      const welcome = await workbench.tree.waitForWelcome(expected);
      assert.deepEqual(welcome.buttons, buttons);
      await workbench.screenshot(`welcome-${name.replaceAll(' ', '-')}`);
      await workbench.driver.command('notifications.clearAll');
      disarm();
      await workbench.runCommand('Refresh');
      await workbench.tree.waitForWelcome(/This project has no plugin configs\./);
    });
  }
});
