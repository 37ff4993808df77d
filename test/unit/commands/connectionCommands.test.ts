import assert from 'node:assert/strict';
import { connectOwnServer } from '../../support/connectOwnServer';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import type { EditorWindow } from '../../support/editor/editorWindow';
import { shown } from '../../support/editor/page/shown';

const KEY = 'phx_ada00000000000000000000000000000000001';

describe('a connection', () => {
  let connected: ConnectedWindow;
  let window: EditorWindow;
  let where: string;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    ({ window } = connected);
    where = new URL(connected.proxy.url).host;
    await window.tree.row('GeoIP').state();
  });

  afterEach(() => connected.close());

  /** Connects to the second project too, which is the active one then. */
  async function connectSecond(): Promise<void> {
    const { quickInput, statusBar } = window;
    window.runCommand('Connect…');
    await quickInput.pick('Own server…');
    await quickInput.waitForTitle('(2/4)');
    await quickInput.enter(connected.proxy.url);
    await quickInput.pick('Use the stored key');
    await quickInput.pick('Second');
    await statusBar.waitFor('Second');
    await window.tree.row('Old Filter').state();
  }

  const refuseKey = (): (() => void) =>
    connected.proxy.inject({
      fault: {
        kind: 'answer',
        status: 401,
        body: { type: 'authentication_error', code: 'authentication_failed', detail: 'Invalid.', attr: null },
      },
    });

  it('is switched from the status bar, and survives a reload with its key', async () => {
    await connectSecond();
    await window.statusBar.click('Second');
    await window.quickInput.waitForTitle('Switch Connection');
    assert.deepEqual(
      (await window.quickInput.items()).map(({ label, description }) => [label, description]),
      [
        ['Main', connected.proxy.url],
        ['Second', `${connected.proxy.url}, active`],
        ['$(add) Add Connection…', ''],
        ['$(beaker) Try the Demo Project', ''],
      ],
    );
    await window.quickInput.pick('Main');
    await window.statusBar.waitFor('Main');
    await window.tree.row('Mail to EU').state();
    await window.tree.row('Old Filter').waitUntilGone();
    connected.demo.forgetRequests();
    await window.reload();
    window.tree.open();
    await window.statusBar.waitFor('Main');
    await window.tree.row('GeoIP').state();
    await shown('the list was asked for', () => connected.demo.requests.length > 0);
    assert.ok(connected.demo.requests.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
  });

  it('ends after a question that names project and host', async () => {
    window.runCommand('Disconnect');
    assert.equal(
      await window.modal.text(),
      `Disconnect from Main on ${where}?\nThe stored key of this host is deleted from this computer too. Nothing changes in PostHog.`,
    );
    await window.modal.click('Disconnect');
    const { buttons } = await window.tree.waitForWelcome(/plugin configs in execution order/);
    assert.deepEqual(buttons, ['Connect…', 'Try the Demo Project']);
    assert.deepEqual(window.statusBar.texts(), []);
    await window.toasts.withText(`Disconnected from Main — ${where}.`).waitUntilShown();
    assert.deepEqual(window.profile.secrets.keys, []);
  });

  it('stays where the question is not agreed to', async () => {
    window.runCommand('Disconnect');
    await window.modal.click('Cancel');
    await window.statusBar.click('Main');
    await window.quickInput.waitForTitle('Switch Connection');
    assert.equal(window.profile.secrets.keys.length, 1);
    assert.deepEqual(window.statusBar.texts(), ['Main']);
    assert.ok(window.tree.labels().includes('GeoIP'));
  });

  it('is ended in the list too, which stays open; a key that another one uses stays', async () => {
    await connectSecond();
    window.runCommand('Switch Connection…');
    await window.quickInput.waitForTitle('Switch Connection');
    await window.quickInput.clickItemButton('Second', 'Disconnect from Second');
    assert.match(
      await window.modal.text(),
      /Disconnect from Second on .*\nThe stored key stays, because another connection uses it\./,
    );
    await window.modal.click('Disconnect');
    await window.toasts.withText('Disconnected from Second').waitUntilShown();
    const labels = await shown('the list is without it', async () => {
      const found = (await window.quickInput.items()).map(({ label }) => label);
      return found.includes('Second') ? undefined : found;
    });
    assert.deepEqual(labels, ['Main', '$(add) Add Connection…', '$(beaker) Try the Demo Project']);
    assert.equal(window.profile.secrets.keys.length, 1);
    await window.quickInput.pick('Main');
    await window.statusBar.waitFor('Main');
  });

  it('is added from the list of connections', async () => {
    window.runCommand('Switch Connection…');
    await window.quickInput.pick('Add Connection…');
    await window.quickInput.waitForTitle('Connect to PostHog (1/3)');
  });

  it('stays as it is where the list is left', async () => {
    window.runCommand('Switch Connection…');
    await window.quickInput.waitForTitle('Switch Connection');
    const sent = connected.proxy.requests.length;
    await window.quickInput.cancel();
    window.runCommand('Switch Connection…');
    await window.quickInput.waitForTitle('Switch Connection');
    assert.deepEqual(window.statusBar.texts(), ['Main']);
    assert.equal(connected.proxy.requests.length, sent);
  });

  it('gets another key, which is tried first', async () => {
    const { quickInput } = window;
    window.runCommand('Replace Key…');
    await quickInput.waitForTitle(`Replace the Key of Main — ${where} (1/1)`);
    assert.equal(await quickInput.isPassword(), true);
    await quickInput.enter('phx_of_nobody');
    await quickInput.waitForMessage('does not know this key');
    await quickInput.enter(KEY);
    await window.toasts.withText(`Replaced the key of Main — ${where}.`).waitUntilShown();
  });

  it('tells of all that a new key is for', async () => {
    await connectSecond();
    window.runCommand('Replace Key…');
    await window.quickInput.waitForTitle('Replace the Key of Second');
    await window.quickInput.enter(KEY);
    await window.toasts.withText(`Replaced the key of Main — ${where}, Second — ${where}.`).waitUntilShown();
  });

  it('keeps its key where Replace Key… is left', async () => {
    window.runCommand('Replace Key…');
    await window.quickInput.waitForTitle('Replace the Key');
    await window.quickInput.cancel();
    window.tree.clickTitle('Refresh');
    const sent = connected.proxy.requests.length;
    await shown('the list was read again', () => connected.proxy.requests.length > sent);
    await window.tree.waitForNoMessage();
    assert.ok(window.toasts.history.every((text) => !text.startsWith('Replaced')));
  });

  it('gets another key from the message that its own is refused', async () => {
    const disarm = refuseKey();
    window.tree.clickTitle('Refresh');
    const toast = window.toasts.withText('no longer accepted');
    assert.equal(
      await toast.text(),
      `The key of Main — ${where} is no longer accepted. It may have been deleted or rolled.`,
    );
    disarm();
    await toast.click('Replace Key…');
    await window.quickInput.waitForTitle('Replace the Key of Main');
    await window.quickInput.enter(KEY);
    await window.toasts.withText('Replaced the key of Main').waitUntilShown();
    await window.tree.waitForNoMessage();
  });

  it('says that its key is missing where it is, and asks for it again', async () => {
    await window.profile.secrets.delete(window.profile.secrets.keys[0] ?? '');
    window.tree.clickTitle('Refresh');
    const toast = window.toasts.withText('is missing or damaged');
    assert.equal(
      await toast.text(),
      `The stored key of Main — ${where} is missing or damaged. Enter it again.`,
    );
    assert.deepEqual(await toast.buttons(), ['Replace Key…']);
  });

  it('is not asked about any more once it was removed', async () => {
    refuseKey();
    window.tree.clickTitle('Refresh');
    const toast = window.toasts.withText('no longer accepted');
    await toast.waitUntilShown();
    window.runCommand('Disconnect');
    await window.modal.click('Disconnect');
    await window.toasts.withText('Disconnected from').waitUntilShown();
    await toast.click('Replace Key…');
    await toast.waitUntilGone();
    window.runCommand('Connect…');
    await window.quickInput.waitForTitle('Connect to PostHog (1/3)');
  });

  it('shows the output', async () => {
    window.runCommand('Show Output');
    await shown('the output is shown', () => window.editor.ran.includes('workbench.action.output.show'));
  });
});

describe('without a connection', () => {
  it('to switch and to replace a key is to connect', async () => {
    const connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    const { window } = connected;
    try {
      window.runCommand('Disconnect');
      await window.modal.click('Disconnect');
      await window.tree.waitForWelcome(/Connect to a PostHog project/);
      for (const id of ['posthogPlugins.switchConnection', 'posthogPlugins.replaceKey']) {
        const done = window.command(id);
        await window.quickInput.waitForTitle('Connect to PostHog (1/3)');
        await window.quickInput.cancel();
        await done;
      }
      await window.command('posthogPlugins.disconnect');
      assert.equal(window.modal.isOpen, false);
      await connectOwnServer(window, { url: connected.proxy.url, key: KEY }, 'Main');
    } finally {
      await connected.close();
    }
  });
});
