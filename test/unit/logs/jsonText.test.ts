import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonPiece, jsonStart, layOutJson } from '../../../src/logs/rows/jsonText';
import { compileText } from '../../../src/logs/view/textFilter';
import { filterOf } from './viewEntries';

describe('JSON in messages', () => {
  const laidOut: readonly (readonly [string, string | undefined])[] = [
    ['{"a":1,"b":[true,null]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}'],
    ['Sent {"n":1.0e5,"n":10000000000000000001} ', 'Sent {\n  "n": 1.0e5,\n  "n": 10000000000000000001\n}'],
    ['[x] {"a":{}, "b" : [ ]}', '[x] {\n  "a": {},\n  "b": []\n}'],
    ['{"a":"\\u00e9 \\" , { "}', '{\n  "a": "\\u00e9 \\" , { "\n}'],
    ['["a"]\n', '[\n  "a"\n]'],
    ['plain', undefined],
    ['{}', undefined],
    ['a {"a":1} b', undefined],
    ['{a: 1}', undefined],
    ['42', undefined],
    ['', undefined],
    [`${'['.repeat(30_000)}${']'.repeat(30_000)}`, undefined],
    [`{"a":"${'x'.repeat(70_000)}"}`, undefined],
  ];
  for (const [message, expected] of laidOut) {
    it(`lays out ${message.slice(0, 40)}`, () => assert.equal(layOutJson(message), expected));
  }

  it('lays any value out as usual, and changes nothing of it', () => {
    const values = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(values, fc.constantFrom('', 'got: '), (value, before) => {
        const message = before + JSON.stringify(value);
        fc.pre(jsonStart(message) === before.length);
        // Strings may hold what `JSON.stringify` writes over lines too: none of that is in a laid out string.
        assert.equal(layOutJson(message), before + JSON.stringify(value, undefined, 2));
      }),
      { numRuns: 300 },
    );
  });

  it('shows it in one piece, with what matches, fit to show', () => {
    const compiled = compileText(filterOf({ text: 'id' }));
    assert.ok('matcher' in compiled);
    assert.deepEqual(jsonPiece('{"id":"\u202e"}', compiled.matcher), {
      from: 0,
      to: 10,
      text: '{\n  "id": "[U+202E]"\n}',
      runs: [],
      hits: [5, 7],
      style: 0,
    });
  });
});
