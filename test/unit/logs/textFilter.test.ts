import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LogFilter } from '../../../src/logs/protocol';
import { compileText, type TextMatcher } from '../../../src/logs/view/textFilter';
import { parseTerms } from '../../../src/logs/view/textTerms';
import { cpuTime } from '../../support/cpuTime';
import { filterOf } from './viewEntries';

const ESC = '\u001b';

describe('text filter', function () {
  this.timeout(30_000);

  const parsed: readonly (readonly [string, readonly string[]])[] = [
    ['', []],
    [' , ,', []],
    ['one', ['one']],
    [' one two , three ', ['one two', 'three']],
    ['!one,! two', ['-one', '-two']],
    ['!', []],
    ['"a, b"', ['a, b']],
    [' ! " a" , b', ['- a', 'b']],
    ['"say \\"hi\\""', ['say "hi"']],
    ['"error": true', ['"error": true']],
    ['"open', ['"open']],
    ['""', []],
    ['a\\,b', ['a,b']],
    ['\\!a, \\"b', ['!a', '"b']],
    ['C:\\Users\\', ['C:\\Users\\']],
    ['a!b"c', ['a!b"c']],
  ];
  for (const [text, expected] of parsed) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const terms = parseTerms(text).map((term) => (term.excluded ? '-' : '') + term.text);
      assert.deepEqual(terms, expected);
    });
  }

  it('reads any text to its end, and finds any term that is quoted', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (any, term) => {
        parseTerms(any);
        fc.pre(!term.includes('\\'));
        assert.deepEqual(parseTerms(`"${term.replaceAll('"', '\\"')}"`), [{ text: term, excluded: false }]);
      }),
    );
  });

  const cases: readonly (readonly [string, Partial<LogFilter>, string, boolean])[] = [
    ['', {}, 'anything', true],
    ['ERROR', {}, 'an error here', true],
    ['ERROR', { matchCase: true }, 'an error here', false],
    ['über', {}, 'ÜBER', true],
    ['a.c', {}, 'abc', false],
    ['(*)[x]{2}^$|\\/-?+', {}, 'see (*)[x]{2}^$|\\/-?+ there', true],
    ['\ud800', {}, 'x\ud800y', true],
    ['one, two', {}, 'has two', true],
    ['one, !two', {}, 'one two', false],
    ['!two', {}, 'one', true],
    ['day', { wholeWord: true }, 'Tuesday', false],
    ['day', { wholeWord: true }, 'a day.', true],
    ['tag', { wholeWord: true }, 'Überstag', false],
    ['schön', { wholeWord: true }, 'schöne', false],
    ['(x', { wholeWord: true }, 'f(x)', true],
    ['red', {}, `${ESC}[31mr${ESC}[1med${ESC}[0m`, true],
    ['31m', {}, `${ESC}[31mred`, false],
    ['^b', { regex: true }, 'a\nb', true],
    ['!^b', { regex: true }, 'a\nb', false],
    ['\\!b', { regex: true }, 'a!b', true],
    ['a|b', { regex: true, wholeWord: true }, 'ab', false],
    ['\\p{Lu}', { regex: true, matchCase: true }, 'aÄ', true],
    ['a{,2}', { regex: true }, 'a{,2}', true],
    ['!', { regex: true }, 'anything', true],
  ];
  for (const [text, parts, message, expected] of cases) {
    const how = JSON.stringify({ text, ...parts });
    it(`${how} ${expected ? 'finds' : 'does not find'} ${JSON.stringify(message)}`, () => {
      const matcher = matcherOf(text, parts);
      assert.equal(matcher.matches(message), expected);
      assert.deepEqual(matcher.matchesAll([message, message]), [expected, expected]);
    });
  }

  it('finds every part of a message in whatever case, and only parts', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 8 });
    fc.assert(
      fc.property(text, text, text, (before, part, after) => {
        fc.pre(!/[\\"]/.test(part) && part !== '');
        const matcher = matcherOf(`"${part.toUpperCase()}"`);
        assert.ok(matcher.matches(before + part + after));
        assert.equal(matcher.matches(before), before.toLowerCase().includes(part.toLowerCase()));
      }),
    );
  });

  const problems: readonly (readonly [string, boolean, string])[] = [
    ['(', false, 'Unterminated group'],
    ['a: [', false, 'Unterminated character class'],
    ['a)(b', true, "Unmatched ')'"],
    ['*', false, 'Nothing to repeat'],
  ];
  for (const [text, wholeWord, detail] of problems) {
    it(`says what is wrong with ${text}`, () => {
      const problem = { kind: 'invalid', detail };
      assert.deepEqual(compileText(filterOf({ text, wholeWord, regex: true })), { problem });
    });
  }

  it('tells what the server can search for', () => {
    assert.equal(matcherOf('one').searchTerm, 'one');
    assert.equal(matcherOf('"a, b", !c').searchTerm, 'a, b');
    assert.equal(matcherOf('one, two').searchTerm, undefined);
    assert.equal(matcherOf('!one').searchTerm, undefined);
    assert.equal(matcherOf('one', { regex: true }).searchTerm, undefined);
  });

  it('highlights what it finds', () => {
    assert.deepEqual(matcherOf('an, ban, !x').hits('A banana'), [
      [2, 5],
      [5, 7],
    ]);
    assert.deepEqual(matcherOf('x*', { regex: true }).hits('axxb'), [[1, 3]]);
    assert.deepEqual(matcherOf('!a', { regex: true }).hits('b'), []);
    assert.equal(matcherOf('a').hits('a'.repeat(5000)).length, 1000);
  });

  const traps: readonly (readonly [string, string])[] = [
    ['(a+)+$', `${'a'.repeat(40)}!`],
    ['(.*)*x', 'y'.repeat(40)],
    ['(?<=(a+)+)b$', `${'a'.repeat(40)}bb`],
    ['(a|b|ab)*c', 'ab'.repeat(5_000_000)],
  ];
  for (const [text, message] of traps) {
    it(`is not held up by ${text}`, () => {
      const matcher = matcherOf(text, { regex: true });
      const started = cpuTime();
      matcher.matchesAll(Array.from({ length: 20 }, () => message));
      matcher.hits(message.slice(0, 4096));
      assert.ok(cpuTime() - started < 10_000);
      const again = [1, 2, 3].map(() => {
        const from = cpuTime();
        matcher.matches(message);
        return cpuTime() - from;
      });
      assert.ok(!matcher.isSlow || Math.min(...again) < 100, 'what was too slow is not tried again');
    });
  }

  it('reads 10 MB on a line and a million lines', () => {
    const messages = [`${'x'.repeat(10_000_000)}needle`, `${'line\n'.repeat(1_000_000)}needle`];
    for (const parts of [{}, { matchCase: true }, { regex: true }]) {
      assert.deepEqual(matcherOf('needle', parts).matchesAll(messages), [true, true]);
      assert.deepEqual(matcherOf('nothing', parts).matchesAll(messages), [false, false]);
    }
  });
});

function matcherOf(text: string, parts: Partial<LogFilter> = {}): TextMatcher {
  const compiled = compileText(filterOf({ text, ...parts }));
  assert.ok('matcher' in compiled, 'the filter is valid');
  return compiled.matcher;
}
