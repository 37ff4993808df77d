import type { Clock } from '../../api/clock';
import type { PollSchedule, Turn } from './pollSchedule';

/** When the next poll of one feed may go: once it is due, and the schedule has a turn for it. */
export class PollTurn {
  private due: number;
  /** The turn that was taken for the next poll. */
  private taken: Turn | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly schedule: PollSchedule,
    private readonly kind: () => Turn,
  ) {
    this.due = clock.now();
  }

  /** When the poll is due, in milliseconds. */
  get dueAt(): number {
    return this.due;
  }

  /** When the poll may go, in milliseconds. Takes a turn where it is due. */
  get at(): number {
    if (this.due <= this.clock.now() && this.taken === undefined) {
      this.taken = this.kind();
      this.due = this.schedule.reserve(this.taken);
    }
    return this.due;
  }

  /** The poll goes; the next one needs a turn of its own. */
  use(): void {
    this.taken = undefined;
  }

  /** The poll is due at `at`. A turn that was taken is kept for it. */
  nextAt(at: number): void {
    this.due = at;
  }

  /** The poll goes now; it counts, but does not wait. */
  now(): void {
    if (this.taken === undefined) {
      this.taken = this.kind();
      this.schedule.count(this.taken);
    }
    this.due = this.clock.now();
  }

  /** There will be no poll for now. */
  giveBack(): void {
    if (this.taken !== undefined) {
      this.schedule.giveBack(this.taken);
      this.taken = undefined;
    }
  }
}
