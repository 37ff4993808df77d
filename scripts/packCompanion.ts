import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { packageFolder } from './package';
import { PROJECT_ROOT } from './projectRoot';

/**
 * Bundles and packages a small extension that accompanies the product in tests or in the demo: a folder with an
 * `extension.ts` and a package.json. Answers the path of the .vsix, below out/.
 */
export async function packCompanion(folder: string): Promise<string> {
  const name = path.basename(folder);
  const staging = path.join(PROJECT_ROOT, 'out', 'companions', name);
  fs.rmSync(staging, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(folder, 'extension.ts')],
    outfile: path.join(staging, 'extension.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  fs.copyFileSync(path.join(folder, 'package.json'), path.join(staging, 'package.json'));
  const vsix = path.join(PROJECT_ROOT, 'out', 'companions', `${name}.vsix`);
  await packageFolder(staging, vsix, ['--skip-license', '--allow-star-activation']);
  return vsix;
}
