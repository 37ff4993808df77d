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
    const it = setUp();
    it.server.add(it.now(), 150, 1000);
    it.feed.start();
    assert.deepEqual(it.feed.state, { kind: 'loading' });
    await it.clock.advance(0);
    assert.deepEqual(it.server.requests, [{ limit: 200 }]);
    assert.equal(it.feed.state.kind, 'live');
    await it.clock.advance(1000);
    it.server.add(it.now(), 3);
    await it.clock.advance(1500);
    assertSame(it);
    it.feed.dispose();
    assert.equal(it.clock.armed, 0);
  });

  it('finds the first entry of an empty log', async () => {
    const it = setUp();
    it.feed.start();
    await it.clock.advance(10 * MINUTE);
    assert.equal(it.feed.state.kind, 'live');
    it.server.add(it.now(), 5_000, 10);
    await it.clock.advance(16_000);
    assertSame(it);
    it.feed.dispose();
  });

  it('loses nothing of a burst of 100,000 entries between two polls', async () => {
    const it = setUp();
    it.server.add(it.now(), 50, 1000);
    it.feed.start();
    await it.clock.advance(1000);
    it.server.add(it.now(), 100_000, 7);
    await it.clock.advance(2000);
    assertSame(it);
    assert.deepEqual(kinds(it.states), ['live', 'catchingUp', 'live']);
    assert.equal(it.server.mostInFlight, 1);
    it.feed.dispose();
  }).timeout(20_000);

  it('loses nothing where more comes in a second than the buffer holds, and asks for full pages', async () => {
    const it = setUp({ buffer: new LogBuffer(100_000) });
    it.server.latency = 20;
    it.feed.start();
    await it.clock.advance(1000);
    let added = 0;
    for (let step = 0; step < 50; step++) {
      // A flow that swells: what a poll a second does when one breaks out at once is another matter.
      const count = Math.min(15_000, 1_000 * step);
      it.server.add(it.now(), count, 5);
      added += count;
      await it.clock.advance(100);
    }
    const flowing = it.server.requests.length;
    await it.clock.advance(2000);
    assert.equal(it.buffer.takenIn, added);
    assert.equal(it.buffer.hasEvictedUnread, false);
    assert.equal(it.buffer.newestTimestamp, it.server.newest);
    assert.ok(flowing <= 55, `${flowing} requests for ${added} entries`);
    it.feed.dispose();
  }).timeout(20_000);

  it('trap 26: loses nothing of thousands of entries on one timestamp, across page borders', async () => {
    const it = setUp();
    it.server.add(it.now(), 50, 1000);
    it.feed.start();
    await it.clock.advance(1000);
    const start = it.now();
    it.server.add(start, 700, 1);
    it.server.add(addMicroseconds(start, 1_000), 3_500);
    it.server.add(addMicroseconds(start, 1_001), 900, 1);
    await it.clock.advance(2000);
    assertSame(it);
    it.feed.dispose();
  });

  it('trap 26: entries on one timestamp that arrive one poll later are not passed over', async () => {
    const it = setUp();
    const start = it.now();
    it.server.add(start, 5);
    it.feed.start();
    await it.clock.advance(1500);
    it.server.add(start, 5);
    await it.clock.advance(3000);
    assertSame(it);
    it.feed.dispose();
  });

  it('trap 26: bounds keep microseconds, and are what the strict parser takes', async () => {
    const it = setUp();
    it.server.add('2026-01-01T00:00:00.123456789Z', 1);
    it.server.add('2026-01-01T00:00:01Z', 1500);
    it.feed.start();
    await it.clock.advance(10_000);
    while (!(await it.feed.loadOlder()).end);
    for (const { before, after } of it.server.requests) {
      for (const bound of [before, after]) {
        assert.match(bound ?? '2026-01-01T00:00:00.000000Z', /\.\d{6}Z$/);
      }
    }
    assertSame(it);
    it.feed.dispose();
  });

  it('trap 24: no request lacks a limit, none uses an offset', async () => {
    const it = setUp();
    it.server.add(it.now(), 5000, 1000);
    it.feed.start();
    await it.clock.advance(MINUTE);
    await it.feed.loadOlder();
    assert.ok(it.server.requests.every((request) => request.limit > 0));
    it.feed.dispose();
  });

  it('trap 25: a bound that does not parse is never sent', async () => {
    const it = setUp({ since: 'last week' });
    it.server.store([it.server.entry('not a time'), it.server.entry('')]);
    it.feed.start();
    await it.clock.advance(MINUTE);
    assert.equal(it.feed.state.kind, 'live');
    assert.ok(it.server.requests.every((request) => request.after === undefined));
    it.server.add(it.now(), 2);
    await it.clock.advance(6000);
    assert.equal(it.buffer.size, 4);
    it.feed.dispose();
  });

  for (const dense of [false, true]) {
    it(`trap 27: finds entries that arrive 30 s late, in a ${dense ? 'dense' : 'sparse'} log`, async () => {
      const it = setUp({ skewMs: -3 * HOUR });
      it.feed.start();
      for (let second = 0; second < 200; second++) {
        it.server.add(it.now(), dense ? 40 : second % 7 === 0 ? 1 : 0, 20_000);
        if (second % 9 === 3 && it.server.newest) {
          it.server.add(addMicroseconds(it.server.newest, -30_000_000));
        }
        await it.clock.advance(1000);
      }
      it.server.add(addMicroseconds(it.server.newest ?? it.now(), -30_000_000));
      await it.clock.advance(60_000);
      assertSame(it);
      it.feed.dispose();
    });
  }

  it('trap 27: a stray entry from the future hides nobody else', async () => {
    const it = setUp();
    it.server.add(it.now(), 20, 1000);
    it.feed.start();
    await it.clock.advance(1000);
    it.server.add(addMicroseconds(it.now(), 3_600_000_000));
    for (let second = 0; second < 120; second++) {
      it.server.add(it.now(), 300, 1000);
      await it.clock.advance(1000);
    }
    await it.clock.advance(60_000);
    assertSame(it);
    it.feed.dispose();
  });

  it('trap 28: takes rows without plugin_config_id, repeated rows and rows out of order', async () => {
    const it = setUp();
    it.server.alter = (rows) =>
      [...rows, ...rows.slice(0, 1)].reverse().map(({ id, timestamp, type, source, message }) => ({
        id,
        timestamp,
        type,
        source,
        message,
      }));
    it.feed.start();
    for (let second = 0; second < 60; second++) {
      it.server.add(it.now(), 2100, 400);
      await it.clock.advance(1000);
    }
    await it.clock.advance(5000);
    assertSame(it);
    it.feed.dispose();
  }).timeout(20_000);

  it('halves the page when a reply is too large, and marks the one entry that no reply can carry', async () => {
    const it = setUp();
    it.server.cap = 10_000;
    it.server.add(it.now(), 10, 1000);
    it.feed.start();
    await it.clock.advance(1000);
    const start = it.now();
    it.server.add(start, 30, 1, 'y'.repeat(900));
    const [huge] = it.server.add(addMicroseconds(start, 30), 1, 1, 'z'.repeat(20_000));
    it.server.add(addMicroseconds(start, 31), 30, 1);
    await it.clock.advance(3000);
    const gaps = gapsOf(it);
    assert.equal(gaps.length, 1);
    assert.equal(gaps[0]?.reason, 'oneTimestampTooBig');
    assert.equal(gaps[0].from, addMicroseconds(start, 29));
    assert.equal(it.buffer.size, 71);
    const before = it.server.requests.length;
    await it.clock.advance(20_000);
    assert.ok(it.server.requests.length - before < 20, 'does not search for it again at each poll');
    it.server.cap = 1_000_000;
    await it.feed.fillGap(gaps[0].key);
    assert.ok(it.buffer.has(huge?.id ?? ''));
    assertSame(it);
    it.feed.dispose();
  });

  it('marks a timestamp whose entries do not fit a reply together, and shows those that do', async () => {
    const it = setUp();
    it.server.cap = 10_000;
    it.feed.start();
    await it.clock.advance(1000);
    it.server.add(it.now(), 30, 0, 'y'.repeat(900));
    await it.clock.advance(10_000);
    const gaps = gapsOf(it);
    assert.deepEqual(
      gaps.map((gap) => gap.reason),
      ['oneTimestampTooBig'],
    );
    assert.ok(it.buffer.size >= 12);
    it.feed.dispose();
  });

  it('goes on with a half-read burst after an outage, and shows a gap meanwhile', async () => {
    const it = setUp();
    it.server.add(it.now(), 10, 1000);
    it.feed.start();
    await it.clock.advance(900);
    it.server.add(it.now(), 10_000, 10);
    it.server.failures.push(undefined, undefined, apiError('network', { reason: 'reset' }));
    await it.clock.advance(900);
    assert.equal(it.feed.state.kind, 'retrying');
    const asked = it.server.requests.filter((request) => request.before !== undefined);
    const [gap] = gapsOf(it);
    assert.equal(gap?.reason, 'loading');
    it.server.outage = apiError('network', { reason: 'refused' });
    await it.clock.advance(5 * MINUTE);
    it.server.add(it.now(), 3_000, 10);
    it.server.outage = undefined;
    await it.clock.advance(40_000);
    assertSame(it);
    const again = it.server.requests.filter((request) => request.before === asked.at(-2)?.before);
    assert.equal(again.length, 1, 'what was read is not read again');
    it.feed.dispose();
  });

  it('waits longer after each failure, up to 30 s, and as long as the server says', async () => {
    const it = setUp();
    it.server.outage = apiError('server', { status: 502 });
    it.feed.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      await it.clock.advance(0);
      const { state } = it.feed;
      const wait = state.kind === 'retrying' ? state.at - it.clock.now() : 0;
      waits.push(wait);
      await it.clock.advance(wait);
    }
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    it.server.outage = apiError('rateLimited', { status: 429, retryAfterMs: 47_000 });
    it.feed.retryNow();
    await it.clock.advance(0);
    const count = it.server.requests.length;
    await it.clock.advance(46_999);
    assert.equal(it.server.requests.length, count);
    await it.clock.advance(10_000);
    assert.ok(it.server.requests.length > count);
    it.feed.dispose();
    assert.equal(it.clock.armed, 0);
  });

  for (const kind of ['auth', 'forbidden', 'gone', 'notFound'] as const) {
    it(`stops for ${kind}, until told to try again`, async () => {
      const it = setUp();
      it.server.add(it.now(), 3);
      it.feed.start();
      await it.clock.advance(1000);
      it.server.outage = apiError(kind);
      await it.clock.advance(HOUR);
      assert.equal(it.feed.state.kind, 'stopped');
      assert.equal(it.clock.armed, 0);
      it.server.outage = undefined;
      it.server.add(it.now(), 3000, 10);
      it.feed.retryNow();
      await it.clock.advance(1000);
      assertSame(it);
      it.feed.dispose();
    });
  }

  it('makes no request while paused, and catches up without loss', async () => {
    const it = setUp();
    it.server.latency = 40;
    it.server.add(it.now(), 10, 1000);
    it.feed.start();
    await it.clock.advance(1010);
    it.feed.pause();
    const count = it.server.requests.length;
    it.server.add(it.now(), 4_000, 1000);
    await it.clock.advance(HOUR);
    assert.equal(it.server.requests.length, count);
    assert.equal(it.clock.armed, 0);
    assert.deepEqual(it.feed.state, { kind: 'paused' });
    it.feed.resume();
    assert.equal(it.feed.state.kind, 'catchingUp');
    await it.clock.advance(60);
    it.feed.pause();
    it.feed.resume();
    await it.clock.advance(2000);
    assertSame(it);
    it.feed.dispose();
    assert.equal(it.clock.armed, 0);
  });

  it('is not thrown off by a listener that pauses it while a page is being taken in', async () => {
    const it = setUp();
    it.server.add(it.now(), 10, 1000);
    it.feed.start();
    await it.clock.advance(900);
    it.server.add(it.now(), 5_000, 10);
    const stop = it.buffer.onDidChange(() => {
      stop();
      it.feed.pause();
    });
    await it.clock.advance(2000);
    assert.equal(it.feed.state.kind, 'paused');
    it.feed.resume();
    await it.clock.advance(2000);
    assertSame(it);
    it.feed.dispose();
  });

  it('fetches everything again from where it was before a reload', async () => {
    const it = setUp();
    it.server.add(it.now(), 5_000, 1000);
    const from = it.server.held[1234];
    const buffer = new LogBuffer(100_000);
    const feed = new LogFeed({
      fetchPage: it.server.fetch,
      clock: it.clock,
      buffer,
      since: from?.timestamp ?? '',
    });
    feed.start();
    await it.clock.advance(1000);
    assert.deepEqual(
      buffer.slice().map((item) => item.key),
      it.server.held.slice(1234).map((entry) => entry.id),
    );
    const older = await feed.loadOlder();
    assert.deepEqual(older, { added: 500, end: false, full: false });
    assert.equal(buffer.at(0)?.key, it.server.held[734]?.id);
    feed.dispose();
  });

  it('loads older entries page by page to the beginning', async () => {
    const it = setUp();
    it.server.add(it.now(), 1500, 1_000_000);
    it.feed.start();
    await it.clock.advance(1000);
    it.feed.pause();
    assert.equal(it.buffer.size, 200);
    const results = [await it.feed.loadOlder(), await it.feed.loadOlder(), await it.feed.loadOlder()];
    assert.deepEqual(
      results.map(({ end }) => end),
      [false, false, true],
    );
    assert.deepEqual(await it.feed.loadOlder(), { added: 0, end: true, full: false });
    assertSame(it);
    it.feed.dispose();
  });

  it('gives up loading older entries when asked to, or on an error, and can try again', async () => {
    const it = setUp();
    it.server.add(it.now(), 700, 1_000_000);
    it.feed.start();
    await it.clock.advance(0);
    it.server.latency = 100;
    const controller = new AbortController();
    const first = it.feed.loadOlder(controller.signal);
    controller.abort();
    await assert.rejects(first, { name: 'ApiError', message: /cancelled/ });
    it.server.latency = 0;
    it.server.failures.push(apiError('network', { reason: 'reset' }));
    await assert.rejects(it.feed.loadOlder(), { name: 'ApiError', message: /reset/ });
    // The page begins with the entry that the first page ended with.
    assert.equal((await it.feed.loadOlder()).added, 499);
    const last = it.feed.loadOlder();
    it.feed.dispose();
    await assert.rejects(last, { name: 'ApiError', message: /cancelled/ });
    await it.clock.advance(100);
    assert.equal(it.clock.armed, 0);
  });

  it('says that the buffer is full, and drops what no longer fits', async () => {
    const it = setUp({ buffer: new LogBuffer(500) });
    it.server.add(it.now(), 300, 1000);
    it.feed.start();
    await it.clock.advance(1000);
    it.server.add(it.now(), 20_000, 10);
    await it.clock.advance(2000);
    assert.deepEqual(
      it.buffer.slice().map((item) => item.key),
      it.server.held.slice(-500).map((entry) => entry.id),
    );
    assert.ok(it.server.requests.length < 10, 'reads no more than fits');
    assert.deepEqual(await it.feed.loadOlder(), { added: 0, end: true, full: true });
    it.feed.dispose();
  });

  it('stops a backfill at its limit, with a gap that can be filled', async () => {
    const it = setUp({ maxBackfill: 3_000 });
    it.server.add(it.now(), 10, 1000);
    it.feed.start();
    await it.clock.advance(1000);
    it.server.add(it.now(), 10_000, 10);
    await it.clock.advance(2000);
    const [gap] = gapsOf(it);
    assert.equal(gap?.reason, 'tooFarBack');
    assert.equal(it.feed.state.kind, 'live');
    await it.feed.fillGap(gap.key);
    assert.ok(it.buffer.slice().some((item) => item.kind === 'gap'));
    await it.feed.fillGap(gap.key);
    await it.feed.fillGap(gap.key);
    await it.feed.fillGap('no such gap');
    assertSame(it);
    it.feed.dispose();
  });

  it('is silent about a cancelled request, and goes on', async () => {
    const it = setUp();
    it.server.add(it.now(), 3);
    it.feed.start();
    await it.clock.advance(0);
    it.server.failures.push(apiError('cancelled'));
    it.server.add(it.now(), 3);
    await it.clock.advance(5000);
    assertSame(it);
    assert.deepEqual(kinds(it.states), ['live']);
    it.feed.dispose();
  });

  it('does not end silently when the fetcher fails in an unknown way', async () => {
    const it = setUp({ fetchPage: () => Promise.reject(new TypeError('of undefined')) });
    it.feed.start();
    await it.clock.advance(0);
    assert.equal(it.feed.state.kind === 'retrying' && it.feed.state.error.kind, 'protocol');
    it.feed.dispose();
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
      const it = setUp();
      if (count > 0) {
        it.server.add(it.now(), count, stepUs);
      }
      it.feed.start();
      await it.clock.advance(HOUR);
      assert.ok(it.server.requests.length <= 300, `${it.server.requests.length} requests`);
      const first = it.server.requests.length;
      await it.clock.advance(HOUR);
      assert.ok(it.server.requests.length - first <= 300);
      assert.equal(it.feed.state.kind, 'live');
      it.feed.dispose();
    });
  }

  it('shows an entry within 1.5 s while they flow, 5.5 s in idle minutes, 16 s after long idling', async () => {
    const it = setUp();
    it.feed.start();
    for (let second = 0; second < 20; second++) {
      it.server.add(it.now());
      await it.clock.advance(1500);
      assertSame(it);
    }
    for (const [idle, within] of [
      [100_000, 5_500],
      [5 * MINUTE, 16_000],
      [HOUR, 16_000],
    ] as const) {
      await it.clock.advance(idle);
      it.server.add(it.now());
      await it.clock.advance(within);
      assertSame(it);
    }
    it.feed.dispose();
  });
});
