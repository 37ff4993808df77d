import assert from 'node:assert/strict';
import type { ProfileName } from '../../../src/demo/profiles';
import { seedOf } from '../projectHarness';
import { ConnectedWindow } from './connectedWindow';
import { shown } from './page/shown';

/** The orders of the seed: two share the order 2, and there is a gap before the last. */
export const SEED_ORDERS: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 2, 4: 5, 5: 3 };
export const SEED_LABELS = ['GeoIP', 'Mail to EU', 'Warehouse Export', 'Job Lab', 'Schema Guard'] as const;

/** A refusal that names a field. */
export const REFUSED = {
  kind: 'answer',
  status: 400,
  body: { type: 'validation_error', code: 'invalid_input', detail: 'Not today.', attr: 'order' },
} as const;

/** A window with five plugin configs whose orders are known. */
export async function openOrdered(profile: ProfileName = '2023-12'): Promise<ConnectedWindow> {
  const seed = seedOf(profile);
  const configs = seed.configs.map((config) => {
    const order = config.project === 1 ? SEED_ORDERS[config.id] : undefined;
    return order === undefined ? config : { ...config, order };
  });
  const connected = await ConnectedWindow.open({ server: { profile, fixture: { ...seed, configs } } });
  await connected.window.tree.waitForLabels(SEED_LABELS);
  connected.demo.forgetRequests();
  return connected;
}

/** A window with many plugin configs, in the orders 1, 2, 3 …: what moves far moves all in between. */
export async function openMany(count: number): Promise<ConnectedWindow> {
  const seed = seedOf('2026');
  const configs = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    project: 1,
    plugin: (index % 3) + 1,
    enabled: true,
    order: index + 1,
    config: {},
    error: null,
    name: `Config ${index + 1}`,
  }));
  const connected = await ConnectedWindow.open({
    server: { profile: '2026', fixture: { ...seed, configs } },
  });
  await connected.window.tree.row('Config 1').state();
  connected.demo.forgetRequests();
  return connected;
}

/** The orders that the server has, by config id. */
export function ordersOf(connected: ConnectedWindow): Readonly<Record<number, number>> {
  const stored = connected.demo.server.state.storedConfigs(1).filter(({ deleted }) => deleted !== true);
  return Object.fromEntries(stored.map(({ id, order }) => [id, order]));
}

/** Presses *Undo*, and sees the orders of the seed come back. */
export async function undoMove(connected: ConnectedWindow, said: string): Promise<void> {
  await connected.window.toasts.withText(said).click('Undo');
  await shown('the former orders are back', () => {
    assert.deepEqual(ordersOf(connected), SEED_ORDERS);
    return true;
  });
  await connected.window.tree.waitForLabels(SEED_LABELS);
}
