import assert from 'node:assert/strict';
import { sleep } from '../../src/api/clock';
import { ApiError, type ApiErrorData } from '../../src/api/errors';
import type { LogEntry } from '../../src/api/schemas';
import type { FetchLogPage, LogPageRequest } from '../../src/logs/feed/logPage';
import {
  type Instant,
  addMicroseconds,
  compareParsed,
  formatInstant,
  parseTimestamp,
} from '../../src/logs/timestamp';
import type { FakeClock } from './fakeClock';

/** Parsing each of a hundred thousand timestamps would take most of a test. */
function later({ seconds, nanos }: Instant, us: number): Instant {
  const micros = Math.floor(nanos / 1000) + us;
  const carry = Math.floor(micros / 1_000_000);
  return { seconds: seconds + carry, nanos: (micros - carry * 1_000_000) * 1000 };
}

/**
 * One config's log as a real server answers for it: bounds are strict, newest first, no tie-break (rows on one
 * timestamp come in another order each time), `limit` cuts. Faults are switched on by the test.
 */
export class FakeLogServer {
  /** In order of time. */
  private readonly rows: Row[] = [];
  private made = 0;
  readonly requests: LogPageRequest[] = [];
  /** What the next requests fail with; undefined to let one through. */
  readonly failures: (ApiError | undefined)[] = [];
  /** Every request fails with this while it is set. */
  outage: ApiError | undefined;
  /** Replies of more characters are over the cap. */
  cap = Number.POSITIVE_INFINITY;
  /** Takes `%` and `_` in a search literally, and ignores types. */
  isOf2021 = false;
  /** Rows of a reply at most, whatever `limit` says. */
  most = Number.POSITIVE_INFINITY;
  /** Milliseconds from request to reply. */
  latency = 0;
  /** Requests that are neither answered nor given up. */
  private readonly open = new Set<object>();
  mostInFlight = 0;
  /** Changes replies on their way. */
  alter: (rows: readonly LogEntry[]) => readonly LogEntry[] = (rows) => rows;

  constructor(
    private readonly clock: FakeClock,
    private readonly random: () => number = seededRandom(1),
  ) {}

  /** What the server holds, in the order that a view shows. */
  get held(): readonly LogEntry[] {
    return [...this.rows]
      .sort((a, b) => compareRows(a, b) || (a.entry.id < b.entry.id ? -1 : 1))
      .map(({ entry }) => entry);
  }

  get newest(): string | undefined {
    return this.rows.findLast((row) => row.instant)?.entry.timestamp;
  }

  /** Stores `count` entries from `timestamp` on, `stepUs` microseconds apart; late where others are newer. */
  add(timestamp: string, count = 1, stepUs = 0, message = 'x'): readonly LogEntry[] {
    const first = parseTimestamp(timestamp);
    assert.ok(first);
    const rows = Array.from({ length: count }, (_, index): Row => {
      const instant = later(first, index * stepUs);
      return { entry: this.entry(formatInstant(instant), message), instant };
    });
    this.storeRows(rows);
    return rows.map(({ entry }) => entry);
  }

  entry(timestamp: string, message = 'x'): LogEntry {
    const number = this.made++;
    // Ids say nothing about the order.
    const id = `${((number * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')}-${number}`;
    const type = TYPES[number % TYPES.length] ?? 'LOG';
    return { id, timestamp, type, source: 'CONSOLE', message, plugin_config_id: 11 };
  }

  store(entries: readonly LogEntry[]): void {
    this.storeRows(entries.map((entry) => ({ entry, instant: parseTimestamp(entry.timestamp) })));
  }

  private storeRows(rows: readonly Row[]): void {
    const last = this.rows.at(-1);
    for (const row of rows) {
      this.rows.push(row);
    }
    if (last && rows.some((row) => compareRows(row, last) < 0)) {
      this.rows.sort(compareRows);
    }
  }

  /** Lets go of the oldest rows: a server keeps a week. */
  forget(count: number): void {
    this.rows.splice(0, count);
  }

  readonly fetch: FetchLogPage = async (request, signal) => {
    this.requests.push(request);
    const open = {};
    this.open.add(open);
    const onAbort = (): void => void this.open.delete(open);
    signal.addEventListener('abort', onAbort, { once: true });
    this.mostInFlight = Math.max(this.mostInFlight, this.open.size);
    try {
      const reply = this.answer(request);
      if (this.latency > 0) {
        await sleep(this.clock, this.latency, signal).catch(() => {
          throw apiError('cancelled');
        });
      }
      if (reply instanceof ApiError) {
        throw reply;
      }
      return reply;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.open.delete(open);
    }
  };

  private answer(request: LogPageRequest): readonly LogEntry[] | ApiError {
    const failure = this.outage ?? this.failures.shift();
    if (failure) {
      return failure;
    }
    if ([request.before, request.after].some((bound) => bound !== undefined && !ACCEPTED.test(bound))) {
      return apiError('server', { status: 500 });
    }
    const page = this.page(request);
    const size = page.reduce((sum, row) => sum + row.message.length, 0);
    return size > this.cap ? apiError('protocol', { reason: 'tooLarge' }) : this.alter(page);
  }

  private page({ before, after, limit, search, types }: LogPageRequest): LogEntry[] {
    const rows =
      search || types ? this.rows.filter(({ entry }) => this.passes(entry, search, types)) : this.rows;
    const from = after === undefined ? 0 : firstAt(rows, addMicroseconds(after, 1));
    let end = before === undefined ? rows.length : firstAt(rows, before);
    const page: LogEntry[] = [];
    while (end > from && page.length < limit) {
      const last = rows[end - 1];
      let start = end - 1;
      for (let row = rows[start - 1]; row && last && start > from; row = rows[start - 1]) {
        if (compareRows(row, last) !== 0) {
          break;
        }
        start--;
      }
      page.push(...this.shuffled(rows.slice(start, end)));
      end = start;
    }
    return page.slice(0, limit);
  }

  private passes(entry: LogEntry, search = '', types?: readonly string[]): boolean {
    return (
      likePattern(search, !this.isOf2021).test(entry.message) &&
      (this.isOf2021 || !types || types.includes(entry.type))
    );
  }

  private shuffled(rows: readonly Row[]): LogEntry[] {
    return rows
      .map(({ entry }) => ({ entry, at: this.random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ entry }) => entry);
  }
}

const TYPES = ['LOG', 'INFO', 'WARN', 'ERROR', 'DEBUG'];

interface Row {
  readonly entry: LogEntry;
  readonly instant: Instant | undefined;
}

interface Timed {
  readonly entry: Pick<LogEntry, 'timestamp'>;
  readonly instant: Instant | undefined;
}

function firstAt(rows: readonly Row[], timestamp: string): number {
  const bound = { entry: { timestamp }, instant: parseTimestamp(timestamp) };
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && compareRows(row, bound) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** `ILIKE '%…%'`, in which `%` and `_` are wildcards and a backslash is an escape, unless the server escapes them. */
function likePattern(search: string, wildcards: boolean): RegExp {
  const parts = Array.from(search).map((character) => {
    if (wildcards && character in WILDCARDS) {
      return WILDCARDS[character] ?? '';
    }
    return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
  return new RegExp(parts.join(''), 'iu');
}

const WILDCARDS: Readonly<Record<string, string>> = { '%': '[^]*', _: '[^]', '\\': '' };

function compareRows(a: Timed, b: Timed): number {
  return compareParsed(a.entry.timestamp, a.instant, b.entry.timestamp, b.instant);
}

/** What the servers' parser of `before` and `after` takes: no fraction, three or six digits, UTC. */
const ACCEPTED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?Z$/;

export function apiError(kind: ApiErrorData['kind'], data: Partial<ApiErrorData> = {}): ApiError {
  const base = {
    operation: 'listLogs',
    method: 'GET',
    path: '/logs',
    origin: 'http://127.0.0.1',
    attempts: 1,
  } as const;
  return new ApiError({ ...base, applied: 'no', ...data, kind });
}

/** Small and repeatable. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
