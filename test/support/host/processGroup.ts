import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

const GRACE_MS = 4_000;

/** A program with everything that it starts itself: all of it ends when `stop` is called or this process exits. */
export class ProcessGroup {
  readonly leader: ChildProcessByStdio<null, Readable, Readable>;
  private readonly killNow = (): void => this.signal('SIGKILL');

  constructor(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    // A group of its own: Ctrl-C in a terminal then reaches only us, and we end the group in good order.
    this.leader = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    process.once('exit', this.killNow);
  }

  get hasEnded(): boolean {
    return this.leader.exitCode !== null || this.leader.signalCode !== null;
  }

  /** Asks the leader to end, waits at most four seconds for it, and ends what is left of the group. */
  async stop(): Promise<void> {
    if (!this.hasEnded) {
      const ended = once(this.leader, 'exit');
      const timer = setTimeout(this.killNow, GRACE_MS);
      this.leader.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    }
    this.killNow();
    process.off('exit', this.killNow);
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.leader.pid === undefined) {
      return;
    }
    try {
      process.kill(-this.leader.pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}
