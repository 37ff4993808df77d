import { buildSync } from 'esbuild';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../../scripts/projectRoot';
import { noteRunFiles } from '../loadedFiles';

/** Where the extension finds its files in an editor in memory. Nothing is there before `buildLogPanelScript`. */
export const EXTENSION_FOLDER = fs.mkdtempSync(path.join(os.tmpdir(), 'editor-in-memory-'));
process.once('exit', () => fs.rmSync(EXTENSION_FOLDER, { recursive: true, force: true }));

let isBuilt = false;

/** Builds the script of the log panel's page, as esbuild.mjs does, once a process. Its styles stay unread: nothing is laid out. */
export function buildLogPanelScript(): void {
  if (isBuilt) {
    return;
  }
  const { metafile } = buildSync({
    entryPoints: [path.join(PROJECT_ROOT, 'src', 'webview', 'logPanel.ts')],
    outfile: path.join(EXTENSION_FOLDER, 'dist', 'webview', 'logPanel.js'),
    absWorkingDir: PROJECT_ROOT,
    bundle: true,
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    loader: { '.css': 'text' },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  isBuilt = true;
  noteRunFiles(Object.keys(metafile.inputs).map((input) => path.join(PROJECT_ROOT, input)));
}
