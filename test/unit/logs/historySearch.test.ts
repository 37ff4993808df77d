import assert from 'node:assert/strict';
import { systemClock } from '../../../src/api/clock';
import type { LogEntry } from '../../../src/api/schemas';
import { LogBuffer } from '../../../src/logs/buffer';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import {
  HistorySearch,
  type HistorySearchOptions,
  type SearchProgress,
} from '../../../src/logs/search/historySearch';
import type { LogFilter } from '../../../src/logs/protocol';
import { compileText } from '../../../src/logs/view/textFilter';
import { addMicroseconds } from '../../../src/logs/timestamp';
import { FakeClock } from '../../support/fakeClock';
import { apiError, FakeLogServer } from '../../support/fakeLogServer';
import { allTurns } from '../../support/turns';

const START = '2026-01-01T00:00:00.000000Z';
const at = (seconds: number): string => addMicroseconds(START, seconds * 1_000_000);

describe('the search of the history', () => {
  let server: FakeLogServer;
  let buffer: LogBuffer;

  beforeEach(() => {
    server = new FakeLogServer(new FakeClock());
    buffer = new LogBuffer(100_000);
  });

  function make(filter: Partial<LogFilter>, options: Partial<HistorySearchOptions> = {}): HistorySearch {
    const whole = { ...SHOW_ALL, ...filter };
    const compiled = compileText(whole);
    assert.ok('matcher' in compiled);
    return new HistorySearch({
      sources: [{ config: undefined, fetchPage: server.fetch }],
      buffer,
      matcher: compiled.matcher,
      filter: whole,
      before: undefined,
      clock: systemClock,
      ...options,
    });
  }

  /** Waits until it no longer searches. */
  function settled(search: HistorySearch): Promise<SearchProgress> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (search.progress.state !== 'searching') {
          stop();
          resolve(search.progress);
        }
      };
      const stop = search.onDidChange(look);
      look();
    });
  }

  async function run(search: HistorySearch): Promise<SearchProgress> {
    search.more();
    return settled(search);
  }

  const found = (): string[] =>
    buffer.slice().flatMap((item) => (item.kind === 'entry' ? [item.entry.message] : []));

  /** One entry a second; every `every`th holds `needle`. */
  function fill(count: number, every: number, needle: string): LogEntry[] {
    const entries = Array.from({ length: count }, (_, index) =>
      server.entry(at(index), index % every === 0 ? `${needle} ${index}` : `hay ${index}`),
    );
    server.store(entries);
    return entries;
  }

  it('lets the server search for plain text, and finds all of it', async () => {
    fill(5000, 1000, 'needle');
    const progress = await run(make({ text: 'NEEDLE' }));
    assert.deepEqual([progress.state, progress.matches], ['done', 5]);
    assert.deepEqual(
      found(),
      [0, 1000, 2000, 3000, 4000].map((index) => `needle ${index}`),
    );
    assert.ok(server.requests.every(({ search }) => search === 'NEEDLE'));
  });

  it('pages through everything for what the server cannot search for', async () => {
    fill(5000, 2500, 'needle');
    const progress = await run(make({ text: 'n.+dle \\d', regex: true }));
    assert.deepEqual([progress.state, found()], ['done', ['needle 0', 'needle 2500']]);
    assert.ok(server.requests.every(({ search }) => search === undefined));
  });

  it('drops what the server takes for a match by its wildcards', async () => {
    server.add(at(0), 1, 0, 'a_b');
    server.add(at(1), 1, 0, 'axb');
    await run(make({ text: 'a_b' }));
    assert.deepEqual(found(), ['a_b']);
  });

  it('finds what holds a backslash', async () => {
    server.add(at(0), 1, 0, 'C:\\temp\\x.log');
    await run(make({ text: 'C:\\temp' }));
    assert.deepEqual(found(), ['C:\\temp\\x.log']);
  });

  for (const isOf2021 of [false, true]) {
    it(`leaves out hidden levels and sources, ${isOf2021 ? 'where the server does not' : 'and asks for no more'}`, async () => {
      server.isOf2021 = isOf2021;
      for (const [index, type] of ['DEBUG', 'ERROR', 'WARN'].entries()) {
        server.store([
          { ...server.entry(at(index), type), type },
          { ...server.entry(at(index), `system ${type}`), type, source: 'SYSTEM' },
        ]);
      }
      const hiddenLevels = ['DEBUG', 'LOG', 'INFO'] as const;
      await run(make({ text: 'r', hiddenLevels: [...hiddenLevels], hiddenSources: ['SYSTEM'] }));
      assert.deepEqual(found(), ['ERROR', 'WARN']);
      assert.deepEqual(server.requests[0]?.types, ['WARN', 'ERROR']);
    });
  }

  it('looks only before the time that is given', async () => {
    server.add(at(0), 1, 0, 'old');
    server.add(at(1), 1, 0, 'loaded old');
    await run(make({ text: 'old' }, { before: at(1) }));
    assert.deepEqual(found(), ['old']);
  });

  it('stops after 500 matches, and goes on when more are wanted', async () => {
    fill(20_000, 5, 'needle');
    const search = make({ text: 'n[e]edle', regex: true });
    const first = await run(search);
    assert.equal(first.state, 'stopped');
    assert.ok(first.matches >= 500 && first.matches < 1500, String(first.matches));
    assert.ok(first.backTo !== undefined && first.backTo > at(10_000));
    const { length } = server.requests;
    assert.ok(length < 20);
    let progress = first;
    while (progress.state === 'stopped') {
      progress = await run(search);
    }
    assert.deepEqual([progress.state, progress.matches, found().length], ['done', 4000, 4000]);
  });

  it('keeps paging until there is a match', async () => {
    fill(30_000, 29_999, 'needle');
    const progress = await run(make({ text: 'needle 0$', regex: true }));
    assert.deepEqual([progress.state, found()], ['done', ['needle 0']]);
  });

  it('stops at once, and goes on from there without loss', async () => {
    const entries = fill(10_000, 100, 'needle');
    const search = make({ text: 'n[e]edle', regex: true });
    const unlisten = search.onDidChange(() => {
      if (search.progress.matches > 10) {
        search.stop();
      }
    });
    assert.equal((await run(search)).state, 'stopped');
    const { length } = server.requests;
    unlisten();
    await allTurns();
    assert.equal(server.requests.length, length);
    assert.equal((await run(search)).state, 'done');
    assert.deepEqual(
      found(),
      entries.map(({ message }) => message).filter((text) => text.startsWith('needle')),
    );
  });

  it('loses nothing on a time that many entries share, where it stops there', async () => {
    server.add(at(0), 3000, 0, 'needle');
    const search = make({ text: 'n[e]edle', regex: true });
    let progress = await run(search);
    while (progress.state === 'stopped') {
      progress = await run(search);
    }
    assert.deepEqual([progress.state, progress.matches, found().length], ['done', 3000, 3000]);
  });

  it('says why it failed, and tries again', async () => {
    fill(10, 1, 'needle');
    server.outage = apiError('forbidden');
    const search = make({ text: 'needle' });
    const progress = await run(search);
    assert.deepEqual([progress.state, progress.error?.kind], ['failed', 'forbidden']);
    server.outage = undefined;
    const again = await run(search);
    assert.deepEqual([again.state, again.error, again.matches], ['done', undefined, 10]);
  });

  it('asks nothing where every level is hidden', async () => {
    fill(10, 1, 'needle');
    const hiddenLevels: LogFilter['hiddenLevels'] = ['DEBUG', 'LOG', 'INFO', 'WARN', 'ERROR', 'OTHER'];
    assert.equal((await run(make({ text: 'needle', hiddenLevels }))).state, 'done');
    assert.deepEqual(server.requests, []);
  });

  it('says where entries do not fit a reply, also where it stops further back', async () => {
    server.add(at(0), 3, 1_000_000, 'needle');
    server.add(at(1.5), 1, 0, 'x'.repeat(1000));
    server.cap = 500;
    const search = make({ text: 'needl[e]', regex: true });
    search.onDidChange(() => {
      if (search.progress.matches === 3) {
        search.stop();
      }
    });
    assert.equal((await run(search)).state, 'stopped');
    await run(search);
    assert.deepEqual(
      buffer.slice().map((item) => item.kind),
      ['entry', 'entry', 'gap', 'entry'],
    );
  });

  it('searches several logs side by side, none further back than another', async () => {
    const quiet = new FakeLogServer(new FakeClock());
    fill(10_000, 10, 'busy needle');
    // Its pages reach much further back.
    quiet.store(
      Array.from({ length: 10_000 }, (_, index) =>
        quiet.entry(at(10_000 - (10_000 - index) * 50), `${index < 7 ? 'needle' : 'hay'} ${index}`),
      ),
    );
    const search = make(
      { text: 'needl[e]', regex: true },
      {
        sources: [
          { config: 1, fetchPage: server.fetch },
          { config: 2, fetchPage: quiet.fetch },
        ],
      },
    );
    const progress = await run(search);
    assert.equal(progress.state, 'stopped');
    assert.ok(progress.backTo !== undefined && progress.backTo >= at(0));
    assert.equal(quiet.requests.length, 1);
    let last = progress;
    while (last.state === 'stopped') {
      last = await run(search);
    }
    assert.deepEqual([last.state, last.matches, found().length], ['done', 1007, 1007]);
  });

  it('is quiet after it is disposed of', async () => {
    fill(10_000, 10, 'needle');
    const search = make({ text: 'n[e]edle', regex: true });
    let told = 0;
    search.onDidChange(() => told++);
    search.more();
    const before = told;
    search.dispose();
    await allTurns();
    assert.equal(told, before);
  });
});
