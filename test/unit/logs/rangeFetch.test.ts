import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogEntry } from '../../../src/api/schemas';
import { type RangeFetchOptions, type RangeProgress, fetchRange } from '../../../src/logs/feed/rangeFetch';
import { addMicroseconds, compareTimestamps, timestampFromDate } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { FakeLogServer, apiError, seededRandom } from '../../support/fakeLogServer';

const START = timestampFromDate(Date.UTC(2026, 0, 1));

class Fetch {
  readonly clock = new FakeClock();
  readonly server: FakeLogServer;
  readonly pages: (readonly LogEntry[])[] = [];
  readonly progress: RangeProgress[] = [];
  readonly controller = new AbortController();

  constructor(seed = 1) {
    this.server = new FakeLogServer(this.clock, seededRandom(seed));
  }

  get ids(): readonly string[] {
    return this.pages.flat().map(({ id }) => id);
  }

  /** What the server holds between two times, newest first. */
  held(after?: string, before?: string): readonly string[] {
    return this.server.held
      .filter(
        ({ timestamp }) =>
          (after === undefined || compareTimestamps(timestamp, after) > 0) &&
          (before === undefined || compareTimestamps(timestamp, before) < 0),
      )
      .map(({ id }) => id)
      .toReversed();
  }

  run(options: Partial<RangeFetchOptions> = {}, ms = 600_000) {
    const fetched = fetchRange({
      fetchPage: this.server.fetch,
      after: undefined,
      before: undefined,
      signal: this.controller.signal,
      clock: this.clock,
      random: () => 0.5,
      onProgress: (progress) => this.progress.push(progress),
      onPage: (page) => void this.pages.push(page),
      ...options,
    });
    const done = this.clock.advance(ms).then(() => fetched);
    done.catch(() => undefined);
    fetched.catch(() => undefined);
    return done;
  }
}

describe('range fetch', () => {
  it('hands each entry of a range on once, newest first, whatever lies at the borders of pages', async () => {
    const batch = fc.record({
      count: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 900, max: 3_000 })),
      stepUs: fc.constantFrom(0, 0, 1, 500),
      atUs: fc.integer({ min: 0, max: 3_000_000 }),
    });
    let entries = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(batch, { minLength: 1, maxLength: 6 }),
        fc.integer(),
        fc.option(fc.integer({ min: 0, max: 2_000_000 }), { nil: undefined }),
        fc.option(fc.integer({ min: 1_000_000, max: 4_000_000 }), { nil: undefined }),
        fc.constantFrom(Number.POSITIVE_INFINITY, 700, 5_000),
        async (batches, seed, afterUs, beforeUs, cap) => {
          const setup = new Fetch(seed);
          batches.forEach(({ count, stepUs, atUs }) =>
            setup.server.add(
              addMicroseconds(START, atUs),
              count,
              stepUs,
              cap === 700 && stepUs === 0 ? '' : 'x',
            ),
          );
          setup.server.cap = cap;
          setup.server.failures.push(
            undefined,
            apiError('network'),
            undefined,
            apiError('server', { status: 502 }),
          );
          const after = afterUs === undefined ? undefined : addMicroseconds(START, afterUs);
          const before = beforeUs === undefined ? undefined : addMicroseconds(START, beforeUs);
          const result = await setup.run({ after, before });
          const unreadable = new Set(result.unreadable);
          const missing = new Set(
            setup.server.held.filter(({ timestamp }) => unreadable.has(timestamp)).map(({ id }) => id),
          );
          assert.deepEqual(
            setup.ids.filter((id) => !missing.has(id)),
            setup.held(after, before).filter((id) => !missing.has(id)),
          );
          assert.equal(new Set(setup.ids).size, setup.ids.length, 'nothing twice');
          assert.equal(result.entries, setup.ids.length);
          assert.equal(setup.server.mostInFlight, setup.server.requests.length > 0 ? 1 : 0);
          entries += result.entries;
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(entries > 10_000);
  }).timeout(60_000);

  it('asks for longer pages while they come back full', async () => {
    const setup = new Fetch();
    setup.server.add(START, 100_000, 5);
    const { entries } = await setup.run();
    assert.equal(entries, 100_000);
    assert.ok(setup.server.requests.length <= 9, `${setup.server.requests.length} requests`);
    assert.ok(setup.server.requests.every(({ limit }) => limit <= 20_000));
    assert.deepEqual(setup.progress.at(-1)?.backTo, setup.server.held[0]?.timestamp);
  }).timeout(20_000);

  it('passes a search and types on', async () => {
    const setup = new Fetch();
    setup.server.add(START, 3);
    await setup.run({ search: 'x', types: ['ERROR'] });
    assert.deepEqual(setup.server.requests[0], { limit: 1_000, search: 'x', types: ['ERROR'] });
  });

  it('takes no entry twice and none out of turn that arrives meanwhile', async () => {
    const setup = new Fetch();
    setup.server.add(START, 30_000, 100);
    const before = setup.held();
    const fetched = setup.run({
      onPage: (page) => {
        setup.pages.push(page);
        setup.server.add(addMicroseconds(START, 2_999_000), 20, 7);
        setup.server.add(addMicroseconds(START, 10), 20, 7);
      },
    });
    await fetched;
    const got = setup.pages.flat();
    assert.equal(new Set(setup.ids).size, setup.ids.length);
    assert.ok(
      got.every(
        ({ timestamp }, at) => at === 0 || compareTimestamps(timestamp, got[at - 1]?.timestamp ?? '') <= 0,
      ),
    );
    const known = new Set(setup.ids);
    assert.ok(before.every((id) => known.has(id)));
  });

  it('names what does not fit a reply', async () => {
    const setup = new Fetch();
    setup.server.cap = 1_000;
    setup.server.add(START, 100, 10);
    const [huge] = setup.server.add(addMicroseconds(START, 505), 1, 0, 'z'.repeat(5_000));
    const { unreadable } = await setup.run();
    assert.deepEqual(unreadable, [huge?.timestamp]);
    assert.deepEqual(
      setup.ids,
      setup.held().filter((id) => id !== huge?.id),
    );
    assert.deepEqual(setup.progress.at(-1)?.unreadable, unreadable);
  });

  it('hands on entries without a readable time too', async () => {
    const setup = new Fetch();
    setup.server.add(START, 2_500, 10);
    setup.server.store([setup.server.entry('soon'), setup.server.entry('')]);
    const { entries } = await setup.run();
    assert.equal(entries, 2_502);
    assert.deepEqual([...setup.ids].sort(), [...setup.held()].sort());
  });

  it('waits as long as the server says, tells it, and goes on', async () => {
    const setup = new Fetch();
    setup.server.add(START, 3_000, 10);
    setup.server.failures.push(undefined, apiError('rateLimited', { status: 429, retryAfterMs: 90_000 }));
    const began = setup.clock.now();
    const fetched = setup.run({}, 89_000);
    await setup.clock.advance(89_000);
    assert.equal(setup.progress.at(-1)?.waiting?.error.kind, 'rateLimited');
    assert.equal(setup.server.requests.length, 2);
    await setup.clock.advance(20_000);
    assert.equal((await fetched).entries, 3_000);
    assert.ok(setup.clock.now() - began >= 90_000);
    assert.equal(setup.progress.at(-1)?.waiting, undefined);
  });

  for (const kind of ['auth', 'forbidden', 'gone', 'notFound'] as const) {
    it(`gives up at once for ${kind}`, async () => {
      const setup = new Fetch();
      setup.server.outage = apiError(kind);
      await assert.rejects(setup.run(), { name: 'ApiError' });
      assert.equal(setup.server.requests.length, 1);
    });
  }

  it('gives up after a dozen failures in a row, and leaves no timer', async () => {
    const setup = new Fetch();
    setup.server.add(START, 3_000, 10);
    setup.server.failures.push(undefined);
    const failed = setup.run({}, 0);
    setup.server.outage = apiError('network', { reason: 'refused' });
    setup.server.failures.length = 0;
    await setup.clock.advance(600_000);
    await assert.rejects(failed, { name: 'ApiError' });
    assert.equal(setup.server.requests.length, 1 + 12);
    assert.equal(setup.clock.armed, 0);
  });

  it('stops where it is when it is cancelled: in a request, a wait, or a page', async () => {
    for (const when of ['request', 'wait', 'page'] as const) {
      const setup = new Fetch();
      setup.server.add(START, 30_000, 10);
      setup.server.latency = when === 'request' ? 1_000 : 0;
      setup.server.outage = when === 'wait' ? apiError('network') : undefined;
      const fetched = setup.run(
        when === 'page' ? { onPage: () => setup.controller.abort() } : {},
        when === 'page' ? 0 : 500,
      );
      await setup.clock.advance(500);
      setup.controller.abort();
      await setup.clock.advance(10_000);
      await assert.rejects(fetched, (error) => error instanceof Error && error.message.includes('cancelled'));
      assert.equal(setup.server.requests.length, 1);
      assert.equal(setup.clock.armed, 0);
    }
  });

  it('ends with an error where the server gives the same rows again and again', async () => {
    const setup = new Fetch();
    setup.server.add(START, 10, 10);
    const rows = setup.server.held.toReversed();
    let requests = 0;
    const fetchPage = ({ limit }: { readonly limit: number }): Promise<readonly LogEntry[]> => {
      requests++;
      return Promise.resolve(
        Array.from({ length: limit }, (_, at) => rows[at % 10] ?? setup.server.entry(START)),
      );
    };
    await assert.rejects(setup.run({ fetchPage }), { name: 'ApiError' });
    assert.ok(requests < 60, `${requests} requests`);
    assert.deepEqual([...setup.ids].sort(), rows.map(({ id }) => id).sort());
  }).timeout(60_000);
});
