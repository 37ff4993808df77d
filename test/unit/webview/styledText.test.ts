import assert from 'node:assert/strict';
import fc from 'fast-check';
import { segments, sliceStyled, styleClasses, type StyledText } from '../../../src/webview/list/styledText';

/** Spans in order that do not overlap. */
const spans = fc
  .uniqueArray(fc.nat(60), { maxLength: 12 })
  .map((cuts) => cuts.sort((a, b) => a - b))
  .map((cuts) => cuts.slice(0, cuts.length - (cuts.length % 2)));
const anyText: fc.Arbitrary<StyledText> = fc.tuple(spans, spans).map(([runs, hits]) => ({
  text: 'x'.repeat(61),
  runs: runs.flatMap((from, at) => (at % 2 ? [] : [from, runs[at + 1] ?? 0, 1 + at])),
  hits,
}));

/** Style and hit of each unit, told the slow way. */
function units({ text, runs, hits }: StyledText): readonly string[] {
  return Array.from({ length: text.length }, (_, at) => {
    let style = 0;
    for (let run = 0; run < runs.length; run += 3) {
      style = (runs[run] ?? 0) <= at && at < (runs[run + 1] ?? 0) ? (runs[run + 2] ?? 0) : style;
    }
    const hit = hits.some((from, which) => which % 2 === 0 && from <= at && at < (hits[which + 1] ?? 0));
    return `${style} ${hit}`;
  });
}

describe('styled text', () => {
  it('is cut where style or hit changes, and nothing is lost', () => {
    fc.assert(
      fc.property(anyText, (styled) => {
        const made = segments(styled);
        const got = made.flatMap(({ from, to, style, hit }) =>
          Array<string>(to - from).fill(`${style} ${hit}`),
        );
        assert.deepEqual(got, units(styled));
      }),
    );
  });

  it('keeps its styles in parts', () => {
    fc.assert(
      fc.property(anyText, fc.nat(61), fc.nat(61), (styled, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        assert.deepEqual(units(sliceStyled(styled, from, to)), units(styled).slice(from, to));
      }),
    );
  });

  const styles: readonly (readonly [string, number, string])[] = [
    ['none', 0, ''],
    ['a colour', 2, 'fg-2'],
    ['a background', 16 << 5, 'bg-16'],
    ['inverted colours', 2 | (3 << 5) | (16 << 10), 'fg-3 bg-2'],
    ['inverted without colours', 16 << 10, 'fg-background bg-foreground'],
    ['all flags', (1 | 2 | 4 | 8 | 32) << 10, 'bold dim italic underlined struck'],
  ];
  for (const [what, style, expected] of styles) {
    it(`has classes for ${what}`, () => assert.equal(styleClasses(style), expected));
  }
});
