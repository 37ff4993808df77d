import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogEntry } from '../../../src/api/schemas';
import { type BufferChange, LogBuffer } from '../../../src/logs/buffer';
import type { GapItem, LogItem, MarkerItem } from '../../../src/logs/items';
import { addMicroseconds, compareTimestamps } from '../../../src/logs/timestamp';
import { cpuTime } from '../../support/cpuTime';

const START = '2026-01-01T00:00:00.000000Z';

function entry(us: number, id = `id${us}`): LogEntry {
  return { id, timestamp: addMicroseconds(START, us), type: 'LOG', source: 'CONSOLE', message: id };
}

function keys(buffer: LogBuffer): string[] {
  return buffer.slice().map((item) => item.key);
}

/** What a view makes of the changes alone. */
class Mirror {
  items: LogItem[] = [];
  constructor(private readonly buffer: LogBuffer) {
    buffer.onDidChange((change) => this.apply(change));
  }
  private apply(change: BufferChange): void {
    const kept = this.items.slice(change.evicted);
    assert.deepEqual(
      change.evictedItems.map((item) => item.key),
      this.items.slice(0, change.evicted).map((item) => item.key),
    );
    assert.deepEqual(kept.slice(0, change.firstChanged), this.buffer.slice(0, change.firstChanged));
    const { size } = this.buffer;
    assert.ok(change.firstChanged + change.behind <= size);
    assert.deepEqual(kept.slice(kept.length - change.behind), this.buffer.slice(size - change.behind));
    const expected = kept.length + change.added.length - change.removed.length;
    assert.equal(size, expected);
    this.items = [...this.buffer.slice()];
  }
}

describe('log buffer', () => {
  it('keeps entries by time at full precision, then id, each once', () => {
    const buffer = new LogBuffer(100);
    const added = buffer.insert([entry(2), entry(1, 'b'), entry(1, 'a'), entry(2)]);
    assert.deepEqual(
      added.map((item) => item.key),
      ['a', 'b', 'id2'],
    );
    assert.deepEqual(
      buffer.insert([entry(1, 'a'), entry(0)]).map((item) => item.key),
      ['id0'],
    );
    assert.deepEqual(keys(buffer), ['id0', 'a', 'b', 'id2']);
    assert.ok(buffer.has('a') && !buffer.has('c'));
    assert.equal(buffer.oldestTimestamp, addMicroseconds(START, 0));
    assert.equal(buffer.newestTimestamp, addMicroseconds(START, 2));
  });

  it('holds the newest of whatever came, in whatever batches', () => {
    const batch = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 5 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), fc.integer({ min: 1, max: 30 }), (batches, cap) => {
        const buffer = new LogBuffer(cap);
        const mirror = new Mirror(buffer);
        const all = new Map<string, LogEntry>();
        let told = 0;
        for (const pairs of batches) {
          const entries = pairs.map(([us, tie]) => entry(us, `${us}-${tie}`));
          entries.forEach((one) => all.set(one.id, one));
          told += buffer.insert(entries).length;
        }
        const newest = [...all.values()]
          .sort((a, b) => compareTimestamps(a.timestamp, b.timestamp) || (a.id < b.id ? -1 : 1))
          .slice(-cap);
        assert.deepEqual(
          keys(buffer),
          newest.map((one) => one.id),
        );
        assert.deepEqual(mirror.items, buffer.slice());
        assert.equal(told - buffer.evictedCount, buffer.size);
        newest.forEach((one, index) => assert.equal(buffer.indexOf(one.id, one.timestamp), index));
      }),
    );
  });

  it('does not take an evicted entry in again', () => {
    const buffer = new LogBuffer(2);
    buffer.insert([entry(1), entry(2), entry(3)]);
    assert.deepEqual(buffer.insert([entry(1), entry(0)]), []);
    assert.deepEqual(keys(buffer), ['id2', 'id3']);
    assert.equal(buffer.evictedThrough, addMicroseconds(START, 1));
  });

  it('shows entries whose timestamps do not parse, at the end', () => {
    const buffer = new LogBuffer(3);
    buffer.insert([
      { ...entry(1), id: 'x', timestamp: 'later' },
      entry(2),
      { ...entry(1), id: 'w', timestamp: '' },
    ]);
    assert.deepEqual(keys(buffer), ['id2', 'w', 'x']);
    assert.equal(buffer.newestTimestamp, addMicroseconds(START, 2));
    buffer.insert([entry(3)]);
    assert.deepEqual(keys(buffer), ['id3', 'w', 'x']);
  });

  it('knows when a gap made room before it was read', () => {
    const buffer = new LogBuffer(3);
    const at = addMicroseconds(START, 0);
    const gap = { kind: 'gap', key: 'gap:0', from: at, to: at, config: undefined } as const;
    buffer.insertGap({ ...gap, reason: 'tooFarBack' });
    buffer.insert([entry(1), entry(2), entry(3)]);
    assert.equal(buffer.hasEvictedUnread, false);
    buffer.cap = 4;
    buffer.insertGap({ ...gap, key: 'gap:1', reason: 'loading' });
    buffer.cap = 3;
    assert.equal(buffer.hasEvictedUnread, true);
    assert.equal(buffer.evictedCount, 0);
  });

  it('puts gaps and markers before the entries at their time', () => {
    const buffer = new LogBuffer(100);
    const mirror = new Mirror(buffer);
    const at = addMicroseconds(START, 5);
    const gap: GapItem = {
      kind: 'gap',
      key: 'gap:0',
      from: START,
      to: at,
      reason: 'loading',
      config: undefined,
    };
    const marker: MarkerItem = { kind: 'marker', key: 'zzz', timestamp: at, label: 'Job' };
    buffer.insert([entry(4), entry(5, 'a'), entry(6)]);
    buffer.insertMarker(marker);
    buffer.insertGap(gap);
    assert.deepEqual(keys(buffer), ['id4', 'gap:0', 'zzz', 'a', 'id6']);
    assert.equal(buffer.indexOf('gap:0', at), 1);
    assert.equal(buffer.indexOf('zzz', at), 2);
    assert.equal(buffer.indexOf('a', at), 3);
    assert.equal(buffer.indexAt(at), 1);
    buffer.closeGap(gap);
    buffer.closeGap(gap);
    assert.equal(buffer.indexOf('gap:0', at), -1);
    assert.deepEqual(mirror.items, buffer.slice());
  });

  it('takes 100,000 entries in pages, newest first, and twice as many after them', function () {
    this.timeout(30_000);
    const buffer = new LogBuffer(100_000);
    const began = cpuTime();
    for (let page = 99; page >= 0; page--) {
      buffer.insert(Array.from({ length: 1000 }, (_, index) => entry(page * 1000 + 999 - index)));
    }
    for (let page = 100; page < 300; page++) {
      buffer.insert(Array.from({ length: 1000 }, (_, index) => entry(page * 1000 + 999 - index)));
    }
    assert.equal(buffer.size, 100_000);
    assert.equal(buffer.evictedCount, 200_000);
    // A sanity check, far above what it takes: one splice an entry would take minutes.
    assert.ok(cpuTime() - began < 20_000);
  });
});
