import assert from 'node:assert/strict';
import { fillIn } from '../../../src/webview/dom';
import { timeText } from '../../../src/webview/list/time';

const STRINGS = {
  secondsAgo: '{0} s ago',
  minutesAgo: '{0} min ago',
  hoursAgo: '{0} h ago',
  daysAgo: '{0} d ago',
  ahead: 'in {0} s',
};

describe('time of a row', () => {
  const now = new Date(2026, 10, 23, 12, 0, 0).getTime();
  const cases: readonly (readonly [string, string, string])[] = [
    ['today', new Date(2026, 10, 23, 7, 5, 9, 42).toISOString(), '07:05:09.042'],
    ['another day', new Date(2026, 10, 2, 23, 59, 59, 999).toISOString(), '2026-11-02 23:59:59.999'],
    [
      'microseconds',
      new Date(2026, 10, 23, 1, 2, 3).toISOString().replace('.000Z', '.123456Z'),
      '01:02:03.123',
    ],
    ['what does not parse', 'yesterday, about noon', 'yesterday, about noon'],
  ];
  for (const [what, timestamp, expected] of cases) {
    it(`shows ${what}`, () =>
      assert.equal(timeText(timestamp, { time: 'local', relative: false }, now, STRINGS), expected));
  }

  it('is in UTC on demand, wherever it is read', () => {
    const utc = Date.UTC(2026, 10, 23, 12);
    const show = (timestamp: string): string =>
      timeText(timestamp, { time: 'utc', relative: false }, utc, STRINGS);
    assert.equal(show('2026-11-23T01:02:03.123456Z'), '01:02:03.123');
    assert.equal(show('2026-11-23T00:30:00+01:00'), '2026-11-22 23:30:00.000');
  });

  const distances: readonly (readonly [number, string])[] = [
    [0, '0 s ago'],
    [-900, '0 s ago'],
    [3_999, '3 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [3_600_000, '1 h ago'],
    [47 * 3_600_000, '47 h ago'],
    [48 * 3_600_000, '2 d ago'],
    [-5_000, 'in 5 s'],
  ];
  for (const [ago, expected] of distances) {
    it(`is ${expected} after ${ago} ms`, () => {
      const timestamp = new Date(now - ago).toISOString();
      assert.equal(timeText(timestamp, { time: 'utc', relative: true }, now, STRINGS), expected);
    });
  }

  it('is what came where that does not parse, also as a distance', () => {
    assert.equal(timeText('soon', { time: 'utc', relative: true }, now, STRINGS), 'soon');
  });
});

describe('texts of the host', () => {
  it('are filled in, and left alone where there is nothing to fill in', () => {
    assert.equal(fillIn('{0} of {1} entries', '3', 7), '3 of 7 entries');
    assert.equal(fillIn('{0} {1}', 'a {1} b'), 'a {1} b {1}');
  });
});
