import assert from 'node:assert/strict';
import { startDemoServer, type DemoServer, type ReceivedRequest } from '../../src/demo/server';
import { goldenFixture } from '../support/goldenFixture';
import { openWorkbench } from '../support/openWorkbench';
import type { Workbench } from '../support/workbench';

const KEY = 'phx_ada00000000000000000000000000000000001';

describe('a connection', () => {
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

  it('is made step by step, with the keyboard alone', async () => {
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
    await quickInput.type('phc_0123456789');
    await quickInput.waitForMessage('project token');
    await quickInput.enter('phx_wrong');
    await quickInput.waitForMessage('does not know this key');
    assert.equal(await quickInput.input.inputValue(), 'phx_wrong');
    await quickInput.enter(KEY);
    await quickInput.waitForTitle('(4/4)');
    await workbench.screenshot('connect-project');
    await quickInput.enter('Main');
    assert.match(
      await workbench.toasts.withText('Connected to').text(),
      /^Connected to Main — 127\.0\.0\.1:\d+\.$/,
    );
    const { ariaLabel } = await workbench.statusBar.waitFor('Main');
    assert.match(ariaLabel, /PostHog project Main\. Project 1 on http:\/\/127\.0\.0\.1/);
  });

  it('sends the key in the header of its own requests and nowhere else', () => {
    assert.ok(requests.length > 0);
    for (const { path, headers, body } of requests) {
      const { authorization, ...others } = headers;
      assert.match(authorization ?? '', /^Bearer phx_/);
      assert.ok(!`${path}${JSON.stringify(others)}${body.toString()}`.includes('phx_'));
    }
  });

  it('goes back from the key to the address that was typed', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Connect…');
    await quickInput.waitForTitle('(1/3)');
    await quickInput.enter('own');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter('posthog.example.com/project/7');
    await quickInput.waitForTitle('(3/3)');
    await quickInput.clickButton('Back');
    await quickInput.waitForTitle('(2/4)');
    assert.equal(await quickInput.input.inputValue(), 'posthog.example.com/project/7');
    await quickInput.cancel();
  });

  it('asks before a key travels unencrypted, and sends nothing without a yes', async () => {
    const { quickInput, modal } = workbench;
    await workbench.runCommand('Connect…');
    await quickInput.waitForTitle('(1/3)');
    await quickInput.enter('own');
    await quickInput.waitForTitle('(2/4)');
    const sent = requests.length;
    const insecure = `http://0.0.0.0:${new URL(server.url).port}`;
    await quickInput.enter(insecure);
    assert.match(await modal.text(), /Your key would travel unencrypted to http:\/\/0\.0\.0\.0/);
    await workbench.screenshot('connect-insecure');
    await modal.click('Cancel');
    await quickInput.waitForMessage('Nothing was sent');
    await quickInput.accept();
    await modal.click('Send It Anyway');
    await quickInput.waitForTitle('(3/4)');
    assert.equal(requests.filter(({ headers }) => headers.host?.startsWith('0.')).length, 0);
    assert.ok(requests.length >= sent);
    await quickInput.enter(KEY);
    await quickInput.waitForTitle('(4/4)');
    await quickInput.enter('Second');
    await workbench.statusBar.waitFor(/Second.*not encrypted/s);
    await workbench.tree.row('Old Filter').state();
    await workbench.tree.row('Mail to EU').waitUntilGone();
    await workbench.screenshot('connected-insecure');
  });

  it('is switched from the status bar, and survives a reload with its key', async () => {
    await workbench.statusBar.click('Second');
    await workbench.quickInput.waitForTitle('Switch Connection');
    await workbench.screenshot('switch-connection');
    await workbench.quickInput.enter('Main');
    await workbench.statusBar.waitFor('Main');
    await workbench.tree.row('Mail to EU').state();
    await workbench.tree.row('Old Filter').waitUntilGone();
    const sent = requests.length;
    await workbench.reload();
    await workbench.tree.open();
    await workbench.statusBar.waitFor('Main');
    await workbench.tree.row('GeoIP').state();
    assert.ok(requests.slice(sent).every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
  });

  it('ends after a question that names project and host', async () => {
    await workbench.runCommand('Disconnect');
    assert.match(await workbench.modal.text(), /Disconnect from Main on 127\.0\.0\.1/);
    await workbench.modal.click('Disconnect');
    const { buttons } = await workbench.tree.welcome();
    assert.deepEqual(buttons, ['Connect…', 'Try the Demo Project']);
    assert.deepEqual(await workbench.statusBar.texts(), []);
  });
});
