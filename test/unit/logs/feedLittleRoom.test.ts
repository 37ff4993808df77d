import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogEntry } from '../../../src/api/schemas';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogFeed } from '../../../src/logs/feed';
import { ConfigBuffer } from '../../../src/logs/feed/feedBuffer';
import { PollSchedule } from '../../../src/logs/feed/pollSchedule';
import { addMicroseconds, compareTimestamps, timestampFromDate } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { FakeLogServer, apiError, seededRandom } from '../../support/fakeLogServer';

const SCHEDULES = 150;

const feed = fc.nat(2);
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('add' as const), feed, count: fc.integer({ min: 1, max: 600 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('late' as const),
      feed,
      count: fc.integer({ min: 1, max: 8 }),
      lateUs: fc.integer({ min: 0, max: 30_000_000 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('older' as const), feed }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('backTo' as const),
      feed,
      us: fc.integer({ min: 0, max: 60_000_000 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('cap' as const), more: fc.integer({ min: -300, max: 900 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('reconnect' as const, 'pause' as const, 'resume' as const),
      feed,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('latency' as const), ms: fc.constantFrom(0, 30, 900, 4_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('failures' as const),
      feed,
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** One config: its server, its feed, and what a person has done to what it brought. */
class Config {
  readonly server: FakeLogServer;
  feed: LogFeed;
  /** Ids that the server held before the feed had an answer: history, which is loaded when a person asks for it. */
  private history = new Set<string>();

  constructor(
    private readonly id: number,
    private readonly buffer: LogBuffer,
    private readonly clock: FakeClock,
    private readonly schedule: PollSchedule,
    private readonly random: () => number,
  ) {
    this.server = new FakeLogServer(clock, random);
    this.server.add(timestampFromDate(clock.now()), 250, 1_000);
    this.feed = this.open();
  }

  reconnect(): void {
    this.feed.dispose();
    this.feed = this.open();
  }

  /** @param gone the newest timestamp up to which anything ever made room */
  check(gone: string | undefined): void {
    const { loadedFrom } = this.feed;
    const { held } = this.server;
    // What was history before is loaded when it is asked for.
    const isDue = ({ id, timestamp }: LogEntry): boolean =>
      loadedFrom === undefined ||
      compareTimestamps(timestamp, loadedFrom) >= 0 ||
      (!this.history.has(id) && (gone === undefined || compareTimestamps(timestamp, gone) > 0));
    const expected = held.filter((entry) => this.buffer.has(entry.id, this.id) || isDue(entry));
    assert.deepEqual(
      this.shown,
      expected.map(({ id }) => id),
    );
    assert.equal(this.feed.state.kind, 'live');
  }

  checkWhole(): void {
    assert.deepEqual(
      this.shown,
      this.server.held.map(({ id }) => id),
    );
  }

  private get shown(): readonly string[] {
    return this.buffer
      .slice()
      .flatMap((item) => (item.kind === 'entry' && item.config === this.id ? [item.entry.id] : []));
  }

  private open(): LogFeed {
    const isNew =
      this.buffer.newestOf(this.id) === undefined && this.buffer.leftFor(this.id)?.settled === undefined;
    let answered = !isNew;
    let asked: readonly LogEntry[] = [];
    const opened = new LogFeed({
      fetchPage: (request, signal) => {
        asked = answered ? [] : this.server.held;
        return this.server.fetch(request, signal);
      },
      clock: this.clock,
      schedule: this.schedule,
      buffer: new ConfigBuffer(this.buffer, this.id),
      random: this.random,
      yieldNow: () => Promise.resolve(),
    });
    if (isNew) {
      this.history = new Set(this.server.held.map(({ id }) => id));
    }
    opened.onDidChangeState(({ kind }) => {
      if (!answered && (kind === 'live' || kind === 'catchingUp')) {
        answered = true;
        this.history = new Set(asked.map(({ id }) => id));
      }
    });
    opened.start();
    return opened;
  }
}

/** Three configs in one buffer that holds less than there is. */
class Run {
  private readonly clock = new FakeClock();
  private readonly buffer = new LogBuffer(700);
  private readonly configs: readonly Config[];
  private gone: string | undefined;
  private newest = addMicroseconds(timestampFromDate(this.clock.now()), 249_000);

  constructor(seed: number) {
    const random = seededRandom(seed);
    const schedule = new PollSchedule(this.clock);
    this.configs = [0, 1, 2].map((id) => new Config(id, this.buffer, this.clock, schedule, random));
    this.buffer.onDidChange(() => {
      const { evictedThrough } = this.buffer;
      const isHigher =
        this.gone === undefined || compareTimestamps(evictedThrough ?? this.gone, this.gone) > 0;
      this.gone = isHigher ? evictedThrough : this.gone;
    });
  }

  async play(actions: readonly Action[]): Promise<void> {
    await this.clock.advance(0);
    for (const one of actions) {
      await this.act(one);
    }
    for (const { server, feed } of this.configs) {
      server.latency = 0;
      server.failures.length = 0;
      feed.resume();
    }
    await this.clock.advance(1_200_000);
    this.configs.forEach((config) => config.check(this.gone));
    await this.loadAll();
    const items = this.buffer.slice();
    assert.ok(
      items.every((item) => item.kind === 'entry'),
      'no gap is left',
    );
    this.configs.forEach((config) => config.feed.dispose());
    assert.equal(this.clock.armed, 0);
  }

  /** Everything that the servers have can be had, whatever has made room. */
  private async loadAll(): Promise<void> {
    this.buffer.cap = 100_000;
    for (const { feed } of this.configs) {
      for (let end = false; !end;) {
        ({ end } = await feed.loadOlder());
      }
    }
    this.configs.forEach((config) => config.checkWhole());
  }

  private async act(one: Action): Promise<void> {
    const config = 'feed' in one ? this.configs[one.feed] : undefined;
    switch (one.do) {
      case 'add':
        this.newest = this.now();
        this.newest = config?.server.add(this.newest, one.count, 10).at(-1)?.timestamp ?? this.newest;
        break;
      case 'late':
        config?.server.add(addMicroseconds(this.newest, -one.lateUs), one.count, 10);
        break;
      case 'older':
        config?.feed.loadOlder().catch(() => undefined);
        break;
      case 'backTo':
        config?.feed.loadBackTo(addMicroseconds(this.newest, -one.us)).catch(() => undefined);
        break;
      case 'cap':
        this.buffer.cap = Math.max(50, this.buffer.cap + one.more);
        break;
      case 'wait':
        await this.clock.advance(one.ms);
        break;
      case 'reconnect':
        config?.reconnect();
        break;
      case 'pause':
        config?.feed.pause();
        break;
      case 'resume':
        config?.feed.resume();
        break;
      case 'latency':
        this.configs.forEach(({ server }) => (server.latency = one.ms));
        break;
      case 'failures':
        for (let request = 0; request < one.count; request++) {
          config?.server.failures.push(apiError('network'));
        }
        break;
    }
  }

  private now(): string {
    const now = timestampFromDate(this.clock.now());
    return compareTimestamps(now, this.newest) > 0 ? now : this.newest;
  }
}

describe('log feed: little room', () => {
  it('keeps each config of a shared buffer whole, whoever makes room and whoever loads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { minLength: 3, maxLength: 25 }),
        fc.integer(),
        async (actions, seed) => {
          await new Run(seed).play(actions);
        },
      ),
      { numRuns: Number(process.env.FEED_SCHEDULES ?? SCHEDULES) },
    );
  }).timeout(120_000);
});
