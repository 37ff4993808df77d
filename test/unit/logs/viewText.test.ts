import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textMatcher } from '../../../src/logs/filter';
import { logRow } from '../../../src/logs/logRow';
import { messageHead, messagePiece } from '../../../src/logs/messageText';
import { printable } from '../../../src/logs/printable';
import { entry } from './viewEntries';

const ESCAPE = String.fromCharCode(0x1b);

describe('text of a log row', () => {
  const shown: readonly (readonly [string, string, string])[] = [
    ['markup', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['terminal colours', `${ESCAPE}[1;31mred${ESCAPE}[0m`, 'red'],
    ['control characters', 'a\u0000b\u0007c\u007fd', 'a\u2400b\u2407c\u2421d'],
    ['C1 controls', 'a\u0085b', 'a[U+0085]b'],
    ['other escape sequences', `${ESCAPE}]0;title`, '\u241b]0;title'],
    ['marks that turn the direction', 'a\u202eb\u2066c', 'a[U+202E]b[U+2066]c'],
    ['line separators', 'a\u2028b', 'a[U+2028]b'],
    ['lone surrogates', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['whole pairs', 'a😀b', 'a😀b'],
    ['line breaks and tabs', 'a\r\n\tb\nc', 'a\n\tb\nc'],
  ];
  for (const [what, text, expected] of shown) {
    it(`shows ${what}`, () => assert.equal(printable(text), expected));
  }

  it('leaves nothing that could disturb its surroundings in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(
          printable(text).replace(/[\n\t]/g, ''),
          /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u,
        );
      }),
    );
  });

  const heads: readonly (readonly [string, string, ReturnType<typeof messageHead>])[] = [
    ['one line', 'hello', { head: 'hello', lines: 1, more: false }],
    ['one line with a break at its end', 'hello\r\n', { head: 'hello', lines: 1, more: false }],
    ['several lines', 'a\r\nb\nc\n', { head: 'a', lines: 3, more: true }],
    ['empty lines first', '\n\n  a\nb', { head: '  a', lines: 4, more: true }],
    ['nothing', '', { head: '', lines: 1, more: false }],
  ];
  for (const [what, message, expected] of heads) {
    it(`folds ${what}`, () => assert.deepEqual(messageHead(message), expected));
  }

  it('sends little of 10 MB on one line, and of a million lines, in no time', () => {
    const started = performance.now();
    for (const message of ['x'.repeat(10_000_000), 'line\n'.repeat(1_000_000)]) {
      const row = logRow({ kind: 'entry', key: 'k', entry: entry({ id: 'k', message }) }, false);
      assert.ok(JSON.stringify(row).length < 5000);
      assert.ok(messagePiece(message, 0).text.length <= 65_536);
    }
    assert.ok(performance.now() - started < 500);
  });

  it('reads a message in pieces that add up to it', () => {
    const parts = fc.constantFrom('word ', '😀', '\r\n', '\n', 'x'.repeat(30_000), 'line\n'.repeat(700));
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (all) => {
        const message = all.join('');
        let text = '';
        for (let at = 0; at < message.length;) {
          const piece = messagePiece(message, at);
          assert.ok(piece.to > at, 'each piece goes on');
          assert.ok(piece.text.split('\n').length <= 1001);
          text += piece.text;
          at = piece.to;
        }
        assert.equal(text, message.replaceAll('\r\n', '\n'));
      }),
      { numRuns: 50 },
    );
  });
});

describe('text filter', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['', 'anything', true],
    ['ERROR', 'an error here', true],
    ['über', 'ÜBER', true],
    ['a.c', 'abc', false],
    ['(*)[x]{2}^$|\\/-?+', 'see (*)[x]{2}^$|\\/-?+ there', true],
    ['\ud800', 'x\ud800y', true],
  ];
  for (const [text, message, expected] of cases) {
    it(`${JSON.stringify(text)} ${expected ? 'finds' : 'does not find'} ${JSON.stringify(message)}`, () => {
      assert.equal(textMatcher(text)(message), expected);
    });
  }

  it('finds every part of a message in whatever case, and only parts', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 8 });
    fc.assert(
      fc.property(text, text, text, (before, part, after) => {
        assert.ok(textMatcher(part.toUpperCase())(before + part + after));
        const expected = before.toLowerCase().includes(part.toLowerCase());
        assert.equal(textMatcher(part)(before), expected);
      }),
    );
  });
});
