import assert from 'node:assert/strict';
import { LogBuffer } from '../../src/logs/buffer';
import { type FeedState, LogFeed, type LogFeedOptions } from '../../src/logs/feed';
import type { GapItem } from '../../src/logs/items';
import { timestampFromDate } from '../../src/logs/timestamp';
import { FakeClock } from './fakeClock';
import { FakeLogServer } from './fakeLogServer';

/** A feed on a server of its own, with time that stands still until it is told to move. */
export class FeedSetup {
  readonly clock = new FakeClock();
  readonly server = new FakeLogServer(this.clock);
  readonly buffer: LogBuffer;
  readonly states: FeedState[] = [];
  feed: LogFeed;

  constructor(private readonly options: Partial<LogFeedOptions> & { readonly buffer?: LogBuffer } = {}) {
    this.buffer = options.buffer ?? new LogBuffer(1_000_000);
    this.feed = this.open();
  }

  /** Another feed on the same buffer, or on one of its own. */
  open(options: Partial<LogFeedOptions> = {}): LogFeed {
    const feed = new LogFeed({
      fetchPage: this.server.fetch,
      clock: this.clock,
      buffer: this.buffer,
      random: () => 0.5,
      yieldNow: () => Promise.resolve(),
      ...this.options,
      ...options,
    });
    feed.onDidChangeState((state) => this.states.push(state));
    this.feed = feed;
    return feed;
  }

  now(): string {
    return timestampFromDate(this.clock.now());
  }

  get keys(): readonly string[] {
    return this.buffer.slice().map((item) => item.key);
  }

  get gaps(): readonly GapItem[] {
    return this.buffer.slice().filter((item) => item.kind === 'gap');
  }

  /** The buffer holds these and nothing else; without an argument, what the server holds. */
  assertHolds(ids = this.server.held.map(({ id }) => id)): void {
    assert.equal(this.keys.length, ids.length);
    assert.deepEqual(this.keys, ids);
  }
}
