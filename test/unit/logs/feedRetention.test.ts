import assert from 'node:assert/strict';
import type { ApiError } from '../../../src/api/errors';
import { LogBuffer } from '../../../src/logs/buffer';
import { addMicroseconds } from '../../../src/logs/timestamp';
import { apiError } from '../../support/fakeLogServer';
import { FeedSetup } from '../../support/feedSetup';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function reasons(setup: FeedSetup): string[] {
  return setup.gaps.map((gap) => gap.reason);
}

/** A feed that follows, and what it knows. */
async function following(count = 50): Promise<FeedSetup> {
  const setup = new FeedSetup();
  setup.server.add(setup.now(), count, 1_000);
  setup.feed.start();
  await setup.clock.advance(60_000);
  return setup;
}

describe('log feed: what the server no longer has', () => {
  for (const [what, away] of [
    [
      'a pause',
      async (setup: FeedSetup) => {
        setup.feed.pause();
        await setup.clock.advance(DAY);
      },
    ],
    [
      'an outage',
      async (setup: FeedSetup) => {
        setup.server.outage = apiError('network', { reason: 'refused' });
        await setup.clock.advance(20 * MINUTE);
      },
    ],
    ['nothing but a burst', async () => Promise.resolve()],
  ] as const) {
    for (const count of [5, 3_000]) {
      it(`after ${what} a lasting gap stands before the ${count} oldest that came`, async () => {
        const setup = await following();
        const known = setup.server.newest;
        await away(setup);
        setup.server.add(setup.now(), 1_000 + count, 1_000);
        setup.server.forget(50 + 1_000);
        setup.server.outage = undefined;
        setup.feed.resume();
        await setup.clock.advance(MINUTE);
        const [gap] = setup.gaps;
        assert.deepEqual(reasons(setup), ['notOnServer']);
        assert.ok(gap);
        assert.equal(gap.from, known);
        assert.equal(gap.to, setup.server.held[0]?.timestamp);
        assert.equal(setup.buffer.indexOf(gap.key, gap.to), 50);
        assert.equal(setup.buffer.size, 50 + 1 + count);
        assert.equal(setup.feed.state.kind, 'live');
        await setup.clock.advance(30 * MINUTE);
        setup.server.add(setup.now(), 3);
        await setup.clock.advance(MINUTE);
        assert.deepEqual(reasons(setup), ['notOnServer'], 'it is said once');
        setup.feed.dispose();
      });
    }
  }

  it('after a reload, the entry that was fetched again from is the proof', async () => {
    for (const forgotten of [0, 700]) {
      const setup = new FeedSetup();
      setup.server.add(setup.now(), 1_000, 1_000);
      const since = setup.server.held[0]?.timestamp ?? '';
      setup.server.forget(forgotten);
      const feed = setup.open({ since });
      feed.start();
      await setup.clock.advance(MINUTE);
      assert.deepEqual(reasons(setup), forgotten > 0 ? ['notOnServer'] : []);
      assert.equal(setup.buffer.size, forgotten > 0 ? 301 : 1_000);
      feed.dispose();
    }
  });

  it('after a reconnection too', async () => {
    const setup = await following();
    setup.feed.dispose();
    setup.server.add(setup.now(), 5_000, 1_000);
    setup.server.forget(2_000);
    setup.open().start();
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), ['notOnServer']);
    setup.feed.dispose();
  });

  it('says so where nothing at all is left, and puts it right when something comes', async () => {
    const setup = await following();
    setup.feed.pause();
    await setup.clock.advance(DAY);
    setup.server.forget(50);
    setup.feed.resume();
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), ['notOnServer']);
    setup.server.add(setup.now(), 3);
    await setup.clock.advance(MINUTE);
    const [gap] = setup.gaps;
    assert.deepEqual(reasons(setup), ['notOnServer']);
    assert.ok(gap);
    assert.equal(gap.to, setup.server.newest);
    assert.equal(setup.buffer.indexOf(gap.key, gap.to), 50);
    setup.feed.dispose();
  });

  it('is silent about entries that grew old while it watched', async () => {
    const setup = await following(5);
    await setup.clock.advance(7 * DAY);
    setup.server.forget(5);
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), []);
    setup.server.add(setup.now(), 3);
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), []);
    assert.equal(setup.buffer.size, 8);
    setup.feed.pause();
    await setup.clock.advance(10 * MINUTE);
    setup.feed.resume();
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), []);
    setup.feed.dispose();
  });

  it('takes any row on the newest known time for proof: rows on one time collapse to one', async () => {
    for (const stepUs of [0, 1]) {
      const setup = new FeedSetup();
      setup.server.add(setup.now(), 1_000, stepUs);
      setup.feed.start();
      await setup.clock.advance(MINUTE);
      setup.feed.pause();
      setup.server.forget(999);
      setup.server.add(setup.now(), 2_000, 1_000);
      setup.feed.resume();
      await setup.clock.advance(MINUTE);
      assert.deepEqual(reasons(setup), []);
      setup.feed.dispose();
    }
  });

  it('notices it where thousands share the newest known time, and where the newest entry is huge', async () => {
    for (const [count, message] of [
      [3_000, 'x'],
      [1, 'y'.repeat(400_000)],
    ] as const) {
      const setup = new FeedSetup();
      setup.server.add(setup.now(), count, 0, message);
      setup.feed.start();
      await setup.clock.advance(MINUTE);
      setup.feed.pause();
      await setup.clock.advance(DAY);
      setup.server.add(setup.now(), 500, 1_000);
      setup.server.forget(count + 100);
      setup.feed.resume();
      await setup.clock.advance(MINUTE);
      assert.deepEqual(reasons(setup), ['notOnServer'], `${count}`);
      setup.feed.dispose();
    }
  });

  it('asks once more when told to, and keeps the gap where nothing comes', async () => {
    const setup = await following();
    const kept = setup.server.held;
    setup.feed.pause();
    await setup.clock.advance(DAY);
    const added = setup.server.add(setup.now(), 2_000, 1_000);
    setup.server.forget(50 + 700);
    setup.feed.resume();
    await setup.clock.advance(MINUTE);
    const [gap] = setup.gaps;
    assert.ok(gap);
    const filled = setup.feed.fillGap(gap.key);
    await setup.clock.advance(MINUTE);
    await filled;
    assert.deepEqual(setup.gaps, [gap]);
    setup.server.store(added.slice(300, 700));
    const again = setup.feed.fillGap(gap.key);
    await setup.clock.advance(MINUTE);
    await again;
    assert.equal(setup.gaps[0]?.to, added[300]?.timestamp, 'some came');
    setup.server.store([...kept, ...added.slice(0, 300)]);
    const whole = setup.feed.fillGap(gap.key);
    await setup.clock.advance(MINUTE);
    await whole;
    assert.deepEqual(reasons(setup), []);
    setup.assertHolds();
    setup.feed.dispose();
  });

  it('is not led astray by a server that gives fewer rows than it is asked for', async () => {
    const setup = await following();
    setup.feed.pause();
    await setup.clock.advance(DAY);
    setup.server.add(setup.now(), 950, 1_000);
    setup.server.most = 100;
    setup.feed.resume();
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), []);
    setup.assertHolds();
    setup.feed.dispose();
  });

  it('knows a gap that another feed left half read', async () => {
    const setup = await following();
    setup.server.add(setup.now(), 30_000, 10);
    setup.server.failures.push(undefined, undefined, ...Array<ApiError>(20).fill(apiError('network')));
    await setup.clock.advance(6_000);
    setup.feed.dispose();
    assert.deepEqual(reasons(setup), ['loading']);
    setup.server.failures.length = 0;
    setup.server.forget(15_000);
    setup.open().start();
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), ['notOnServer']);
    setup.feed.dispose();
  });

  it('shows the gap again when it made room and history is loaded back over it', async () => {
    const setup = new FeedSetup({ buffer: new LogBuffer(600) });
    setup.server.add(setup.now(), 50, 1_000);
    setup.feed.start();
    await setup.clock.advance(MINUTE);
    setup.feed.pause();
    await setup.clock.advance(DAY);
    const [first] = setup.server.add(setup.now(), 300, 1_000);
    const kept = setup.server.held.slice(0, 20);
    setup.server.forget(50);
    setup.feed.resume();
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), ['notOnServer']);
    setup.server.add(setup.now(), 2_000, 10);
    await setup.clock.advance(MINUTE);
    assert.deepEqual(reasons(setup), []);
    setup.server.store(kept);
    setup.buffer.cap = 100_000;
    const { end } = await setup.feed.loadBackTo(addMicroseconds(kept[0]?.timestamp ?? '', 0));
    assert.ok(end || setup.buffer.has(kept[0]?.id ?? ''));
    assert.deepEqual(reasons(setup), ['notOnServer']);
    assert.equal(setup.buffer.indexOf(setup.gaps[0]?.key ?? '', first?.timestamp ?? ''), 20);
    setup.feed.dispose();
  });
});
