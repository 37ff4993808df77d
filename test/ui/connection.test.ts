import assert from 'node:assert/strict';
import { startDemoServer, type DemoServer, type ReceivedRequest } from '../../src/demo/server';
import { eventually } from '../support/eventually';
import { goldenFixture } from '../support/goldenFixture';
import { openWorkbench } from '../support/openWorkbench';
import { EXTENSION_ID, type Workbench } from '../support/workbench';

const KEY = 'phx_ada00000000000000000000000000000000001';

describe('first steps', () => {
  let workbench: Workbench;
  let server: DemoServer;
  const requests: ReceivedRequest[] = [];

  before(async () => {
    server = await startDemoServer({
      profile: '2023-12',
      fixture: goldenFixture('2023-12'),
      logs: false,
      onRequest: (request) => requests.push(request),
    });
    workbench = await openWorkbench();
  });

  after(async () => {
    await workbench.close();
    await server.close();
  });

  it('begin with a view that offers to connect or to try the demo; before it nothing of the extension runs', async () => {
    assert.equal(await workbench.driver.isActive(EXTENSION_ID), false);
    await workbench.tree.open();
    const { text, buttons } = await workbench.tree.welcome();
    assert.match(text, /plugin configs in execution order/);
    assert.deepEqual(buttons, ['Connect…', 'Try the Demo Project']);
  });

  it('connect with the keyboard alone; the key goes into the header, is never shown, and outlives the window', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Connect…');
    await quickInput.waitForTitle('Connect to PostHog (1/3)');
    assert.deepEqual(
      (await quickInput.items()).map(({ label }) => label.trim()),
      ['PostHog Cloud US', 'PostHog Cloud EU', 'Own server…'],
    );
    await workbench.screenshot('connect-where');
    await quickInput.enter('own');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter('https://posthog.example.com/analytics');
    await quickInput.waitForMessage('never served under a path');
    await workbench.screenshot('connect-address');
    await quickInput.enter(server.url);
    await quickInput.waitForTitle('(3/4)');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.waitForMessage('plugin:read');
    await workbench.screenshot('connect-key');
    await quickInput.enter(KEY);
    await quickInput.waitForTitle('(4/4)');
    await workbench.screenshot('connect-project');
    await quickInput.enter('Main');
    await workbench.toasts.withText('Connected to Main').waitUntilShown();
    const { ariaLabel } = await workbench.statusBar.waitFor('Main');
    assert.match(ariaLabel, /PostHog project Main\. Project 1 on http:\/\/127\.0\.0\.1/);
    await workbench.statusBar.click('Main');
    await quickInput.waitForTitle('Switch Connection');
    await workbench.screenshot('switch-connection');
    await quickInput.cancel();

    const sent = requests.length;
    await workbench.reload();
    await workbench.tree.open();
    await workbench.statusBar.waitFor('Main');
    await workbench.tree.row('GeoIP').state();
    await eventually('the server was asked with the stored key', () => requests.length > sent);
    for (const { path, headers, body } of requests) {
      const { authorization, ...others } = headers;
      assert.equal(authorization, `Bearer ${KEY}`);
      assert.ok(!`${path}${JSON.stringify(others)}${body.toString()}`.includes('phx_'));
    }
  });
});
