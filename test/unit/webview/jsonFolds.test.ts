import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JsonFolds } from '../../../src/webview/list/jsonFolds';

/** Objects and arrays, with some strings that look like structure. */
const json = fc
  .jsonValue({ maxDepth: 4 })
  .chain((value) => fc.constantFrom(value, [value, '{', '}', 'a [', '],']))
  .map((value) => JSON.stringify(value, null, 2));

describe('folds of JSON', () => {
  it('end where the indentation ends, and count members', () => {
    fc.assert(
      fc.property(json, (text) => {
        const folds = new JsonFolds(text);
        for (const [line, shown] of folds.lines.entries()) {
          assert.equal(folds.canFold(line), /[[{]$/.test(shown));
          if (folds.canFold(line)) {
            const indent = shown.search(/\S/);
            const end = folds.lines.findIndex((other, at) => at > line && other.search(/\S/) === indent);
            folds.toggle(line);
            assert.equal(folds.next(line), end + 1);
            const members = folds.lines.slice(line + 1, end).filter((other) => {
              const depth = other.search(/\S/);
              return depth === indent + 2 && !/^\s*[\]}]/.test(other);
            });
            assert.deepEqual(folds.folding(line), {
              tail: `…${folds.lines[end]?.trim()}`,
              count: members.length,
            });
          }
        }
      }),
    );
  });

  it('say where lines begin in the text', () => {
    const text = '{\n  "a": 1,\n  "b": 2\n}';
    const { lines, starts } = new JsonFolds(text);
    for (const [line, shown] of lines.entries()) {
      assert.equal(text.slice(starts[line], (starts[line] ?? 0) + shown.length), shown);
    }
  });

  it('do without a closing bracket, and with one too many', () => {
    const folds = new JsonFolds('}\nwords {\n  1');
    assert.equal(folds.canFold(1), false);
    folds.toggle(1);
    assert.equal(folds.next(1), 2);
  });
});
