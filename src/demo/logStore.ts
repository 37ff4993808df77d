import type { FixtureLogEntry } from './fixture';
import type { WrittenJson } from './pyJson';
import { parseIsoTime, type Micros } from './timestamps';

/** Of `2023-11-09T08:00:00`. */
const SECOND_LENGTH = 19;

export interface LogRow extends FixtureLogEntry {
  readonly micros: Micros;
  /** The row as it is sent, kept from when it was first asked for: reading a log again costs next to nothing. */
  written?: WrittenJson;
}

export interface LogQuery {
  /** Strict bounds. */
  readonly after?: Micros | undefined;
  readonly before?: Micros | undefined;
  /** Decides on each row of the window; absent: all of them. */
  readonly matches?: ((row: LogRow) => boolean) | undefined;
  /** At most so many rows are kept; absent: all of them. */
  readonly limit?: number | undefined;
}

export interface LogResult {
  /** How many rows there are, `limit` considered. */
  readonly count: number;
  /** A part of them, newest first. */
  slice(offset: number, limit: number): readonly LogRow[];
}

/**
 * Log entries by project and config. Each list is kept oldest first, and equal timestamps last come first, so that
 * reading backwards gives newest first with ties in the order of arrival: windows are found by binary search.
 */
export class LogStore {
  private readonly lists = new Map<string, LogRow[]>();

  /**
   * Adds entries, in any order of time. Their timestamps are ISO 8601 in UTC with up to six fraction digits.
   *
   * @throws Error on a timestamp that cannot be read
   */
  insert(entries: readonly FixtureLogEntry[]): void {
    const byList = new Map<string, LogRow[]>();
    const microsOf = timestampReader();
    let last: FixtureLogEntry | undefined;
    let batch: LogRow[] = [];
    for (const entry of entries) {
      // Neighbours nearly always belong to the same list.
      if (last?.team_id !== entry.team_id || last.plugin_config_id !== entry.plugin_config_id) {
        const key = listKey(entry.team_id, entry.plugin_config_id);
        batch = byList.get(key) ?? [];
        byList.set(key, batch);
      }
      batch.push({ ...entry, micros: microsOf(entry.timestamp) });
      last = entry;
    }
    for (const [key, batch] of byList) {
      this.lists.set(key, merge(this.lists.get(key) ?? [], batch));
    }
  }

  /** All entries of a config, newest first. */
  rows(projectId: number, configId: number): readonly LogRow[] {
    return [...(this.lists.get(listKey(projectId, configId)) ?? [])].reverse();
  }

  query(projectId: number, configId: number, query: LogQuery): LogResult {
    const list = this.lists.get(listKey(projectId, configId)) ?? [];
    const from = query.after === undefined ? 0 : firstAbove(list, query.after);
    const to = query.before === undefined ? list.length : firstNotBelow(list, query.before);
    const limit = query.limit ?? Infinity;
    if (query.matches) {
      const kept: LogRow[] = [];
      for (let index = to - 1; index >= from && kept.length < limit; index -= 1) {
        const row = list[index];
        if (row && query.matches(row)) {
          kept.push(row);
        }
      }
      return { count: kept.length, slice: (offset, size) => kept.slice(offset, offset + size) };
    }
    const count = Math.min(Math.max(0, to - from), limit);
    return {
      count,
      slice(offset, size) {
        const end = to - offset;
        const start = Math.max(to - count, end - size);
        return start < end ? list.slice(start, end).reverse() : [];
      },
    };
  }
}

function listKey(projectId: number, configId: number): string {
  return `${projectId}/${configId}`;
}

/** Remembers the last second: entries of one batch mostly share it. */
function timestampReader(): (timestamp: string) => Micros {
  let second = '';
  let start: Micros = 0;
  return (timestamp) => {
    const fraction = timestamp.slice(SECOND_LENGTH);
    if (timestamp.slice(0, SECOND_LENGTH) !== second || !/^\.\d{6}Z$/.test(fraction)) {
      const micros = microsOf(timestamp);
      second = timestamp.slice(0, SECOND_LENGTH);
      start = Math.floor(micros / 1_000_000) * 1_000_000;
      return micros;
    }
    return start + Number(fraction.slice(1, 7));
  };
}

function microsOf(timestamp: string): Micros {
  const match = /^(.*?:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(timestamp);
  const seconds = match?.[1] === undefined ? undefined : parseIsoTime(match[1])?.micros;
  if (seconds === undefined) {
    throw new Error(`Not a log timestamp: ${timestamp}`);
  }
  return seconds + Number((match?.[2] ?? '').padEnd(6, '0'));
}

/** Merges a batch (in order of arrival) into a list, in one pass; in place when all of it is newer. */
function merge(list: LogRow[], batch: LogRow[]): LogRow[] {
  // A reversed stable sort puts later arrivals before earlier ones of the same instant.
  const sorted = batch.reverse().sort((a, b) => a.micros - b.micros);
  const oldest = sorted[0]?.micros ?? Infinity;
  if (oldest > (list.at(-1)?.micros ?? -Infinity)) {
    for (const row of sorted) {
      list.push(row);
    }
    return list;
  }
  const start = firstNotBelow(list, oldest);
  const tail = list.splice(start);
  let fromTail = 0;
  for (const row of sorted) {
    for (let old = tail[fromTail]; old && old.micros < row.micros; old = tail[fromTail]) {
      list.push(old);
      fromTail += 1;
    }
    list.push(row);
  }
  for (const old of tail.slice(fromTail)) {
    list.push(old);
  }
  return list;
}

/** The index of the first row at or after an instant. */
function firstNotBelow(list: readonly LogRow[], micros: Micros): number {
  return search(list, (row) => row.micros >= micros);
}

/** The index of the first row after an instant. */
function firstAbove(list: readonly LogRow[], micros: Micros): number {
  return search(list, (row) => row.micros > micros);
}

function search(list: readonly LogRow[], isRight: (row: LogRow) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = list[middle];
    if (row && isRight(row)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
