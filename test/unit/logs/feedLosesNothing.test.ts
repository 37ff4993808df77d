import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogEntry } from '../../../src/api/schemas';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogFeed } from '../../../src/logs/feed';
import { addMicroseconds, compareTimestamps, timestampFromDate } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { FakeLogServer, apiError, seededRandom } from '../../support/fakeLogServer';

const SCHEDULES = 600;

/** One thing that happens, to the server or to the feed. */
type Step =
  | { readonly do: 'entries'; readonly count: number; readonly stepUs: number }
  /** Behind the newest one. */
  | { readonly do: 'late'; readonly count: number; readonly lateUs: number; readonly stepUs: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'outage'; readonly ms: number; readonly status: number }
  | { readonly do: 'failures'; readonly letThrough: number; readonly count: number }
  | { readonly do: 'hide'; readonly ms: number }
  | { readonly do: 'reload' }
  /** The connection is lost and found again: another feed on the same buffer. */
  | { readonly do: 'reconnect' }
  | { readonly do: 'older' }
  | { readonly do: 'cap'; readonly characters: number }
  | { readonly do: 'latency'; readonly ms: number };

const count = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 4_000 }) },
);
const stepUs = fc.constantFrom(0, 0, 1, 137, 10_000);
const wait = fc.oneof(
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 0, max: 40_000 }),
  fc.constant(400_000),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('entries' as const), count, stepUs }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('late' as const),
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
      letThrough: fc.integer({ min: 0, max: 4 }),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), ms: wait }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('older' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('cap' as const), characters: fc.integer({ min: 2, max: 2_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('latency' as const), ms: fc.constantFrom(0, 30, 900, 4_000) }),
  },
);

const schedule = fc.record({
  seed: fc.integer(),
  skewMs: fc.integer({ min: -7_200_000, max: 7_200_000 }),
  before: fc.constantFrom(0, 3, 150, 900),
  beforeStepUs: fc.constantFrom(0, 50, 300_000),
  maxBackfill: fc.constantFrom(undefined, 700),
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** A server, and a panel on it that is closed and opened again. */
class Run {
  readonly clock = new FakeClock();
  readonly server: FakeLogServer;
  buffer = new LogBuffer(1_000_000);
  feed: LogFeed;
  /** Ids that the server held when the panel first got an answer: history, of which only what is loaded is to be whole. */
  private history = new Set<string>();
  private readonly random: () => number;

  constructor(private readonly schedule: Schedule) {
    this.random = seededRandom(schedule.seed);
    this.server = new FakeLogServer(this.clock, this.random);
    if (schedule.before > 0) {
      const start = addMicroseconds(this.now(), -schedule.before * schedule.beforeStepUs);
      this.server.add(start, schedule.before, schedule.beforeStepUs);
    }
    this.feed = this.open();
  }

  async play(): Promise<void> {
    for (const one of this.schedule.steps) {
      await this.step(one);
    }
    await this.settle();
    this.check();
    this.feed.dispose();
    await this.clock.advance(4_000);
    assert.equal(this.clock.armed, 0);
    assert.equal(this.server.mostInFlight, 1);
  }

  private now(): string {
    return timestampFromDate(this.clock.now() + this.schedule.skewMs);
  }

  /** Now, but never more than 30 s behind what a burst has put ahead of the clock. */
  private earliest(): string {
    const now = this.now();
    const limit = addMicroseconds(this.server.newest ?? now, -30_000_000);
    return compareTimestamps(now, limit) > 0 ? now : limit;
  }

  /** @param goesOn whether the buffer was filled by another feed before */
  private open(since?: string, goesOn = false): LogFeed {
    const { maxBackfill } = this.schedule;
    let answered = goesOn;
    let held: readonly LogEntry[] = [];
    const feed = new LogFeed({
      fetchPage: (request, signal) => {
        held = answered ? [] : this.server.held;
        return this.server.fetch(request, signal);
      },
      clock: this.clock,
      buffer: this.buffer,
      random: this.random,
      yieldNow: () => Promise.resolve(),
      ...(since === undefined ? {} : { since }),
      ...(maxBackfill === undefined ? {} : { maxBackfill }),
    });
    feed.onDidChangeState(({ kind }) => {
      if (!answered && (kind === 'live' || kind === 'catchingUp')) {
        answered = true;
        this.history = new Set(held.map((entry) => entry.id));
      }
    });
    feed.start();
    return feed;
  }

  private async step(one: Step): Promise<void> {
    const { clock, server } = this;
    switch (one.do) {
      case 'entries':
        server.add(this.earliest(), one.count, one.stepUs);
        break;
      case 'late':
        server.add(addMicroseconds(server.newest ?? this.now(), -one.lateUs), one.count, one.stepUs);
        break;
      case 'wait':
        await clock.advance(one.ms);
        break;
      case 'outage':
        server.outage = one.status === 0 ? apiError('network') : outage(one.status);
        await clock.advance(one.ms);
        server.outage = undefined;
        break;
      case 'failures':
        for (let request = -one.letThrough; request < one.count; request++) {
          server.failures.push(request < 0 ? undefined : apiError('network'));
        }
        break;
      case 'hide':
        this.feed.pause();
        await clock.advance(one.ms);
        this.feed.resume();
        break;
      case 'reload': {
        this.feed.dispose();
        await clock.advance(4_000);
        const since = this.buffer.oldestTimestamp;
        this.buffer = new LogBuffer(1_000_000);
        this.feed = this.open(since);
        break;
      }
      case 'reconnect':
        this.feed.dispose();
        await clock.advance(0);
        this.feed = this.open(this.buffer.newestTimestamp, this.buffer.size > 0);
        break;
      case 'older':
        this.feed.loadOlder().catch(() => undefined);
        break;
      case 'cap':
        server.cap = one.characters;
        break;
      case 'latency':
        server.latency = one.ms;
        break;
    }
  }

  /** Heals the server, gives the feed time, and asks for every gap. */
  private async settle(): Promise<void> {
    const { clock, server } = this;
    server.cap = Number.POSITIVE_INFINITY;
    server.failures.length = 0;
    server.latency = 0;
    for (const ms of [60_000, 12 * 60_000]) {
      await clock.advance(ms);
      for (let gap = this.gap(); gap; gap = this.gap()) {
        const filled = this.feed.fillGap(gap.key);
        await clock.advance(60_000);
        await filled;
      }
    }
  }

  private gap() {
    return this.buffer.slice().find((item) => item.kind === 'gap');
  }

  private check(): void {
    const shown = this.buffer.slice().flatMap((item) => (item.kind === 'entry' ? [item.entry] : []));
    assert.equal(shown.length, this.buffer.size);
    assert.equal(new Set(shown.map((entry) => entry.id)).size, shown.length, 'nothing twice');
    // Of history, everything after the oldest that is shown; of the rest, everything.
    const oldest = shown.find((entry) => this.history.has(entry.id))?.timestamp;
    const expected = this.server.held.filter(
      (entry) =>
        !this.history.has(entry.id) ||
        this.buffer.has(entry.id) ||
        (oldest !== undefined && compareTimestamps(entry.timestamp, oldest) > 0),
    );
    assert.deepEqual(
      shown.map((entry) => entry.id),
      expected.map((entry) => entry.id),
    );
    assert.equal(this.feed.state.kind, 'live');
  }
}

function outage(status: number) {
  return status === 429
    ? apiError('rateLimited', { status, retryAfterMs: 20_000 })
    : apiError('server', { status });
}

describe('log feed: loses nothing', () => {
  it('delivers what the server holds, in order and once, whatever happens', async function () {
    this.timeout(300_000);
    let played = 0;
    let entries = 0;
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const run = new Run(one);
        await run.play();
        played++;
        entries += run.server.held.length;
      }),
      { numRuns: Number(process.env.FEED_SCHEDULES ?? SCHEDULES) },
    );
    console.log(`      ${played} schedules, ${entries} entries, 0 lost`);
  });
});
