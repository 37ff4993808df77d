import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { tryAgain } from '../../../scripts/secondTry';

describe('second try of UI tests', () => {
  let folder: string;
  const notes = (): string => path.join(folder, 'notes');
  const counts = (failed: number) => ({ passed: 100, failed, skipped: 0 });
  const testFile = (body: string): string => {
    const file = path.join(folder, 'some.test.cjs');
    fs.writeFileSync(file, `it('is a test', () => { ${body} });\n`);
    return file;
  };
  const silently = (): undefined => undefined;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'second-try-'));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const none = { require: [] };

  it('is not made where nothing failed, much did, or something other than a test', async () => {
    fs.writeFileSync(notes(), `${testFile('')}\n`);
    for (const failed of [0, 2]) {
      assert.deepEqual(await tryAgain(counts(failed), notes(), silently, none), counts(failed));
    }
    const four = [1, 2, 3, 4].map((name) => path.join(folder, `${name}.test.cjs\n`));
    fs.writeFileSync(notes(), four.join(''));
    assert.deepEqual(await tryAgain(counts(4), notes(), silently, none), counts(4));
    fs.rmSync(notes());
    assert.deepEqual(await tryAgain(counts(1), notes(), silently, none), counts(1));
  });

  it('counts what passes then, and says which', async () => {
    let said = '';
    fs.writeFileSync(notes(), `${testFile('')}\n`);
    assert.deepEqual(await tryAgain(counts(1), notes(), (chunk) => (said += chunk), none), {
      passed: 101,
      failed: 0,
      skipped: 0,
    });
    assert.match(said, /Passed at the second try only: .*some\.test\.cjs/);
  }).timeout(20_000);

  it('changes nothing where it fails again', async () => {
    fs.writeFileSync(notes(), `${testFile("throw new Error('again')")}\n`);
    assert.deepEqual(await tryAgain(counts(1), notes(), silently, none), counts(1));
  }).timeout(20_000);
});
