import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RowMaker } from '../../../src/logs/rows/logRow';
import { countLines, messageHead, messagePiece } from '../../../src/logs/rows/messageText';
import { printable } from '../../../src/logs/rows/printable';
import type { EntryRow } from '../../../src/logs/protocol';
import { cpuTime } from '../../support/cpuTime';
import { entry } from './viewEntries';

const ESCAPE = '\u001b';
const nothing = { hits: () => [] };

describe('text of a log row', function () {
  // Making random text of all characters takes its time.
  this.timeout(20_000);

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

  const heads: readonly (readonly [string, string, { head: string; lines: number; more: boolean }])[] = [
    ['one line', 'hello', { head: 'hello', lines: 1, more: false }],
    ['one line with a break at its end', 'hello\r\n', { head: 'hello', lines: 1, more: false }],
    ['several lines', 'a\r\nb\nc\n', { head: 'a', lines: 3, more: true }],
    ['empty lines first', '\n\n  a\nb', { head: '  a', lines: 4, more: true }],
    ['nothing', '', { head: '', lines: 1, more: false }],
  ];
  for (const [what, message, { head, lines, more }] of heads) {
    it(`folds ${what}`, () => {
      assert.deepEqual(messageHead(message), { head, runs: [], more });
      assert.equal(countLines(message), lines);
    });
  }

  it('cuts a long head before an escape sequence, not in it', () => {
    const link = `${ESCAPE}]8;;https://example.com${ESCAPE}\\`;
    for (let before = 4090 - link.length; before <= 4096; before++) {
      const { head, more } = messageHead(`${'x'.repeat(before)}${link}yyyyyyyyyyy`);
      assert.match(head, /^x+y*$/);
      assert.equal(more, true);
    }
  });

  it('sends little of 10 MB on one line, and of a million lines, in no time', () => {
    const maker = new RowMaker(false);
    const started = cpuTime();
    for (const message of [
      'x'.repeat(10_000_000),
      'line\n'.repeat(1_000_000),
      '\n'.repeat(10_000_000) + 'x',
    ]) {
      const item = {
        kind: 'entry',
        key: 'k',
        entry: entry({ id: 'k', message }),
        config: undefined,
      } as const;
      for (let time = 0; time < 100; time++) {
        const row = maker.row(item, { role: 'plain', apart: false, filling: false });
        assert.ok(JSON.stringify(row).length < 5000);
      }
      assert.ok(messagePiece(message, 0, 0, nothing).text.length <= 65_536);
    }
    assert.ok(cpuTime() - started < 5000);
  });

  it('bounds every word that a server sends', () => {
    const long = 'x'.repeat(1_000_000);
    const row = new RowMaker(true).row(
      {
        kind: 'entry',
        key: 'k',
        entry: { ...entry({ id: 'k', timestamp: long, type: long, source: long }), instance_id: long },
        config: 7,
      },
      { role: 'context', apart: true, filling: false },
    ) as EntryRow;
    assert.ok(JSON.stringify(row).length < 2000);
    assert.deepEqual([row.config, row.role, row.apart, row.level], [7, 'context', true, 'OTHER']);
  });

  it('says whether a message holds JSON', () => {
    const maker = new RowMaker(false);
    const json = (message: string): unknown => {
      const item = { kind: 'entry', key: 'k', entry: entry({ id: 'k', message }), config: 7 } as const;
      const row = maker.row(item, { role: 'plain', apart: false, filling: false });
      return row.kind === 'entry' && [row.json, row.config];
    };
    assert.deepEqual(json('Sent {"a":1}'), [true, null]);
    assert.deepEqual(json('Sent {a:1}'), [false, null]);
  });

  it('reads a message in pieces that add up to it, with its styles', () => {
    const parts = fc.constantFrom(
      ...['word ', '😀', '\r\n', '\n', 'x'.repeat(30_000), 'line\n'.repeat(700)],
      ...[`${ESCAPE}[31m`, `${ESCAPE}[0m`, `${ESCAPE}]8;;https://example.com${ESCAPE}\\`, 'y'.repeat(65_530)],
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 10 }), (all) => {
        const message = all.join('');
        let text = '';
        let style = 0;
        for (let at = 0; at < message.length;) {
          const piece = messagePiece(message, at, style, nothing);
          assert.ok(piece.to > at, 'each piece goes on');
          assert.ok(piece.text.split('\n').length <= 1001);
          text += piece.text;
          at = piece.to;
          style = piece.style;
        }
        assert.equal(text, printable(message));
        const last = all.findLast((part) => part.endsWith('m'));
        assert.equal(style, last?.includes('31') ? 2 : 0);
      }),
      { numRuns: 100 },
    );
  });
});
