import { isRecord } from '../../../src/api/record';
import { ConnectedWindow, type ConnectedOptions } from './connectedWindow';

/** A connected window whose list is there, and in which nothing is told yet. */
export async function openSettled(options: ConnectedOptions): Promise<ConnectedWindow> {
  const connected = await ConnectedWindow.open(options);
  const { tree, toasts } = connected.window;
  await tree.row('Schema Guard').node();
  await toasts.withText('Connected to').waitUntilShown();
  toasts.clear();
  connected.demo.forgetRequests();
  return connected;
}

/**
 * Waits until whatever the window was about to send has been sent: several times as long as a request takes. For tests
 * that nothing is sent.
 */
export async function settled({ demo, proxy }: ConnectedWindow): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    const before = demo.requests.length;
    await fetch(`${proxy.url}/api/users/@me/`).then((answer) => answer.arrayBuffer());
    if (demo.requests.length > before + 1) {
      turn = 0;
    }
  }
}

/** The settings of a config as the server has them. */
export function storedSettings(connected: ConnectedWindow, id: number): Readonly<Record<string, unknown>> {
  const config: unknown = connected.stored(id)?.config;
  return isRecord(config) ? config : {};
}
