import assert from 'node:assert/strict';
import { runUiFiles, type FileOutput } from '../../../scripts/uiRun';
import { Deferred } from '../../support/deferred';

const PASSED: FileOutput = { output: '  2 passing (1s)\n', code: 0 };
const FAILED: FileOutput = {
  output: '    1) is late\n\n  1 passing (1s)\n  1 failing\n\n  1) a suite\n       is late\n',
  code: 1,
};
const CRASHED: FileOutput = { output: 'SyntaxError: no\n', code: 1 };

describe('a run of UI test files', () => {
  let printed = '';
  let ran: string[] = [];

  beforeEach(() => {
    printed = '';
    ran = [];
  });

  /** @param outcomes what each try of a file comes to, in turn; the last one for all further ones */
  const run = (outcomes: Readonly<Record<string, readonly FileOutput[]>>, lanes = 2) =>
    runUiFiles({
      files: Object.keys(outcomes),
      lanes,
      run: (file) => {
        ran.push(file);
        const tries = ran.filter((other) => other === file).length;
        const outcome = outcomes[file]?.[tries - 1] ?? outcomes[file]?.at(-1);
        assert.ok(outcome);
        return Promise.resolve(outcome);
      },
      print: (text) => (printed += text),
      now: () => 0,
    });

  it('runs every file once, and adds up what they counted', async () => {
    const result = await run({ a: [PASSED], b: [PASSED], c: [PASSED] });
    assert.deepEqual(result, {
      counts: { passed: 6, failed: 0, skipped: 0, flaky: [] },
      failures: '',
      flaky: [],
    });
    assert.deepEqual(ran, ['a', 'b', 'c']);
  });

  it('runs as many side by side as it is told', async () => {
    const gates = [new Deferred<FileOutput>(), new Deferred<FileOutput>(), new Deferred<FileOutput>()];
    const started: string[] = [];
    const running = runUiFiles({
      files: ['0', '1', '2'],
      lanes: 2,
      run: (file) => {
        started.push(file);
        return gates[Number(file)]?.promise ?? assert.fail();
      },
      print: () => undefined,
      now: () => 0,
    });
    assert.deepEqual(started, ['0', '1']);
    gates.forEach((gate) => gate.resolve(PASSED));
    await running;
    assert.deepEqual(started, ['0', '1', '2']);
  });

  it('calls a file flaky that passes only at the second try, and counts that try', async () => {
    const { counts, flaky, failures } = await run({ a: [PASSED], b: [FAILED, PASSED] });
    assert.deepEqual(flaky, ['b']);
    assert.deepEqual([counts.passed, counts.failed], [4, 0]);
    assert.equal(failures, '');
    assert.match(printed, /b failed\. Once more, by itself:/);
  });

  it('says what failed twice, in the words of the first time', async () => {
    const { counts, flaky, failures } = await run({ a: [FAILED] });
    assert.deepEqual([counts.passed, counts.failed, flaky], [1, 1, []]);
    assert.equal(failures, 'a:\n1 failing\n\n  1) a suite\n       is late');
    assert.deepEqual(ran, ['a', 'a']);
  });

  it('counts a file that breaks without a test as one failure', async () => {
    const { counts, failures } = await run({ a: [CRASHED] });
    assert.deepEqual([counts.passed, counts.failed], [0, 1]);
    assert.equal(failures, 'a:\nSyntaxError: no');
  });

  it('tries nothing again where more than three files failed', async () => {
    const { counts, flaky } = await run({ a: [FAILED, PASSED], b: [FAILED], c: [FAILED], d: [FAILED] });
    assert.deepEqual([counts.failed, flaky, ran.length], [4, [], 4]);
  });
});
