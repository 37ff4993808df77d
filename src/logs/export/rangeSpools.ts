import path from 'node:path';
import type { Clock } from '../../api/clock';
import type { ApiError } from '../../api/errors';
import type { GapItem, LogItem } from '../items';
import type { FetchLogPage } from '../feed/logPage';
import { LogSpool } from './logSpool';
import { mergeLogs } from './mergeLogs';
import type { Range } from '../feed/rangeReader';
import { fetchRange } from '../feed/rangeFetch';
import { type Slot, entrySlot, gapSlot } from '../buffer/slots';
import { addMicroseconds, compareTimestamps } from '../timestamp';

/** One config's log to read from. */
export interface RangeSource {
  /** Id of the plugin config in a range of several logs; undefined where there is only one. */
  readonly config: number | undefined;
  readonly fetchPage: FetchLogPage;
}

export interface SpoolProgress {
  /** Which of the sources is being read, from 0. */
  readonly source: number;
  /** Entries of all sources so far. */
  readonly entries: number;
  /** Down to which time this source is read; undefined before the first page. */
  readonly backTo: string | undefined;
  /** Why it waits before it tries again; undefined where it does not. */
  readonly failure: ApiError | undefined;
}

export interface RangeSpoolsOptions {
  readonly sources: readonly RangeSource[];
  /** Both exclusive. */
  readonly range: Range;
  /** An empty folder; whoever calls removes it in the end. */
  readonly folder: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SpoolProgress) => void;
}

/**
 * A time range of one or several logs, fetched completely and kept in files: servers give the newest entries first,
 * files are to begin with the oldest. Memory holds a page of each log at most.
 */
export class RangeSpools {
  private readonly spools: { readonly spool: LogSpool; readonly config: number | undefined }[] = [];
  private readonly gaps: Slot[] = [];
  private read = 0;

  private constructor() {
    // Made by `fetch`.
  }

  /** @throws ApiError of the first page that cannot be had; `cancelled` once the signal is aborted */
  static async fetch(options: RangeSpoolsOptions): Promise<RangeSpools> {
    const spools = new RangeSpools();
    try {
      for (const [index, source] of options.sources.entries()) {
        await spools.add(index, source, options);
      }
    } catch (error) {
      await spools.close();
      throw error;
    }
    spools.gaps.sort((a, b) => compareTimestamps(a.timestamp, b.timestamp));
    return spools;
  }

  get entries(): number {
    return this.read;
  }

  /** Timestamps whose entries do not fit any reply of the server: `items` has a gap for each. */
  get unreadable(): number {
    return this.gaps.length;
  }

  /** Everything in order, once. */
  items(): AsyncGenerator<readonly LogItem[]> {
    const logs = this.spools.map(({ spool, config }) => slotsOf(spool, config));
    return mergeLogs([...logs, [this.gaps]]);
  }

  async close(): Promise<void> {
    for (const { spool } of this.spools) {
      await spool.close();
    }
  }

  private async add(
    index: number,
    { config, fetchPage }: RangeSource,
    { folder, range, clock, signal, onProgress }: RangeSpoolsOptions,
  ): Promise<void> {
    const spool = await LogSpool.create(path.join(folder, `${index}.json`));
    this.spools.push({ spool, config });
    const before = this.read;
    const { unreadable } = await fetchRange({
      fetchPage,
      ...range,
      signal,
      clock,
      onProgress: ({ entries, backTo, waiting }) =>
        onProgress({ source: index, entries: before + entries, backTo, failure: waiting?.error }),
      onPage: async (page) => {
        this.read += page.length;
        await spool.add(page);
      },
    });
    this.gaps.push(...unreadable.map((timestamp) => gapSlot(gapAt(timestamp, config))));
  }
}

function gapAt(timestamp: string, config: number | undefined): GapItem {
  return {
    kind: 'gap',
    key: `unreadable:${config ?? ''}:${timestamp}`,
    from: addMicroseconds(timestamp, -1),
    to: addMicroseconds(timestamp, 1),
    reason: 'oneTimestampTooBig',
    config,
  };
}

async function* slotsOf(spool: LogSpool, config: number | undefined): AsyncGenerator<readonly Slot[]> {
  for await (const entries of spool.read()) {
    yield entries.map((entry) => entrySlot(entry, config));
  }
}
