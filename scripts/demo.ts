import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installExtensions, VsCodeServer } from '../test/support/host/server';
import { QUIET_SETTINGS, userDirOf, writeUserSettings } from '../test/support/host/settings';
import { DemoDoor } from './demoDoor';
import { DesktopCode, hasDesktopCode } from './desktopCode';
import { packCompanion } from './packCompanion';
import { packageExtension, VSIX } from './package';
import { runMain } from './plainError';
import { setUpHost } from './setupHost';

/** Opens the real VS Code with the packaged extension in its demo project, until Ctrl-C. */
async function demo(): Promise<number> {
  const interrupted = untilInterrupted();
  console.log('Packaging the extension…');
  await packageExtension();
  const extensions = [VSIX, await packCompanion(path.join(__dirname, 'demo-starter'))];
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'posthog-demo-'));
  const folder = path.join(root, 'demo');
  fs.mkdirSync(folder);
  try {
    await (hasDesktopCode() ? onDesktop : inBrowser)({ root, folder, extensions, interrupted });
  } finally {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log('The demo has ended; nothing of it is left.');
  return 0;
}

/**
 * The listeners stay: one Ctrl-C may arrive twice, from the terminal and from the program that started this one, and the
 * second must not cut the cleaning up short.
 */
function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => resolve());
    }
  });
}

interface Demo {
  /** A folder for everything that is written; it goes in the end. */
  readonly root: string;
  /** The folder that the window shows. */
  readonly folder: string;
  readonly extensions: readonly string[];
  readonly interrupted: Promise<unknown>;
}

async function onDesktop({ root, folder, extensions, interrupted }: Demo): Promise<void> {
  const code = new DesktopCode(root);
  writeUserSettings(code.userDir, QUIET_SETTINGS);
  code.install(extensions);
  console.log('The demo opens in a VS Code window of its own. Closing it, or Ctrl-C here, ends it.');
  try {
    await Promise.race([code.open(folder), interrupted]);
  } finally {
    await code.quit();
  }
}

async function inBrowser({ root, folder, extensions, interrupted }: Demo): Promise<void> {
  const host = await setUpHost();
  const dataDir = path.join(root, 'data');
  writeUserSettings(userDirOf(dataDir), QUIET_SETTINGS);
  await installExtensions(host, { dataDir }, extensions);
  const connectionToken = crypto.randomBytes(24).toString('hex');
  const server = await VsCodeServer.start(host, { dataDir, connectionToken });
  try {
    const door = await DemoDoor.open(connectionToken, server.port);
    console.log(`\nThe demo is ready. Open this address in a browser:\n\n  ${door.url(folder)}\n`);
    console.log('Only who has the address can open it. Ctrl-C ends the demo and removes everything it made.');
    await Promise.race([interrupted, server.ended]);
    await door.close();
  } finally {
    await server.stop();
  }
}

if (require.main === module) {
  void runMain(demo);
}
