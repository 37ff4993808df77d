import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

import type { ProfileName } from '../../src/demo/profiles';
import { connectOwnServer } from '../support/connectOwnServer';
import { DemoServerHarness } from '../support/demoServer';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import type { Toast } from '../support/page/notifications';
import { seedOf } from '../support/projectHarness';
import type { Workbench } from '../support/workbench';

/** The orders of the seed: two share the order 2, and there is a gap before the last. */
const SEED: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 2, 4: 5, 5: 3 };

for (const profile of ['2023-12', '2026'] as const satisfies readonly ProfileName[]) {
  describe(`reordering on a server of ${profile}`, () => {
    let workbench: Workbench;
    let proxy: FaultProxy;
    const demo = new DemoServerHarness({ profile, fixture: seedOf(profile) });

    before(async () => {
      const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
      workbench = opened;
      proxy = await startFaultProxy(server.url);
      await connectOwnServer(workbench, { url: proxy.url, key: server.key }, 'Main');
    });

    beforeEach(async () => {
      await workbench.driver.command('notifications.clearAll');
      for (const [id, order] of Object.entries(SEED)) {
        demo.server.state.patchConfig(Number(id), { order });
      }
      await workbench.driver.command('posthogPlugins.refresh');
      await workbench.tree.waitForLabels([
        'GeoIP',
        'Mail to EU',
        'Warehouse Export',
        'Job Lab',
        'Schema Guard',
      ]);
      demo.forgetRequests();
    });

    after(async () => {
      await workbench.close();
      await proxy.close();
      await demo.stop();
    });

    const orders = (): Readonly<Record<number, number>> =>
      Object.fromEntries(
        Object.keys(SEED).map((id) => [id, demo.server.state.storedConfig(Number(id))?.order ?? NaN]),
      );
    const writes = (): readonly string[] =>
      demo.requests
        .filter(({ method }) => method !== 'GET')
        .map(
          ({ method, path, body }) => `${method} ${path.replace(/\/$/, '').split('/').at(-1) ?? ''} ${body}`,
        );
    const undo = async (text: RegExp): Promise<void> => {
      await workbench.toasts.withText(text).click('Undo');
      await eventually('the former orders are back', () => {
        assert.deepEqual(orders(), SEED);
        return true;
      });
      await workbench.tree.waitForLabels([
        'GeoIP',
        'Mail to EU',
        'Warehouse Export',
        'Job Lab',
        'Schema Guard',
      ]);
    };
    /** Drags with the mouse, as a hand does: lets go when the tree shows what takes the row. */
    const dragTo = async (
      from: string,
      to: () => Promise<Box>,
      takes: () => Promise<boolean>,
    ): Promise<void> => {
      const [start, end] = await Promise.all([boxOf(workbench.tree.row(from).locator), to()]);
      const { mouse } = workbench.page;
      await mouse.move(start.x + 5, start.y + start.height / 2);
      await mouse.down();
      let step = 0;
      await eventually(`the target of ${from} is marked`, async () => {
        step = (step + 1) % 5;
        await mouse.move(end.x + 5 + step, end.y + end.height / 2, { steps: 5 });
        return takes();
      });
      await mouse.up();
    };
    const drag = (from: string, to: string): Promise<void> => {
      const target = workbench.tree.row(to).locator;
      return dragTo(
        from,
        () => boxOf(target),
        async () => /\bdrop-target\b/.test((await target.getAttribute('class')) ?? ''),
      );
    };
    const focus = async (label: string): Promise<void> => {
      const { keyboard } = workbench.page;
      await workbench.driver.command('posthogPlugins.configs.focus');
      await keyboard.press('Home');
      await eventually(`${label} has the focus`, async () => {
        if ((await workbench.tree.focusedRow())?.startsWith(label)) {
          return true;
        }
        await keyboard.press('ArrowDown');
        return false;
      });
    };

    it('drags a row down onto another, and undoes it', async () => {
      await drag('GeoIP', 'Job Lab');
      await workbench.tree.waitForLabels([
        'Mail to EU',
        'Warehouse Export',
        'Job Lab',
        'GeoIP',
        'Schema Guard',
      ]);
      assert.deepEqual(writes(), ['PATCH 1 {"order":4}']);
      await workbench.screenshot(`reorder-${profile}-dragged`);
      await undo(/Moved GeoIP to position 4 in Main/);
      assert.deepEqual(writes(), ['PATCH 1 {"order":4}', 'PATCH 1 {"order":1}']);
    });

    if (profile === '2023-12') {
      it('takes what is dropped on a row below a config for dropped on the config', async () => {
        await workbench.tree.row('Job Lab').expand();
        await drag('GeoIP', 'Logs');
        await workbench.tree.waitForLabels([
          'Mail to EU',
          'Warehouse Export',
          'Job Lab',
          'GeoIP',
          'Schema Guard',
        ]);
        assert.deepEqual(writes(), ['PATCH 1 {"order":4}']);
        await workbench.tree.row('Job Lab').collapse();
        await undo(/Moved GeoIP to position 4 in Main/);
      });

      it('puts last what is dropped on the empty area below the rows', async () => {
        const tree = workbench.page
          .locator('[id="workbench.view.extension.posthogPlugins"] .monaco-list')
          .first();
        await dragTo(
          'GeoIP',
          async () => {
            const last = await boxOf(workbench.tree.row('Schema Guard').locator);
            return { ...last, y: last.y + 4 * last.height };
          },
          async () => /\bdrop-target\b/.test((await tree.getAttribute('class')) ?? ''),
        );
        await workbench.tree.waitForLabels([
          'Mail to EU',
          'Warehouse Export',
          'Job Lab',
          'Schema Guard',
          'GeoIP',
        ]);
        assert.deepEqual(writes(), ['PATCH 1 {"order":6}']);
        await undo(/Moved GeoIP to position 5 in Main/);
      });
    }

    it('drags several rows up', async () => {
      await workbench.tree.row('Job Lab').locator.click({ modifiers: ['ControlOrMeta'] });
      await workbench.tree.row('Schema Guard').locator.click({ modifiers: ['ControlOrMeta'] });
      await eventually('two rows are selected', async () => {
        const container = workbench.page.locator('[id="workbench.view.extension.posthogPlugins"]');
        return (await container.locator('.monaco-list-row.selected').count()) === 2;
      });
      await drag('Schema Guard', 'GeoIP');
      await workbench.tree.waitForLabels([
        'Job Lab',
        'Schema Guard',
        'GeoIP',
        'Mail to EU',
        'Warehouse Export',
      ]);
      assert.deepEqual(orders(), { ...SEED, 5: -1, 4: 0 });
      await undo(/Moved 2 plugin configs to position 1 in Main/);
    });

    it('moves with Alt+Up and Alt+Down what has the focus, not what is selected', async () => {
      const { keyboard } = workbench.page;
      // A click selects the row and opens its logs, which take the focus when they are there.
      await workbench.tree.row('Schema Guard').click();
      await workbench.webview('#log-list');
      await focus('GeoIP');
      await keyboard.press('Alt+ArrowDown');
      await workbench.tree.waitForLabels([
        'Mail to EU',
        'GeoIP',
        'Warehouse Export',
        'Job Lab',
        'Schema Guard',
      ]);
      await eventually('the focus stays on the row', async () =>
        (await workbench.tree.focusedRow())?.startsWith('GeoIP, position 2'),
      );
      await keyboard.press('Alt+ArrowUp');
      await workbench.tree.waitForLabels([
        'GeoIP',
        'Mail to EU',
        'Warehouse Export',
        'Job Lab',
        'Schema Guard',
      ]);
      await workbench.driver.command('workbench.action.closeAllEditors');
    });

    it('moves to a position that is asked for, and takes no other input', async () => {
      await workbench.tree.row('Job Lab').chooseInContextMenu('Move to Position…');
      await workbench.quickInput.input.fill('99999999999');
      await workbench.page
        .locator('.quick-input-widget:visible')
        .getByText('Enter a whole number from 1 to 5.')
        .waitFor();
      await workbench.screenshot(`reorder-${profile}-position`);
      await workbench.quickInput.input.fill('1');
      await workbench.page.keyboard.press('Enter');
      await workbench.tree.waitForLabels([
        'Job Lab',
        'GeoIP',
        'Mail to EU',
        'Warehouse Export',
        'Schema Guard',
      ]);
      assert.deepEqual(writes(), ['PATCH 5 {"order":0}']);
      await undo(/Moved Job Lab to position 1/);
    });

    it('moves from the palette', async () => {
      await workbench.driver.command('list.clear').catch(() => undefined);
      await workbench.runCommand('Move to Bottom');
      await workbench.quickInput.enter('GeoIP');
      await workbench.tree.waitForLabels([
        'Mail to EU',
        'Warehouse Export',
        'Job Lab',
        'Schema Guard',
        'GeoIP',
      ]);
      await undo(/Moved GeoIP to position 5/);
    });

    it('shows a row that the server refuses to move where it was, and says why', async () => {
      const disarm = proxy.inject({
        method: 'PATCH',
        fault: {
          kind: 'answer',
          status: 400,
          body: { type: 'validation_error', code: 'invalid_input', detail: 'Not today.', attr: 'order' },
        },
      });
      await workbench.tree.row('Job Lab').chooseInContextMenu('Move to Top');
      assert.match(
        await workbench.toasts.withText('Not today').text(),
        /refused the data \(order\): Not today\./,
      );
      await workbench.tree
        .row('Job Lab')
        .waitUntil('says that it failed', ({ description }) => description.includes('last change failed'));
      await workbench.tree.waitForLabels([
        'GeoIP',
        'Mail to EU',
        'Warehouse Export',
        'Job Lab',
        'Schema Guard',
      ]);
      await workbench.screenshot(`reorder-${profile}-refused`);
      assert.deepEqual(orders(), SEED);
      disarm();
    });

    it('notices that somebody else changed the list, and shows it instead', async () => {
      demo.server.state.patchConfig(1, { order: 9 });
      await workbench.tree.row('Job Lab').chooseInContextMenu('Move Up');
      await workbench.toasts.withText('somebody else has changed the list').waitUntilShown();
      await workbench.tree.waitForLabels([
        'Mail to EU',
        'Warehouse Export',
        'Job Lab',
        'Schema Guard',
        'GeoIP',
      ]);
      await workbench.screenshot(`reorder-${profile}-overtaken`);
      assert.deepEqual(writes(), []);
    });
  });
}

describe('a move that changes many rows', () => {
  let workbench: Workbench;
  let proxy: FaultProxy;
  const seed = seedOf('2026');
  const configs = Array.from({ length: 40 }, (_, index) => ({
    id: index + 1,
    project: 1,
    plugin: (index % 3) + 1,
    enabled: true,
    order: index + 1,
    config: {},
    error: null,
    name: `Config ${index + 1}`,
  }));
  const demo = new DemoServerHarness({ profile: '2026', fixture: { ...seed, configs } });

  before(async () => {
    const [server, opened] = await Promise.all([demo.start(), openWorkbench()]);
    workbench = opened;
    proxy = await startFaultProxy(server.url);
    await connectOwnServer(workbench, { url: proxy.url, key: server.key }, 'Main');
    await workbench.tree.row('Config 1').state();
  });

  beforeEach(async () => {
    await workbench.driver.command('notifications.clearAll');
    demo.forgetRequests();
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await demo.stop();
  });

  const patches = (): readonly string[] =>
    demo.requests.filter(({ method }) => method === 'PATCH').map(({ path }) => path);
  const areFormer = (): boolean =>
    configs.every(({ id, order }) => demo.server.state.storedConfig(id)?.order === order);
  const undo = async (toast: Toast): Promise<void> => {
    await toast.click('Undo');
    await eventually('the former orders are back', areFormer);
    await workbench.toasts.withText(/former place/).waitUntilShown();
  };
  const ask = async (): Promise<void> => {
    await workbench.runCommand('Move to Position…');
    await workbench.quickInput.enter('Config 25');
    await workbench.quickInput.input.fill('14');
    await workbench.page.keyboard.press('Enter');
  };

  it('is shown before it is made, and not made when it is given up', async () => {
    await ask();
    const text = await workbench.modal.text();
    assert.match(text, /Move Config 25 and give 12 plugin configs a new order\?/);
    assert.match(text, /In project Main \(1\), on 127\.0\.0\.1:\d+:/);
    assert.match(text, /• Config 25: position 25 → 14, order 25 → 14/);
    assert.match(text, /• Config 14: position 14 → 15, order 14 → 15/);
    await workbench.screenshot('reorder-preview');
    await workbench.modal.click('Cancel');
    assert.deepEqual(patches(), []);
  });

  it('sends each row once, and one Undo takes all back', async () => {
    await ask();
    await workbench.modal.click('Move');
    const toast = workbench.toasts.withText('Moved Config 25 to position 14 in Main');
    assert.match(await toast.text(), /To make room, 11 others got a new order\./);
    assert.equal(patches().length, 12);
    assert.equal(new Set(patches()).size, 12);
    await undo(toast);
    assert.equal(patches().length, 24);
  });

  it('is cancelled on the way: what was done is said, and the rest can be done later', async () => {
    const repair = proxy.inject({ method: 'PATCH', fault: { kind: 'delay', ms: 3_000 } });
    await ask();
    await workbench.modal.click('Move');
    const progress = workbench.toasts.withText('Moving Config 25 in Main');
    await progress.waitUntilShown();
    await eventually('the first are sent', () => patches().length >= 4);
    await workbench.screenshot('reorder-progress');
    await progress.click('Cancel');
    const text = await workbench.toasts.withText('Cancelled while moving Config 25 in Main').text();
    const [, done, left] = /: (\d+) of 12 plugin configs got .* Nothing was sent for (\d+):/.exec(text) ?? [];
    assert.equal(Number(done) + Number(left), 12);
    assert.equal(patches().length, Number(done));
    assert.deepEqual(
      configs.filter(({ id, order }) => demo.server.state.storedConfig(id)?.order !== order).length,
      Number(done),
    );
    await workbench.screenshot('reorder-cancelled');
    repair();
    await workbench.toasts.withText(`${left} plugin configs have their former order`).click('Continue');
    const moved = workbench.toasts.withText('Moved Config 25 to position 14 in Main');
    await moved.waitUntilShown();
    assert.equal(patches().length, 12);
    assert.equal(new Set(patches()).size, 12);
    await undo(moved);
  });

  it('is taken back when a row is refused: who, why and what is said, and Retry makes it', async () => {
    const repair = proxy.inject({
      method: 'PATCH',
      path: /\/20\/$/,
      fault: {
        kind: 'answer',
        status: 400,
        body: { type: 'validation_error', code: 'invalid_input', detail: 'Not today.', attr: 'order' },
      },
    });
    await ask();
    await workbench.modal.click('Move');
    const toast = workbench.toasts.withText('Did not move Config 25 in Main');
    const text = await toast.text();
    assert.match(text, /Config 20: 127\.0\.0\.1:\d+ refused the data \(order\): Not today\./);
    assert.match(text, /New orders taken back: Config 25, Config 14, /);
    await workbench.tree
      .row('Config 20')
      .waitUntil('says that it failed', ({ description }) => description.includes('last change failed'));
    await workbench.screenshot('reorder-taken-back');
    assert.ok(areFormer());
    repair();
    demo.forgetRequests();
    await toast.click('Retry');
    const moved = workbench.toasts.withText('Moved Config 25 to position 14 in Main');
    await moved.waitUntilShown();
    assert.equal(patches().length, 12);
    await undo(moved);
  });
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Where the name of a row stands. */
async function boxOf(row: Locator): Promise<Box> {
  const box = await row.locator('.label-name').boundingBox();
  assert.ok(box);
  return box;
}
