import assert from 'node:assert/strict';
import type { LogEntry } from '../../src/api/schemas';
import { LogBuffer } from '../../src/logs/buffer';
import { ConfigBuffer } from '../../src/logs/feed/feedBuffer';
import { type FetchLogPage, LogFeed } from '../../src/logs/feed';
import { SHOW_ALL } from '../../src/logs/view/filter';
import type { LogItem } from '../../src/logs/items';
import { PollSchedule } from '../../src/logs/feed/pollSchedule';
import type { LogFilter } from '../../src/logs/protocol';
import { compareTimestamps } from '../../src/logs/timestamp';
import { LogView } from '../../src/logs/view';
import type { FakeClock } from './fakeClock';

/** A server with the logs of some configs. */
export interface LogHost {
  readonly configs: readonly number[];
  fetchPage(config: number): FetchLogPage;
  /** What it holds of a config, in any order. */
  held(config: number): readonly LogEntry[];
}

export interface PanelRunOptions {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly maxBackfill?: number | undefined;
  /** Resolves when no request is under way; where requests are real. */
  readonly rest?: () => Promise<void>;
}

/** Plain words that messages are made of and filters look for. */
export const WORDS = ['alpha', 'Beta', 'gamma'] as const;
/** Steps in which time passes, so that real requests can keep up. */
const STEP_MS = 2_500;

/** A panel on the logs of one or several configs, which is hidden, closed, opened again and looked through. */
export class PanelRun {
  buffer = new LogBuffer(1_000_000);
  readonly feeds = new Map<number, LogFeed>();
  private view: LogView;
  private filter: LogFilter = SHOW_ALL;
  private schedule: PollSchedule;
  /** Ids that the server held when the panel first got an answer: history, of which only what is loaded is to be whole. */
  private readonly history = new Map<number, ReadonlySet<string>>();

  constructor(
    private readonly host: LogHost,
    private readonly options: PanelRunOptions,
  ) {
    this.schedule = new PollSchedule(options.clock);
    this.view = this.openView();
    host.configs.forEach((config) => this.open(config));
  }

  /** Lets time pass, and requests come back. */
  async pass(ms: number): Promise<void> {
    const { clock, rest } = this.options;
    if (!rest) {
      await clock.advance(ms);
      return;
    }
    for (let left = ms; left > 0; left -= STEP_MS) {
      await clock.advance(Math.min(left, STEP_MS));
      await rest();
    }
  }

  async hide(ms: number): Promise<void> {
    this.feeds.forEach((feed) => feed.pause());
    await this.pass(ms);
    this.feeds.forEach((feed) => feed.resume());
    await this.arrived();
  }

  /** The window starts again: nothing is left but from where on entries were shown. */
  async reload(): Promise<void> {
    const since = this.buffer.oldestTimestamp;
    this.feeds.forEach((feed) => feed.dispose());
    this.view.dispose();
    await this.pass(4_000);
    this.buffer = new LogBuffer(1_000_000);
    this.schedule = new PollSchedule(this.options.clock);
    this.view = this.openView();
    this.history.clear();
    this.host.configs.forEach((config) => this.open(config, since));
    await this.arrived();
  }

  /** The connection is lost and found again: other feeds on the same buffer. */
  async reconnect(): Promise<void> {
    this.feeds.forEach((feed) => feed.dispose());
    await this.pass(0);
    for (const config of this.host.configs) {
      const known = this.newest(config);
      if (known === undefined) {
        this.history.delete(config);
      }
      this.open(config, known, known !== undefined);
    }
    await this.arrived();
  }

  /** Applies a filter, whatever is under way. */
  setFilter(text: string, hiddenLevels: LogFilter['hiddenLevels']): void {
    this.filter = { ...SHOW_ALL, text, hiddenLevels };
    this.view.setFilter(this.filter);
  }

  loadOlder(): void {
    this.feeds.forEach((feed) => void feed.loadOlder().catch(() => undefined));
  }

  hurry(): void {
    this.feeds.forEach((feed) => feed.hurry());
  }

  /** Gives the feeds time, and asks for every gap. */
  async settle(): Promise<void> {
    for (const ms of [60_000, 12 * 60_000]) {
      await this.pass(ms);
      for (let gap = this.gap(); gap; gap = this.gap()) {
        assert.notEqual(gap.reason, 'notOnServer', 'nothing is gone');
        const filled = this.feeds.get(gap.config ?? this.host.configs[0] ?? 0)?.fillGap(gap.key);
        await this.pass(60_000);
        await filled;
      }
    }
  }

  /** Everything is here that should be, once and in order, and the view shows exactly what passes the filter. */
  async check(): Promise<void> {
    const items = this.buffer.slice();
    const keys = items.map((item) => item.key);
    assert.equal(new Set(keys).size, keys.length, 'nothing twice');
    assert.ok(items.every((item) => item.kind === 'entry'));
    for (const config of this.host.configs) {
      this.checkConfig(config, items);
    }
    assertOrdered(items);
    for (let turn = 0; this.view.busy && turn < 10_000; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const shown = Array.from({ length: this.view.total }, (_, index) => this.view.at(index)?.key);
    assert.deepEqual(
      shown,
      items.filter((item) => passes(item, this.filter)).map((item) => item.key),
    );
  }

  /** How many entries are here. */
  get size(): number {
    return this.buffer.size;
  }

  async close(): Promise<void> {
    this.feeds.forEach((feed) => feed.dispose());
    this.view.dispose();
    await this.pass(4_000);
    assert.equal(this.options.clock.armed, 0);
  }

  /** What was asked first has reached the server: what is added from now on is no history. */
  private async arrived(): Promise<void> {
    await this.options.rest?.();
  }

  private get several(): boolean {
    return this.host.configs.length > 1;
  }

  private checkConfig(config: number, items: readonly LogItem[]): void {
    const history = this.history.get(config) ?? new Set();
    const shown = items.flatMap((item) =>
      item.kind === 'entry' && item.config === (this.several ? config : undefined) ? [item.entry] : [],
    );
    // Of history, everything after the oldest that is shown; of the rest, everything.
    const oldest = shown.find((entry) => history.has(entry.id))?.timestamp;
    const known = new Set(shown.map(({ id }) => id));
    const expected = this.host
      .held(config)
      .filter(
        ({ id, timestamp }) =>
          !history.has(id) ||
          known.has(id) ||
          (oldest !== undefined && compareTimestamps(timestamp, oldest) > 0),
      )
      .toSorted((a, b) => compareTimestamps(a.timestamp, b.timestamp) || (a.id < b.id ? -1 : 1));
    assert.deepEqual(
      shown.map(({ id }) => id),
      expected.map(({ id }) => id),
    );
    assert.equal(this.feeds.get(config)?.state.kind, 'live');
  }

  private openView(): LogView {
    const view = new LogView(this.buffer);
    view.setFilter(this.filter);
    return view;
  }

  private newest(config: number): string | undefined {
    return this.several ? this.buffer.newestOf(config) : this.buffer.newestTimestamp;
  }

  /** @param goesOn whether the buffer was filled by another feed before */
  private open(config: number, since?: string, goesOn = false): void {
    const { clock, random, maxBackfill } = this.options;
    const fetchPage = this.host.fetchPage(config);
    let answered = goesOn;
    let asked: readonly LogEntry[] = [];
    const feed = new LogFeed({
      fetchPage: (request, signal) => {
        asked = answered ? [] : this.host.held(config);
        return fetchPage(request, signal);
      },
      clock,
      schedule: this.schedule,
      buffer: this.several ? new ConfigBuffer(this.buffer, config) : this.buffer,
      random,
      yieldNow: () => Promise.resolve(),
      ...(since === undefined ? {} : { since }),
      ...(maxBackfill === undefined ? {} : { maxBackfill }),
    });
    feed.onDidChangeState(({ kind }) => {
      if (!answered && (kind === 'live' || kind === 'catchingUp')) {
        answered = true;
        this.history.set(config, new Set(asked.map(({ id }) => id)));
      }
    });
    this.feeds.set(config, feed);
    feed.start();
  }

  private gap() {
    return this.buffer.slice().find((item) => item.kind === 'gap');
  }
}

function assertOrdered(items: readonly LogItem[]): void {
  let before: LogItem | undefined;
  for (const item of items) {
    if (before?.kind === 'entry' && item.kind === 'entry') {
      const byTime = compareTimestamps(before.entry.timestamp, item.entry.timestamp);
      assert.ok(byTime < 0 || (byTime === 0 && before.key < item.key), 'in order');
    }
    before = item;
  }
}

/** The filters of these tests in the plainest way there is. */
function passes(item: LogItem, { text, hiddenLevels }: LogFilter): boolean {
  if (item.kind !== 'entry') {
    return true;
  }
  const message = item.entry.message.toLowerCase();
  const term = text.replace('!', '').toLowerCase();
  const isHidden = hiddenLevels.some((level) => level === item.entry.type);
  return !isHidden && message.includes(term) !== text.startsWith('!');
}
