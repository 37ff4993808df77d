import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openSettled, settled } from '../../support/editor/settledWindow';
import { shownAs } from '../../support/editor/page/shown';
import { Adding } from '../../support/newConfig';

describe('the choice of a plugin for a new config', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openSettled({ server: { profile: '2023-12' } });
    connected.window.tree.clickTitle('Add Plugin Config…');
    await connected.window.quickInput.waitForTitle(/Add a Plugin Config to Main/);
  });

  afterEach(() => connected.close());

  it('offers the organization’s plugins, and tells which are configured', async () => {
    const { quickInput } = connected.window;
    const items = await quickInput.items();
    const described = new Map(items.map(({ label, description }) => [label, description]));
    assert.equal(described.get('GeoIP'), 'configured, enabled');
    assert.equal(described.get('Replicator'), 'not configured');
    assert.equal(described.get('Schema Guard'), 'configured, disabled');
    assert.equal(described.get('Borealis Private'), undefined);
    assert.equal(await quickInput.placeholder(), 'Select the plugin to add a config of');
  });

  it('always offers to type an id, and finds plugins by what is typed', async () => {
    const { quickInput } = connected.window;
    const labels = async (): Promise<readonly string[]> =>
      (await quickInput.items()).map(({ label }) => label);
    await quickInput.type('no such plugin');
    assert.deepEqual(await labels(), ['Type a Plugin Id…']);
    await quickInput.type('Replic');
    assert.deepEqual(await labels(), ['Replicator', 'Type a Plugin Id…']);
    await quickInput.pick('Replicator');
    const document = await new Adding(connected).document('Replicator');
    assert.match(document.getText(), /"enabled": false/);
  });

  it('takes no id but a whole number above 0', async () => {
    const { quickInput } = connected.window;
    await quickInput.pick('Type a Plugin Id…');
    await quickInput.waitForMessage('Id of the plugin, a number.');
    for (const wrong of ['', 'ten', '0', '-1', '1.5', '2147483648']) {
      await quickInput.enter(wrong);
      await shownAs(
        `${wrong} is refused`,
        () => connected.window.editor.quickInputs.open?.message ?? '',
        (text) => text === 'Enter a whole number, such as 12.',
      );
      await quickInput.type('1');
    }
    assert.deepEqual(connected.window.tabs(), []);
  });

  it('opens nothing when it is left', async () => {
    const { window } = connected;
    await window.quickInput.pick('Type a Plugin Id…');
    await window.quickInput.waitForMessage('Id of the plugin, a number.');
    await window.quickInput.cancel();
    window.runCommand('Add Plugin Config…');
    await window.quickInput.waitForTitle(/Add a Plugin Config to Main/);
    await window.quickInput.cancel();
    await settled(connected);
    assert.deepEqual(window.tabs(), []);
    assert.deepEqual(window.toasts.texts(), []);
  });
});
