import assert from 'node:assert/strict';
import { useDemoServer } from '../../support/demoServer';
import { connectOwnServer } from '../../support/connectOwnServer';
import { type ConnectedWindow } from '../../support/editor/connectedWindow';
import {
  openMany,
  openOrdered,
  ordersOf,
  SEED_LABELS,
  SEED_ORDERS,
} from '../../support/editor/orderedWindow';
import { shown } from '../../support/editor/page/shown';
import { seedOf } from '../../support/projectHarness';

describe('a move that nothing comes of', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openOrdered();
  });

  afterEach(() => connected.close());

  it('sends nothing where no config or no position is chosen', async () => {
    const { window } = connected;
    window.runCommand('Move to Top');
    await window.quickInput.items();
    await window.quickInput.cancel();
    await window.tree.row('Job Lab').chooseInContextMenu('Move to Position…');
    await window.quickInput.waitForMessage('New position of Job Lab');
    await window.quickInput.cancel();
    await window.tree.row('Job Lab').chooseInContextMenu('Move to Position…');
    await window.quickInput.waitForMessage('New position of Job Lab');
    await window.quickInput.enter('4');
    await window.toasts.withText('Job Lab is already at position 4.').waitUntilShown();
    assert.deepEqual(window.toasts.history.slice(1), ['Job Lab is already at position 4.']);
    assert.deepEqual(connected.writes, []);
  });

  it('sends nothing with a key that may only read, and says so', async () => {
    const { tree, toasts } = connected.window;
    connected.proxy.inject({
      method: 'PATCH',
      fault: {
        kind: 'answer',
        status: 403,
        body: {
          type: 'authentication_error',
          code: 'permission_denied',
          detail: "API key missing required scope 'plugin:write'",
        },
      },
    });
    await tree.row('Job Lab').chooseInContextMenu('Move to Top');
    await toasts.withText('plugin:write').waitUntilShown();
    assert.deepEqual(ordersOf(connected), SEED_ORDERS);
    const sent = connected.proxy.requests.length;
    toasts.clear();
    await tree.drag(['GeoIP'], 'Job Lab');
    assert.match(
      await toasts.withText('may only read').text(),
      /^The key of Main — 127\.0\.0\.1:\d+ may only read\. Use Replace Key… with a key that has the scope plugin:write\.$/,
    );
    assert.equal(connected.proxy.requests.length, sent);
    await tree.waitForLabels(SEED_LABELS);
  });

  it('is of a config that is gone since its menu was opened', async () => {
    const { window } = connected;
    const { element } = await window.tree.row('Job Lab').node();
    connected.demo.server.state.patchConfig(5, { deleted: true });
    await window.command('posthogPlugins.refresh');
    await window.command('posthogPlugins.moveUp', element);
    await window.toasts.withText('This plugin config is no longer in the list.').waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });

  it('is of several configs that are gone since their menu was opened', async () => {
    const { window } = connected;
    const nodes = await Promise.all(
      ['Job Lab', 'Schema Guard'].map(async (label) => (await window.tree.row(label).node()).element),
    );
    connected.demo.server.state.patchConfig(4, { deleted: true });
    connected.demo.server.state.patchConfig(5, { deleted: true });
    await window.command('posthogPlugins.refresh');
    await window.command('posthogPlugins.moveToTop', nodes[0], nodes);
    await window.toasts.withText('These plugin configs are no longer in the list.').waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });

  it('asks to connect first where no project is open', async () => {
    const { window } = connected;
    const { element } = await window.tree.row('Job Lab').node();
    window.runCommand('Disconnect');
    await window.modal.click('Disconnect');
    await window.tree.waitForWelcome(/Connect to a PostHog project/);
    await window.command('posthogPlugins.moveUp', element);
    await window.toasts.withText('Connect to a PostHog project first.').waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });
});

describe('a move in a list of which the tree shows only the beginning', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openMany(1_002);
  });

  afterEach(() => connected.close());

  it('goes behind the rows that the tree has not loaded yet', async () => {
    const { window } = connected;
    assert.equal(window.tree.labels().at(-1), 'Load More…');
    await window.tree.row('Config 1').chooseInContextMenu('Move to Bottom');
    await window.toasts.withText('Moved Config 1 to position 1002 in Main').waitUntilShown();
    assert.equal(connected.stored(1)?.order, 1_003);
    await shown('all rows are loaded', () => window.tree.labels().at(-1) === 'Config 1');
  });

  it('is not made where the rest of the list cannot be read, which is said', async () => {
    const { window } = connected;
    connected.proxy.inject({
      method: 'GET',
      fault: { kind: 'answer', status: 403, body: { type: 'x', code: 'permission_denied', detail: 'No.' } },
    });
    await window.tree.row('Config 2').chooseInContextMenu('Move Up');
    await window.toasts.withText('does not allow it: No.').waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });
});

describe('rows that were picked up before another connection was chosen', () => {
  const other = useDemoServer({ profile: '2026', fixture: seedOf('2026') });

  it('are not taken for configs with the same ids there', async () => {
    const connected = await openOrdered();
    try {
      const { window } = connected;
      const { element: former } = await window.tree.row('GeoIP').node();
      const drop = await window.tree.pickUp(['GeoIP']);
      await connectOwnServer(window, other.server, 'Main');
      await window.toasts.withText(`Connected to Main — ${new URL(other.server.url).host}`).waitUntilShown();
      await shown('the tree is that of the other', async () => {
        const { element } = await window.tree.row('GeoIP').node();
        return element !== former;
      });
      await drop('Job Lab');
      await drop(undefined);
      // The next move comes after those, had they been made.
      await window.tree.row('Job Lab').chooseInContextMenu('Move to Top');
      await window.toasts.withText('Moved Job Lab to position 1').waitUntilShown();
      assert.deepEqual(connected.writes, []);
      const changed = other.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
      assert.deepEqual(changed, ['/api/projects/1/plugin_configs/5/']);
    } finally {
      await connected.close();
    }
  });
});
