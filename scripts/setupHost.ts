import fs from 'node:fs';
import path from 'node:path';
import { withFileLock } from './fileLock';
import { disconnectGallery, dropGitDependencies, replaceNativeHelpers } from './hostPatches';
import { PlainError, runMain } from './plainError';
import { PROJECT_ROOT } from './projectRoot';
import { npmCommand, runQuietly } from './runCommand';

/**
 * The real VS Code, served to a browser, for tests and the demo: the npm package code-server 4.X.Y carries
 * VS Code 1.X.Y. Another version can be asked for with the environment variable VSCODE_HOST_VERSION.
 */
export interface Host {
  readonly version: string;
  /** The folder of VS Code's server. */
  readonly vscodeDir: string;
  /** The Node binary that this version runs on, which is also what its extension host runs on. */
  readonly node: string;
}

const DEFAULT_VERSION = '4.139.1';
/** Raise it when a patch changes, so that installed copies are made anew. */
const PATCH_LEVEL = 1;

/** Installs the host into .vscode-host unless it is there. Safe to call from several processes at once. */
export async function setUpHost(): Promise<Host> {
  const version = process.env.VSCODE_HOST_VERSION ?? DEFAULT_VERSION;
  const root = path.join(PROJECT_ROOT, '.vscode-host', version);
  const nodePackage = `node-${platformName()}-${process.arch}`;
  const host: Host = {
    version,
    vscodeDir: path.join(root, 'node_modules', 'code-server', 'lib', 'vscode'),
    node: path.join(root, 'node_modules', nodePackage, 'bin', 'node'),
  };
  const stamp = path.join(root, '.ready');
  const content = `${version} ${nodeFor(version)} ${PATCH_LEVEL}`;
  const isReady = (): boolean => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === content;
  if (!isReady()) {
    await withFileLock(`${root}.lock`, async () => {
      if (!isReady()) {
        console.log(
          `Installing VS Code 1${version.slice(1)} for the browser into .vscode-host (once, about 15 s)…`,
        );
        await install(root, host, `${nodePackage}@${nodeFor(version)}`);
        fs.writeFileSync(stamp, content);
      }
    });
  }
  return host;
}

async function install(root: string, host: Host, nodePackage: string): Promise<void> {
  fs.rmSync(root, { recursive: true, force: true });
  fs.mkdirSync(root, { recursive: true });
  fs.writeFileSync(path.join(root, 'package.json'), '{"private":true}\n');
  await npmInstall(root, `code-server@${host.version}`, nodePackage);
  dropGitDependencies(host.vscodeDir);
  await npmInstall(host.vscodeDir, '--omit=dev', '--legacy-peer-deps');
  replaceNativeHelpers(host.vscodeDir);
  disconnectGallery(host.vscodeDir);
}

/** No install script is ever run: what they would compile is replaced or not needed. */
async function npmInstall(cwd: string, ...what: readonly string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const [command, args] = npmCommand('install', ...what, ...quiet);
  await runQuietly(command, args, 'The browser-served VS Code could not be installed from npm:', { cwd });
}

/** The Node that each range of releases needs; newer ones than that make some releases hang. */
function nodeFor(version: string): string {
  const minor = Number(version.split('.')[1]);
  if (minor >= 117) {
    return '24';
  }
  return minor >= 101 ? '22' : '20';
}

function platformName(): string {
  if (process.platform === 'linux' || process.platform === 'darwin') {
    return process.platform;
  }
  throw new PlainError('The browser-served VS Code runs on Linux only: use a desktop VS Code here.');
}

if (require.main === module) {
  void runMain(async () => {
    const host = await setUpHost();
    console.log(`VS Code 1${host.version.slice(1)} for the browser is ready in .vscode-host.`);
    return 0;
  });
}
