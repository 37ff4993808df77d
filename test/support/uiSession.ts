import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { packageExtension, VSIX } from '../../scripts/package';
import { packCompanion } from '../../scripts/packCompanion';
import { setUpHost, type Host } from '../../scripts/setupHost';
import { launchBrowser } from './host/browser';
import { installExtensions } from './host/server';

/** Names the folder of extensions that one run has made for all its files; without it each file makes its own. */
export const PREPARED_VARIABLE = 'UI_TEST_EXTENSIONS';

/**
 * Builds and packages the product, and installs it with the driver extension.
 *
 * @param root a folder for it
 * @returns the folder of extensions that windows are opened with
 */
export async function prepareExtensions(host: Host, root: string): Promise<string> {
  await packageExtension();
  const driver = await packCompanion(path.join(__dirname, 'driver-ext'));
  const extensionsDir = path.join(root, 'extensions');
  await installExtensions(host, { dataDir: path.join(root, 'install'), extensionsDir }, [VSIX, driver]);
  return extensionsDir;
}

/** What all windows of a UI test run share: the host, one browser, and the extensions installed as packages. */
export class UiSession {
  private nextFolder = 1;

  private constructor(
    readonly host: Host,
    readonly browser: Browser,
    readonly extensionsDir: string,
    private readonly root: string,
  ) {}

  static async start(): Promise<UiSession> {
    const host = await setUpHost();
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'posthog-plugins-ui-'));
    const extensionsDir = process.env[PREPARED_VARIABLE] ?? (await prepareExtensions(host, root));
    return new UiSession(host, await launchBrowser(), extensionsDir, root);
  }

  /** A new empty folder that goes when the session ends. */
  makeFolder(name: string): string {
    const folder = path.join(this.root, `${this.nextFolder++}-${name}`);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    fs.rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
