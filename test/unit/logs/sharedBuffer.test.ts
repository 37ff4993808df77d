import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogEntry } from '../../../src/api/schemas';
import { LogBuffer } from '../../../src/logs/buffer';
import { ConfigBuffer } from '../../../src/logs/feed/feedBuffer';
import type { GapItem } from '../../../src/logs/items';
import { addMicroseconds, compareTimestamps } from '../../../src/logs/timestamp';

const START = '2026-01-01T00:00:00.000000Z';

function entry(us: number, id = `id${us}`): LogEntry {
  return { id, timestamp: addMicroseconds(START, us), type: 'LOG', source: 'CONSOLE', message: id };
}

function keys(buffer: LogBuffer): string[] {
  return buffer.slice().map((item) => item.key);
}

describe('log buffer of several configs', () => {
  it('keeps them in one order, each under its own key, under one cap', () => {
    const buffer = new LogBuffer(4);
    const [one, two] = [new ConfigBuffer(buffer, 1), new ConfigBuffer(buffer, 2)];
    one.insert([entry(1, 'a'), entry(3, 'b')]);
    two.insert([entry(2, 'a'), entry(3, 'a')]);
    assert.deepEqual(keys(buffer), ['1:a', '2:a', '1:b', '2:a'].slice(0, 3));
    two.insert([entry(4, 'c'), entry(5, 'd')]);
    assert.deepEqual(keys(buffer), ['2:a', '1:b', '2:c', '2:d']);
    assert.ok(buffer.has('b', 1) && !buffer.has('b', 2) && !buffer.has('b'));
    assert.deepEqual(
      buffer.slice().map((item) => item.kind === 'entry' && item.config),
      [2, 1, 2, 2],
    );
    assert.deepEqual([one.oldestTimestamp, one.newestTimestamp], Array(2).fill(entry(3).timestamp));
    assert.equal(two.oldestTimestamp, entry(2).timestamp);
    assert.equal(buffer.takenIn, 5);
  });

  it('knows the oldest and newest entry of each, whatever comes and goes', () => {
    const step = fc.record({
      config: fc.integer({ min: 1, max: 3 }),
      times: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 }),
      untimed: fc.boolean(),
      cap: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const buffer = new LogBuffer(20);
        let made = 0;
        for (const { config, times, untimed, cap } of steps) {
          const entries = times.map((us) => entry(us, `${made++}`));
          const odd = untimed ? [{ ...entry(0, `${made++}`), timestamp: 'soon' }] : [];
          buffer.insert([...entries, ...odd], 'older', config);
          buffer.cap = cap ?? buffer.cap;
          for (const one of [1, 2, 3]) {
            const own = buffer
              .slice()
              .flatMap((item) => (item.kind === 'entry' && item.config === one ? [item.entry] : []));
            const timed = own.filter(({ timestamp }) => timestamp !== 'soon');
            assert.equal(buffer.oldestOf(one), own[0]?.timestamp);
            assert.equal(buffer.newestOf(one), (timed.at(-1) ?? own.at(-1))?.timestamp);
            assert.equal(
              buffer.countFrom(entry(30).timestamp, one),
              own.filter(({ timestamp }) => compareTimestamps(timestamp, entry(30).timestamp) >= 0).length,
            );
            assert.deepEqual(
              buffer.newestEntries(3, one).map((item) => item.entry),
              own.slice(-3),
            );
            const before = timed.filter(
              ({ timestamp }) => compareTimestamps(timestamp, entry(30).timestamp) < 0,
            );
            assert.equal(buffer.newestBefore(entry(30).timestamp, one), before.at(-1)?.timestamp);
          }
        }
      }),
    );
  });

  it('tells the gaps of each', () => {
    const buffer = new LogBuffer(20);
    const gap: GapItem = {
      kind: 'gap',
      key: '1:gap:0',
      from: START,
      to: START,
      reason: 'tooFarBack',
      config: 1,
    };
    new ConfigBuffer(buffer, 1).insertGap(gap);
    assert.deepEqual(new ConfigBuffer(buffer, 1).gaps(), [gap]);
    assert.deepEqual(new ConfigBuffer(buffer, 2).gaps(), []);
  });
});

describe('log buffer: its cap', () => {
  it('lets go of the oldest when it is lowered, and says so', () => {
    const buffer = new LogBuffer(10);
    buffer.insert([1, 2, 3, 4].map((us) => entry(us)));
    const gone: string[] = [];
    buffer.onDidChange((change) => {
      assert.equal(change.evicted, change.evictedItems.length);
      gone.push(...change.evictedItems.map((item) => item.key));
    });
    buffer.cap = 2;
    assert.deepEqual(gone, ['id1', 'id2']);
    assert.deepEqual(keys(buffer), ['id3', 'id4']);
    assert.deepEqual(buffer.insert([entry(1)]), []);
    assert.deepEqual([buffer.evictedCount, buffer.takenIn], [2, 4]);
    buffer.cap = 0;
    assert.equal(buffer.cap, 1);
  });

  it('takes in again what made room when a person asks for it', () => {
    const buffer = new LogBuffer(2);
    buffer.insert([1, 2, 3, 4].map((us) => entry(us)));
    buffer.cap = 10;
    assert.deepEqual(buffer.insert([entry(1), entry(2)]), []);
    assert.equal(buffer.insert([entry(2)], 'older').length, 1);
    assert.equal(buffer.evictedThrough, entry(1).timestamp);
    assert.deepEqual(buffer.insert([entry(1)]), []);
    assert.deepEqual(keys(buffer), ['id2', 'id3', 'id4']);
    assert.equal(buffer.roomBefore(entry(3).timestamp), 8);
  });
});
