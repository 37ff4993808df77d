import assert from 'node:assert/strict';
import type { PanelStrings } from '../../../src/logs/protocol';
import type { Timeline } from '../../../src/webview/timeline/timelineScale';
import { barText, timeText } from '../../../src/webview/timeline/timelineText';

const AT = Date.parse('2026-11-24T07:05:09.042Z');

describe('times of the time line', () => {
  const cases: readonly (readonly [string, number, boolean, string])[] = [
    ['milliseconds', 1, false, '07:05:09.042'],
    ['a fraction of a second', 250, false, '07:05:09.042'],
    ['seconds', 10_000, false, '07:05:09'],
    ['minutes', 60_000, false, '07:05'],
    ['hours on several days', 3_600_000, true, '2026-11-24 07:05'],
    ['days', 86_400_000, true, '2026-11-24'],
  ];
  for (const [what, step, withDay, expected] of cases) {
    it(`are as exact as bars of ${what}`, () => assert.equal(timeText(AT, step, 'utc', withDay), expected));
  }

  it('are in the zone of the display', () => {
    const local = new Date(2026, 10, 24, 23, 1, 2).getTime();
    assert.equal(timeText(local, 1000, 'local', true), '2026-11-24 23:01:02');
  });
});

describe('words of a bar', () => {
  const strings = {
    timelineBar: '{0} to {1}: {2}, {3} bad, {4} odd',
    timelineEmpty: 'nothing',
  } as PanelStrings;
  const line: Timeline = {
    from: Date.parse('2026-11-24T23:59:40Z'),
    step: 10_000,
    bars: [
      [3, 1, 1200],
      [0, 0, 0],
    ],
  };

  it('say when, how many, and of what kind', () => {
    assert.equal(
      barText({ ...line, from: line.from - 60_000 }, 0, 'utc', strings),
      `23:58:40 to 23:58:50: ${(1204).toLocaleString()}, 3 bad, 1 odd`,
    );
  });

  it('name the day where there are several', () => {
    assert.equal(barText(line, 1, 'utc', strings), '2026-11-24 23:59:50 – 2026-11-25 00:00:00: nothing');
  });
});
