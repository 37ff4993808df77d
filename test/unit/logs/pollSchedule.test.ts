import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Budget } from '../../../src/api/budget';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogFeed } from '../../../src/logs/feed';
import { ConfigBuffer, type FeedBuffer } from '../../../src/logs/feed/feedBuffer';
import { PollSchedule } from '../../../src/logs/feed/pollSchedule';
import { timestampFromDate } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { FakeLogServer } from '../../support/fakeLogServer';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Some feeds of one window, each on a log of its own, with the window's budget. */
class Window {
  readonly clock = new FakeClock();
  readonly budget = new Budget(this.clock);
  readonly feeds: LogFeed[] = [];
  readonly servers: FakeLogServer[] = [];
  readonly buffers: LogBuffer[] = [];
  /** When each request went, and of which feed. */
  readonly sent: { readonly at: number; readonly feed: number }[] = [];
  longestWait = 0;
  private readonly schedule = new PollSchedule(this.clock);

  constructor(feeds: number, entries: number, merged = false) {
    const shared = new LogBuffer(1_000_000);
    for (let index = 0; index < feeds; index++) {
      const buffer = merged ? shared : new LogBuffer(1_000_000);
      this.buffers.push(buffer);
      this.open(index, entries, merged ? new ConfigBuffer(buffer, index) : buffer);
    }
  }

  private open(index: number, entries: number, buffer: FeedBuffer): void {
    const { clock, schedule, budget } = this;
    const server = new FakeLogServer(clock);
    server.add(timestampFromDate(clock.now()), entries, 1_000);
    const feed = new LogFeed({
      fetchPage: async (request, signal) => {
        const asked = clock.now();
        await budget.take('background', signal);
        this.longestWait = Math.max(this.longestWait, clock.now() - asked);
        this.sent.push({ at: clock.now(), feed: index });
        return server.fetch(request, signal);
      },
      clock,
      buffer,
      schedule,
      random: () => 0.5,
      yieldNow: () => Promise.resolve(),
    });
    this.servers.push(server);
    this.feeds.push(feed);
    feed.start();
  }

  /** The most requests in any hour. */
  get most(): number {
    let most = 0;
    let first = 0;
    this.sent.forEach(({ at }, index) => {
      while ((this.sent[first]?.at ?? at) <= at - HOUR) {
        first++;
      }
      most = Math.max(most, index - first + 1);
    });
    return most;
  }

  /** The longest time between two requests of one feed, since `from`. */
  longestPause(from = 0): number {
    return Math.max(
      ...this.feeds.map((_, feed) => {
        const times = this.sent.filter((one) => one.feed === feed && one.at >= from).map(({ at }) => at);
        return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at)));
      }),
    );
  }

  /** Entries keep coming, for so many milliseconds. */
  async flow(ms: number, everyMs: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += everyMs) {
      for (const server of this.servers) {
        server.add(timestampFromDate(this.clock.now()));
      }
      await this.clock.advance(everyMs);
    }
  }

  /** Milliseconds from the arrival of an entry in the first log to its being here. */
  async latency(): Promise<number> {
    const [added] = this.servers[0]?.add(timestampFromDate(this.clock.now())) ?? [];
    for (let ms = 0; ms < 2 * MINUTE; ms += 100) {
      if (this.buffers[0]?.has(added?.id ?? '')) {
        return ms;
      }
      await this.clock.advance(100);
    }
    return Infinity;
  }

  close(): void {
    this.feeds.forEach((feed) => feed.dispose());
    this.budget.dispose();
    assert.equal(this.clock.armed, 0);
  }
}

describe('poll schedule', () => {
  for (const [feeds, most] of [
    [1, 300],
    [3, 900],
    [10, 959],
    [20, 1_000],
  ] as const) {
    for (const entries of [0, 5_000]) {
      it(`${feeds} idle with ${entries} entries each: at most ${most} requests in any hour, the first included`, async () => {
        const window = new Window(feeds, entries);
        await window.clock.advance(3 * HOUR);
        assert.ok(window.most <= most, `${window.most} requests`);
        window.close();
      }).timeout(60_000);
    }
  }

  it('20 idle feeds of one panel are asked in turn', async () => {
    const window = new Window(20, 300, true);
    await window.clock.advance(3 * HOUR);
    assert.ok(window.most <= 1_000, `${window.most} requests`);
    assert.ok(window.longestPause() < 4 * MINUTE, `${window.longestPause()} ms`);
    window.close();
  }).timeout(60_000);

  it('hidden panels make no request', async () => {
    const window = new Window(10, 300);
    await window.clock.advance(10 * MINUTE);
    window.feeds.forEach((feed) => feed.pause());
    const before = window.sent.length;
    await window.clock.advance(3 * HOUR);
    assert.equal(window.sent.length, before);
    window.close();
  });

  it('keeps the latency of one and of three panels', async () => {
    for (const feeds of [1, 3]) {
      const window = new Window(feeds, 300);
      await window.flow(30 * SECOND, SECOND);
      assert.ok((await window.latency()) <= 1_500);
      for (const [idle, within] of [
        [20 * SECOND, 5_500],
        [4 * MINUTE, 5_500],
        [HOUR, 16_000],
        [HOUR, 16_000],
      ] as const) {
        await window.clock.advance(idle);
        const latency = await window.latency();
        assert.ok(latency <= within, `${feeds} panels, after ${idle} ms: ${latency} ms`);
      }
      window.close();
    }
  }).timeout(60_000);

  it('polls at once when a person looks, also where many idle panels wait', async () => {
    const window = new Window(10, 300);
    await window.clock.advance(HOUR);
    window.servers[0]?.add(timestampFromDate(window.clock.now()));
    const held = window.servers[0]?.held.length;
    window.feeds[0]?.hurry();
    await window.clock.advance(0);
    assert.equal(window.buffers[0]?.size, held);
    window.feeds[1]?.pause();
    window.feeds[1]?.resume();
    const count = window.sent.length;
    await window.clock.advance(0);
    assert.ok(window.sent.length > count);
    await window.clock.advance(3 * HOUR);
    assert.ok(window.most < 960);
    window.close();
  }).timeout(60_000);

  it('one flowing feed keeps its second for hours', async () => {
    const window = new Window(1, 300);
    await window.flow(3 * HOUR, 900);
    const polls = window.sent.filter(({ at }) => at > window.clock.now() - MINUTE).length;
    assert.ok(polls >= 55, `${polls} in the last minute`);
    assert.ok(window.longestPause() <= 1_200, `${window.longestPause()} ms`);
    assert.equal(window.longestWait, 0, 'never waits for the budget');
    window.close();
  }).timeout(120_000);

  it('ten flowing feeds slow down together, and never stand still', async () => {
    const window = new Window(10, 300);
    await window.flow(3 * HOUR, 5_000);
    assert.ok(window.most <= 4_050, `${window.most} requests`);
    assert.ok(window.longestPause() <= 25_000, `${window.longestPause()} ms`);
    const lately = window.longestPause(window.clock.now() - 2 * HOUR);
    assert.ok(lately <= 12_000, `${lately} ms`);
    assert.ok(window.longestWait <= SECOND, `${window.longestWait} ms`);
    window.close();
  }).timeout(120_000);

  it('fetches a burst fast, and makes up for it afterwards', async () => {
    const window = new Window(1, 300);
    await window.flow(MINUTE, 1_000);
    window.servers[0]?.add(timestampFromDate(window.clock.now()), 300_000, 1);
    await window.clock.advance(2_000);
    assert.equal(window.buffers[0]?.size, window.servers[0]?.held.length);
    window.close();
  }).timeout(60_000);

  it('gives turns at its rate, first come first served, whoever asks', async () => {
    const wait = fc.integer({ min: 0, max: 60_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(wait, { minLength: 400, maxLength: 1_500 }), async (waits) => {
        const clock = new FakeClock();
        const schedule = new PollSchedule(clock);
        const turns: number[] = [];
        for (const ms of waits) {
          turns.push(schedule.reserve('idle'));
          await clock.advance(ms % 7 === 0 ? ms : 0);
        }
        turns.forEach((at, index) => {
          assert.ok(at >= (turns[index - 1] ?? 0));
          const inHour = turns.filter((other) => other > at - HOUR && other <= at).length;
          assert.ok(inHour <= 891, `${inHour}`);
        });
      }),
      { numRuns: 5 },
    );
  });
});
