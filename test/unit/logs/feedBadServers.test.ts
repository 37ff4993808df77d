import assert from 'node:assert/strict';
import type { LogEntry } from '../../../src/api/schemas';
import { FeedSetup } from '../../support/feedSetup';
import { addMicroseconds } from '../../../src/logs/timestamp';

const MINUTE = 60_000;

describe('log feed: bad servers', () => {
  for (const [what, alter] of [
    ['rows out of order', (rows: readonly LogEntry[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))],
    ['rows oldest first', (rows: readonly LogEntry[]) => rows.toReversed()],
    [
      'repeated rows',
      (rows: readonly LogEntry[]) => rows.flatMap((row, at) => (at % 9 ? [row] : [row, row])),
    ],
    ['rows twice', (rows: readonly LogEntry[]) => [...rows, ...rows]],
  ] as const) {
    it(`takes ${what}`, async () => {
      const it = new FeedSetup();
      it.server.alter = alter;
      it.server.add(it.now(), 150, 1_000);
      it.feed.start();
      for (let second = 0; second < 20; second++) {
        await it.clock.advance(1_000);
        it.server.add(it.now(), 3_000, second % 2 ? 0 : 100);
      }
      await it.clock.advance(MINUTE);
      it.assertHolds();
      it.feed.dispose();
    }).timeout(20_000);
  }

  it('takes a repeated id for the same entry, whatever else it says', async () => {
    const it = new FeedSetup();
    const [first] = it.server.add(it.now(), 1);
    assert.ok(first);
    it.server.store([{ ...first, timestamp: addMicroseconds(first.timestamp, 5), message: 'other' }]);
    it.feed.start();
    await it.clock.advance(MINUTE);
    assert.deepEqual(it.keys, [first.id]);
    it.feed.dispose();
  });

  it('shows what has an unknown type or no readable time, at its place or at the end', async () => {
    const it = new FeedSetup();
    it.server.add(it.now(), 20, 1_000);
    it.feed.start();
    await it.clock.advance(1_500);
    const odd = it.server.entry('soon');
    it.server.store([odd, { ...it.server.entry(it.now()), type: 'FATAL', source: '' }]);
    await it.clock.advance(MINUTE);
    it.server.add(it.now(), 2_500, 10);
    await it.clock.advance(MINUTE);
    it.assertHolds();
    assert.equal(it.keys.at(-1), odd.id);
    it.feed.dispose();
  });

  /** What a server answers that does not look at what it is asked, and when it has to stop being asked. */
  const endless: readonly (readonly [string, (it: FeedSetup) => LogFetch])[] = [
    [
      'the same newest rows whatever the bounds',
      (it) => (request) => Promise.resolve(it.server.held.slice(-request.limit).toReversed()),
    ],
    [
      'as many rows as it is asked for, all on one time',
      () => (request) =>
        Promise.resolve(
          Array.from({ length: Math.min(request.limit, 100_000) }, (_, index) => entryAt(`${index}`)),
        ),
    ],
    [
      'always the same full page of new rows',
      (it) => {
        let made = 0;
        return (request) =>
          Promise.resolve(
            Array.from({ length: Math.min(request.limit, 5_000) }, (_, index) => ({
              ...entryAt(`${made++}`),
              timestamp: addMicroseconds(it.now(), -index),
            })),
          );
      },
    ],
    [
      'nothing beyond the newest hundred',
      (it) => () => Promise.resolve(it.server.held.slice(-100).toReversed()),
    ],
  ];
  for (const [what, serve] of endless) {
    it(`does not ask for ever for ${what}`, async () => {
      const it = new FeedSetup();
      it.server.add(it.now(), 50_000, 1_000);
      let requests = 0;
      const fetchPage = serve(it);
      const feed = it.open({
        fetchPage: (request, signal) => {
          requests++;
          assert.ok(requests < 1_000);
          return fetchPage(request, signal);
        },
      });
      feed.start();
      for (let second = 0; second < 8; second++) {
        await it.clock.advance(1_000);
        it.server.add(it.now(), 3, 1_000);
      }
      assert.ok(requests < 120, `${requests} requests in 8 s`);
      const count = requests;
      await feed.loadOlder().catch(() => undefined);
      assert.ok(requests - count < 40, `${requests - count} requests for history`);
      assert.ok(it.gaps.length <= 10, `${it.gaps.length} gaps`);
      feed.dispose();
    }).timeout(60_000);
  }

  it('goes on beyond pages that a server cuts at a hundred rows', async () => {
    const it = new FeedSetup();
    it.server.most = 100;
    it.server.add(it.now(), 1_234, 1_000);
    it.feed.start();
    await it.clock.advance(1_000);
    for (let end = false; !end;) {
      ({ end } = await it.feed.loadOlder());
    }
    it.assertHolds();
    for (let second = 0; second < 5; second++) {
      it.server.add(it.now(), 777, 10);
      await it.clock.advance(2_000);
    }
    await it.clock.advance(MINUTE);
    it.assertHolds();
    it.feed.dispose();
  });
});

type LogFetch = (request: { readonly limit: number }, signal: AbortSignal) => Promise<readonly LogEntry[]>;

function entryAt(id: string): LogEntry {
  return { id, timestamp: '2026-01-01T00:00:00.000000Z', type: 'LOG', source: 'CONSOLE', message: 'x' };
}
