import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseTimeInput, type TimeZone } from '../../../src/logs/export/timeInput';
import { timestampFromDate } from '../../../src/logs/timestamp';

const NOW = Date.UTC(2026, 6, 15, 10, 30, 0);

describe('time input', () => {
  const zoneBefore = process.env.TZ;
  before(() => (process.env.TZ = 'America/New_York'));
  after(() => {
    if (zoneBefore === undefined) {
      delete process.env.TZ;
    } else {
      process.env.TZ = zoneBefore;
    }
  });

  const understood: readonly (readonly [text: string, zone: TimeZone, timestamp: string])[] = [
    ['2026-01-31T14:30:05.123456Z', 'local', '2026-01-31T14:30:05.123456Z'],
    ['2026-01-31T14:30:05+02:00', 'utc', '2026-01-31T12:30:05.000000Z'],
    ['2026-01-31T14:30:05', 'utc', '2026-01-31T14:30:05.000000Z'],
    ['2026-01-31T14:30:05', 'local', '2026-01-31T19:30:05.000000Z'],
    ['2026-07-31 14:30', 'local', '2026-07-31T18:30:00.000000Z'],
    ['2026-1-3 4:30', 'utc', '2026-01-03T04:30:00.000000Z'],
    ['2026-01-31', 'utc', '2026-01-31T00:00:00.000000Z'],
    ['14:30', 'utc', '2026-07-15T14:30:00.000000Z'],
    ['4:30:15', 'local', '2026-07-15T08:30:15.000000Z'],
    ['14:30:15.25', 'utc', '2026-07-15T14:30:15.250000Z'],
    ['now', 'local', '2026-07-15T10:30:00.000000Z'],
    ['10m', 'local', '2026-07-15T10:20:00.000000Z'],
    ['2h ago', 'utc', '2026-07-15T08:30:00.000000Z'],
    ['3d', 'utc', '2026-07-12T10:30:00.000000Z'],
    ['1h 30m', 'utc', '2026-07-15T09:00:00.000000Z'],
    ['1.5h', 'utc', '2026-07-15T09:00:00.000000Z'],
    ['1W', 'utc', '2026-07-08T10:30:00.000000Z'],
    ['  45 s  ', 'utc', '2026-07-15T10:29:15.000000Z'],
  ];
  for (const [text, zone, timestamp] of understood) {
    it(`takes ${text} in ${zone} time for ${timestamp}`, () => {
      assert.deepEqual(parseTimeInput(text, NOW, zone), {
        timestamp,
        at: Math.floor(Date.parse(`${timestamp.slice(0, -4)}Z`)),
      });
    });
  }

  it('takes the day of the zone for today', () => {
    const lateEvening = Date.UTC(2026, 6, 16, 2);
    assert.equal(parseTimeInput('0:00', lateEvening, 'local')?.timestamp, '2026-07-15T04:00:00.000000Z');
    assert.equal(parseTimeInput('0:00', lateEvening, 'utc')?.timestamp, '2026-07-16T00:00:00.000000Z');
  });

  for (const text of [
    '',
    'x',
    '25:00',
    '2026-02-30',
    '2026-01-31 14',
    '10',
    '10y',
    '-5m',
    'm',
    'ago',
    '99999999999999999999w',
  ]) {
    it(`does not understand "${text}"`, () => {
      assert.equal(parseTimeInput(text, NOW, 'local'), undefined);
    });
  }

  it('never fails, and reads back every time that it gave', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0123456789-:.,TZ +smhdw')) }), (text) => {
        const read = parseTimeInput(text, NOW, 'local');
        assert.deepEqual(read && parseTimeInput(read.timestamp, NOW, 'local'), read);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads local times as the system writes them', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) }), (ms) => {
        const at = Math.floor(ms / 1000) * 1000;
        const text = new Date(at).toLocaleString('sv-SE');
        const read = parseTimeInput(text, NOW, 'local');
        // In the hour that an autumn night has twice, a local time is two times.
        assert.ok(read && Math.abs(read.at - at) % 3_600_000 === 0 && Math.abs(read.at - at) <= 3_600_000);
        assert.equal(read.timestamp, timestampFromDate(read.at));
      }),
    );
  });
});
