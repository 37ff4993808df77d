import assert from 'node:assert/strict';
import type { ConnectedWindow } from '../../support/editor/connectedWindow';
import { openMany, ordersOf, REFUSED } from '../../support/editor/orderedWindow';
import { shown, shownAs } from '../../support/editor/page/shown';
import type { ToastPage } from '../../support/editor/page/messagePages';

const COUNT = 40;
const FORMER: Readonly<Record<number, number>> = Object.fromEntries(
  Array.from({ length: COUNT }, (_, index) => [index + 1, index + 1]),
);

describe('a move that changes many rows', () => {
  let connected: ConnectedWindow;

  beforeEach(async () => {
    connected = await openMany(COUNT);
  });

  afterEach(() => connected.close());

  const patches = (): readonly string[] =>
    connected.demo.requests.filter(({ method }) => method === 'PATCH').map(({ path }) => path);
  const undo = async (toast: ToastPage): Promise<void> => {
    await toast.click('Undo');
    await shownAs(
      'the former orders are back',
      () => ordersOf(connected),
      (orders) => JSON.stringify(orders) === JSON.stringify(FORMER),
    );
    await connected.window.toasts.withText(/former place/).waitUntilShown();
  };
  const ask = async (): Promise<void> => {
    const { window } = connected;
    window.runCommand('Move to Position…');
    await window.quickInput.enter('Config 25');
    await window.quickInput.waitForMessage('New position of Config 25');
    await window.quickInput.enter('14');
  };
  const move = async (): Promise<void> => {
    await ask();
    await connected.window.modal.click('Move');
  };

  it('is shown before it is made, and not made when it is given up', async () => {
    const { modal, tree } = connected.window;
    await ask();
    const text = await modal.text();
    assert.match(text, /^Move Config 25 and give 12 plugin configs a new order\?/);
    assert.match(text, /In project Main \(1\), on 127\.0\.0\.1:\d+:/);
    assert.match(text, /• Config 25: position 25 → 14, order 25 → 14/);
    assert.match(text, /• Config 14: position 14 → 15, order 14 → 15/);
    assert.deepEqual(await modal.buttons(), ['Move', 'Cancel']);
    await modal.click('Cancel');
    // A move has its turn only when the one before has ended.
    await tree.row('Config 1').chooseInContextMenu('Move to Top');
    await connected.window.toasts.withText('Config 1 is already at position 1.').waitUntilShown();
    assert.deepEqual(patches(), []);
  });

  it('sends each row once, and one Undo takes all back', async () => {
    await move();
    const toast = connected.window.toasts.withText('Moved Config 25 to position 14 in Main');
    assert.match(await toast.text(), /To make room, 11 others got a new order\./);
    assert.equal(await toast.severity(), 'info');
    assert.equal(patches().length, 12);
    assert.equal(new Set(patches()).size, 12);
    await undo(toast);
    assert.equal(patches().length, 24);
  });

  it('is cancelled on the way: what was done is said, and the rest can be done later', async () => {
    const { toasts } = connected.window;
    const repair = connected.proxy.inject({ method: 'PATCH', fault: { kind: 'delay', ms: 1_000 } });
    await move();
    const progress = toasts.withText('Moving Config 25 in Main');
    assert.match(await progress.text(), /: 0 of 12$/);
    await shown('the first are sent', () => patches().length >= 4);
    await progress.click('Cancel');
    const text = await toasts.withText('Cancelled while moving Config 25 in Main').text();
    const [, done, left] = /: (\d+) of 12 plugin configs got .* Nothing was sent for (\d+):/.exec(text) ?? [];
    assert.equal(Number(done) + Number(left), 12);
    assert.equal(patches().length, Number(done));
    const changed = Object.entries(ordersOf(connected)).filter(([id, order]) => FORMER[Number(id)] !== order);
    assert.equal(changed.length, Number(done));
    repair();
    const rest = toasts.withText(`${left} plugin configs have their former order`);
    assert.deepEqual(await rest.buttons(), ['Continue']);
    await rest.click('Continue');
    const moved = toasts.withText('Moved Config 25 to position 14 in Main');
    await moved.waitUntilShown();
    assert.equal(patches().length, 12);
    assert.equal(new Set(patches()).size, 12);
    await undo(moved);
  });

  it('is taken back when a row is refused: who, why and what is said, and Retry makes it', async () => {
    const { toasts, tree } = connected.window;
    const repair = connected.proxy.inject({ method: 'PATCH', path: /\/20\/$/, fault: REFUSED });
    await move();
    const toast = toasts.withText('Did not move Config 25 in Main');
    const text = await toast.text();
    assert.match(text, /Config 20: 127\.0\.0\.1:\d+ refused the data \(order\): Not today\./);
    assert.match(text, /New orders taken back: Config 25, Config 14, /);
    assert.deepEqual([await toast.severity(), await toast.buttons()], ['error', ['Retry']]);
    await tree
      .row('Config 20')
      .waitUntil('says that it failed', ({ description }) => description.includes('last change failed'));
    assert.deepEqual(ordersOf(connected), FORMER);
    repair();
    connected.demo.forgetRequests();
    await toast.click('Retry');
    const moved = toasts.withText('Moved Config 25 to position 14 in Main');
    await moved.waitUntilShown();
    assert.equal(patches().length, 12);
    await undo(moved);
  });

  it('says what could not be taken back, which Undo and Retry can each go on with', async () => {
    const { toasts } = connected.window;
    const repairs = [
      connected.proxy.inject({ method: 'PATCH', path: /\/20\/$/, fault: REFUSED }),
      connected.proxy.inject({ method: 'PATCH', path: /\/25\/$/, body: /"order":25/, fault: REFUSED }),
    ];
    await move();
    const partly = toasts.withText('Moved Config 25 in Main');
    assert.match(
      await partly.text(),
      /only in part\. Not taken back: Config 25 \(order 14 instead of 25\)\.$/,
    );
    assert.deepEqual([await partly.severity(), await partly.buttons()], ['warning', ['Undo']]);
    const rest = toasts.withText('Could not give 11 of 12 plugin configs their new order in Main');
    assert.match(await rest.text(), /Config 20: 127\.0\.0\.1:\d+ refused the data \(order\): Not today\./);
    assert.deepEqual(ordersOf(connected), { ...FORMER, 25: 14 });
    repairs.forEach((repair) => repair());
    connected.demo.forgetRequests();
    await rest.click('Retry');
    const moved = toasts.withText('Moved Config 25 to position 14 in Main');
    await moved.waitUntilShown();
    assert.equal(patches().length, 11);
    await undo(moved);
    assert.equal(patches().length, 23);
  });

  it('says when nothing of it was done, and Retry makes it', async () => {
    const { toasts } = connected.window;
    const repair = connected.proxy.inject({
      method: 'GET',
      fault: { kind: 'answer', status: 400, body: { detail: 'No list.' } },
    });
    await move();
    const toast = toasts.withText('Did not move Config 25 in Main');
    assert.match(await toast.text(), /did not understand the request: No list\./);
    assert.deepEqual(patches(), []);
    repair();
    await toast.click('Retry');
    await toasts.withText('Moved Config 25 to position 14 in Main').waitUntilShown();
    assert.equal(patches().length, 12);
  });

  it('names only the way out where the key is refused', async () => {
    const { toasts } = connected.window;
    connected.proxy.inject({
      method: 'GET',
      fault: {
        kind: 'answer',
        status: 401,
        body: { type: 'authentication_error', code: 'authentication_failed', detail: 'Invalid key.' },
      },
    });
    await move();
    const toast = toasts.withText('refused the key');
    assert.ok((await toast.buttons()).includes('Replace Key…'));
    assert.ok(!(await toast.buttons()).includes('Retry'));
    assert.deepEqual(patches(), []);
  });

  it('is not made when somebody else changes the list first', async () => {
    const { toasts } = connected.window;
    await ask();
    await connected.window.modal.text();
    connected.demo.server.state.patchConfig(40, { order: 0 });
    await connected.window.modal.click('Move');
    await toasts.withText('Did not move Config 25: somebody else has changed the list').waitUntilShown();
    assert.deepEqual(patches(), []);
  });

  it('says when somebody else changed the list meanwhile', async () => {
    const { toasts, tree } = connected.window;
    connected.proxy.inject({ method: 'PATCH', path: /\/25\/$/, fault: { kind: 'delay', ms: 200 } });
    await move();
    await shown('the row is sent', () => patches().some((path) => path.endsWith('/25/')));
    connected.demo.server.state.patchConfig(40, { order: 0 });
    const toast = toasts.withText('Moved Config 25 to position 15 in Main');
    assert.match(await toast.text(), /Meanwhile somebody else has changed the list; it shows both\.$/);
    assert.equal(await toast.severity(), 'warning');
    await shown('the row is first', () => tree.labels()[0] === 'Config 40');
  });

  it('says when the list could not be read again to check', async () => {
    const { toasts } = connected.window;
    await ask();
    await connected.window.modal.text();
    connected.proxy.inject({ method: 'PATCH', path: /\/25\/$/, fault: { kind: 'delay', ms: 100 } });
    await connected.window.modal.click('Move');
    await shown('the row is sent', () => patches().some((path) => path.endsWith('/25/')));
    connected.proxy.inject({ method: 'GET', fault: { kind: 'answer', status: 400, body: {} } });
    const toast = toasts.withText('Moved Config 25 to position 14 in Main');
    assert.match(
      await toast.text(),
      /The server confirmed it, but the list could not be read again to check\.$/,
    );
    assert.equal(await toast.severity(), 'warning');
  });
});
