import assert from 'node:assert/strict';
import { LogBuffer } from '../../../src/logs/buffer';
import { type FeedState, LogFeed, type LogFeedOptions } from '../../../src/logs/feed';
import { addMicroseconds, timestampFromDate } from '../../../src/logs/timestamp';
import type { GapItem } from '../../../src/logs/items';
import { FakeClock } from '../../support/fakeClock';
import { FakeLogServer, apiError } from '../../support/fakeLogServer';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A feed on a server of its own, whose clock differs from ours by `skewMs`. */
function setUp(options: Partial<LogFeedOptions> & { buffer?: LogBuffer; skewMs?: number } = {}) {
  const clock = new FakeClock();
  const server = new FakeLogServer(clock);
  const buffer = options.buffer ?? new LogBuffer(1_000_000);
  const feed = new LogFeed({
    fetchPage: server.fetch,
    clock,
    buffer,
    random: () => 0.5,
    yieldNow: () => Promise.resolve(),
    ...options,
  });
  const states: FeedState[] = [];
  feed.onDidChangeState((state) => states.push(state));
  const now = (): string => timestampFromDate(clock.now() + (options.skewMs ?? 0));
  return { clock, server, buffer, feed, states, now };
}
type Setup = ReturnType<typeof setUp>;

function assertSame({ server, buffer }: Pick<Setup, 'server' | 'buffer'>): void {
  const keys = buffer.slice().map((item) => item.key);
  assert.equal(keys.length, server.held.length);
  assert.deepEqual(
    keys,
    server.held.map((entry) => entry.id),
  );
}

function gapsOf({ buffer }: Pick<Setup, 'buffer'>): readonly GapItem[] {
  return buffer.slice().filter((item) => item.kind === 'gap');
}

function kinds(states: readonly FeedState[]): string[] {
  return states.map((state) => state.kind).filter((kind, index, all) => kind !== all[index - 1]);
}

describe('log feed', () => {
  it('shows the newest page, then follows', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 150, 1000);
    setup.feed.start();
    assert.deepEqual(setup.feed.state, { kind: 'loading' });
    await setup.clock.advance(0);
    assert.deepEqual(setup.server.requests, [{ limit: 200 }]);
    assert.equal(setup.feed.state.kind, 'live');
    await setup.clock.advance(1000);
    setup.server.add(setup.now(), 3);
    await setup.clock.advance(1500);
    assertSame(setup);
    setup.feed.dispose();
    assert.equal(setup.clock.armed, 0);
  });

  it('finds the first entry of an empty log', async () => {
    const setup = setUp();
    setup.feed.start();
    await setup.clock.advance(10 * MINUTE);
    assert.equal(setup.feed.state.kind, 'live');
    setup.server.add(setup.now(), 5_000, 10);
    await setup.clock.advance(16_000);
    assertSame(setup);
    setup.feed.dispose();
  });

  it('loses nothing of a burst of 100,000 entries between two polls', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 50, 1000);
    setup.feed.start();
    await setup.clock.advance(1000);
    setup.server.add(setup.now(), 100_000, 7);
    await setup.clock.advance(2000);
    assertSame(setup);
    assert.deepEqual(kinds(setup.states), ['live', 'catchingUp', 'live']);
    assert.equal(setup.server.mostInFlight, 1);
    setup.feed.dispose();
  }).timeout(20_000);

  it('loses nothing where more comes in a second than the buffer holds, and asks for full pages', async () => {
    const setup = setUp({ buffer: new LogBuffer(100_000) });
    setup.server.latency = 20;
    setup.feed.start();
    await setup.clock.advance(1000);
    let added = 0;
    for (let step = 0; step < 50; step++) {
      // A flow that swells: what a poll a second does when one breaks out at once is another matter.
      const count = Math.min(15_000, 1_000 * step);
      setup.server.add(setup.now(), count, 5);
      added += count;
      await setup.clock.advance(100);
    }
    const flowing = setup.server.requests.length;
    await setup.clock.advance(2000);
    assert.equal(setup.buffer.takenIn, added);
    assert.equal(setup.buffer.hasEvictedUnread, false);
    assert.equal(setup.buffer.newestTimestamp, setup.server.newest);
    assert.ok(flowing <= 55, `${flowing} requests for ${added} entries`);
    setup.feed.dispose();
  }).timeout(20_000);

  it('loses nothing of thousands of entries on one timestamp, across page borders', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 50, 1000);
    setup.feed.start();
    await setup.clock.advance(1000);
    const start = setup.now();
    setup.server.add(start, 700, 1);
    setup.server.add(addMicroseconds(start, 1_000), 3_500);
    setup.server.add(addMicroseconds(start, 1_001), 900, 1);
    await setup.clock.advance(2000);
    assertSame(setup);
    setup.feed.dispose();
  });

  it('entries on one timestamp that arrive one poll later are not passed over', async () => {
    const setup = setUp();
    const start = setup.now();
    setup.server.add(start, 5);
    setup.feed.start();
    await setup.clock.advance(1500);
    setup.server.add(start, 5);
    await setup.clock.advance(3000);
    assertSame(setup);
    setup.feed.dispose();
  });

  it('bounds keep microseconds, and are what the strict parser takes', async () => {
    const setup = setUp();
    setup.server.add('2026-01-01T00:00:00.123456789Z', 1);
    setup.server.add('2026-01-01T00:00:01Z', 1500);
    setup.feed.start();
    await setup.clock.advance(10_000);
    while (!(await setup.feed.loadOlder()).end);
    for (const { before, after } of setup.server.requests) {
      for (const bound of [before, after]) {
        assert.match(bound ?? '2026-01-01T00:00:00.000000Z', /\.\d{6}Z$/);
      }
    }
    assertSame(setup);
    setup.feed.dispose();
  });

  it('no request lacks a limit, none uses an offset', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 5000, 1000);
    setup.feed.start();
    await setup.clock.advance(MINUTE);
    await setup.feed.loadOlder();
    assert.ok(setup.server.requests.every((request) => request.limit > 0));
    setup.feed.dispose();
  });

  it('a bound that does not parse is never sent', async () => {
    const setup = setUp({ since: 'last week' });
    setup.server.store([setup.server.entry('not a time'), setup.server.entry('')]);
    setup.feed.start();
    await setup.clock.advance(MINUTE);
    assert.equal(setup.feed.state.kind, 'live');
    assert.ok(setup.server.requests.every((request) => request.after === undefined));
    setup.server.add(setup.now(), 2);
    await setup.clock.advance(6000);
    assert.equal(setup.buffer.size, 4);
    setup.feed.dispose();
  });

  for (const dense of [false, true]) {
    it(`finds entries that arrive 30 s late, in a ${dense ? 'dense' : 'sparse'} log`, async () => {
      const setup = setUp({ skewMs: -3 * HOUR });
      setup.feed.start();
      for (let second = 0; second < 200; second++) {
        setup.server.add(setup.now(), dense ? 40 : second % 7 === 0 ? 1 : 0, 20_000);
        if (second % 9 === 3 && setup.server.newest) {
          setup.server.add(addMicroseconds(setup.server.newest, -30_000_000));
        }
        await setup.clock.advance(1000);
      }
      setup.server.add(addMicroseconds(setup.server.newest ?? setup.now(), -30_000_000));
      await setup.clock.advance(60_000);
      assertSame(setup);
      setup.feed.dispose();
    });
  }

  it('a stray entry from the future hides nobody else', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 20, 1000);
    setup.feed.start();
    await setup.clock.advance(1000);
    setup.server.add(addMicroseconds(setup.now(), 3_600_000_000));
    for (let second = 0; second < 120; second++) {
      setup.server.add(setup.now(), 300, 1000);
      await setup.clock.advance(1000);
    }
    await setup.clock.advance(60_000);
    assertSame(setup);
    setup.feed.dispose();
  });

  it('takes rows without plugin_config_id, repeated rows and rows out of order', async () => {
    const setup = setUp();
    setup.server.alter = (rows) =>
      [...rows, ...rows.slice(0, 1)].reverse().map(({ id, timestamp, type, source, message }) => ({
        id,
        timestamp,
        type,
        source,
        message,
      }));
    setup.feed.start();
    for (let second = 0; second < 60; second++) {
      setup.server.add(setup.now(), 2100, 400);
      await setup.clock.advance(1000);
    }
    await setup.clock.advance(5000);
    assertSame(setup);
    setup.feed.dispose();
  }).timeout(20_000);

  it('halves the page when a reply is too large, and marks the one entry that no reply can carry', async () => {
    const setup = setUp();
    setup.server.cap = 10_000;
    setup.server.add(setup.now(), 10, 1000);
    setup.feed.start();
    await setup.clock.advance(1000);
    const start = setup.now();
    setup.server.add(start, 30, 1, 'y'.repeat(900));
    const [huge] = setup.server.add(addMicroseconds(start, 30), 1, 1, 'z'.repeat(20_000));
    setup.server.add(addMicroseconds(start, 31), 30, 1);
    await setup.clock.advance(3000);
    const gaps = gapsOf(setup);
    assert.equal(gaps.length, 1);
    assert.equal(gaps[0]?.reason, 'oneTimestampTooBig');
    assert.equal(gaps[0].from, addMicroseconds(start, 29));
    assert.equal(setup.buffer.size, 71);
    const before = setup.server.requests.length;
    await setup.clock.advance(20_000);
    assert.ok(setup.server.requests.length - before < 20, 'does not search for it again at each poll');
    setup.server.cap = 1_000_000;
    await setup.feed.fillGap(gaps[0].key);
    assert.ok(setup.buffer.has(huge?.id ?? ''));
    assertSame(setup);
    setup.feed.dispose();
  });

  it('marks a timestamp whose entries do not fit a reply together, and shows those that do', async () => {
    const setup = setUp();
    setup.server.cap = 10_000;
    setup.feed.start();
    await setup.clock.advance(1000);
    setup.server.add(setup.now(), 30, 0, 'y'.repeat(900));
    await setup.clock.advance(10_000);
    const gaps = gapsOf(setup);
    assert.deepEqual(
      gaps.map((gap) => gap.reason),
      ['oneTimestampTooBig'],
    );
    assert.ok(setup.buffer.size >= 12);
    setup.feed.dispose();
  });

  it('goes on with a half-read burst after an outage, and shows a gap meanwhile', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 10, 1000);
    setup.feed.start();
    await setup.clock.advance(900);
    setup.server.add(setup.now(), 10_000, 10);
    setup.server.failures.push(undefined, undefined, apiError('network', { reason: 'reset' }));
    await setup.clock.advance(900);
    assert.equal(setup.feed.state.kind, 'retrying');
    const asked = setup.server.requests.filter((request) => request.before !== undefined);
    const [gap] = gapsOf(setup);
    assert.equal(gap?.reason, 'loading');
    setup.server.outage = apiError('network', { reason: 'refused' });
    await setup.clock.advance(5 * MINUTE);
    setup.server.add(setup.now(), 3_000, 10);
    setup.server.outage = undefined;
    await setup.clock.advance(40_000);
    assertSame(setup);
    const again = setup.server.requests.filter((request) => request.before === asked.at(-2)?.before);
    assert.equal(again.length, 1, 'what was read is not read again');
    setup.feed.dispose();
  });

  it('waits longer after each failure, up to 30 s, and as long as the server says', async () => {
    const setup = setUp();
    setup.server.outage = apiError('server', { status: 502 });
    setup.feed.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      await setup.clock.advance(0);
      const { state } = setup.feed;
      const wait = state.kind === 'retrying' ? state.at - setup.clock.now() : 0;
      waits.push(wait);
      await setup.clock.advance(wait);
    }
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    setup.server.outage = apiError('rateLimited', { status: 429, retryAfterMs: 47_000 });
    setup.feed.retryNow();
    await setup.clock.advance(0);
    const count = setup.server.requests.length;
    await setup.clock.advance(46_999);
    assert.equal(setup.server.requests.length, count);
    await setup.clock.advance(10_000);
    assert.ok(setup.server.requests.length > count);
    setup.feed.dispose();
    assert.equal(setup.clock.armed, 0);
  });

  for (const kind of ['auth', 'forbidden', 'gone', 'notFound'] as const) {
    it(`stops for ${kind}, until told to try again`, async () => {
      const setup = setUp();
      setup.server.add(setup.now(), 3);
      setup.feed.start();
      await setup.clock.advance(1000);
      setup.server.outage = apiError(kind);
      await setup.clock.advance(HOUR);
      assert.equal(setup.feed.state.kind, 'stopped');
      assert.equal(setup.clock.armed, 0);
      setup.server.outage = undefined;
      setup.server.add(setup.now(), 3000, 10);
      setup.feed.retryNow();
      await setup.clock.advance(1000);
      assertSame(setup);
      setup.feed.dispose();
    });
  }

  it('makes no request while paused, and catches up without loss', async () => {
    const setup = setUp();
    setup.server.latency = 40;
    setup.server.add(setup.now(), 10, 1000);
    setup.feed.start();
    await setup.clock.advance(1010);
    setup.feed.pause();
    const count = setup.server.requests.length;
    setup.server.add(setup.now(), 4_000, 1000);
    await setup.clock.advance(HOUR);
    assert.equal(setup.server.requests.length, count);
    assert.equal(setup.clock.armed, 0);
    assert.deepEqual(setup.feed.state, { kind: 'paused' });
    setup.feed.resume();
    assert.equal(setup.feed.state.kind, 'catchingUp');
    await setup.clock.advance(60);
    setup.feed.pause();
    setup.feed.resume();
    await setup.clock.advance(2000);
    assertSame(setup);
    setup.feed.dispose();
    assert.equal(setup.clock.armed, 0);
  });

  it('is not thrown off by a listener that pauses it while a page is being taken in', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 10, 1000);
    setup.feed.start();
    await setup.clock.advance(900);
    setup.server.add(setup.now(), 5_000, 10);
    const stop = setup.buffer.onDidChange(() => {
      stop();
      setup.feed.pause();
    });
    await setup.clock.advance(2000);
    assert.equal(setup.feed.state.kind, 'paused');
    setup.feed.resume();
    await setup.clock.advance(2000);
    assertSame(setup);
    setup.feed.dispose();
  });

  it('fetches everything again from where it was before a reload', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 5_000, 1000);
    const from = setup.server.held[1234];
    const buffer = new LogBuffer(100_000);
    const feed = new LogFeed({
      fetchPage: setup.server.fetch,
      clock: setup.clock,
      buffer,
      since: from?.timestamp ?? '',
    });
    feed.start();
    await setup.clock.advance(1000);
    assert.deepEqual(
      buffer.slice().map((item) => item.key),
      setup.server.held.slice(1234).map((entry) => entry.id),
    );
    const older = await feed.loadOlder();
    assert.deepEqual(older, { added: 500, end: false, full: false });
    assert.equal(buffer.at(0)?.key, setup.server.held[734]?.id);
    feed.dispose();
  });

  it('loads older entries page by page to the beginning', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 1500, 1_000_000);
    setup.feed.start();
    await setup.clock.advance(1000);
    setup.feed.pause();
    assert.equal(setup.buffer.size, 200);
    const results = [
      await setup.feed.loadOlder(),
      await setup.feed.loadOlder(),
      await setup.feed.loadOlder(),
    ];
    assert.deepEqual(
      results.map(({ end }) => end),
      [false, false, true],
    );
    assert.deepEqual(await setup.feed.loadOlder(), { added: 0, end: true, full: false });
    assertSame(setup);
    setup.feed.dispose();
  });

  it('gives up loading older entries when asked to, or on an error, and can try again', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 700, 1_000_000);
    setup.feed.start();
    await setup.clock.advance(0);
    setup.server.latency = 100;
    const controller = new AbortController();
    const first = setup.feed.loadOlder(controller.signal);
    controller.abort();
    await assert.rejects(first, { name: 'ApiError', message: /cancelled/ });
    setup.server.latency = 0;
    setup.server.failures.push(apiError('network', { reason: 'reset' }));
    await assert.rejects(setup.feed.loadOlder(), { name: 'ApiError', message: /reset/ });
    // The page begins with the entry that the first page ended with.
    assert.equal((await setup.feed.loadOlder()).added, 499);
    const last = setup.feed.loadOlder();
    setup.feed.dispose();
    await assert.rejects(last, { name: 'ApiError', message: /cancelled/ });
    await setup.clock.advance(100);
    assert.equal(setup.clock.armed, 0);
  });

  it('says that the buffer is full, and drops what no longer fits', async () => {
    const setup = setUp({ buffer: new LogBuffer(500) });
    setup.server.add(setup.now(), 300, 1000);
    setup.feed.start();
    await setup.clock.advance(1000);
    setup.server.add(setup.now(), 20_000, 10);
    await setup.clock.advance(2000);
    assert.deepEqual(
      setup.buffer.slice().map((item) => item.key),
      setup.server.held.slice(-500).map((entry) => entry.id),
    );
    assert.ok(setup.server.requests.length < 10, 'reads no more than fits');
    assert.deepEqual(await setup.feed.loadOlder(), { added: 0, end: true, full: true });
    setup.feed.dispose();
  });

  it('stops a backfill at its limit, with a gap that can be filled', async () => {
    const setup = setUp({ maxBackfill: 3_000 });
    setup.server.add(setup.now(), 10, 1000);
    setup.feed.start();
    await setup.clock.advance(1000);
    setup.server.add(setup.now(), 10_000, 10);
    await setup.clock.advance(2000);
    const [gap] = gapsOf(setup);
    assert.equal(gap?.reason, 'tooFarBack');
    assert.equal(setup.feed.state.kind, 'live');
    await setup.feed.fillGap(gap.key);
    assert.ok(setup.buffer.slice().some((item) => item.kind === 'gap'));
    await setup.feed.fillGap(gap.key);
    await setup.feed.fillGap(gap.key);
    await setup.feed.fillGap('no such gap');
    assertSame(setup);
    setup.feed.dispose();
  });

  it('is silent about a cancelled request, and goes on', async () => {
    const setup = setUp();
    setup.server.add(setup.now(), 3);
    setup.feed.start();
    await setup.clock.advance(0);
    setup.server.failures.push(apiError('cancelled'));
    setup.server.add(setup.now(), 3);
    await setup.clock.advance(5000);
    assertSame(setup);
    assert.deepEqual(kinds(setup.states), ['live']);
    setup.feed.dispose();
  });

  it('does not end silently when the fetcher fails in an unknown way', async () => {
    const setup = setUp({ fetchPage: () => Promise.reject(new TypeError('of undefined')) });
    setup.feed.start();
    await setup.clock.advance(0);
    assert.equal(setup.feed.state.kind === 'retrying' && setup.feed.state.error.kind, 'protocol');
    setup.feed.dispose();
  });
});

describe('log feed: requests an hour', () => {
  const held: readonly (readonly [string, number, number])[] = [
    ['nothing', 0, 0],
    ['a sparse log', 500, 1_000_000],
    ['a dense log', 5_000, 1_000],
    ['one timestamp', 5_000, 0],
  ];
  for (const [name, count, stepUs] of held) {
    it(`at most 300 when idle: ${name}`, async () => {
      const setup = setUp();
      if (count > 0) {
        setup.server.add(setup.now(), count, stepUs);
      }
      setup.feed.start();
      await setup.clock.advance(HOUR);
      assert.ok(setup.server.requests.length <= 300, `${setup.server.requests.length} requests`);
      const first = setup.server.requests.length;
      await setup.clock.advance(HOUR);
      assert.ok(setup.server.requests.length - first <= 300);
      assert.equal(setup.feed.state.kind, 'live');
      setup.feed.dispose();
    });
  }

  it('shows an entry within 1.5 s while they flow, 5.5 s in idle minutes, 16 s after long idling', async () => {
    const setup = setUp();
    setup.feed.start();
    for (let second = 0; second < 20; second++) {
      setup.server.add(setup.now());
      await setup.clock.advance(1500);
      assertSame(setup);
    }
    for (const [idle, within] of [
      [100_000, 5_500],
      [5 * MINUTE, 16_000],
      [HOUR, 16_000],
    ] as const) {
      await setup.clock.advance(idle);
      setup.server.add(setup.now());
      await setup.clock.advance(within);
      assertSame(setup);
    }
    setup.feed.dispose();
  });
});
