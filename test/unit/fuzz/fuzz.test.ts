import assert from 'node:assert/strict';
import { summary, watchRejections } from '../../support/fuzz/campaign';
import { type Corpus, loadCorpus } from '../../support/fuzz/corpus';
import { fuzzAnswers } from './answers';
import { fuzzDocuments } from './documents';
import { fuzzLogs } from './logs';
import { fuzzPages } from './pages';
import { fuzzSettings } from './settings';
import { fuzzSockets } from './sockets';
import { fuzzState } from './state';
import { fuzzTree } from './tree';
import { fuzzWrites } from './writes';

/** Cases in all, in CI. */
const LEAST = 50_000;

describe('fuzz', () => {
  let loaded: Corpus = new Map();
  const corpus = (): Corpus => loaded;
  before(async () => {
    loaded = await loadCorpus();
  });
  watchRejections();

  describe('answers', () => fuzzAnswers(corpus));
  describe('tree', () => fuzzTree(corpus));
  describe('writes', () => fuzzWrites(corpus));
  describe('settings', () => fuzzSettings(corpus));
  describe('documents', () => fuzzDocuments(corpus));
  describe('stored state', () => fuzzState(corpus));
  describe('logs', () => fuzzLogs(corpus));

  describe('pages', () => fuzzPages(corpus));
  describe('over sockets', () => fuzzSockets(corpus));

  describe('in all', () => {
    it('at least 50,000 cases', function () {
      const { cases, seed, isWhole } = summary();
      console.log(`      fuzz: ${cases} cases, seed ${seed}`);
      if (!isWhole) {
        this.skip();
      }
      assert.ok(cases >= LEAST, `${cases} cases`);
    });
  });
});
