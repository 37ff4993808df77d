import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Budget } from '../../../src/api/budget';
import { ApiClient, type RequestRecord } from '../../../src/api/client';
import { listLogs } from '../../../src/api/pluginConfigs';
import type { Priority } from '../../../src/api/waitingLine';
import { Outages, type Outage } from '../../../src/connection/outages';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogFeed, type FeedState } from '../../../src/logs/feed';
import { PollSchedule } from '../../../src/logs/feed/pollSchedule';
import { compareTimestamps, timestampFromDate } from '../../../src/logs/timestamp';
import { PluginConfigs } from '../../../src/model/pluginConfigs';
import { RefreshSchedule } from '../../../src/model/refreshSchedule';
import type { FixtureLogEntry } from '../../../src/demo/fixture';
import type { DemoServer } from '../../../src/demo/server';
import { FakeClock } from '../../support/fakeClock';
import type { NetworkGate, OutageKind } from '../../support/networkGate';

const STEP_MS = 250;
const CAP = 100_000;

/** Knows which requests have been let go and have not ended. */
class WatchedBudget extends Budget {
  underWay = 0;

  override async take(priority: Priority, signal?: AbortSignal): Promise<void> {
    await super.take(priority, signal);
    this.underWay++;
  }
}

export interface Panel {
  readonly configId: number;
  readonly feed: LogFeed;
  readonly buffer: LogBuffer;
  readonly states: FeedState['kind'][];
}

/** What one window has open, on real sockets and a clock that stands still until it is told to move. */
export class OfflineWindow {
  readonly clock = new FakeClock();
  readonly configs: PluginConfigs;
  readonly panels: readonly Panel[];
  readonly notices: Outage[] = [];
  /** One for each attempt, with when it ended. */
  readonly attempts: (RequestRecord & { readonly at: number })[] = [];
  readonly budget = new WatchedBudget(this.clock);
  private readonly client: ApiClient;
  private readonly outages = new Outages();
  private readonly refreshes: RefreshSchedule;
  /** Whether the logs go on. */
  writes = true;
  private isDown = false;
  /** What the server has, by config. */
  private readonly written = new Map<number, FixtureLogEntry[]>();
  private made = 0;

  constructor(
    private readonly server: DemoServer,
    readonly gate: NetworkGate,
    configIds: readonly number[],
  ) {
    this.client = new ApiClient({
      origin: gate.url,
      key: { read: () => Promise.resolve(server.key) },
      budget: this.budget,
      clock: this.clock,
      random: () => 0.5,
      onRequest: (record) => {
        this.budget.underWay--;
        this.attempts.push({ ...record, at: this.clock.now() });
        this.outages.note(record, gate.url, this.clock.now());
      },
    });
    this.configs = new PluginConfigs({ client: this.client, projectId: 1, clock: this.clock });
    this.refreshes = new RefreshSchedule({
      clock: this.clock,
      seen: () => ({ list: this.configs, repeats: true }),
      refresh: (priority) => this.configs.refresh({ priority }),
    });
    const schedule = new PollSchedule(this.clock);
    this.panels = configIds.map((id) => this.openPanel(id, schedule));
    this.outages.onDidBegin((outage) => {
      this.notices.push(outage);
      this.refreshes.doubted();
    });
    this.outages.onDidEnd(() => {
      this.refreshes.recovered();
      this.panels.forEach(({ feed }) => feed.reached());
    });
    this.refreshes.check();
    this.panels.forEach(({ feed }) => feed.start());
  }

  /** Lets time pass; the logs go on, one entry a second in each, whether anybody can read them or not. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      if (this.writes && this.clock.now() % 1_000 === 0) {
        this.panels.forEach(({ configId }) => this.write(configId, 1));
      }
      await this.clock.advance(STEP_MS);
      await this.settle();
    }
  }

  /** Until it is so. @returns the milliseconds that it took */
  async passUntil(what: string, isSo: () => boolean, mostMs: number): Promise<number> {
    const start = this.clock.now();
    while (!isSo()) {
      assert.ok(this.clock.now() - start < mostMs, `${what}: not after ${mostMs} ms`);
      await this.pass(STEP_MS);
    }
    return this.clock.now() - start;
  }

  async goDown(kind: OutageKind): Promise<void> {
    this.isDown = kind === 'silent';
    await this.gate.goDown(kind);
  }

  async comeBack(): Promise<void> {
    this.isDown = false;
    await this.gate.comeBack();
  }

  /** The server gets entries of one config. */
  write(configId: number, count: number): void {
    const entries = Array.from({ length: count }, (_, index) => ({
      id: randomUUID(),
      team_id: 1,
      plugin_id: this.server.state.configRows().find(({ id }) => id === configId)?.pluginId ?? 0,
      plugin_config_id: configId,
      timestamp: timestampFromDate(this.clock.now() + Math.floor((index * 900) / count)),
      source: 'PLUGIN',
      type: 'INFO',
      message: `entry ${++this.made}`,
      instance_id: '12345678-1234-4234-8234-123456789012',
    }));
    this.written.set(configId, [...(this.written.get(configId) ?? []), ...entries]);
    this.server.insertLogs(entries);
  }

  /** Ids of the entries that the server has of a config, in the order of a log. */
  held(configId: number): readonly string[] {
    return [...(this.written.get(configId) ?? [])]
      .sort((a, b) => compareTimestamps(a.timestamp, b.timestamp) || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  }

  /** Of a panel, what it holds: entries by id, gaps by what they are. */
  shown({ buffer }: Panel): readonly string[] {
    return buffer.slice().map((item) => (item.kind === 'entry' ? item.key : item.kind));
  }

  async dispose(): Promise<void> {
    this.panels.forEach(({ feed }) => feed.dispose());
    this.refreshes.dispose();
    this.configs.dispose();
    this.outages.dispose();
    this.budget.dispose();
    await this.client.dispose();
    assert.equal(this.clock.armed, 0, 'no timer is left');
  }

  private openPanel(configId: number, schedule: PollSchedule): Panel {
    const buffer = new LogBuffer(CAP);
    const feed = new LogFeed({
      fetchPage: (request, signal) =>
        listLogs(this.configs.api, configId, request, { signal, priority: 'background' }),
      clock: this.clock,
      buffer,
      schedule,
      random: () => 0.5,
    });
    const states: FeedState['kind'][] = [];
    feed.onDidChangeState(({ kind }) => states.push(kind));
    return { configId, feed, buffer, states };
  }

  /** Real sockets need real time; where nobody answers, only the clock can end a request. */
  private async settle(): Promise<void> {
    for (let turn = 0; turn < 10 || (!this.isDown && this.budget.underWay > 0); turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
