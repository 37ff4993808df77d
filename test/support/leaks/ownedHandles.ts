import { createHook, executionAsyncId } from 'node:async_hooks';

/** What keeps a process busy or connected. Promises and the like come and go by the million and hold nothing open. */
const KINDS: ReadonlySet<string> = new Set([
  'Timeout',
  'Immediate',
  'TCPWRAP',
  'TCPSERVERWRAP',
  'TCPCONNECTWRAP',
  'TLSWRAP',
  'PIPEWRAP',
  'UDPWRAP',
  'GETADDRINFOREQWRAP',
  'FSEVENTWRAP',
  'STATWATCHER',
  'PROCESSWRAP',
  'WORKER',
  'MESSAGEPORT',
]);
/** Holds nothing open, but what it calls may. */
const CARRIER = 'TickObject';
const TIMERS: ReadonlySet<string> = new Set(['Timeout', 'Immediate']);
/** How Node makes a timer. */
const TIMER_FRAME = /node:(internal\/)?(timers|async_hooks)/;
const FRAMES = 40;
const TOLD_FRAMES = 4;

interface Owned {
  readonly kind: string;
  /** Where it was made. */
  readonly stack: string;
}

/**
 * Timers, sockets, servers and other handles that code below `folder` has made itself and that are still there. An
 * extension host is full of others, of the editor and of other extensions, also of what the editor makes when it is
 * called from there: only the innermost frame of the place where one was made tells them apart.
 */
export class OwnedHandles {
  private readonly owned = new Map<number, Owned>();
  private readonly hook = createHook({
    init: (id, kind, trigger) => this.made(id, kind, trigger),
    destroy: (id) => this.owned.delete(id),
  });

  constructor(private readonly folder: string) {
    this.hook.enable();
  }

  /** How many there are of each kind. */
  get counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { kind } of this.held) {
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  /** Each with the place where it was made. */
  get list(): readonly string[] {
    return this.held.map(({ kind, stack }) => `${kind} ${stack}`);
  }

  dispose(): void {
    this.hook.disable();
  }

  private made(id: number, kind: string, trigger: number): void {
    if (!KINDS.has(kind) && kind !== CARRIER) {
      return;
    }
    const frames = framesHere();
    const stack = frames.filter((frame) => !frame.includes('node:'));
    // Timers that Node sets for its own purposes end with what they are for. What else has no frame of anybody's code goes
    // on with what somebody began: a server that listens as soon as its address is known, a connection that it accepts.
    const isOurs = TIMERS.has(kind)
      ? frames.find((frame) => !TIMER_FRAME.test(frame))?.includes(this.folder)
      : (stack[0]?.includes(this.folder) ?? (this.owned.has(executionAsyncId()) || this.owned.has(trigger)));
    if (isOurs) {
      this.owned.set(id, { kind, stack: stack.slice(0, TOLD_FRAMES).join(' < ') });
    }
  }

  private get held(): readonly Owned[] {
    return [...this.owned.values()].filter(({ kind }) => kind !== CARRIER);
  }
}

/** The frames of the present call but for those of this file, innermost first. */
function framesHere(): readonly string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, framesHere);
  Error.stackTraceLimit = stackTraceLimit;
  return String(holder.stack)
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => !line.includes(__filename));
}
