import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LogBuffer } from '../../../src/logs/buffer';
import { ConfigBuffer } from '../../../src/logs/feed/feedBuffer';
import { addMicroseconds, compareTimestamps } from '../../../src/logs/timestamp';
import { apiError } from '../../support/fakeLogServer';
import { FeedSetup } from '../../support/feedSetup';

describe('log feed: history', () => {
  it('brings back what made room when more may be kept, without a hole', async () => {
    const cap = fc.integer({ min: 30, max: 400 });
    const burst = fc.record({
      count: fc.integer({ min: 1, max: 900 }),
      stepUs: fc.constantFrom(0, 1, 1_000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { minLength: 1, maxLength: 5 }),
        cap,
        fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 4 }),
        async (bursts, first, raises) => {
          const it = new FeedSetup({ buffer: new LogBuffer(first) });
          it.server.add(it.now(), 300, 1_000);
          it.feed.start();
          for (const { count, stepUs } of bursts) {
            await it.clock.advance(1_500);
            it.server.add(it.now(), count, stepUs);
          }
          await it.clock.advance(60_000);
          for (const more of raises) {
            it.buffer.cap += more;
            await it.feed.loadOlder();
            await it.clock.advance(2_000);
            // Of those on the oldest time, some may be missing: history begins with all of them.
            const oldest = it.buffer.oldestTimestamp ?? '';
            const held = it.server.held.filter(
              ({ id, timestamp }) => compareTimestamps(timestamp, oldest) > 0 || it.buffer.has(id),
            );
            it.assertHolds(held.map(({ id }) => id));
            assertWholeFrom(it);
          }
          it.buffer.cap = 100_000;
          for (let end = false; !end;) {
            ({ end } = await it.feed.loadOlder());
          }
          it.assertHolds();
          it.feed.dispose();
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('says truly from where on everything is here when the buffer was full to the last place', async () => {
    const it = new FeedSetup({ buffer: new LogBuffer(395) });
    it.server.add(it.now(), 300, 1_000);
    it.feed.start();
    await it.clock.advance(1_500);
    it.server.add(it.now(), 195, 0);
    // The gap of what is read once more takes the place of the oldest entry.
    await it.clock.advance(60_000);
    assertWholeFrom(it);
    assert.equal(it.buffer.countFrom(it.feed.loadedFrom ?? ''), 394);
    it.feed.dispose();
  });

  it('reads again what made room while older entries were on their way', async () => {
    const it = new FeedSetup({ buffer: new LogBuffer(1_000) });
    it.server.add(it.now(), 2_000, 1_000);
    it.feed.start();
    await it.clock.advance(1_000);
    it.server.latency = 100;
    const loaded = it.feed.loadOlder();
    it.buffer.cap = 100;
    it.buffer.cap = 10_000;
    await it.clock.advance(1_000);
    await loaded;
    assertWholeFrom(it);
    assert.equal(it.feed.loadedFrom, addMicroseconds(it.buffer.oldestTimestamp ?? '', 1), 'no hole');
    for (let end = false; !end;) {
      const older = it.feed.loadOlder();
      await it.clock.advance(1_000);
      ({ end } = await older);
      assertWholeFrom(it);
    }
    it.assertHolds();
    it.feed.dispose();
  });

  it('notices that another config makes the very oldest entry go', async () => {
    const it = new FeedSetup();
    const buffer = new LogBuffer(100);
    const feed = it.open({ buffer: new ConfigBuffer(buffer, 1) });
    it.server.add(it.now(), 100, 1_000);
    feed.start();
    await it.clock.advance(1_000);
    buffer.cap = 50;
    buffer.cap = 101;
    await feed.loadOlder();
    assert.deepEqual([buffer.size, feed.loadedFrom], [100, undefined]);
    const newer = [1, 2].map((us) => it.server.entry(addMicroseconds(it.now(), us)));
    buffer.insert(newer, 'follow', 2);
    assert.equal(buffer.size, 101);
    assert.notEqual(feed.loadedFrom, undefined);
    feed.dispose();
  });

  it('says from where on everything is here', async () => {
    const it = new FeedSetup({ buffer: new LogBuffer(500) });
    it.server.add(it.now(), 1_000, 1_000);
    it.feed.start();
    await it.clock.advance(1_000);
    const from = it.feed.loadedFrom ?? '';
    assert.equal(compareTimestamps(from, addMicroseconds(it.buffer.oldestTimestamp ?? '', 1)), 0);
    it.server.add(it.now(), 2_000, 10);
    await it.clock.advance(2_000);
    assert.ok(compareTimestamps(it.feed.loadedFrom ?? '', it.buffer.oldestTimestamp ?? '') <= 0);
    assert.ok(compareTimestamps(it.feed.loadedFrom ?? '', from) > 0);
    it.feed.dispose();
  });

  it('loads back to a time, one request at a time, also while paused', async () => {
    const it = new FeedSetup();
    it.server.add(it.now(), 60_000, 1_000);
    it.server.latency = 10;
    const target = it.server.held[20_000]?.timestamp ?? '';
    it.feed.start();
    // It waits for the first reply by itself.
    const loading = it.feed.loadBackTo(target);
    await it.clock.advance(20);
    it.feed.pause();
    await it.clock.advance(2_000);
    const result = await loading;
    assert.equal(result.end, false);
    assert.equal(result.added, it.buffer.size - 200);
    assert.ok(it.buffer.has(it.server.held[20_000]?.id ?? ''));
    assert.equal(it.server.mostInFlight, 1);
    assert.ok(it.server.requests.length < 12, `${it.server.requests.length} requests`);
    const again = it.feed.loadBackTo(target);
    assert.deepEqual(await again, { added: 0, end: false, full: false });
    const all = it.feed.loadBackTo('2020-01-01T00:00:00Z');
    await it.clock.advance(2_000);
    assert.equal((await all).end, true);
    it.assertHolds();
    it.feed.dispose();
  });

  it('stops loading back where the buffer is full, on an error, and when told to', async () => {
    const it = new FeedSetup({ buffer: new LogBuffer(5_000) });
    it.server.add(it.now(), 60_000, 1_000);
    it.feed.start();
    await it.clock.advance(0);
    const target = it.server.held[0]?.timestamp ?? '';
    it.server.failures.push(undefined, apiError('network', { reason: 'reset' }));
    await assert.rejects(it.feed.loadBackTo(target), { name: 'ApiError', message: /reset/ });
    it.server.latency = 10;
    const controller = new AbortController();
    const loading = it.feed.loadBackTo(target, controller.signal);
    await it.clock.advance(5);
    controller.abort();
    await assert.rejects(loading, { name: 'ApiError', message: /cancelled/ });
    it.server.latency = 0;
    const { full, end } = await it.feed.loadBackTo(target);
    assert.deepEqual([full, end], [true, true]);
    it.assertHolds(it.server.held.slice(-5_000).map(({ id }) => id));
    await assert.rejects(it.feed.loadBackTo('yesterday'), RangeError);
    it.feed.dispose();
    await assert.rejects(it.feed.loadBackTo(target), { name: 'ApiError', message: /cancelled/ });
    assert.equal(it.clock.armed, 0);
  });
});

describe('log feed: big pages', () => {
  /** A feed that stops in the middle of a page, with more behind it. */
  async function inTheMiddle() {
    let release: () => void = () => undefined;
    const it = new FeedSetup({ yieldNow: () => new Promise<void>((resolve) => (release = resolve)) });
    it.server.add(it.now(), 10, 1_000);
    it.feed.start();
    await it.clock.advance(900);
    it.server.add(it.now(), 40_000, 10);
    await it.clock.advance(1_000);
    return { it, release: () => release() };
  }

  it('are taken in piece by piece, while the next one is on its way', async () => {
    const { it, release } = await inTheMiddle();
    assert.ok(it.buffer.size > 1_000 && it.buffer.size < 40_000, `${it.buffer.size}`);
    const { requests } = it.server;
    const before = requests.length;
    await it.clock.advance(10_000);
    assert.equal(requests.length, before, 'but no more than that');
    for (let pieces = 0; pieces < 20; pieces++) {
      release();
      await it.clock.advance(0);
    }
    it.assertHolds();
    const bounds = requests.flatMap((request) => request.before ?? []);
    assert.ok(bounds.length >= 2);
    assert.equal(new Set(bounds).size, bounds.length, 'none is asked for twice');
    it.feed.dispose();
  });

  it('are in whole when the feed ends, and another one goes on without a hole', async () => {
    const { it } = await inTheMiddle();
    it.feed.dispose();
    assert.deepEqual(
      it.gaps.map(({ reason }) => reason),
      ['loading'],
    );
    it.open({ yieldNow: () => Promise.resolve() }).start();
    await it.clock.advance(2_000);
    it.assertHolds();
    it.feed.dispose();
    assert.equal(it.clock.armed, 0);
  });

  it('of a poll are in whole, too, however long a time they are from', async () => {
    const { it, release } = await inTheMiddle();
    it.feed.pause();
    for (let pieces = 0; pieces < 20; pieces++) {
      release();
      await it.clock.advance(0);
    }
    it.server.add(addMicroseconds(it.server.newest ?? '', 1_000_000), 3_900, 1_000_000);
    it.feed.resume();
    await it.clock.advance(0);
    assert.ok(it.buffer.size < it.server.held.length);
    it.feed.dispose();
    it.open({ yieldNow: () => Promise.resolve() }).start();
    await it.clock.advance(2_000);
    it.assertHolds();
    it.feed.dispose();
  });

  it('go on coming in while it is paused', async () => {
    const { it, release } = await inTheMiddle();
    it.feed.pause();
    const before = it.buffer.size;
    for (let pieces = 0; pieces < 20; pieces++) {
      release();
      await it.clock.advance(0);
    }
    assert.ok(it.buffer.size > before);
    const requests = it.server.requests.length;
    await it.clock.advance(60_000);
    assert.equal(it.server.requests.length, requests);
    it.feed.resume();
    for (let pieces = 0; pieces < 20; pieces++) {
      await it.clock.advance(0);
      release();
    }
    it.assertHolds();
    it.feed.dispose();
  });
});

/** Everything is here from where on the feed says so. */
function assertWholeFrom({ buffer, feed, server }: FeedSetup): void {
  const from = feed.loadedFrom ?? '0001-01-01T00:00:00Z';
  const since = server.held.filter(({ timestamp }) => compareTimestamps(timestamp, from) >= 0);
  assert.ok(since.every(({ id }) => buffer.has(id)));
}
