import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { findBrowser } from '../../../scripts/findBrowser';

const ARGUMENTS = [
  // Only pages of this machine are opened, and in a container the sandbox cannot start.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=Translate',
  '--enable-precise-memory-info',
];

export const VIEWPORT = { width: 1280, height: 800 } as const;

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), args: ARGUMENTS });
}

/**
 * The workbench asks POST /mint-key for half of the key that seals its secrets, which this server does not offer.
 * With an answer secrets outlive a reload of the window, as they do on a desktop; without one they do not.
 */
export async function keepSecrets(context: BrowserContext): Promise<void> {
  await context.route('**/mint-key', (route) => route.fulfill({ status: 200, body: Buffer.alloc(32, 7) }));
}
