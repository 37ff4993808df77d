import assert from 'node:assert/strict';
import { startDemoServer, type DemoServer, type ReceivedRequest } from '../../../src/demo/server';
import { connectOwnServer } from '../../support/connectOwnServer';
import { EditorWindow } from '../../support/editor/editorWindow';
import { goldenFixture } from '../../support/goldenFixture';

const KEY = 'phx_ada00000000000000000000000000000000001';

describe('Connect…', () => {
  let server: DemoServer;
  let window: EditorWindow;
  let requests: ReceivedRequest[];

  beforeEach(async () => {
    requests = [];
    server = await startDemoServer({
      profile: '2023-12',
      fixture: goldenFixture('2023-12'),
      logs: false,
      onRequest: (request) => requests.push(request),
    });
    window = EditorWindow.open();
  });

  afterEach(async () => {
    window.close();
    await server.close();
  });

  /** Goes to the step that asks for the key of this server. */
  async function goToKey(address = server.url): Promise<void> {
    const { quickInput } = window;
    window.runCommand('Connect…');
    await quickInput.waitForTitle('(1/3)');
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter(address);
    await quickInput.waitForMessage('Personal API key');
  }

  it('asks step by step, and says in each what is wrong', async () => {
    const { quickInput } = window;
    window.runCommand('Connect…');
    await quickInput.waitForTitle('Connect to PostHog (1/3)');
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description }) => [label, description]),
      [
        ['$(cloud) PostHog Cloud US', 'https://us.posthog.com'],
        ['$(cloud) PostHog Cloud EU', 'https://eu.posthog.com'],
        ['$(server) Own server…', 'by its address'],
      ],
    );
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter('https://posthog.example.com/analytics');
    await quickInput.waitForMessage('never served under a path');
    await quickInput.enter(server.url);
    await quickInput.waitForTitle('(3/4)');
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.waitForMessage('plugin:read');
    await quickInput.type('phc_0123456789');
    await quickInput.waitForMessage('project token');
    assert.deepEqual(requests, []);
    await quickInput.enter('phx_wrong');
    await quickInput.waitForMessage('does not know this key');
    assert.equal(await quickInput.value(), 'phx_wrong');
    await quickInput.enter(KEY);
    await quickInput.waitForTitle('(4/4)');
    await quickInput.pick('Main');
    assert.match(
      await window.toasts.withText('Connected to').text(),
      /^Connected to Main — 127\.0\.0\.1:\d+\.$/,
    );
    const { ariaLabel } = await window.statusBar.waitFor('Main');
    assert.match(ariaLabel, /PostHog project Main\. Project 1 on http:\/\/127\.0\.0\.1/);
  });

  it('says while typing only what more typing cannot cure', async () => {
    const { quickInput } = window;
    window.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    for (const [text, expected] of [
      ['phx_0123456789', /^This is a key, not an address/],
      ['post hog', /^An address has no spaces/],
      ['ftp://posthog.example.com', /^Only https:/],
      ['https://posthog.example.com/analytics', /^The address of the PostHog server/],
      ['https://', /^The address of the PostHog server/],
    ] as const) {
      await quickInput.type(text);
      assert.match(await quickInput.message(), expected);
    }
    await quickInput.enter('');
    await quickInput.waitForMessage('Enter the address of your PostHog');
    await quickInput.enter('https://me:secret@posthog.example.com');
    await quickInput.waitForMessage('Leave out the user name and password');
    assert.deepEqual(requests, []);
  });

  it('goes back from the key to the address that was typed', async () => {
    const { quickInput } = window;
    window.runCommand('Connect…');
    await quickInput.waitForTitle('(1/3)');
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter('posthog.example.com/project/7');
    await quickInput.waitForTitle('(3/3)');
    await quickInput.clickButton('Back');
    await quickInput.waitForTitle('(2/4)');
    assert.equal(await quickInput.value(), 'posthog.example.com/project/7');
  });

  it('asks before a key travels unencrypted, and sends nothing without a yes', async () => {
    const { quickInput, modal, statusBar, tree } = window;
    tree.open();
    const insecure = `http://0.0.0.0:${new URL(server.url).port}`;
    window.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter(insecure);
    assert.match(await modal.text(), /Your key would travel unencrypted to http:\/\/0\.0\.0\.0/);
    await modal.click('Cancel');
    await quickInput.waitForMessage('Nothing was sent');
    await quickInput.accept();
    await modal.click('Send It Anyway');
    await quickInput.waitForTitle('(3/4)');
    assert.equal(requests.length, 0);
    await quickInput.enter(KEY);
    await quickInput.waitForTitle('(4/4)');
    await quickInput.pick('Second');
    await statusBar.waitFor(/Second.*not encrypted/s);
    await tree.row('Old Filter').state();
    await tree.row('Mail to EU').waitUntilGone();
    assert.ok(requests.every(({ headers }) => String(headers.host).startsWith('0.0.0.0:')));
  });

  it('opens the page where keys are made, and sends nothing', async () => {
    await goToKey();
    await window.quickInput.clickButton(`Open the page of ${new URL(server.url).host} where keys are made`);
    assert.equal(await window.openedWebsite(), `${server.url}/settings/user-api-keys`);
    assert.deepEqual(requests, []);
  });

  it('takes the project that the address names, without another question', async () => {
    await goToKey(`${server.url}/project/2/insights`);
    await window.quickInput.waitForTitle('(3/3)');
    await window.quickInput.enter(KEY);
    await window.statusBar.waitFor('Second');
    await window.quickInput.waitUntilClosed();
  });

  it('asks for another project where the one that the address names cannot be connected', async () => {
    const { quickInput } = window;
    await goToKey(`${server.url}/project/99`);
    await quickInput.enter(KEY);
    await quickInput.waitForMessage('has no project 99');
    assert.equal(await quickInput.value(), '99');
    await quickInput.enter('2');
    await window.statusBar.waitFor('Second');
  });

  it('takes the id of a project that is not listed, or the address of one of its pages', async () => {
    const { quickInput } = window;
    await goToKey();
    await quickInput.enter(KEY);
    await quickInput.pick('Enter a project id…');
    await quickInput.waitForMessage('the number behind /project/');
    for (const wrong of ['zero', '0', '-1', '1e3', 'https://other.example.com/project/2']) {
      await quickInput.enter(wrong);
      await quickInput.waitForMessage('Enter a number like 12345');
      await quickInput.type('');
    }
    await quickInput.clickButton('Back');
    await quickInput.pick('Enter a project id…');
    await quickInput.waitForMessage('the number behind /project/');
    await quickInput.enter(`${server.url}/project/2`);
    await window.statusBar.waitFor('Second');
  });

  it('offers the stored key of a host, and asks for another one only where it is wanted', async () => {
    const { quickInput } = window;
    await connectOwnServer(window, { url: server.url, key: KEY }, 'Main');
    window.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter(server.url);
    await quickInput.waitForPlaceholder(`Which key for ${server.url}?`);
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description }) => [label, description]),
      [
        ['$(key) Use the stored key', `of Main — ${new URL(server.url).host}`],
        ['$(edit) Enter another key…', ''],
      ],
    );
    await quickInput.pick('Enter another key…');
    await quickInput.waitForMessage('Personal API key');
    await quickInput.clickButton('Back');
    await quickInput.pick('Use the stored key');
    await quickInput.pick('Second');
    await window.statusBar.waitFor('Second');
    assert.equal(window.profile.secrets.keys.length, 1);
  });

  it('asks for a key where the stored one is gone or fails', async () => {
    const { quickInput } = window;
    await connectOwnServer(window, { url: server.url, key: KEY }, 'Main');
    await window.profile.secrets.delete(window.profile.secrets.keys[0] ?? '');
    window.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter(server.url);
    await quickInput.pick('Use the stored key');
    await quickInput.waitForMessage('The stored key is gone. Enter one.');
    assert.equal(await quickInput.isPassword(), true);
  });

  it('keeps a key for this window where the secret storage fails, if that is wanted', async () => {
    const { quickInput, modal, statusBar } = window;
    window.profile.secrets.failure = new Error('no keyring');
    await goToKey();
    await quickInput.enter(KEY);
    await quickInput.pick('Main');
    const question = await modal.text();
    assert.match(
      question,
      /^The key cannot be stored, because the secret storage of the editor does not work/,
    );
    assert.match(question, /gnome-keyring or KWallet.*\(.*no keyring.*\)/s);
    await modal.click('Keep for This Window');
    await statusBar.waitFor('Main');
    await window.tree.row('GeoIP').state();
    assert.deepEqual(window.profile.secrets.keys, []);
  });

  it('connects nothing where the key can neither be stored nor kept', async () => {
    window.profile.secrets.failure = new Error('no keyring');
    await goToKey();
    await window.quickInput.enter(KEY);
    await window.quickInput.pick('Main');
    await window.modal.click('Cancel');
    await window.quickInput.waitUntilClosed();
    assert.deepEqual(window.statusBar.texts(), []);
    window.tree.open();
    await window.tree.waitForWelcome(/Connect to a PostHog project/);
    assert.deepEqual(window.toasts.texts(), []);
  });

  for (const [where, leave] of [
    ['where', () => Promise.resolve()],
    ['the address', () => window.quickInput.pick('Own server…')],
    [
      'the key',
      async () => {
        await window.quickInput.pick('Own server…');
        await window.quickInput.waitForTitle('(2/4)');
        await window.quickInput.enter(server.url);
        await window.quickInput.waitForTitle('(3/4)');
      },
    ],
  ] as const) {
    it(`can be left at the question for ${where}: nothing is stored`, async () => {
      window.runCommand('Connect…');
      await window.quickInput.waitForTitle('(1/3)');
      await leave();
      await window.quickInput.cancel();
      await window.quickInput.waitUntilClosed();
      assert.deepEqual([requests, window.profile.secrets.keys, window.toasts.texts()], [[], [], []]);
    });
  }

  it('offers first what the workspace suggests, with its address in full, until something is connected', async () => {
    const { quickInput, profile } = window;
    profile.settings.set('posthogPlugins.suggestedConnection', { host: server.url, project: 2 }, 'workspace');
    window.runCommand('Connect…');
    const [first] = await quickInput.items();
    assert.deepEqual(
      [first?.label, first?.description],
      ['$(lightbulb) Suggested by this workspace', `${server.url}, project 2`],
    );
    await quickInput.pick('Suggested by this workspace');
    await quickInput.waitForTitle('(2/2)');
    await quickInput.enter(KEY);
    await window.statusBar.waitFor('Second');
    window.runCommand('Connect…');
    await quickInput.waitForTitle('(1/3)');
    assert.equal((await quickInput.items()).length, 3);
  });
});
