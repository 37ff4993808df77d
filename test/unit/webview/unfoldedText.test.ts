import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EntryRow, TextMessage } from '../../../src/logs/protocol';
import { textBlocks, UnfoldedText } from '../../../src/webview/list/unfoldedText';
import { UnfoldedTexts } from '../../../src/webview/list/unfoldedTexts';

const METRICS = () => ({ columns: 80, rowHeight: 20 });

describe('blocks of a text', () => {
  it('hold all of it, in pieces that can be laid out at once', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('', 'x'.repeat(40_000), `a${'😀'.repeat(9000)}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 450 }), (lines) => {
        const text = lines.join('\n');
        const blocks = textBlocks({ text, runs: [], hits: [] });
        const parts = blocks.map((block) => (block.kind === 'text' ? block.styled.text : ''));
        assert.equal(parts.join('').replaceAll('\n', ''), text.replaceAll('\n', ''));
        for (const part of parts) {
          assert.ok(part.length <= 16_384 && part.split('\n').length <= 200, String(part.length));
          assert.ok(!/[\ud800-\udbff]$/.test(part), 'no pair is split');
        }
        const breaks = parts.join('\n').split('\n').length - text.replace(/\n$/, '').split('\n').length;
        const longest = Math.max(0, ...lines.map(({ length }) => length));
        assert.ok(longest > 16_384 ? breaks >= 0 : breaks === 0, `${breaks} more line breaks`);
      }),
      { numRuns: 50 },
    );
  });

  it('keep what is styled and found', () => {
    const text = `${'a\n'.repeat(300)}find`;
    const last = textBlocks({ text, runs: [600, 604, 3], hits: [601, 603] }).at(-1);
    assert.ok(last?.kind === 'text' && last.styled.text.endsWith('find'));
    const at = last.styled.text.length - 4;
    assert.deepEqual(last.styled.runs, [at, at + 4, 3]);
    assert.deepEqual(last.styled.hits, [at + 1, at + 3]);
  });
});

describe('unfolded text', () => {
  it('shows the head until more is read, then grows piece by piece', () => {
    const text = new UnfoldedText('text', { text: 'hea', runs: [], hits: [] }, METRICS);
    assert.equal(text.height, 20);
    text.add(piece({ from: 3, to: 6, text: 'not yet' }));
    text.add(piece({ from: 0, to: 5, text: 'head\n' }));
    text.add(piece({ from: 0, to: 5, text: 'head\n' }));
    assert.deepEqual([text.left, text.next], [5, { from: 5, style: 0 }]);
    text.add(piece({ from: 5, to: 10, text: 'tail!', style: 7 }));
    assert.deepEqual([text.left, text.next.style, text.blocks.length, text.height], [0, 7, 2, 40]);
  });

  it('folds JSON, and lays nothing out anew above', () => {
    const json = '{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  },\n  "c": 3\n}';
    const text = new UnfoldedText('json', { text: '{', runs: [], hits: [] }, METRICS);
    text.add(piece({ as: 'json', to: 9, length: 9, text: json }));
    assert.equal(text.height, 9 * 20);
    text.toggle(1);
    const [block] = text.blocks;
    assert.ok(block?.kind === 'json');
    assert.deepEqual(
      block.lines.map(({ line, styled, fold }) => [line, styled.text, fold?.folded, fold?.tail, fold?.count]),
      [
        [0, '{', false, '…}', 2],
        [1, '  "a": {', true, '…},', 1],
        [7, '  "c": 3', undefined, undefined, undefined],
        [8, '}', undefined, undefined, undefined],
      ],
    );
    text.toggle(1);
    assert.equal(text.height, 9 * 20);
  });
});

describe('unfolded texts', () => {
  it('are read piece by piece, each asked for once', () => {
    const asked: unknown[] = [];
    const texts = new UnfoldedTexts(METRICS, ({ as, from, style }) => asked.push([as, from, style]));
    const row = entry({ more: true });
    texts.of(row);
    texts.of(row);
    texts.add(piece({ to: 5, text: 'head\n', style: 2 }));
    texts.readMore('a');
    texts.readMore('a');
    texts.add(piece({ from: 5, to: 10, text: 'tail!' }));
    assert.deepEqual(asked, [
      ['text', 0, 0],
      ['text', 5, 2],
    ]);
    assert.equal(texts.get('a')?.left, 0);
    texts.keep(new Set());
    assert.equal(texts.get('a'), undefined);
  });

  it('are JSON where there is any, the message on demand, and take no answer to what was asked before', () => {
    const asked: string[] = [];
    const texts = new UnfoldedTexts(METRICS, ({ as }) => asked.push(as));
    texts.of(entry({ json: true }));
    texts.switch('a');
    texts.add(piece({ as: 'json', text: '{\n}', to: 10 }));
    assert.equal(texts.get('a')?.hasFolds, false);
    texts.switch('a');
    texts.add(piece({ as: 'json', text: '{\n}', to: 10 }));
    assert.equal(texts.get('a')?.hasFolds, true);
    assert.deepEqual(asked, ['json', 'json']);
  });

  it('are read again where something else is found in them', () => {
    let asked = 0;
    const texts = new UnfoldedTexts(METRICS, () => asked++);
    texts.of(entry({ more: true }));
    texts.of(entry({ more: true }));
    assert.equal(asked, 1);
    texts.of(entry({ more: true, role: 'match', hits: [0, 1] }));
    assert.equal(asked, 2);
  });
});

function piece(changes: Partial<TextMessage>): TextMessage {
  return {
    type: 'text',
    key: 'a',
    as: 'text',
    from: 0,
    to: 10,
    length: 10,
    text: '',
    runs: [],
    hits: [],
    style: 0,
    ...changes,
  };
}

function entry(changes: Partial<EntryRow>): EntryRow {
  const text = { timestamp: '', type: 'LOG', source: '', instance: '', head: 'head' };
  const marks = { runs: [], hits: [], role: 'plain', apart: false } as const;
  const base = {
    kind: 'entry',
    key: 'a',
    level: 'LOG',
    config: null,
    lines: 1,
    more: false,
    json: false,
  } as const;
  return { ...base, ...text, ...marks, runs: [], hits: [], ...changes };
}
