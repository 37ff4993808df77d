import path from 'node:path';
import { build } from 'esbuild';
import { PROJECT_ROOT } from '../../scripts/projectRoot';

/** Bundles a program of this folder as the product is bundled, so that it runs as fast. Answers the file. */
export async function bundleProgram(name: string): Promise<string> {
  return bundle(name, { platform: 'node', target: 'node20', format: 'cjs' });
}

/** Bundles a script for a page. Answers the file. */
export async function bundlePageScript(name: string): Promise<string> {
  return bundle(name, { platform: 'browser', target: 'chrome128', format: 'iife' });
}

async function bundle(
  name: string,
  options: Pick<Parameters<typeof build>[0], 'platform' | 'target' | 'format'>,
): Promise<string> {
  const outfile = path.join(PROJECT_ROOT, 'out', 'bench', `${name}.js`);
  await build({
    entryPoints: [path.join(__dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    logLevel: 'warning',
    ...options,
  });
  return outfile;
}
