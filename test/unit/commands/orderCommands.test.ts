import assert from 'node:assert/strict';
import type { ProfileName } from '../../../src/demo/profiles';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import {
  openOrdered,
  ordersOf,
  REFUSED,
  SEED_LABELS,
  SEED_ORDERS,
  undoMove,
} from '../../support/editor/orderedWindow';

for (const profile of ['2023-12', '2026'] as const satisfies readonly ProfileName[]) {
  describe(`moving plugin configs on a server of ${profile}`, () => {
    let connected: ConnectedWindow;

    beforeEach(async () => {
      connected = await openOrdered(profile);
    });

    afterEach(() => connected.close());

    const shows = (...labels: readonly string[]): Promise<void> =>
      connected.window.tree.waitForLabels(labels);

    it('drags a row down onto another, and undoes it', async () => {
      await connected.window.tree.drag(['GeoIP'], 'Job Lab');
      await shows('Mail to EU', 'Warehouse Export', 'Job Lab', 'GeoIP', 'Schema Guard');
      assert.deepEqual(connected.writes, ['PATCH 1/ {"order":4}']);
      await undoMove(connected, 'Moved GeoIP to position 4 in Main');
      assert.deepEqual(connected.writes, ['PATCH 1/ {"order":4}', 'PATCH 1/ {"order":1}']);
    });

    it('drags several rows up', async () => {
      await connected.window.tree.drag(['Job Lab', 'Schema Guard'], 'GeoIP');
      await shows('Job Lab', 'Schema Guard', 'GeoIP', 'Mail to EU', 'Warehouse Export');
      assert.deepEqual(ordersOf(connected), { ...SEED_ORDERS, 5: -1, 4: 0 });
      await undoMove(connected, 'Moved 2 plugin configs to position 1 in Main');
    });

    it('moves with Alt+Up and Alt+Down what has the focus, not what is selected', async () => {
      const { tree, toasts } = connected.window;
      await tree.select('Schema Guard');
      await tree.focus('GeoIP');
      tree.press('alt+down');
      await shows('Mail to EU', 'GeoIP', 'Warehouse Export', 'Job Lab', 'Schema Guard');
      await toasts.withText('Moved GeoIP to position 2 in Main').waitUntilShown();
      tree.press('alt+up');
      await shows(...SEED_LABELS);
      await toasts.withText('Moved GeoIP to position 1 in Main').waitUntilShown();
      assert.deepEqual(tree.selected(), ['Schema Guard']);
    });

    it('moves to a position that is asked for, and takes no other input', async () => {
      const { tree, quickInput } = connected.window;
      await tree.row('Job Lab').chooseInContextMenu('Move to Position…');
      assert.equal(await quickInput.message(), 'New position of Job Lab, from 1 to 5');
      assert.equal(await quickInput.value(), '4');
      for (const wrong of ['99999999999', '0', '6', '-1', '1.5', 'two', '']) {
        await quickInput.enter(wrong);
        assert.equal(await quickInput.message(), 'Enter a whole number from 1 to 5.', wrong);
      }
      await quickInput.enter(' 1 ');
      await shows('Job Lab', 'GeoIP', 'Mail to EU', 'Warehouse Export', 'Schema Guard');
      assert.deepEqual(connected.writes, ['PATCH 5/ {"order":0}']);
      await undoMove(connected, 'Moved Job Lab to position 1 in Main');
    });

    it('moves from the palette', async () => {
      const { window } = connected;
      window.runCommand('Move to Bottom');
      assert.equal(await window.quickInput.placeholder(), 'Select a plugin config to move');
      await window.quickInput.enter('GeoIP');
      await shows('Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard', 'GeoIP');
      await undoMove(connected, 'Moved GeoIP to position 5 in Main');
    });

    it('shows a row that the server refuses to move where it was, and says why', async () => {
      const { tree, toasts } = connected.window;
      connected.proxy.inject({ method: 'PATCH', fault: REFUSED });
      await tree.row('Job Lab').chooseInContextMenu('Move to Top');
      assert.match(await toasts.withText('Not today').text(), /refused the data \(order\): Not today\./);
      await tree
        .row('Job Lab')
        .waitUntil('says that it failed', ({ description }) => description.includes('last change failed'));
      await shows(...SEED_LABELS);
      assert.deepEqual(ordersOf(connected), SEED_ORDERS);
    });

    it('notices that somebody else changed the list, and shows it instead', async () => {
      const { tree, toasts } = connected.window;
      connected.demo.server.state.patchConfig(1, { order: 9 });
      await tree.row('Job Lab').chooseInContextMenu('Move Up');
      assert.match(
        await toasts.withText('somebody else has changed the list').text(),
        /^Did not move Job Lab: somebody else has changed the list in Main — 127\.0\.0\.1:\d+\. It shows what the server has now; move again if you still want to\.$/,
      );
      await shows('Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard', 'GeoIP');
      assert.deepEqual(connected.writes, []);
    });
  });
}

describe('moving plugin configs', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openOrdered();
  });

  afterEach(() => connected.close());

  const shows = (...labels: readonly string[]): Promise<void> => connected.window.tree.waitForLabels(labels);

  it('takes what is dropped on a row below a config for dropped on the config', async () => {
    const { tree } = connected.window;
    await tree.row('Job Lab').expand();
    await tree.drag(['GeoIP'], 'Logs');
    await shows('Mail to EU', 'Warehouse Export', 'Job Lab', 'GeoIP', 'Schema Guard');
    assert.deepEqual(connected.writes, ['PATCH 1/ {"order":4}']);
    await undoMove(connected, 'Moved GeoIP to position 4 in Main');
  });

  it('puts last what is dropped on the empty area below the rows', async () => {
    await connected.window.tree.drag(['GeoIP'], undefined);
    await shows('Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard', 'GeoIP');
    assert.deepEqual(connected.writes, ['PATCH 1/ {"order":6}']);
    await undoMove(connected, 'Moved GeoIP to position 5 in Main');
  });

  const ofOne = [
    { title: 'Move Up', labels: ['GeoIP', 'Mail to EU', 'Job Lab', 'Warehouse Export', 'Schema Guard'] },
    { title: 'Move Down', labels: ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Schema Guard', 'Job Lab'] },
    { title: 'Move to Top', labels: ['Job Lab', 'GeoIP', 'Mail to EU', 'Warehouse Export', 'Schema Guard'] },
    {
      title: 'Move to Bottom',
      labels: ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Schema Guard', 'Job Lab'],
    },
  ] as const;
  for (const { title, labels } of ofOne) {
    it(`does ${title} to the row of the menu`, async () => {
      await connected.window.tree.row('Job Lab').chooseInContextMenu(title);
      await shows(...labels);
      const position = labels.indexOf('Job Lab') + 1;
      await undoMove(connected, `Moved Job Lab to position ${position} in Main`);
    });
  }

  it('moves all selected rows from the menu of one of them', async () => {
    const { tree } = connected.window;
    await tree.select('GeoIP', 'Warehouse Export');
    await tree.row('GeoIP').chooseInContextMenu('Move to Bottom');
    await shows('Mail to EU', 'Job Lab', 'Schema Guard', 'GeoIP', 'Warehouse Export');
    await undoMove(connected, 'Moved 2 plugin configs to position 4 in Main');
  });

  it('asks for the position of the first of several, which must leave room for the others', async () => {
    const { tree, quickInput } = connected.window;
    await tree.select('Job Lab', 'Schema Guard');
    await tree.row('Job Lab').chooseInContextMenu('Move to Position…');
    assert.equal(await quickInput.message(), 'New position of the first of 2 plugin configs, from 1 to 4');
    await quickInput.enter('5');
    assert.equal(await quickInput.message(), 'Enter a whole number from 1 to 4.');
    await quickInput.enter('2');
    await shows('GeoIP', 'Job Lab', 'Schema Guard', 'Mail to EU', 'Warehouse Export');
  });

  it('says that several are where they are to go already', async () => {
    const { tree, toasts } = connected.window;
    await tree.drag(['GeoIP', 'Mail to EU'], 'GeoIP');
    await toasts.withText('The 2 plugin configs are already there.').waitUntilShown();
    assert.deepEqual(connected.writes, []);
  });

  it('makes one move of the key presses that come while the first move is made', async () => {
    const { tree } = connected.window;
    await tree.focus('GeoIP');
    tree.press('alt+down');
    tree.press('alt+down');
    tree.press('alt+down');
    await shows('Mail to EU', 'Warehouse Export', 'Job Lab', 'GeoIP', 'Schema Guard');
    await connected.window.toasts.withText('Moved GeoIP to position 4').waitUntilShown();
    assert.equal(ordersOf(connected)[1], 4);
    const said = connected.window.toasts.history.filter((text) => text.startsWith('Moved'));
    assert.deepEqual(
      said.map((text) => text.slice(0, 'Moved GeoIP to position 0'.length)),
      ['Moved GeoIP to position 2', 'Moved GeoIP to position 4'],
    );
  });
});
