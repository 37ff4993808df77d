import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  MicrosReader,
  addMicroseconds,
  compareTimestamps,
  earliestTimestamp,
  microsecondsBetween,
  parseTimestamp,
  timestampFromDate,
} from '../../../src/logs/timestamp';

describe('timestamps', () => {
  const same: readonly (readonly [string, string])[] = [
    ['2026-01-01T00:00:05Z', '2026-01-01T00:00:05.000000Z'],
    ['2026-01-01T00:00:05.5Z', '2026-01-01T00:00:05.500000000+00:00'],
    ['2026-01-01T00:00:05', '2026-01-01 00:00:05Z'],
    ['2026-01-01T02:00:05+02:00', '2026-01-01T00:00:05Z'],
    ['2026-01-01', '2026-01-01T00:00:00Z'],
  ];
  for (const [a, b] of same) {
    it(`${a} is ${b}`, () => {
      assert.equal(compareTimestamps(a, b), 0);
    });
  }

  const ordered = [
    '1969-12-31T23:59:59.999999Z',
    '2025-12-31T23:59:59.999999999Z',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.000000001Z',
    '2026-01-01T00:00:00.000001Z',
    '2026-01-01T00:00:00.1Z',
    '2026-01-01T00:00:01Z',
    '9000-12-31T23:59:59.999999Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    'yesterday',
  ];
  it('orders at full precision, and what is no timestamp after everything, as text', () => {
    const shuffled = [...ordered].reverse().sort(compareTimestamps);
    assert.deepEqual(shuffled, ordered);
  });

  for (const text of [
    '',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '1700000000',
    '2026-01-01T00:00:60Z',
  ]) {
    it(`does not take ${JSON.stringify(text)} for a timestamp`, () => {
      assert.equal(parseTimestamp(text), undefined);
      assert.throws(() => addMicroseconds(text, 1), RangeError);
    });
  }

  const added: readonly (readonly [string, number, string])[] = [
    ['2026-01-01T00:00:05Z', 1, '2026-01-01T00:00:05.000001Z'],
    ['2026-01-01T00:00:00Z', -1, '2025-12-31T23:59:59.999999Z'],
    ['2023-11-09T17:26:33.626000Z', 1, '2023-11-09T17:26:33.626001Z'],
    ['2024-02-29T23:59:59.9999999Z', 1, '2024-03-01T00:00:00.000000Z'],
    ['2026-01-01T00:00:00.5+00:00', -30_000_000, '2025-12-31T23:59:30.500000Z'],
  ];
  for (const [text, us, expected] of added) {
    it(`${text} and ${us} µs is ${expected}`, () => {
      assert.equal(addMicroseconds(text, us), expected);
    });
  }

  it('adds and measures exactly, over a century', () => {
    const us = fc.integer({ min: -3_000_000_000_000_000, max: 3_000_000_000_000_000 });
    const start = '2026-01-01T00:00:00.123456Z';
    fc.assert(
      fc.property(us, (distance) => {
        const moved = addMicroseconds(start, distance);
        assert.match(moved, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        assert.equal(microsecondsBetween(start, moved), distance);
        assert.equal(Math.sign(compareTimestamps(moved, start)), Math.sign(distance));
      }),
    );
  });

  it('makes one of a Date', () => {
    assert.equal(timestampFromDate(Date.UTC(2026, 0, 1) + 42), '2026-01-01T00:00:00.042000Z');
  });

  describe('many of them', () => {
    const usual = fc
      .integer({ min: 0, max: 3_000_000_000 })
      .map((us) => addMicroseconds('2025-12-31T23:59:59.000000Z', us));
    const odd = fc.constantFrom(
      '',
      'soon',
      '2026-01-01T00:00:05Z',
      '2026-01-01 00:00:05.123456Z',
      '2026-01-01T00:00:05.12345678Z',
      '2026-01-01T00:00:05,123456Z',
      '2026-13-01T00:00:05.123456Z',
      '2026-01-01T00:00:61.123456Z',
      '2026-01-01T00:00:05.12345xZ',
      '2026-01-01T00:00:05.1234567',
      '2026-01-01T01:00:05.123456+01:00',
    );
    const many = fc.array(fc.oneof({ weight: 4, arbitrary: usual }, odd), { maxLength: 30 });

    it('are read as numbers like each alone', () => {
      fc.assert(
        fc.property(many, (texts) => {
          const reader = new MicrosReader();
          for (const text of texts) {
            const micros = reader.read(text);
            const instant = parseTimestamp(text);
            if (micros !== undefined) {
              assert.equal(micros, (instant?.seconds ?? NaN) * 1_000_000 + (instant?.nanos ?? NaN) / 1000);
            } else {
              assert.ok(!instant || !/^\S{26}Z$/.test(text) || text.includes(','), text);
            }
          }
        }),
      );
    });

    it('have an earliest one', () => {
      fc.assert(
        fc.property(many, (texts) => {
          const readable = texts.filter((text) => parseTimestamp(text));
          const earliest = earliestTimestamp(texts.length, (index) => texts[index] ?? '');
          assert.equal(earliest === undefined, readable.length === 0);
          assert.ok(readable.every((text) => compareTimestamps(text, earliest ?? '') >= 0));
          assert.ok(earliest === undefined || readable.includes(earliest));
        }),
      );
    });
  });
});
