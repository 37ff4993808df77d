import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyStyle, withoutEscapes } from '../../../src/logs/rows/ansi';
import { printable, styledText } from '../../../src/logs/rows/printable';
import { cpuTime } from '../../support/cpuTime';

const ESC = '\u001b';
const [BOLD, DIM, ITALIC, UNDERLINED, INVERTED, STRUCK] = [1, 2, 4, 8, 16, 32].map((flag) => flag << 10);
const background = (colour: number): number => colour << 5;

describe('terminal styles', () => {
  const styles: readonly (readonly [string, number | undefined])[] = [
    ['', 0],
    ['0', 0],
    ['1', BOLD],
    ['2', DIM],
    ['3', ITALIC],
    ['4', UNDERLINED],
    ['4:3', UNDERLINED],
    ['4;4:0', 0],
    ['7', INVERTED],
    ['9', STRUCK],
    ['1;2;22', 0],
    ['1;3;23', BOLD],
    ['4;24', 0],
    ['7;27', 0],
    ['9;29', 0],
    ['31', 2],
    ['97', 16],
    ['44', background(5)],
    ['103', background(12)],
    ['31;44;39', background(5)],
    ['31;44;49', 2],
    ['1;31;0;32', 3],
    ['38;5;1', 2],
    ['38;5;9;1', 10 | (BOLD ?? 0)],
    ['38;5;196', 10],
    ['38;5;255', 8],
    ['48;5;21', background(5)],
    ['38;2;250;5;5', 10],
    ['38;2;250;5;5;4', 10 | (UNDERLINED ?? 0)],
    ['38:2:250:5:5', 10],
    ['38:2::250:5:5;1', 10 | (BOLD ?? 0)],
    ['48:5:2', background(3)],
    ['58;5;1;32', 3],
    ['58:2::1:2:3;32', 3],
    ['38;5;999;1', BOLD],
    ['38;5', 0],
    ['38', 0],
    ['8;5;6;51;10', 0],
  ];
  for (const [parameters, expected] of styles) {
    it(`reads ${parameters || 'nothing'}`, () => assert.equal(applyStyle(0, parameters), expected));
  }

  it('keeps every style within its bits', () => {
    const codes = fc.array(fc.oneof(fc.nat(130), fc.nat(99_999)), { maxLength: 12 });
    fc.assert(
      fc.property(codes, fc.constantFrom(';', ':'), (numbers, separator) => {
        const style = applyStyle(0, numbers.join(separator));
        assert.ok(style >= 0 && style < 1 << 16);
        assert.ok((style & 31) <= 16 && ((style >> 5) & 31) <= 16);
      }),
    );
  });
});

describe('escape sequences', () => {
  const shown: readonly (readonly [string, string])[] = [
    [`a${ESC}[2Kb${ESC}[1;1Hc${ESC}[?25l`, 'abc'],
    [`${ESC}]8;;https://example.com/?a=1;b${ESC}\\link${ESC}]8;;${ESC}\\ after`, 'link after'],
    [`${ESC}]0;title\u0007text`, 'text'],
    [`${ESC}P1$r0m${ESC}\\text`, 'text'],
    [`${ESC}(Btext${ESC}7${ESC}8`, 'text'],
    [`${ESC}]0;title`, '\u241b]0;title'],
    [`${ESC}[31`, '\u241b[31'],
    [`${ESC}Done`, '\u241bDone'],
    [`${ESC}]8;;x${ESC}[31m`, '\u241b]8;;x'],
    [ESC, '\u241b'],
    ['\u009b31mred', '[U+009B]31mred'],
  ];
  for (const [text, expected] of shown) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
      assert.equal(printable(text), expected);
      assert.equal(styledText(text, 0).text, expected);
    });
  }

  it('tells where text is styled, in the text as it is shown', () => {
    const text = `a\u0000${ESC}[31mré\u202ed${ESC}[1m!${ESC}[0m plain`;
    const { text: shown, runs, style } = styledText(text, 0);
    assert.equal(shown, 'a\u2400ré[U+202E]d! plain');
    assert.deepEqual(runs, [2, 13, 2, 13, 14, 2 | (BOLD ?? 0)]);
    assert.equal(style, 0);
  });

  it('goes on in the style that was in force', () => {
    assert.deepEqual(styledText('ab', 2), { text: 'ab', runs: [0, 2, 2], style: 2 });
    assert.deepEqual(styledText(`a${ESC}[0K${ESC}[31mb`, 2).runs, [0, 2, 2]);
    assert.deepEqual(styledText('', 2), { text: '', runs: [], style: 2 });
  });

  it('loses no text, and leaves runs in order within it', () => {
    const parts = fc.constantFrom(
      ESC,
      '[',
      ']',
      '31',
      'm',
      ';',
      '\\',
      '\u0007',
      'text',
      '8;;',
      '\n',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (all) => {
        const text = all.join('');
        const styled = styledText(text, 0);
        assert.equal(styled.text, printable(text));
        assert.equal(styled.text.split('text').length, withoutEscapes(text).split('text').length);
        const places = styled.runs.filter((_, index) => index % 3 < 2);
        assert.deepEqual(
          places,
          [...places].sort((a, b) => a - b),
        );
        assert.ok(places.every((place) => place <= styled.text.length));
      }),
      { numRuns: 500 },
    );
  });

  it('takes no time for what never ends', () => {
    const started = cpuTime();
    for (const text of [
      `${ESC}]`.repeat(100_000),
      `${ESC}[${'1'.repeat(500_000)}`,
      `${ESC}[1;`.repeat(100_000),
    ]) {
      printable(text);
    }
    assert.ok(cpuTime() - started < 2000);
  });
});
