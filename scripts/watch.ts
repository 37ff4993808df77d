import { spawn } from 'node:child_process';
import path from 'node:path';
import { runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';

const TSC = path.join(PROJECT_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const WATCHERS: readonly (readonly string[])[] = [
  ['esbuild.mjs', '--dev', '--watch'],
  ...['.', 'src/webview', 'test'].map((project) => [TSC, '-p', project, '--watch', '--preserveWatchOutput']),
];

/** Keeps the bundles and the types up to date until it is interrupted. Answers the exit code of what ends first. */
async function watch(): Promise<number> {
  const children = WATCHERS.map((args) =>
    spawn(process.execPath, args, { cwd: PROJECT_ROOT, stdio: 'inherit' }),
  );
  const code = await Promise.race(
    children.map(
      (child) => new Promise<number>((resolve) => child.once('exit', (ended) => resolve(ended ?? 1))),
    ),
  );
  children.forEach((child) => child.kill());
  return code;
}

if (require.main === module) {
  void runMain(watch);
}
