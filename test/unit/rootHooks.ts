import type { RootHookObject } from 'mocha';
import { noteLoadedFiles } from '../support/loadedFiles';
import { testBegins, testEnds } from '../support/testDeadline';

export const mochaHooks: RootHookObject = {
  beforeEach(this: Mocha.Context) {
    testBegins(this.currentTest?.timeout() ?? 0);
  },

  afterEach() {
    testEnds();
  },

  afterAll() {
    noteLoadedFiles();
  },
};
