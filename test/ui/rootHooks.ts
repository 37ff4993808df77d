import fs from 'node:fs';
import type { RootHookObject } from 'mocha';
import { FAILED_FILES_VARIABLE } from '../../scripts/secondTry';
import { closeEverything, openSession, saveFailures } from '../support/openWorkbench';

/** Setting up may have to install the host and the browser first. */
const SET_UP_TIMEOUT_MS = 600_000;
const CLOSE_TIMEOUT_MS = 60_000;

export const mochaHooks: RootHookObject = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(SET_UP_TIMEOUT_MS);
    await openSession();
  },

  async afterEach(this: Mocha.Context) {
    const test = this.currentTest;
    if (test?.state === 'failed') {
      const failedFiles = process.env[FAILED_FILES_VARIABLE];
      if (failedFiles !== undefined) {
        fs.appendFileSync(failedFiles, `${test.file ?? ''}\n`);
      }
      await saveFailures(
        test
          .fullTitle()
          .replace(/[^\w]+/g, '-')
          .slice(0, 120),
      );
    }
  },

  async afterAll(this: Mocha.Context) {
    this.timeout(CLOSE_TIMEOUT_MS);
    await closeEverything();
  },
};
