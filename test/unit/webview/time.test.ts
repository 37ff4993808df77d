import assert from 'node:assert/strict';
import { fillIn } from '../../../src/webview/dom';
import { shortTime } from '../../../src/webview/time';
import { UnfoldedTexts } from '../../../src/webview/unfoldedTexts';

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
    it(`shows ${what}`, () => assert.equal(shortTime(timestamp, now), expected));
  }
});

describe('texts of the host', () => {
  it('are filled in, and left alone where there is nothing to fill in', () => {
    assert.equal(fillIn('{0} of {1} entries', '3', 7), '3 of 7 entries');
    assert.equal(fillIn('{0} {1}', 'a {1} b'), 'a {1} b {1}');
  });
});

describe('unfolded texts', () => {
  it('are read piece by piece, each asked for once', () => {
    const asked: (readonly [string, number])[] = [];
    const texts = new UnfoldedTexts((key, from) => asked.push([key, from]));
    texts.begin('a');
    texts.begin('a');
    assert.deepEqual(asked, [['a', 0]]);
    texts.add({ type: 'text', key: 'a', from: 0, to: 3, length: 6, text: 'abc' });
    texts.begin('a');
    texts.readMore('a');
    texts.readMore('a');
    texts.add({ type: 'text', key: 'a', from: 3, to: 6, length: 6, text: 'def' });
    texts.add({ type: 'text', key: 'a', from: 3, to: 6, length: 6, text: 'def' });
    assert.deepEqual(asked, [
      ['a', 0],
      ['a', 3],
    ]);
    assert.deepEqual(texts.get('a'), { text: 'abcdef', to: 6, length: 6 });
    texts.keep(new Set());
    assert.equal(texts.get('a'), undefined);
  });
});
