import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addMicroseconds, compareTimestamps, timestampFromDate } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { FakeLogServer, apiError, seededRandom } from '../../support/fakeLogServer';
import { type LogHost, PanelRun, WORDS } from '../../support/panelRun';

const SCHEDULES = 500;

/** One thing that happens, to the server or to the panel. */
type Step =
  | {
      readonly do: 'entries';
      readonly config: number;
      readonly count: number;
      readonly stepUs: number;
      readonly word: string;
    }
  /** Behind the newest one. */
  | {
      readonly do: 'late';
      readonly config: number;
      readonly count: number;
      readonly lateUs: number;
      readonly stepUs: number;
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'outage'; readonly ms: number; readonly status: number }
  | { readonly do: 'failures'; readonly config: number; readonly letThrough: number; readonly count: number }
  | { readonly do: 'hide'; readonly ms: number }
  | { readonly do: 'reload' | 'reconnect' | 'older' | 'hurry' }
  | { readonly do: 'filter'; readonly text: string; readonly hidden: boolean }
  | { readonly do: 'cap'; readonly characters: number }
  | { readonly do: 'latency'; readonly ms: number };

const config = fc.nat(2);
const count = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 4_000 }) },
);
/** A million: timestamps without a fraction, where the clock has none. */
const stepUs = fc.constantFrom(0, 0, 1, 137, 10_000, 1_000_000);
const wait = fc.oneof(
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 0, max: 40_000 }),
  fc.constant(400_000),
);
const word = fc.constantFrom(...WORDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('entries' as const), config, count, stepUs, word }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('late' as const),
      config,
      count: fc.integer({ min: 1, max: 20 }),
      lateUs: fc.integer({ min: 0, max: 30_000_000 }),
      stepUs: fc.constantFrom(0, 1),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: wait }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('outage' as const),
      ms: wait,
      status: fc.constantFrom(0, 429, 500, 502),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('failures' as const),
      config,
      letThrough: fc.integer({ min: 0, max: 4 }),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), ms: wait }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('reload' as const, 'reconnect' as const, 'older' as const, 'hurry' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('filter' as const),
      text: fc.constantFrom('', 'ALPHA', '!beta', 'gam', 'nothing'),
      hidden: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cap' as const),
      characters: fc.integer({ min: 10, max: 8_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('latency' as const), ms: fc.constantFrom(0, 30, 900, 4_000) }),
  },
);

const schedule = fc.record({
  seed: fc.integer(),
  configs: fc.constantFrom(1, 1, 1, 3),
  skewMs: fc.integer({ min: -7_200_000, max: 7_200_000 }),
  before: fc.constantFrom(0, 3, 150, 900),
  beforeStepUs: fc.constantFrom(0, 50, 300_000),
  maxBackfill: fc.constantFrom(undefined, 700),
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** Some logs, and a panel on them. */
class Run {
  readonly clock = new FakeClock();
  readonly servers: readonly FakeLogServer[];
  readonly panel: PanelRun;

  constructor(private readonly schedule: Schedule) {
    const { configs, before, beforeStepUs, maxBackfill, seed } = schedule;
    const random = seededRandom(seed);
    this.servers = Array.from({ length: configs }, () => new FakeLogServer(this.clock, random));
    if (before > 0) {
      const start = addMicroseconds(this.now(), -before * beforeStepUs);
      this.servers.forEach((server) => server.add(start, before, beforeStepUs));
    }
    const host: LogHost = {
      configs: this.servers.map((_, index) => index),
      fetchPage: (index) => this.server(index).fetch,
      held: (index) => this.server(index).held,
    };
    this.panel = new PanelRun(host, { clock: this.clock, random, maxBackfill });
  }

  async play(): Promise<void> {
    for (const one of this.schedule.steps) {
      await this.step(one);
    }
    for (const server of this.servers) {
      server.cap = Number.POSITIVE_INFINITY;
      server.failures.length = 0;
      server.latency = 0;
    }
    await this.panel.settle();
    await this.panel.check();
    await this.panel.close();
    assert.ok(this.servers.every((server) => server.mostInFlight === 1));
  }

  private server(index: number): FakeLogServer {
    const server = this.servers[index % this.servers.length];
    assert.ok(server);
    return server;
  }

  private now(): string {
    return timestampFromDate(this.clock.now() + this.schedule.skewMs);
  }

  private earliest(): string {
    return this.inTime(this.now());
  }

  /** The timestamp, or what is 30 s behind the newest entry of any config where it is earlier. */
  private inTime(timestamp: string): string {
    const newest = this.servers.flatMap((server) => server.newest ?? []).sort(compareTimestamps);
    const limit = addMicroseconds(newest.at(-1) ?? timestamp, -30_000_000);
    return compareTimestamps(timestamp, limit) > 0 ? timestamp : limit;
  }

  private async step(one: Step): Promise<void> {
    const { panel } = this;
    switch (one.do) {
      case 'entries': {
        const server = this.server(one.config);
        server.add(this.earliest(), one.count, one.stepUs, one.word);
        break;
      }
      case 'late': {
        const server = this.server(one.config);
        const newest = server.newest ?? this.now();
        server.add(this.inTime(addMicroseconds(newest, -one.lateUs)), one.count, one.stepUs);
        break;
      }
      case 'wait':
        await panel.pass(one.ms);
        break;
      case 'outage':
        this.servers.forEach((server) => (server.outage = outage(one.status)));
        await panel.pass(one.ms);
        this.servers.forEach((server) => (server.outage = undefined));
        break;
      case 'failures':
        for (let request = -one.letThrough; request < one.count; request++) {
          this.server(one.config).failures.push(request < 0 ? undefined : apiError('network'));
        }
        break;
      case 'hide':
        await panel.hide(one.ms);
        break;
      case 'reload':
        await panel.reload();
        break;
      case 'reconnect':
        await panel.reconnect();
        break;
      case 'older':
        panel.loadOlder();
        break;
      case 'hurry':
        panel.hurry();
        break;
      case 'filter':
        panel.setFilter(one.text, one.hidden ? ['ERROR', 'DEBUG'] : []);
        break;
      case 'cap':
        this.servers.forEach((server) => (server.cap = one.characters));
        break;
      case 'latency':
        this.servers.forEach((server) => (server.latency = one.ms));
        break;
    }
  }
}

function outage(status: number) {
  if (status === 0) {
    return apiError('network');
  }
  return status === 429
    ? apiError('rateLimited', { status, retryAfterMs: 20_000 })
    : apiError('server', { status });
}

describe('log feed: loses nothing', () => {
  it('delivers what the servers hold, in order and once, whatever happens', async function () {
    this.timeout(300_000);
    let played = 0;
    let entries = 0;
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const run = new Run(one);
        await run.play();
        played++;
        entries += run.panel.size;
      }),
      {
        numRuns: Number(process.env.FEED_SCHEDULES ?? SCHEDULES),
        interruptAfterTimeLimit: 240_000,
        markInterruptAsFailure: true,
      },
    );
    console.log(`      ${played} schedules, ${entries} entries, 0 lost`);
  });
});
