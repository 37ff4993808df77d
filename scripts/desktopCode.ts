import { spawn, spawnSync, type ChildProcess, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PlainError } from './plainError';

const QUIT_TIMEOUT_MS = 10_000;
const OLDEST = { major: 1, minor: 96 } as const;

/** Whether a desktop VS Code can be opened from here: `code` of a fitting version, and a screen for it. */
export function hasDesktopCode(): boolean {
  const isRoot = process.getuid?.() === 0;
  // In a terminal of a remote or browser window `code` only talks to that window, and takes no folders of its own.
  const isRemoteTerminal = process.env.VSCODE_IPC_HOOK_CLI !== undefined;
  const isHeadless =
    process.platform === 'linux' &&
    process.env.DISPLAY === undefined &&
    process.env.WAYLAND_DISPLAY === undefined;
  if (isRoot || isRemoteTerminal || isHeadless) {
    return false;
  }
  const version = run(['--version']);
  const [, major = 0, minor = 0] = /^(\d+)\.(\d+)\./.exec(version.stdout)?.map(Number) ?? [];
  return version.status === 0 && major === OLDEST.major && minor >= OLDEST.minor;
}

/** A desktop VS Code with user data and extensions of its own, below `root`: the user's own setup stays untouched. */
export class DesktopCode {
  private readonly userData: string;
  private readonly folders: readonly string[];
  private cli: ChildProcess | undefined;

  constructor(root: string) {
    this.userData = path.join(root, 'user');
    this.folders = ['--user-data-dir', this.userData, '--extensions-dir', path.join(root, 'extensions')];
  }

  /** Where it keeps the user's settings. */
  get userDir(): string {
    return path.join(this.userData, 'User');
  }

  install(vsixFiles: readonly string[]): void {
    const installs = vsixFiles.flatMap((file) => ['--install-extension', file]);
    const result = run([...this.folders, ...installs, '--force']);
    if (result.status !== 0) {
      throw new PlainError(`VS Code could not install the extension:\n${result.stdout}${result.stderr}`);
    }
  }

  /** Opens a window and resolves when it is closed. */
  async open(folder: string): Promise<void> {
    const quiet = [
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      '--disable-telemetry',
    ];
    this.cli = spawn('code', quote([...this.folders, ...quiet, '--new-window', '--wait', folder]), {
      ...SPAWN_OPTIONS,
      stdio: 'ignore',
    });
    await once(this.cli, 'exit');
  }

  /** Ends it. The command line tool and the editor are not one process: the editor leaves its number in a lock file. */
  async quit(): Promise<void> {
    this.cli?.kill();
    const lock = path.join(this.userData, 'code.lock');
    if (!fs.existsSync(lock)) {
      return;
    }
    const pid = Number(fs.readFileSync(lock, 'utf8'));
    const end = Date.now() + QUIT_TIMEOUT_MS;
    signal(pid, 'SIGTERM');
    while (signal(pid, 0) && Date.now() < end) {
      await wait(100);
    }
    signal(pid, 'SIGKILL');
  }
}

/** On Windows `code` is a batch file, which only a shell can run. */
const SPAWN_OPTIONS = { shell: process.platform === 'win32' } as const;

function quote(args: readonly string[]): readonly string[] {
  return SPAWN_OPTIONS.shell ? args.map((arg) => `"${arg}"`) : args;
}

function run(args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync('code', quote(args), { ...SPAWN_OPTIONS, encoding: 'utf8' });
}

/** Whether the process is there. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
