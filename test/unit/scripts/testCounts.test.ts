import assert from 'node:assert/strict';
import { countTests, describeFailures } from '../../../scripts/testCounts';

describe('countTests', () => {
  const cases = [
    { what: 'a clean run', output: '\n  12 passing (3s)\n', code: 0, expected: [12, 0, 0] },
    {
      what: 'failures and skips',
      output: '  5 passing (417ms)\n  1 pending\n  2 failing\n',
      code: 2,
      expected: [5, 2, 1],
    },
    {
      what: 'colours',
      output: '\u001b[92m \u001b[0m\u001b[32m 3 passing\u001b[0m\u001b[90m (1m)\u001b[0m\n',
      code: 0,
      expected: [3, 0, 0],
    },
    {
      what: 'a title that looks like a result',
      output: '    ✔ 9 passing (1s)\n  1 passing (1s)\n',
      code: 0,
      expected: [1, 0, 0],
    },
    { what: 'a crash after the tests', output: '  5 passing (1s)\n', code: 1, expected: [5, 1, 0] },
    { what: 'a crash before the tests', output: 'SyntaxError\n', code: 1, expected: [0, 1, 0] },
    {
      what: 'what is flaky',
      output: '  5 passing (1s)\n  flaky: a\n  flaky: b\n',
      code: 0,
      expected: [5, 0, 0, 'a', 'b'],
    },
    { what: 'no test at all', output: '  0 passing (1ms)\n', code: 0, expected: [0, 1, 0] },
  ] as const;

  for (const { what, output, code, expected } of cases) {
    it(`counts ${what}`, () => {
      const { passed, failed, skipped, flaky } = countTests(output, code);
      assert.deepEqual([passed, failed, skipped, ...flaky], expected);
    });
  }
});

describe('describeFailures', () => {
  it('repeats the closing list of failed tests', () => {
    const output =
      '  a suite\n    1) fails\n\n  5 passing (1s)\n\u001b[31m  1 failing\u001b[0m\n\n  1) a suite\n       fails:\n';
    assert.equal(describeFailures(output), '1 failing\n\n  1) a suite\n       fails:');
  });

  it('repeats the last lines where no list came', () => {
    const output = Array.from({ length: 50 }, (_, line) => `line ${line}\n`).join('');
    assert.match(describeFailures(output), /^line 10\n[^]*\nline 49$/);
  });
});
