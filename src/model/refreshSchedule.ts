import type { Clock, Timer } from '../api/clock';
import type { ListState } from './pluginConfigs';

/** How old a shown list may get, in milliseconds. */
const INTERVAL = 60_000;
/** The same while the server cannot be reached: asking costs nobody anything then. */
const UNREACHABLE_INTERVAL = 15_000;
/** The least time between two attempts, in milliseconds, where a host comes and goes. */
const RECOVERY_INTERVAL = 5_000;

/** A list that somebody sees. */
export interface SeenList {
  readonly list: { readonly state: ListState };
  /** Whether it is to be read again by itself. */
  readonly repeats: boolean;
}

export interface RefreshScheduleOptions {
  readonly clock: Clock;
  /** Undefined while nobody can see a list. */
  readonly seen: () => SeenList | undefined;
  /** Never rejects. */
  readonly refresh: (priority: 'user' | 'background') => Promise<void>;
}

/** When a list is read: when it is first seen, and from then on once a minute; sooner where its server was unreachable. */
export class RefreshSchedule {
  private timer: Timer | undefined;
  private known: object | undefined;
  private lastStart = 0;
  private disposed = false;

  constructor(private readonly options: RefreshScheduleOptions) {}

  /** To be called whenever what is seen has changed. */
  check(): void {
    const seen = this.options.seen();
    this.stop();
    if (!seen || this.disposed) {
      return;
    }
    if (seen.list !== this.known) {
      this.known = seen.list;
      this.start('user');
    } else if (seen.repeats && mayRecover(seen.list.state)) {
      this.startAt(this.lastStart + (isUnreachable(seen.list.state) ? UNREACHABLE_INTERVAL : INTERVAL));
    }
  }

  /** The server cannot be reached: the list is read soon, so that it says how old it is. */
  doubted(): void {
    this.startSoon((seen) => !isUnreachable(seen.list.state));
  }

  /** The server answers again: a list that is old for that reason is read without waiting for its time. */
  recovered(): void {
    this.startSoon((seen) => isUnreachable(seen.list.state));
  }

  /** Leaves no timer. */
  dispose(): void {
    this.disposed = true;
    this.stop();
  }

  private startSoon(isWanted: (seen: SeenList) => boolean): void {
    const seen = this.options.seen();
    if (seen?.repeats && mayRecover(seen.list.state) && isWanted(seen)) {
      this.stop();
      this.startAt(this.lastStart + RECOVERY_INTERVAL);
    }
  }

  private startAt(at: number): void {
    const { clock } = this.options;
    this.timer = clock.after(Math.max(0, at - clock.now()), () => this.start('background'));
  }

  /** Somebody waits for the first list; the later ones give way to what people do. */
  private start(priority: 'user' | 'background'): void {
    this.stop();
    this.lastStart = this.options.clock.now();
    void this.options.refresh(priority).then(() => this.check());
  }

  private stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }
}

/** Asking again cannot help before somebody replaces the key, or moves to another server. */
function mayRecover(state: ListState): boolean {
  return !('error' in state) || (state.error.kind !== 'auth' && state.error.kind !== 'gone');
}

function isUnreachable(state: ListState): boolean {
  return 'error' in state && state.error.kind === 'network';
}
