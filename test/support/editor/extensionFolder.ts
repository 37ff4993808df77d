import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

let folder: string | undefined;

/** Where the extension is installed. Nothing is built for unit tests, and no page runs in them: its script is empty. */
export function extensionFolder(): string {
  if (folder === undefined) {
    const made = fs.mkdtempSync(path.join(os.tmpdir(), 'posthog-plugins-unit-'));
    process.once('exit', () => fs.rmSync(made, { recursive: true, force: true }));
    fs.mkdirSync(path.join(made, 'dist', 'webview'), { recursive: true });
    fs.writeFileSync(path.join(made, 'dist', 'webview', 'logPanel.js'), '');
    folder = made;
  }
  return folder;
}
