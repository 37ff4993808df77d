import assert from 'node:assert/strict';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogFeed } from '../../../src/logs/feed';
import { ConfigBuffer } from '../../../src/logs/feed/feedBuffer';
import { addMicroseconds } from '../../../src/logs/timestamp';
import { FeedSetup } from '../../support/feedSetup';

describe('log feed: after another one', () => {
  it('looks once more for what may have come late, where the other one was stopped before it did', async () => {
    const setup = new FeedSetup();
    setup.server.add(setup.now(), 150);
    setup.feed.start();
    await setup.clock.advance(0);
    setup.server.latency = 100;
    // The first of them shares its time with all that is known, and so many are not read again by each poll.
    setup.server.add(setup.now(), 300, 1_000_000);
    setup.feed.hurry();
    await setup.clock.advance(150);
    assert.equal(setup.buffer.size, 449);
    setup.feed.dispose();
    setup.open().start();
    await setup.clock.advance(60_000);
    setup.assertHolds();
    setup.feed.dispose();
  });

  it('finds what comes late to a config that had no entry when another config had one', async () => {
    const setup = new FeedSetup();
    const { clock, server } = setup;
    const buffer = new LogBuffer(1_000);
    const since = setup.now();
    const feed = new LogFeed({ fetchPage: server.fetch, clock, buffer: new ConfigBuffer(buffer, 7), since });
    feed.start();
    await clock.advance(1_000);
    const [late] = server.add(addMicroseconds(since, -29_000_000));
    await clock.advance(20_000);
    assert.equal(buffer.has(late?.id ?? '', 7), true);
    feed.dispose();
  });
});
