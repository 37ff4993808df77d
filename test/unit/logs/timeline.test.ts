import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Level, LEVELS } from '../../../src/logs/protocol';
import { parseTimestamp, timestampFromDate } from '../../../src/logs/timestamp';
import { TimeReader } from '../../../src/logs/view/timeReader';
import { timelineOf } from '../../../src/logs/view/timeline';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

describe('time line', () => {
  it('counts entries by level in bars that begin at multiples of the step', () => {
    const { from, step, bars } = timelineOf(at([NOW + 700, NOW + 3100, NOW + 3900, NOW + 9000]), 10);
    assert.deepEqual([from, step], [NOW, 1000]);
    assert.deepEqual(
      bars.map((bar) => bar[2]),
      [1, 0, 0, 2, 0, 0, 0, 0, 0, 1],
    );
    const levels: Level[] = ['ERROR', 'WARN', 'WARN', 'DEBUG', 'OTHER'];
    assert.deepEqual(
      timelineOf(
        levels.map((level) => ({ time: NOW, level: LEVELS.indexOf(level) })),
        10,
      ).bars,
      [[1, 2, 2]],
    );
  });

  it('leaves out entries whose time cannot be read', () => {
    assert.deepEqual(timelineOf(at([Infinity, Infinity]), 10).bars, []);
    assert.deepEqual(timelineOf(at([NOW, Infinity]), 10), { from: NOW, step: 1, bars: [[0, 0, 1]] });
  });

  it('is not stretched by a few entries from a clock that is wrong', () => {
    const usual = Array.from({ length: 50 }, (_, index) => NOW + index * 1000);
    const { from, step, bars } = timelineOf(
      at([NOW - 5000 * DAY, ...usual, NOW + 9000 * DAY, NOW + 9e12]),
      60,
    );
    assert.deepEqual([from, step, bars.length], [NOW, 1000, 50]);
    assert.deepEqual([bars[0]?.[2], bars[49]?.[2]], [2, 3]);
    const burst = timelineOf(at([NOW - 3_600_000, ...usual]), 100);
    assert.equal(burst.step, 60_000, 'an hour without entries is no mistake');
  });

  it('counts each entry once, in as many bars as are allowed, or a third of that', () => {
    const times = fc.array(fc.integer({ min: 0, max: 10 * 365 * DAY }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, fc.integer({ min: 2, max: 120 }), (offsets, maxBars) => {
        const sorted = offsets.map((offset) => NOW + offset).sort((a, b) => a - b);
        const { from, step, bars } = timelineOf(at(sorted), maxBars);
        assert.ok(bars.length >= 1 && bars.length <= maxBars);
        assert.equal(from % step, 0);
        assert.equal(
          bars.flat().reduce((sum, count) => sum + count),
          sorted.length,
        );
      }),
    );
  });

  it('moves no bar when entries come in', () => {
    const times = Array.from({ length: 30 }, (_, index) => NOW + 123 + index * 777);
    const before = timelineOf(at(times), 60);
    const after = timelineOf(at([...times, NOW + 123 + 30 * 777]), 60);
    assert.deepEqual(after.bars.slice(0, before.bars.length - 1), before.bars.slice(0, -1));
  });
});

describe('time reader', () => {
  it('reads every timestamp like the exact parser, and keeps their order', () => {
    const times = fc.array(
      fc.oneof(
        fc.integer({ min: NOW, max: NOW + 200_000 }).map(timestampFromDate),
        fc.constantFrom(
          '2026-01-01T00:00:30Z',
          '2026-01-01T00:00:61.000000Z',
          '2026-01-01T00:00:0a.000000Z',
          '2026-01-01T00:00:00,000001Z',
          '2026-01-01T02:00:05.5+02:00',
          'yesterday',
        ),
      ),
    );
    fc.assert(
      fc.property(times, (all) => {
        const reader = new TimeReader();
        for (const text of all) {
          const instant = parseTimestamp(text);
          const expected = instant ? instant.seconds * 1000 + instant.nanos / 1_000_000 : Infinity;
          assert.equal(reader.read(text), expected, text);
        }
      }),
    );
  });
});

function at(times: readonly number[]) {
  return times.map((time) => ({ time, level: LEVELS.indexOf('LOG') }));
}
