import path from 'node:path';
import type { Host } from '../../../scripts/setupHost';
import { runQuietly } from '../../../scripts/runCommand';
import { ProcessGroup } from './processGroup';

const START_TIMEOUT_MS = 60_000;

export interface ServerOptions {
  /** Everything that the server writes goes here; logs are below `data/logs`. */
  readonly dataDir: string;
  /** Where extensions are installed; below the data folder unless given. */
  readonly extensionsDir?: string;
  /** Environment of the server and so of its extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Without a token anybody on this machine who knows the port may use the server. */
  readonly connectionToken?: string;
  readonly args?: readonly string[];
}

export interface WindowOptions {
  readonly folder?: string;
  /** The folder of an extension to run from source. */
  readonly extension?: string;
  /** The module whose `run` is called inside the extension host. */
  readonly tests?: string;
}

/** VS Code's server on a free loopback port. */
export class VsCodeServer {
  private constructor(
    readonly port: number,
    private readonly group: ProcessGroup,
  ) {}

  /** Starts it and answers once it listens. Rejects with what it printed if it ends or takes over a minute. */
  static async start(host: Host, options: ServerOptions): Promise<VsCodeServer> {
    const token = options.connectionToken;
    const args = [
      ...serverArguments(options),
      ...['--host', '127.0.0.1', '--port', '0', '--disable-telemetry', '--disable-workspace-trust'],
      ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
      ...(options.args ?? []),
    ];
    const group = new ProcessGroup(host.node, args, host.vscodeDir, serverEnvironment(options.env));
    try {
      return new VsCodeServer(await listeningPort(group), group);
    } catch (error) {
      await group.stop();
      throw error;
    }
  }

  get authority(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Resolves when the server ends, however that comes about. */
  get ended(): Promise<void> {
    return new Promise((resolve) => this.group.leader.once('exit', () => resolve()));
  }

  /** The address of a workbench window. */
  windowUrl(options: WindowOptions): string {
    const remote = (file: string): string => `vscode-remote://${this.authority}${path.resolve(file)}`;
    const url = new URL(`http://${this.authority}/`);
    if (options.folder !== undefined) {
      url.searchParams.set('folder', path.resolve(options.folder));
    }
    const payload = [
      ...(options.extension === undefined ? [] : [['extensionDevelopmentPath', remote(options.extension)]]),
      ...(options.tests === undefined ? [] : [['extensionTestsPath', remote(options.tests)]]),
    ];
    if (payload.length > 0) {
      url.searchParams.set('payload', JSON.stringify(payload));
    }
    return url.href;
  }

  async stop(): Promise<void> {
    await this.group.stop();
  }
}

/** Installs packaged extensions into the folders of a server that is not running. */
export async function installExtensions(
  host: Host,
  folders: Pick<ServerOptions, 'dataDir' | 'extensionsDir'>,
  vsixFiles: readonly string[],
): Promise<void> {
  const installs = vsixFiles.flatMap((file) => ['--install-extension', path.resolve(file)]);
  await runQuietly(
    host.node,
    [...serverArguments(folders), ...installs, '--force'],
    `VS Code could not install ${vsixFiles.join(', ')}:`,
    { cwd: host.vscodeDir, env: serverEnvironment() },
  );
}

function serverArguments(folders: Pick<ServerOptions, 'dataDir' | 'extensionsDir'>): readonly string[] {
  return [
    'out/server-main.js',
    '--accept-server-license-terms',
    ...['--server-data-dir', folders.dataDir],
    ...(folders.extensionsDir === undefined ? [] : ['--extensions-dir', folders.extensionsDir]),
  ];
}

/** Ours, less what an editor, a debugger or a loader around us may have left in it. */
function serverEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...extra };
}

function listeningPort(group: ProcessGroup): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (what: string): void => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ${what}:\n${output}`));
    };
    const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      // Only the beginning is of interest; the stream must be read to its end all the same, or the server stalls.
      if (output.length < 100_000) {
        output += chunk.toString();
      }
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    };
    group.leader.stdout.on('data', read);
    group.leader.stderr.on('data', read);
    group.leader.once('error', (error) => fail(`could not be started (${error.message})`));
    group.leader.once('exit', (code) => fail(`ended with ${String(code)}`));
  });
}
