import assert from 'node:assert/strict';
import type { ApiError } from '../../../src/api/errors';
import { LogBuffer } from '../../../src/logs/buffer';
import { addMicroseconds } from '../../../src/logs/timestamp';
import { apiError } from '../../support/fakeLogServer';
import { FeedSetup } from '../../support/feedSetup';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function reasons(it: FeedSetup): string[] {
  return it.gaps.map((gap) => gap.reason);
}

/** A feed that follows, and what it knows. */
async function following(count = 50): Promise<FeedSetup> {
  const it = new FeedSetup();
  it.server.add(it.now(), count, 1_000);
  it.feed.start();
  await it.clock.advance(60_000);
  return it;
}

describe('log feed: what the server no longer has', () => {
  for (const [what, away] of [
    [
      'a pause',
      async (it: FeedSetup) => {
        it.feed.pause();
        await it.clock.advance(DAY);
      },
    ],
    [
      'an outage',
      async (it: FeedSetup) => {
        it.server.outage = apiError('network', { reason: 'refused' });
        await it.clock.advance(20 * MINUTE);
      },
    ],
    ['nothing but a burst', async () => Promise.resolve()],
  ] as const) {
    for (const count of [5, 3_000]) {
      it(`after ${what} a lasting gap stands before the ${count} oldest that came`, async () => {
        const it = await following();
        const known = it.server.newest;
        await away(it);
        it.server.add(it.now(), 1_000 + count, 1_000);
        it.server.forget(50 + 1_000);
        it.server.outage = undefined;
        it.feed.resume();
        await it.clock.advance(MINUTE);
        const [gap] = it.gaps;
        assert.deepEqual(reasons(it), ['notOnServer']);
        assert.ok(gap);
        assert.equal(gap.from, known);
        assert.equal(gap.to, it.server.held[0]?.timestamp);
        assert.equal(it.buffer.indexOf(gap.key, gap.to), 50);
        assert.equal(it.buffer.size, 50 + 1 + count);
        assert.equal(it.feed.state.kind, 'live');
        await it.clock.advance(30 * MINUTE);
        it.server.add(it.now(), 3);
        await it.clock.advance(MINUTE);
        assert.deepEqual(reasons(it), ['notOnServer'], 'it is said once');
        it.feed.dispose();
      });
    }
  }

  it('after a reload, the entry that was fetched again from is the proof', async () => {
    for (const forgotten of [0, 700]) {
      const it = new FeedSetup();
      it.server.add(it.now(), 1_000, 1_000);
      const since = it.server.held[0]?.timestamp ?? '';
      it.server.forget(forgotten);
      const feed = it.open({ since });
      feed.start();
      await it.clock.advance(MINUTE);
      assert.deepEqual(reasons(it), forgotten > 0 ? ['notOnServer'] : []);
      assert.equal(it.buffer.size, forgotten > 0 ? 301 : 1_000);
      feed.dispose();
    }
  });

  it('after a reconnection too', async () => {
    const it = await following();
    it.feed.dispose();
    it.server.add(it.now(), 5_000, 1_000);
    it.server.forget(2_000);
    it.open().start();
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), ['notOnServer']);
    it.feed.dispose();
  });

  it('says so where nothing at all is left, and puts it right when something comes', async () => {
    const it = await following();
    it.feed.pause();
    await it.clock.advance(DAY);
    it.server.forget(50);
    it.feed.resume();
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), ['notOnServer']);
    it.server.add(it.now(), 3);
    await it.clock.advance(MINUTE);
    const [gap] = it.gaps;
    assert.deepEqual(reasons(it), ['notOnServer']);
    assert.ok(gap);
    assert.equal(gap.to, it.server.newest);
    assert.equal(it.buffer.indexOf(gap.key, gap.to), 50);
    it.feed.dispose();
  });

  it('is silent about entries that grew old while it watched', async () => {
    const it = await following(5);
    await it.clock.advance(7 * DAY);
    it.server.forget(5);
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), []);
    it.server.add(it.now(), 3);
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), []);
    assert.equal(it.buffer.size, 8);
    it.feed.pause();
    await it.clock.advance(10 * MINUTE);
    it.feed.resume();
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), []);
    it.feed.dispose();
  });

  it('takes any row on the newest known time for proof: rows on one time collapse to one', async () => {
    for (const stepUs of [0, 1]) {
      const it = new FeedSetup();
      it.server.add(it.now(), 1_000, stepUs);
      it.feed.start();
      await it.clock.advance(MINUTE);
      it.feed.pause();
      it.server.forget(999);
      it.server.add(it.now(), 2_000, 1_000);
      it.feed.resume();
      await it.clock.advance(MINUTE);
      assert.deepEqual(reasons(it), []);
      it.feed.dispose();
    }
  });

  it('notices it where thousands share the newest known time, and where the newest entry is huge', async () => {
    for (const [count, message] of [
      [3_000, 'x'],
      [1, 'y'.repeat(400_000)],
    ] as const) {
      const it = new FeedSetup();
      it.server.add(it.now(), count, 0, message);
      it.feed.start();
      await it.clock.advance(MINUTE);
      it.feed.pause();
      await it.clock.advance(DAY);
      it.server.add(it.now(), 500, 1_000);
      it.server.forget(count + 100);
      it.feed.resume();
      await it.clock.advance(MINUTE);
      assert.deepEqual(reasons(it), ['notOnServer'], `${count}`);
      it.feed.dispose();
    }
  });

  it('asks once more when told to, and keeps the gap where nothing comes', async () => {
    const it = await following();
    const kept = it.server.held;
    it.feed.pause();
    await it.clock.advance(DAY);
    const added = it.server.add(it.now(), 2_000, 1_000);
    it.server.forget(50 + 700);
    it.feed.resume();
    await it.clock.advance(MINUTE);
    const [gap] = it.gaps;
    assert.ok(gap);
    const filled = it.feed.fillGap(gap.key);
    await it.clock.advance(MINUTE);
    await filled;
    assert.deepEqual(it.gaps, [gap]);
    it.server.store(added.slice(300, 700));
    const again = it.feed.fillGap(gap.key);
    await it.clock.advance(MINUTE);
    await again;
    assert.equal(it.gaps[0]?.to, added[300]?.timestamp, 'some came');
    it.server.store([...kept, ...added.slice(0, 300)]);
    const whole = it.feed.fillGap(gap.key);
    await it.clock.advance(MINUTE);
    await whole;
    assert.deepEqual(reasons(it), []);
    it.assertHolds();
    it.feed.dispose();
  });

  it('is not led astray by a server that gives fewer rows than it is asked for', async () => {
    const it = await following();
    it.feed.pause();
    await it.clock.advance(DAY);
    it.server.add(it.now(), 950, 1_000);
    it.server.most = 100;
    it.feed.resume();
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), []);
    it.assertHolds();
    it.feed.dispose();
  });

  it('knows a gap that another feed left half read', async () => {
    const it = await following();
    it.server.add(it.now(), 30_000, 10);
    it.server.failures.push(undefined, undefined, ...Array<ApiError>(20).fill(apiError('network')));
    await it.clock.advance(6_000);
    it.feed.dispose();
    assert.deepEqual(reasons(it), ['loading']);
    it.server.failures.length = 0;
    it.server.forget(15_000);
    it.open().start();
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), ['notOnServer']);
    it.feed.dispose();
  });

  it('shows the gap again when it made room and history is loaded back over it', async () => {
    const it = new FeedSetup({ buffer: new LogBuffer(600) });
    it.server.add(it.now(), 50, 1_000);
    it.feed.start();
    await it.clock.advance(MINUTE);
    it.feed.pause();
    await it.clock.advance(DAY);
    const [first] = it.server.add(it.now(), 300, 1_000);
    const kept = it.server.held.slice(0, 20);
    it.server.forget(50);
    it.feed.resume();
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), ['notOnServer']);
    it.server.add(it.now(), 2_000, 10);
    await it.clock.advance(MINUTE);
    assert.deepEqual(reasons(it), []);
    it.server.store(kept);
    it.buffer.cap = 100_000;
    const { end } = await it.feed.loadBackTo(addMicroseconds(kept[0]?.timestamp ?? '', 0));
    assert.ok(end || it.buffer.has(kept[0]?.id ?? ''));
    assert.deepEqual(reasons(it), ['notOnServer']);
    assert.equal(it.buffer.indexOf(it.gaps[0]?.key ?? '', first?.timestamp ?? ''), 20);
    it.feed.dispose();
  });
});
