import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { PROJECT_ROOT } from './projectRoot';

/** The folder of the tests that run inside the extension host. */
const SOURCE = path.join(PROJECT_ROOT, 'test', 'host');

/**
 * Bundles each test file below test/host and the entry that runs them. Answers the path of the entry. Unlike tsx, an
 * extension host can load only plain JavaScript.
 */
export async function bundleHostTests(): Promise<string> {
  const outdir = path.join(PROJECT_ROOT, 'out', 'host');
  fs.rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(SOURCE, 'index.ts'), path.join(SOURCE, '**', '*.test.ts')],
    outdir,
    outbase: SOURCE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}
