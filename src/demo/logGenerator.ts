import type { DemoClock } from './clock';
import type { FixtureLogEntry } from './fixture';
import { inventMessage, jobMessages, type LogMessage } from './logMessages';
import { SeededRandom } from './random';
import type { ConfigRow } from './rows';
import type { DemoState } from './state';
import { formatMicros, type Micros } from './timestamps';

export interface LogGeneratorOptions {
  /** The same seed and clock make the same entries; absent: the time of the start, so that no two runs share ids. */
  readonly seed?: number;
  /** Milliseconds between entries, on average, over all enabled configs. */
  readonly averageGapMs?: number;
  /** Milliseconds of history made at the start. */
  readonly historyMs?: number;
}

/** How far behind the clock an entry may arrive. */
export const LATEST_ARRIVAL_MS = 30_000;

/** Over all enabled configs: with the demo project's seven, each writes about every two seconds. */
const GENTLE_GAP_MS = 300;
const HOUR_MS = 3_600_000;
/** History is sparser than the present, so that starting stays cheap. */
const HISTORY_GAP_FACTOR = 20;
const JOB_STEP_MS = 700;

/**
 * Keeps log entries coming for enabled configs: a steady flow with a burst now and then, several entries of one
 * instant, and entries that arrive late. Nothing happens before `start`.
 */
export class LogGenerator {
  private readonly random: SeededRandom;
  private readonly instanceId: string;
  private readonly gapMs: number;
  private readonly historyMs: number;
  private readonly timers = new Set<{ cancel(): void }>();
  private isRunning = false;

  constructor(
    private readonly state: DemoState,
    private readonly clock: DemoClock,
    options: LogGeneratorOptions = {},
  ) {
    this.random = new SeededRandom(options.seed ?? Math.floor(clock.now()));
    this.instanceId = this.random.uuid();
    this.gapMs = options.averageGapMs ?? GENTLE_GAP_MS;
    this.historyMs = options.historyMs ?? HOUR_MS;
  }

  /** Makes the history, then goes on until `stop`. */
  start(): void {
    if (this.isRunning) {
      return;
    }
    this.isRunning = true;
    this.makeHistory();
    this.scheduleNext();
  }

  stop(): void {
    this.isRunning = false;
    for (const timer of this.timers) {
      timer.cancel();
    }
    this.timers.clear();
  }

  /** Many entries for one config at once. With `sameInstant` they share one timestamp. */
  burst(configId: number, count: number, sameInstant = false): void {
    const start = this.nowMicros();
    this.write(configId, (row) =>
      Array.from({ length: count }, (_, index) =>
        this.entry(row, start - (sameInstant ? 0 : (count - 1 - index) * 137), this.message(row)),
      ),
    );
  }

  /** One entry that arrives late, with a timestamp of then. */
  late(configId: number, behindMs = LATEST_ARRIVAL_MS): void {
    this.write(configId, (row) => [this.entry(row, this.nowMicros() - behindMs * 1000, this.message(row))]);
  }

  /** Writes what a job writes, step by step, if the generator is running. */
  runJob(configId: number, type: string): void {
    if (!this.isRunning) {
      return;
    }
    jobMessages(this.random, type).forEach((message, step) => {
      this.after(200 + step * JOB_STEP_MS, () =>
        this.write(configId, (row) => [this.entry(row, this.nowMicros(), message)]),
      );
    });
  }

  private scheduleNext(): void {
    const wait = this.gapMs * (0.3 + this.random.next() * 1.4);
    this.after(wait, () => {
      this.tick();
      this.scheduleNext();
    });
  }

  private tick(): void {
    const row = this.anyRow();
    if (!row) {
      return;
    }
    const kind = this.random.below(100);
    if (kind < 2) {
      this.burst(row.id, 15 + this.random.below(40));
    } else if (kind < 8) {
      this.burst(row.id, 2 + this.random.below(3), true);
    } else if (kind < 13) {
      this.late(row.id, this.random.below(LATEST_ARRIVAL_MS));
    } else {
      this.burst(row.id, 1);
    }
  }

  private makeHistory(): void {
    const now = this.nowMicros();
    const entries: FixtureLogEntry[] = [];
    const step = this.gapMs * HISTORY_GAP_FACTOR;
    for (let age = this.historyMs; age > 0; age -= step * (0.3 + this.random.next() * 1.4)) {
      const row = this.anyRow();
      if (row) {
        entries.push(this.entry(row, now - Math.floor(age) * 1000, this.message(row)));
      }
    }
    this.state.logs.insert(entries);
  }

  private anyRow(): ConfigRow | undefined {
    const rows = this.state.configRows().filter(({ enabled, deleted }) => enabled && !deleted);
    return rows[this.random.below(rows.length)];
  }

  private write(configId: number, make: (row: ConfigRow) => readonly FixtureLogEntry[]): void {
    const row = this.state.configRows().find(({ id }) => id === configId);
    if (row) {
      this.state.logs.insert(make(row));
    }
  }

  private message(row: ConfigRow): LogMessage {
    const plugin = this.state.plugins.find(({ id }) => id === row.pluginId);
    return inventMessage(this.random, plugin?.name ?? 'plugin');
  }

  private entry(row: ConfigRow, micros: Micros, message: LogMessage): FixtureLogEntry {
    return {
      id: this.random.uuid(),
      team_id: row.projectId,
      plugin_id: row.pluginId,
      plugin_config_id: row.id,
      timestamp: formatMicros(micros),
      ...message,
      instance_id: this.instanceId,
    };
  }

  /** The plugin server writes milliseconds, so that entries often share an instant. */
  private nowMicros(): Micros {
    return Math.floor(this.clock.now()) * 1000;
  }

  private after(ms: number, callback: () => void): void {
    const timer = this.clock.after(ms, () => {
      this.timers.delete(timer);
      callback();
    });
    this.timers.add(timer);
  }
}
