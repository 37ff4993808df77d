import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Budget } from '../../../src/api/budget';
import { ApiClient } from '../../../src/api/client';
import { type Clock, systemClock } from '../../../src/api/clock';
import { listLogs, type ProjectApi } from '../../../src/api/pluginConfigs';
import type { LogEntry } from '../../../src/api/schemas';
import { demoFixture } from '../../../src/demo/demoFixture';
import type { FixtureLogEntry } from '../../../src/demo/fixture';
import type { ProfileName } from '../../../src/demo/profiles';
import { type DemoServer, startDemoServer } from '../../../src/demo/server';
import type { FetchLogPage } from '../../../src/logs/feed';
import { addMicroseconds, compareTimestamps, timestampFromDate } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { seededRandom } from '../../support/fakeLogServer';
import type { Fault } from '../../support/faults/fault';
import { type FaultProxy, startFaultProxy } from '../../support/faults/faultProxy';
import { type LogHost, PanelRun, WORDS } from '../../support/panelRun';
import { PLANTED_KEY } from '../api/clientHarness';

const SCHEDULES = 8;
const PROFILES: readonly ProfileName[] = ['2021-06', '2021-12', '2023-11', '2026'];
const CONFIGS = [11, 12, 13] as const;
const HUGE = 10 * 1024 * 1024;

/** Time of the client, which is not what is tested here: waits between its attempts take a tenth. */
const hurried: Clock = {
  now: () => Date.now() * 10,
  after: (ms, callback) => systemClock.after(ms / 10, callback),
};

/** What goes wrong with every request for a while. */
const FAULTS: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'resetMidBody', bytes: 500 },
  { kind: 'answer', status: 502 },
  {
    kind: 'answer',
    status: 429,
    body: { type: 'throttled_error', detail: 'Expected available in 2 seconds.' },
  },
];

type Step =
  | {
      readonly do: 'entries' | 'late';
      readonly config: number;
      readonly count: number;
      readonly stepUs: number;
      readonly lateMs: number;
      readonly word: string;
    }
  | { readonly do: 'huge' | 'burst'; readonly config: number }
  | { readonly do: 'wait' | 'hide'; readonly ms: number }
  | { readonly do: 'outage'; readonly fault: number; readonly ms: number }
  | { readonly do: 'reload' | 'reconnect' | 'older' }
  | { readonly do: 'filter'; readonly text: string };

const config = fc.nat(2);
const ms = fc.oneof(
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 0, max: 40_000 }),
  fc.constant(150_000),
);
const entries = fc.record({
  do: fc.constantFrom('entries' as const, 'entries' as const, 'late' as const),
  config,
  count: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 2, arbitrary: fc.integer({ min: 1_000, max: 4_000 }) },
  ),
  // None: one time for all. A second: timestamps without a fraction, where the first has none.
  stepUs: fc.constantFrom(0, 1, 137, 10_000, 1_000_000),
  lateMs: fc.integer({ min: 0, max: 30_000 }),
  word: fc.constantFrom(...WORDS),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: entries },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('wait' as const, 'wait' as const, 'hide' as const), ms }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('outage' as const), fault: fc.nat(FAULTS.length - 1), ms }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('reload' as const, 'reconnect' as const, 'older' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('filter' as const),
      text: fc.constantFrom('', 'ALPHA', '!beta', 'gam'),
    }),
  },
);
const schedule = fc.record({
  seed: fc.integer(),
  configs: fc.constantFrom(1, 1, 3),
  skewMs: fc.integer({ min: -7_200_000, max: 7_200_000 }),
  before: fc.constantFrom(0, 3, 900),
  burst: fc.constantFrom(100_000, 15_000, 15_000),
  steps: fc.array(step, { minLength: 4, maxLength: 14 }),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** A demo server with a proxy before it, and a panel on it: time stands still until it is told to move, requests are real. */
class Run implements LogHost {
  readonly clock = new FakeClock();
  readonly configs: readonly number[];
  readonly panel: PanelRun;
  private made = 0;
  private underWay = 0;
  /** By config, in order of arrival. */
  private readonly stored = new Map<number, FixtureLogEntry[]>();
  private readonly newest = new Map<number, string>();
  private readonly api: ProjectApi;
  private readonly client: ApiClient;
  private readonly budget = new Budget(hurried, { burst: 1_000_000, sustained: 1_000_000 });

  private constructor(
    private readonly server: DemoServer,
    private readonly proxy: FaultProxy,
    profile: ProfileName,
    private readonly schedule: Schedule,
  ) {
    this.configs = CONFIGS.slice(0, schedule.configs);
    this.client = new ApiClient({
      origin: proxy.url,
      key: { read: () => Promise.resolve(PLANTED_KEY) },
      budget: this.budget,
      clock: hurried,
      random: () => 0,
    });
    const collection = profile === '2021-06' ? 'plugin-configs' : 'plugin_configs';
    this.api = { client: this.client, projectId: 1, collection };
    this.configs.forEach((id) =>
      this.add(id, addMicroseconds(this.now(), -900_000_000), schedule.before, 1_000_000),
    );
    this.panel = new PanelRun(this, {
      clock: this.clock,
      random: seededRandom(schedule.seed),
      rest: () => this.rest(),
    });
  }

  static async start(profile: ProfileName, schedule: Schedule): Promise<Run> {
    const fixture = { ...demoFixture(PLANTED_KEY, Date.now()), logs: [] };
    const server = await startDemoServer({ profile, fixture, logs: false });
    return new Run(server, await startFaultProxy(server.url), profile, schedule);
  }

  fetchPage(id: number): FetchLogPage {
    return async (request, signal) => {
      this.underWay++;
      try {
        return await listLogs(this.api, id, request, { signal, priority: 'background' });
      } finally {
        this.underWay--;
      }
    };
  }

  held(id: number): readonly LogEntry[] {
    return [...(this.stored.get(id) ?? [])].map((row) => ({ ...row }));
  }

  async play(): Promise<void> {
    // What comes before the first answer is history, and a request that is still on its way has none.
    await this.rest();
    for (const one of this.schedule.steps) {
      await this.step(one);
    }
    // One of each with every server.
    await this.step({ do: 'burst', config: this.schedule.seed & 3 });
    await this.step({ do: 'wait', ms: 1_500 });
    this.panel.setFilter('!alpha', []);
    await this.step({ do: 'huge', config: 0 });
    await this.panel.settle();
    await this.panel.check();
    await this.panel.close();
  }

  async close(): Promise<void> {
    this.budget.dispose();
    await this.client.dispose();
    await this.proxy.close();
    await this.server.close();
  }

  private async step(one: Step): Promise<void> {
    const { panel } = this;
    switch (one.do) {
      case 'entries':
      case 'late': {
        const id = this.idOf(one.config);
        const newest = this.newest.get(id) ?? this.now();
        const start =
          one.do === 'late' ? this.inTime(addMicroseconds(newest, -1_000 * one.lateMs)) : this.earliest();
        this.add(
          id,
          start,
          one.do === 'late' ? Math.min(one.count, 40) : one.count,
          one.do === 'late' ? 0 : one.stepUs,
          one.word,
        );
        break;
      }
      case 'burst':
        this.add(this.idOf(one.config), this.earliest(), this.schedule.burst, 7);
        break;
      case 'huge':
        this.add(this.idOf(one.config), this.earliest(), 1, 0, 'alpha '.padEnd(HUGE, 'x'));
        break;
      case 'wait':
        await panel.pass(one.ms);
        break;
      case 'hide':
        await panel.hide(one.ms);
        break;
      case 'outage': {
        const fault = FAULTS[one.fault];
        const heal = fault && this.proxy.inject({ fault });
        await panel.pass(one.ms);
        heal?.();
        break;
      }
      case 'reload':
        await panel.reload();
        break;
      case 'reconnect':
        await panel.reconnect();
        break;
      case 'older':
        panel.loadOlder();
        break;
      case 'filter':
        panel.setFilter(one.text, ['DEBUG']);
        break;
    }
  }

  private idOf(index: number): number {
    return this.configs[index % this.configs.length] ?? CONFIGS[0];
  }

  private now(): string {
    return timestampFromDate(this.clock.now() + this.schedule.skewMs);
  }

  private earliest(): string {
    return this.inTime(this.now());
  }

  /** The timestamp, or what is 30 s behind the newest entry of any config where it is earlier. */
  private inTime(timestamp: string): string {
    const newest = [...this.newest.values()].sort(compareTimestamps).at(-1) ?? timestamp;
    const limit = addMicroseconds(newest, -30_000_000);
    return compareTimestamps(timestamp, limit) > 0 ? timestamp : limit;
  }

  private add(id: number, start: string, count: number, stepUs: number, message = 'gamma'): void {
    const rows = Array.from({ length: count }, (_, index): FixtureLogEntry => {
      const number = this.made++;
      return {
        // Ids say nothing about the order.
        id: `${((number * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')}-${number}`,
        team_id: 1,
        plugin_id: 3,
        plugin_config_id: id,
        timestamp: addMicroseconds(start, index * stepUs),
        source: 'CONSOLE',
        type: number % 5 === 0 ? 'DEBUG' : 'LOG',
        message,
        instance_id: '00000000-0000-0000-0000-000000000000',
      };
    });
    const stored = this.stored.get(id) ?? [];
    this.stored.set(id, stored);
    rows.forEach((row) => stored.push(row));
    this.server.insertLogs(rows);
    const last = rows.at(-1)?.timestamp;
    const newest = this.newest.get(id);
    if (last !== undefined && (newest === undefined || compareTimestamps(last, newest) > 0)) {
      this.newest.set(id, last);
    }
  }

  private async rest(): Promise<void> {
    do {
      await new Promise((resolve) => setTimeout(resolve, this.underWay > 0 ? 1 : 0));
    } while (this.underWay > 0);
  }
}

describe('log feed: loses nothing over HTTP', () => {
  it('delivers what demo servers of four generations hold, in order and once', async function () {
    this.timeout(300_000);
    let played = 0;
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const profile = PROFILES[played % PROFILES.length] ?? '2026';
        const run = await Run.start(profile, one);
        try {
          await run.play();
          played++;
          taken += run.panel.size;
        } finally {
          await run.close();
        }
      }),
      { numRuns: Number(process.env.FEED_HTTP_SCHEDULES ?? SCHEDULES), endOnFailure: true },
    );
    assert.ok(played > 0);
    console.log(`      ${played} schedules over HTTP, ${taken} entries, 0 lost`);
  });
});
