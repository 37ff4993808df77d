import assert from 'node:assert/strict';
import { ConnectedWindow } from '../../support/editor/connectedWindow';
import { connectOther, switchTo } from '../../support/editor/otherServer';

const ALL = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'];

describe('the filter of the tree', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await ConnectedWindow.open({ server: { profile: '2023-12' } });
    await connected.window.tree.waitForLabels(ALL);
    connected.demo.forgetRequests();
  });

  afterEach(() => connected.close());

  /** Filters by a text, and by the state that is offered first unless another is given. */
  const filter = async (text: string, state?: string): Promise<void> => {
    const { window } = connected;
    window.runCommand('Filter…');
    await window.quickInput.waitForTitle('(1/2)');
    await window.quickInput.enter(text);
    await window.quickInput.waitForTitle('(2/2)');
    await (state === undefined ? window.quickInput.accept() : window.quickInput.pick(state));
  };
  const titles = (): readonly string[] => connected.window.tree.titleItems().map(({ label }) => label);

  it('filters by text and state, says what is hidden, and keeps the true positions', async () => {
    const { tree, quickInput } = connected.window;
    tree.clickTitle('Filter…');
    await quickInput.waitForTitle('Filter Main');
    await quickInput.type('ar');
    await quickInput.waitForMessage('3 of 5 match');
    await quickInput.accept();
    await quickInput.waitForTitle('(2/2)');
    assert.equal(await quickInput.placeholder(), 'Text: ar');
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description }) => `${label}: ${description}`),
      [
        'Any State: 3 of 5 match',
        'Only Enabled: 2 of 5 match',
        'Only Disabled: 1 of 5 match',
        'Only Failing: 1 of 5 match',
      ],
    );
    await quickInput.pick('Only Enabled');
    await tree.waitForLabels(['Mail to EU', 'Warehouse Export']);
    await tree.waitForMessage(/^Filtered: “ar”, enabled — 3 hidden\.$/);
    const { ariaLabel, description } = await tree.row('Warehouse Export').state();
    assert.match(ariaLabel, /position 3 of 5/);
    assert.match(description, /^3/);
    assert.deepEqual(connected.demo.requests, []);
  });

  it('survives a refresh, and a row that no longer matches goes with the number said', async () => {
    const { tree, toasts } = connected.window;
    await filter('ar', 'Only Enabled');
    await tree.waitForLabels(['Mail to EU', 'Warehouse Export']);
    await connected.window.command('posthogPlugins.refresh');
    await tree.waitForLabels(['Mail to EU', 'Warehouse Export']);
    await tree.row('Warehouse Export').clickInline('Disable');
    await tree.waitForLabels(['Mail to EU']);
    await tree.waitForMessage(/— 4 hidden/);
    await toasts.withText('Disabled Warehouse Export').click('Undo');
    await tree.waitForLabels(['Mail to EU', 'Warehouse Export']);
    await tree.waitForMessage(/— 3 hidden/);
  });

  it('clears with the button that is there only while filtered', async () => {
    const { tree } = connected.window;
    assert.ok(!titles().includes('Clear Filter'));
    await filter('ar');
    await tree.waitForMessage(/^Filtered: “ar” — 2 hidden\.$/);
    tree.clickTitle('Clear Filter');
    await tree.waitForLabels(ALL);
    await tree.waitForNoMessage();
    assert.ok(!titles().includes('Clear Filter'));
  });

  it('opens with Ctrl+Alt+F, goes back a step, and Escape changes nothing', async () => {
    const { tree, quickInput } = connected.window;
    tree.press('ctrl+alt+f');
    await quickInput.waitForTitle('(1/2)');
    await quickInput.type('MAIL connector');
    await quickInput.waitForMessage('1 of 5 match');
    await quickInput.accept();
    await quickInput.waitForTitle('(2/2)');
    await quickInput.clickButton('Back');
    await quickInput.waitForTitle('(1/2)');
    assert.equal(await quickInput.value(), 'MAIL connector');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    assert.deepEqual([tree.labels(), tree.message], [ALL, '']);

    await filter('MAIL connector');
    await tree.waitForLabels(['Mail to EU']);
    await tree.waitForMessage(/^Filtered: “MAIL connector” — 4 hidden\.$/);
  });

  it('is not changed by Escape at the second step either', async () => {
    const { window } = connected;
    await filter('geo', 'Only Enabled');
    await window.tree.waitForLabels(['GeoIP']);
    const running = window.command('posthogPlugins.filter');
    await window.quickInput.enter('nowhere');
    await window.quickInput.waitForTitle('(2/2)');
    await window.quickInput.cancel();
    await running;
    assert.match(window.tree.message, /^Filtered: “geo”, enabled — 4 hidden\.$/);
    assert.deepEqual(window.tree.labels(), ['GeoIP']);
  });

  it('is asked for with what it is now: the state comes first', async () => {
    const { window } = connected;
    await filter('', 'Only Disabled');
    await window.tree.waitForLabels(['Schema Guard']);
    await window.tree.waitForMessage(/^Filtered: disabled — 4 hidden\.$/);
    window.runCommand('Filter…');
    await window.quickInput.waitForTitle('(1/2)');
    await window.quickInput.accept();
    await window.quickInput.waitForTitle('(2/2)');
    assert.equal(await window.quickInput.placeholder(), 'Any text');
    assert.deepEqual(
      (await window.quickInput.items()).map(({ label }) => label),
      ['Only Disabled', 'Any State', 'Only Enabled', 'Only Failing'],
    );
    await window.quickInput.pick('Any State');
    await window.tree.waitForLabels(ALL);
    await window.tree.waitForNoMessage();
  });

  it('offers a way out where nothing is left', async () => {
    const { window } = connected;
    await filter('MAIL connector');
    await window.tree.waitForLabels(['Mail to EU']);
    window.runCommand('Filter…');
    await window.quickInput.waitForTitle('(1/2)');
    assert.equal(await window.quickInput.value(), 'MAIL connector');
    await window.quickInput.enter('nowhere');
    await window.quickInput.waitForTitle('(2/2)');
    await window.quickInput.accept();
    const { buttons } = await window.tree.waitForWelcome(/The filter hides every plugin config/);
    assert.deepEqual(buttons, ['Clear Filter', 'Change Filter…']);
    assert.deepEqual(window.tree.badge, { value: 5, tooltip: '5 plugin configs hidden by the filter' });
    window.tree.clickWelcomeButton('Change Filter…');
    await window.quickInput.waitForTitle('(1/2)');
    await window.quickInput.cancel();
    window.tree.clickWelcomeButton('Clear Filter');
    await window.tree.waitForLabels(ALL);
    assert.equal(window.tree.badge, undefined);
  });

  it('says so where there is nothing to clear', async () => {
    connected.window.runCommand('Clear Filter');
    await connected.window.toasts.withText('The plugin configs are not filtered.').waitUntilShown();
  });

  it('keeps each connection’s filter for itself', async () => {
    const { window } = connected;
    await filter('geo');
    await window.tree.waitForLabels(['GeoIP']);
    const other = await connectOther(window, '2023-11');
    try {
      await window.tree.row('Old Filter').state();
      await window.tree.waitForNoMessage();
      await switchTo(window, connected.proxy.url);
      await window.tree.waitForLabels(['GeoIP']);
      await window.tree.waitForMessage(/Filtered: “geo” — 4 hidden/);
    } finally {
      await other.stop();
    }
  });
});
