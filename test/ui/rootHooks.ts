import type { RootHookObject } from 'mocha';
import { testBegins, testEnds } from '../support/testDeadline';
import { closeEverything, openSession, saveFailures } from '../support/openWorkbench';

/** Setting up may have to install the host and the browser first. */
const SET_UP_TIMEOUT_MS = 600_000;
const CLOSE_TIMEOUT_MS = 60_000;

export const mochaHooks: RootHookObject = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(SET_UP_TIMEOUT_MS);
    await openSession();
  },

  beforeEach(this: Mocha.Context) {
    testBegins(this.currentTest?.timeout() ?? 0);
  },

  async afterEach(this: Mocha.Context) {
    testEnds();
    const test = this.currentTest;
    if (test?.state === 'failed') {
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
