import fs from 'node:fs';
import path from 'node:path';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { runQuietly } from './runCommand';

/** Where the packaged extension lies. */
export const VSIX = path.join(PROJECT_ROOT, 'posthog-plugin-configs.vsix');

/** Builds what ships into dist/. */
export async function buildExtension(): Promise<void> {
  await runQuietly(process.execPath, ['esbuild.mjs'], 'The extension does not build:');
}

/** Builds the extension and packages it into VSIX. Nothing is asked and nothing is fetched. */
export async function packageExtension(): Promise<void> {
  await buildExtension();
  // The README's pictures travel inside the package, so its links stay as they are.
  await packageFolder(PROJECT_ROOT, VSIX, ['--no-rewrite-relative-links']);
}

/** Packages an extension whose code is bundled, so that no dependency travels with it. */
export async function packageFolder(folder: string, vsix: string, flags: readonly string[]): Promise<void> {
  const cli = path.join(PROJECT_ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', ...flags, '--out', vsix];
  await runQuietly(process.execPath, [cli, ...args], `${folder} could not be packaged:`, { cwd: folder });
}

if (require.main === module) {
  void runMain(async () => {
    await packageExtension();
    console.log(`${path.basename(VSIX)}: ${Math.ceil(fs.statSync(VSIX).size / 1024)} KiB`);
    return 0;
  });
}
