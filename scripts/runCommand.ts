import { spawn, spawnSync } from 'node:child_process';
import { PlainError } from './plainError';
import { PROJECT_ROOT } from './projectRoot';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with what the command prints, as it comes; without it the output goes straight to this terminal. */
  readonly onOutput?: (chunk: string) => void;
}

/** Runs a program to its end, without a shell. Answers its exit code, or 1 when it could not start or was killed. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<number> {
  const { onOutput } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? PROJECT_ROOT,
      env: options.env ?? process.env,
      stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => onOutput?.(chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => onOutput?.(chunk));
    child.once('error', (error) => {
      onOutput?.(`${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a program silently. Throws a plain error with `failure` and the program's own last words if it fails. */
export async function runQuietly(
  command: string,
  args: readonly string[],
  failure: string,
  options: Omit<RunOptions, 'onOutput'> = {},
): Promise<void> {
  let output = '';
  const code = await runCommand(command, args, { ...options, onOutput: (chunk) => (output += chunk) });
  if (code !== 0) {
    throw new PlainError(`${failure}\n${output.trim().split('\n').slice(-40).join('\n')}`);
  }
}

/** What a program prints, or undefined when it is missing, fails, or takes longer than `timeoutMs`. */
export function outputOf(command: string, args: readonly string[], timeoutMs = 15_000): string | undefined {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: timeoutMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** How to call npm from a script that npm itself may have started: the same npm, run by the same Node. */
export function npmCommand(...args: readonly string[]): readonly [command: string, args: readonly string[]] {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
}
