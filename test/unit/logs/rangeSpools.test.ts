import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { systemClock } from '../../../src/api/clock';
import type { LogEntry } from '../../../src/api/schemas';
import type { LogItem } from '../../../src/logs/items';
import { LogSpool } from '../../../src/logs/export/logSpool';
import { mergeLogs } from '../../../src/logs/export/mergeLogs';
import { RangeSpools, type SpoolProgress } from '../../../src/logs/export/rangeSpools';
import { type Slot, comparePlaces } from '../../../src/logs/buffer/slots';
import { addMicroseconds, compareTimestamps, parseTimestamp } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { apiError, FakeLogServer } from '../../support/fakeLogServer';

const START = '2026-01-01T00:00:00.000000Z';

async function all<T>(slices: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const slice of slices) {
    items.push(...slice);
  }
  return items;
}

describe('a range of a log in files', () => {
  let folder: string;
  let clock: FakeClock;
  let server: FakeLogServer;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'range-spools-'));
    clock = new FakeClock();
    server = new FakeLogServer(clock);
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function fetch(
    servers: readonly FakeLogServer[],
    options: {
      after?: string;
      before?: string;
      signal?: AbortSignal;
      onProgress?: (progress: SpoolProgress) => void;
    } = {},
  ): Promise<RangeSpools> {
    return RangeSpools.fetch({
      sources: servers.map((one, index) => ({
        config: servers.length > 1 ? index : undefined,
        fetchPage: one.fetch,
      })),
      range: { after: options.after, before: options.before },
      folder,
      clock: systemClock,
      signal: options.signal ?? new AbortController().signal,
      onProgress: options.onProgress ?? (() => undefined),
    });
  }

  async function entriesOf(spools: RangeSpools): Promise<LogEntry[]> {
    const items = await all(spools.items());
    await spools.close();
    return items.flatMap((item) => (item.kind === 'entry' ? [item.entry] : []));
  }

  describe('the spool', () => {
    let made = 0;
    const spooled = async (pages: readonly (readonly LogEntry[])[]): Promise<LogEntry[]> => {
      const spool = await LogSpool.create(path.join(folder, String(made++)));
      for (const page of pages) {
        await spool.add(page);
      }
      const entries = await all(spool.read());
      await spool.close();
      return entries;
    };

    it('gives pages back in order, ties across their borders included', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }),
          fc.integer({ min: 1, max: 7 }),
          async (times, size) => {
            const one = new FakeLogServer(clock);
            one.store(times.map((us) => one.entry(addMicroseconds(START, us))));
            const newestFirst = [...one.held].sort(
              (a, b) => compareTimestamps(b.timestamp, a.timestamp) || (a.message < b.message ? -1 : 1),
            );
            const pages: LogEntry[][] = [];
            for (let index = 0; index < newestFirst.length; index += size) {
              pages.push(newestFirst.slice(index, index + size));
            }
            assert.deepEqual(await spooled(pages), one.held);
          },
        ),
      );
    });

    it('loses nothing whose time cannot be read, nor of a page in any order', async () => {
      const texts = ['', 'soon', START, addMicroseconds(START, 5)];
      const page = texts.map((timestamp) => server.entry(timestamp));
      const back = await spooled([page, [server.entry('x')]]);
      assert.deepEqual(back.map(({ timestamp }) => timestamp).sort(), [...texts, 'x'].sort());
    });

    it('keeps messages of any size and fields that nobody knows', async () => {
      const entries = [1, 2, 3, 4].map((number) => ({
        ...server.entry(addMicroseconds(START, number), 'ä'.repeat(300_000 * number)),
        extra: { deep: [null, number] },
      }));
      assert.deepEqual(await spooled([[...entries].reverse()]), entries);
    });
  });

  it('merges logs that are in order into one', async () => {
    const slots = (us: readonly number[], log: number): Slot[] =>
      us.map((offset, index) => {
        const timestamp = addMicroseconds(START, offset);
        const key = `${log}:${String(index).padStart(4, '0')}`;
        const item: LogItem = { kind: 'marker', key, timestamp, label: '' };
        return { timestamp, instant: parseTimestamp(timestamp), rank: 2, key, item };
      });
    const log = fc.array(fc.array(fc.integer({ min: 0, max: 30 })));
    await fc.assert(
      fc.asyncProperty(fc.array(log, { maxLength: 5 }), async (logs) => {
        const ordered = logs.map((pages, number) => {
          const sorted = slots(
            pages.flat().sort((a, b) => a - b),
            number,
          );
          return pages.map((page) => sorted.splice(0, page.length));
        });
        const expected = ordered.flat(2).sort(comparePlaces);
        assert.deepEqual(
          await all(mergeLogs(ordered)),
          expected.map((slot) => slot.item),
        );
      }),
    );
  });

  it('holds everything that the server does, in order, across ties', async () => {
    server.add(START, 2500, 0);
    server.add(addMicroseconds(START, 1), 3000, 3);
    server.add(addMicroseconds(START, 9000), 1700, 0);
    const spools = await fetch([server]);
    assert.equal(spools.entries, server.held.length);
    assert.deepEqual(await entriesOf(spools), server.held);
  });

  it('keeps to the bounds, which are exclusive', async () => {
    const added = server.add(START, 100, 1_000_000);
    const spools = await fetch([server], {
      after: added[10]?.timestamp ?? '',
      before: added[90]?.timestamp ?? '',
    });
    assert.deepEqual(await entriesOf(spools), added.slice(11, 90));
  });

  it('merges the logs of several configs by time', async () => {
    const other = new FakeLogServer(clock);
    server.add(START, 1500, 2_000_000, 'even');
    other.add(addMicroseconds(START, 1_000_000), 1500, 2_000_000, 'odd');
    const seen: SpoolProgress[] = [];
    const spools = await fetch([server, other], { onProgress: (progress) => seen.push(progress) });
    const entries = await entriesOf(spools);
    assert.deepEqual(
      entries.map(({ message }) => message),
      Array.from({ length: 3000 }, (_, index) => (index % 2 === 0 ? 'even' : 'odd')),
    );
    assert.deepEqual([seen[0]?.source, seen.at(-1)?.source, seen.at(-1)?.entries], [0, 1, 3000]);
  });

  it('says which times do not fit a reply, in their places', async () => {
    server.add(START, 3, 1_000_000);
    const [huge] = server.add(addMicroseconds(START, 1_500_000), 1, 0, 'x'.repeat(1000));
    server.cap = 500;
    const spools = await fetch([server]);
    assert.equal(spools.unreadable, 1);
    const items = await all(spools.items());
    await spools.close();
    assert.deepEqual(
      items.map((item) => item.kind),
      ['entry', 'entry', 'gap', 'entry'],
    );
    const gap = items[2];
    assert.ok(gap?.kind === 'gap' && huge && gap.from < huge.timestamp && huge.timestamp < gap.to);
  });

  it('ends with the failure of a page that cannot be had, and with the end of the signal', async () => {
    server.add(START, 3000, 1);
    server.outage = apiError('forbidden');
    await assert.rejects(fetch([server]), { kind: 'forbidden' });
    fs.rmSync(path.join(folder, '0.json'));
    server.outage = undefined;
    const controller = new AbortController();
    await assert.rejects(
      fetch([server], { signal: controller.signal, onProgress: () => controller.abort() }),
    );
  });
});
