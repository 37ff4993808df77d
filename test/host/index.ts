import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { BEGIN_MARK, DONE_FILE_VARIABLE, REPORT_END, REPORT_MARK } from './report';

const TEST_TIMEOUT_MS = 30_000;

/**
 * Called by VS Code inside its extension host. Runs every bundled test file beside this one; rejects, and so makes the
 * host end with a failure, when a test fails or when there is none.
 */
export async function run(): Promise<void> {
  const doneFile = process.env[DONE_FILE_VARIABLE];
  const isMarked = doneFile === undefined;
  // The host takes console arguments one by one, unformatted, and ignores attempts to replace its console.
  Mocha.reporters.Base.consoleLog = (...args: readonly unknown[]) => {
    console.log((isMarked ? REPORT_MARK : '') + format(...args));
  };
  const grep = process.env.MOCHA_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: TEST_TIMEOUT_MS,
    reporter: 'spec',
    color: false,
    ...(grep === undefined ? {} : { grep }),
  });
  testFiles().forEach((file) => mocha.addFile(file));
  const { failures, passes } = await runAll(mocha, isMarked);
  if (isMarked) {
    console.log(REPORT_END);
  } else {
    fs.writeFileSync(doneFile, `${passes} passed, ${failures} failed`);
  }
  if (failures > 0 || passes === 0) {
    throw new Error(`${failures} tests failed, ${passes} passed`);
  }
}

async function runAll(mocha: Mocha, announce: boolean): Promise<Mocha.Stats> {
  try {
    return await new Promise((resolve, reject) => {
      const runner = mocha.run(() => {
        if (runner.stats) {
          resolve(runner.stats);
        } else {
          reject(new Error('mocha counted nothing'));
        }
      });
      if (announce) {
        runner.on(Mocha.Runner.constants.EVENT_TEST_BEGIN, (test) => {
          console.log(BEGIN_MARK + test.fullTitle());
        });
      }
    });
  } catch (error) {
    // A file that does not even load is no test that mocha could report.
    Mocha.reporters.Base.consoleLog(error);
    throw error;
  }
}

/**
 * Activation comes first: it looks at a window in which nothing has happened yet. Deactivation comes last: there is nothing
 * to test after it.
 */
function testFiles(): readonly string[] {
  const files = fs.readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const ranks: Readonly<Record<string, number>> = { 'activation.test.js': 0, 'deactivation.test.js': 2 };
  const rank = (file: string): number => ranks[path.basename(file)] ?? 1;
  return files
    .filter((file) => file.endsWith('.test.js'))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((file) => path.join(__dirname, file));
}
