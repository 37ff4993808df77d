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
          const setup = new FeedSetup({ buffer: new LogBuffer(first) });
          setup.server.add(setup.now(), 300, 1_000);
          setup.feed.start();
          for (const { count, stepUs } of bursts) {
            await setup.clock.advance(1_500);
            setup.server.add(setup.now(), count, stepUs);
          }
          await setup.clock.advance(60_000);
          for (const more of raises) {
            setup.buffer.cap += more;
            await setup.feed.loadOlder();
            await setup.clock.advance(2_000);
            // Of those on the oldest time, some may be missing: history begins with all of them.
            const oldest = setup.buffer.oldestTimestamp ?? '';
            const held = setup.server.held.filter(
              ({ id, timestamp }) => compareTimestamps(timestamp, oldest) > 0 || setup.buffer.has(id),
            );
            setup.assertHolds(held.map(({ id }) => id));
            assertWholeFrom(setup);
          }
          setup.buffer.cap = 100_000;
          for (let end = false; !end;) {
            ({ end } = await setup.feed.loadOlder());
          }
          setup.assertHolds();
          setup.feed.dispose();
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('says truly from where on everything is here when the buffer was full to the last place', async () => {
    const setup = new FeedSetup({ buffer: new LogBuffer(395) });
    setup.server.add(setup.now(), 300, 1_000);
    setup.feed.start();
    await setup.clock.advance(1_500);
    setup.server.add(setup.now(), 195, 0);
    // The gap of what is read once more takes the place of the oldest entry.
    await setup.clock.advance(60_000);
    assertWholeFrom(setup);
    assert.equal(setup.buffer.countFrom(setup.feed.loadedFrom ?? ''), 394);
    setup.feed.dispose();
  });

  it('reads again what made room while older entries were on their way', async () => {
    const setup = new FeedSetup({ buffer: new LogBuffer(1_000) });
    setup.server.add(setup.now(), 2_000, 1_000);
    setup.feed.start();
    await setup.clock.advance(1_000);
    setup.server.latency = 100;
    const loaded = setup.feed.loadOlder();
    setup.buffer.cap = 100;
    setup.buffer.cap = 10_000;
    await setup.clock.advance(1_000);
    await loaded;
    assertWholeFrom(setup);
    assert.equal(setup.feed.loadedFrom, addMicroseconds(setup.buffer.oldestTimestamp ?? '', 1), 'no hole');
    for (let end = false; !end;) {
      const older = setup.feed.loadOlder();
      await setup.clock.advance(1_000);
      ({ end } = await older);
      assertWholeFrom(setup);
    }
    setup.assertHolds();
    setup.feed.dispose();
  });

  it('notices that another config makes the very oldest entry go', async () => {
    const setup = new FeedSetup();
    const buffer = new LogBuffer(100);
    const feed = setup.open({ buffer: new ConfigBuffer(buffer, 1) });
    setup.server.add(setup.now(), 100, 1_000);
    feed.start();
    await setup.clock.advance(1_000);
    buffer.cap = 50;
    buffer.cap = 101;
    await feed.loadOlder();
    assert.deepEqual([buffer.size, feed.loadedFrom], [100, undefined]);
    const newer = [1, 2].map((us) => setup.server.entry(addMicroseconds(setup.now(), us)));
    buffer.insert(newer, 'follow', 2);
    assert.equal(buffer.size, 101);
    assert.notEqual(feed.loadedFrom, undefined);
    feed.dispose();
  });

  it('says from where on everything is here', async () => {
    const setup = new FeedSetup({ buffer: new LogBuffer(500) });
    setup.server.add(setup.now(), 1_000, 1_000);
    setup.feed.start();
    await setup.clock.advance(1_000);
    const from = setup.feed.loadedFrom ?? '';
    assert.equal(compareTimestamps(from, addMicroseconds(setup.buffer.oldestTimestamp ?? '', 1)), 0);
    setup.server.add(setup.now(), 2_000, 10);
    await setup.clock.advance(2_000);
    assert.ok(compareTimestamps(setup.feed.loadedFrom ?? '', setup.buffer.oldestTimestamp ?? '') <= 0);
    assert.ok(compareTimestamps(setup.feed.loadedFrom ?? '', from) > 0);
    setup.feed.dispose();
  });

  it('loads back to a time, one request at a time, also while paused', async () => {
    const setup = new FeedSetup();
    setup.server.add(setup.now(), 60_000, 1_000);
    setup.server.latency = 10;
    const target = setup.server.held[20_000]?.timestamp ?? '';
    setup.feed.start();
    // It waits for the first reply by itself.
    const loading = setup.feed.loadBackTo(target);
    await setup.clock.advance(20);
    setup.feed.pause();
    await setup.clock.advance(2_000);
    const result = await loading;
    assert.equal(result.end, false);
    assert.equal(result.added, setup.buffer.size - 200);
    assert.ok(setup.buffer.has(setup.server.held[20_000]?.id ?? ''));
    assert.equal(setup.server.mostInFlight, 1);
    assert.ok(setup.server.requests.length < 12, `${setup.server.requests.length} requests`);
    const again = setup.feed.loadBackTo(target);
    assert.deepEqual(await again, { added: 0, end: false, full: false });
    const all = setup.feed.loadBackTo('2020-01-01T00:00:00Z');
    await setup.clock.advance(2_000);
    assert.equal((await all).end, true);
    setup.assertHolds();
    setup.feed.dispose();
  });

  it('stops loading back where the buffer is full, on an error, and when told to', async () => {
    const setup = new FeedSetup({ buffer: new LogBuffer(5_000) });
    setup.server.add(setup.now(), 60_000, 1_000);
    setup.feed.start();
    await setup.clock.advance(0);
    const target = setup.server.held[0]?.timestamp ?? '';
    setup.server.failures.push(undefined, apiError('network', { reason: 'reset' }));
    await assert.rejects(setup.feed.loadBackTo(target), { name: 'ApiError', message: /reset/ });
    setup.server.latency = 10;
    const controller = new AbortController();
    const loading = setup.feed.loadBackTo(target, controller.signal);
    await setup.clock.advance(5);
    controller.abort();
    await assert.rejects(loading, { name: 'ApiError', message: /cancelled/ });
    setup.server.latency = 0;
    const { full, end } = await setup.feed.loadBackTo(target);
    assert.deepEqual([full, end], [true, true]);
    setup.assertHolds(setup.server.held.slice(-5_000).map(({ id }) => id));
    await assert.rejects(setup.feed.loadBackTo('yesterday'), RangeError);
    setup.feed.dispose();
    await assert.rejects(setup.feed.loadBackTo(target), { name: 'ApiError', message: /cancelled/ });
    assert.equal(setup.clock.armed, 0);
  });
});

describe('log feed: big pages', () => {
  /** A feed that stops in the middle of a page, with more behind it. */
  async function inTheMiddle() {
    let release: () => void = () => undefined;
    const setup = new FeedSetup({ yieldNow: () => new Promise<void>((resolve) => (release = resolve)) });
    setup.server.add(setup.now(), 10, 1_000);
    setup.feed.start();
    await setup.clock.advance(900);
    setup.server.add(setup.now(), 40_000, 10);
    await setup.clock.advance(1_000);
    return { setup, release: () => release() };
  }

  it('are taken in piece by piece, while the next one is on its way', async () => {
    const { setup, release } = await inTheMiddle();
    assert.ok(setup.buffer.size > 1_000 && setup.buffer.size < 40_000, `${setup.buffer.size}`);
    const { requests } = setup.server;
    const before = requests.length;
    await setup.clock.advance(10_000);
    assert.equal(requests.length, before, 'but no more than that');
    for (let pieces = 0; pieces < 20; pieces++) {
      release();
      await setup.clock.advance(0);
    }
    setup.assertHolds();
    const bounds = requests.flatMap((request) => request.before ?? []);
    assert.ok(bounds.length >= 2);
    assert.equal(new Set(bounds).size, bounds.length, 'none is asked for twice');
    setup.feed.dispose();
  });

  it('are in whole when the feed ends, and another one goes on without a hole', async () => {
    const { setup } = await inTheMiddle();
    setup.feed.dispose();
    assert.deepEqual(
      setup.gaps.map(({ reason }) => reason),
      ['loading'],
    );
    setup.open({ yieldNow: () => Promise.resolve() }).start();
    await setup.clock.advance(2_000);
    setup.assertHolds();
    setup.feed.dispose();
    assert.equal(setup.clock.armed, 0);
  });

  it('of a poll are in whole, too, however long a time they are from', async () => {
    const { setup, release } = await inTheMiddle();
    setup.feed.pause();
    for (let pieces = 0; pieces < 20; pieces++) {
      release();
      await setup.clock.advance(0);
    }
    setup.server.add(addMicroseconds(setup.server.newest ?? '', 1_000_000), 3_900, 1_000_000);
    setup.feed.resume();
    await setup.clock.advance(0);
    assert.ok(setup.buffer.size < setup.server.held.length);
    setup.feed.dispose();
    setup.open({ yieldNow: () => Promise.resolve() }).start();
    await setup.clock.advance(2_000);
    setup.assertHolds();
    setup.feed.dispose();
  });

  it('go on coming in while it is paused', async () => {
    const { setup, release } = await inTheMiddle();
    setup.feed.pause();
    const before = setup.buffer.size;
    for (let pieces = 0; pieces < 20; pieces++) {
      release();
      await setup.clock.advance(0);
    }
    assert.ok(setup.buffer.size > before);
    const requests = setup.server.requests.length;
    await setup.clock.advance(60_000);
    assert.equal(setup.server.requests.length, requests);
    setup.feed.resume();
    for (let pieces = 0; pieces < 20; pieces++) {
      await setup.clock.advance(0);
      release();
    }
    setup.assertHolds();
    setup.feed.dispose();
  });
});

/** Everything is here from where on the feed says so. */
function assertWholeFrom({ buffer, feed, server }: FeedSetup): void {
  const from = feed.loadedFrom ?? '0001-01-01T00:00:00Z';
  const since = server.held.filter(({ timestamp }) => compareTimestamps(timestamp, from) >= 0);
  assert.ok(since.every(({ id }) => buffer.has(id)));
}
