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
      const setup = new FeedSetup();
      setup.server.alter = alter;
      setup.server.add(setup.now(), 150, 1_000);
      setup.feed.start();
      for (let second = 0; second < 20; second++) {
        await setup.clock.advance(1_000);
        setup.server.add(setup.now(), 3_000, second % 2 ? 0 : 100);
      }
      await setup.clock.advance(MINUTE);
      setup.assertHolds();
      setup.feed.dispose();
    }).timeout(20_000);
  }

  it('takes a repeated id for the same entry, whatever else it says', async () => {
    const setup = new FeedSetup();
    const [first] = setup.server.add(setup.now(), 1);
    assert.ok(first);
    setup.server.store([{ ...first, timestamp: addMicroseconds(first.timestamp, 5), message: 'other' }]);
    setup.feed.start();
    await setup.clock.advance(MINUTE);
    assert.deepEqual(setup.keys, [first.id]);
    setup.feed.dispose();
  });

  it('shows what has an unknown type or no readable time, at its place or at the end', async () => {
    const setup = new FeedSetup();
    setup.server.add(setup.now(), 20, 1_000);
    setup.feed.start();
    await setup.clock.advance(1_500);
    const odd = setup.server.entry('soon');
    setup.server.store([odd, { ...setup.server.entry(setup.now()), type: 'FATAL', source: '' }]);
    await setup.clock.advance(MINUTE);
    setup.server.add(setup.now(), 2_500, 10);
    await setup.clock.advance(MINUTE);
    setup.assertHolds();
    assert.equal(setup.keys.at(-1), odd.id);
    setup.feed.dispose();
  });

  /** What a server answers that does not look at what it is asked, and when it has to stop being asked. */
  const endless: readonly (readonly [string, (setup: FeedSetup) => LogFetch])[] = [
    [
      'the same newest rows whatever the bounds',
      (setup) => (request) => Promise.resolve(setup.server.held.slice(-request.limit).toReversed()),
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
      (setup) => {
        let made = 0;
        return (request) =>
          Promise.resolve(
            Array.from({ length: Math.min(request.limit, 5_000) }, (_, index) => ({
              ...entryAt(`${made++}`),
              timestamp: addMicroseconds(setup.now(), -index),
            })),
          );
      },
    ],
    [
      'nothing beyond the newest hundred',
      (setup) => () => Promise.resolve(setup.server.held.slice(-100).toReversed()),
    ],
  ];
  for (const [what, serve] of endless) {
    it(`does not ask for ever for ${what}`, async () => {
      const setup = new FeedSetup();
      setup.server.add(setup.now(), 50_000, 1_000);
      let requests = 0;
      const fetchPage = serve(setup);
      const feed = setup.open({
        fetchPage: (request, signal) => {
          requests++;
          assert.ok(requests < 1_000);
          return fetchPage(request, signal);
        },
      });
      feed.start();
      for (let second = 0; second < 8; second++) {
        await setup.clock.advance(1_000);
        setup.server.add(setup.now(), 3, 1_000);
      }
      assert.ok(requests < 120, `${requests} requests in 8 s`);
      const count = requests;
      await feed.loadOlder().catch(() => undefined);
      assert.ok(requests - count < 40, `${requests - count} requests for history`);
      assert.ok(setup.gaps.length <= 10, `${setup.gaps.length} gaps`);
      feed.dispose();
    }).timeout(60_000);
  }

  it('goes on beyond pages that a server cuts at a hundred rows', async () => {
    const setup = new FeedSetup();
    setup.server.most = 100;
    setup.server.add(setup.now(), 1_234, 1_000);
    setup.feed.start();
    await setup.clock.advance(1_000);
    for (let end = false; !end;) {
      ({ end } = await setup.feed.loadOlder());
    }
    setup.assertHolds();
    for (let second = 0; second < 5; second++) {
      setup.server.add(setup.now(), 777, 10);
      await setup.clock.advance(2_000);
    }
    await setup.clock.advance(MINUTE);
    setup.assertHolds();
    setup.feed.dispose();
  });
});

type LogFetch = (request: { readonly limit: number }, signal: AbortSignal) => Promise<readonly LogEntry[]>;

function entryAt(id: string): LogEntry {
  return { id, timestamp: '2026-01-01T00:00:00.000000Z', type: 'LOG', source: 'CONSOLE', message: 'x' };
}
