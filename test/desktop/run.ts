import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { bundleHostTests } from '../../scripts/bundleHostTests';
import { buildExtension } from '../../scripts/package';
import { PlainError, runMain } from '../../scripts/plainError';
import { PROJECT_ROOT } from '../../scripts/projectRoot';
import { DONE_FILE_VARIABLE } from '../host/report';
import { QUIET_SETTINGS, writeUserSettings } from '../support/host/settings';

/**
 * Runs the host tests in a desktop VS Code, with user data and extensions of its own. The environment variable
 * VSCODE_PATH names an installed one (the program itself, not the `code` script); without it one is downloaded.
 */
async function testDesktop(): Promise<number> {
  const vscodeExecutablePath = await findVsCode();
  await buildExtension();
  const extensionTestsPath = await bundleHostTests();
  // Short names: on macOS the socket that VS Code makes in there may have a path of 103 characters at most.
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ph-'));
  const [user, extensions, folder, doneFile] = inside(root);
  try {
    writeUserSettings(path.join(user, 'User'), QUIET_SETTINGS);
    fs.mkdirSync(folder);
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: PROJECT_ROOT,
      extensionTestsPath,
      extensionTestsEnv: { [DONE_FILE_VARIABLE]: doneFile },
      launchArgs: [
        folder,
        `--user-data-dir=${user}`,
        `--extensions-dir=${extensions}`,
        '--disable-telemetry',
      ],
    });
    if (!fs.existsSync(doneFile)) {
      throw new PlainError('VS Code ended before the tests did.');
    }
    return 0;
  } finally {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

function inside(root: string): readonly [user: string, extensions: string, folder: string, doneFile: string] {
  return [
    path.join(root, 'user'),
    path.join(root, 'ext'),
    path.join(root, 'folder'),
    path.join(root, 'done'),
  ];
}

async function findVsCode(): Promise<string> {
  const installed = process.env.VSCODE_PATH;
  if (installed !== undefined) {
    if (fs.existsSync(installed)) {
      return installed;
    }
    throw new PlainError(
      `VSCODE_PATH names ${installed}, which does not exist: set it to the program of a VS Code.`,
    );
  }
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlainError(
      `VS Code could not be downloaded (${reason}): go online, or set VSCODE_PATH to the program of an installed one.`,
    );
  }
}

if (require.main === module) {
  void runMain(testDesktop);
}
