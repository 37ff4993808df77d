import assert from 'node:assert/strict';
import { serverTerm, serverTypes } from '../../../src/logs/search/serverSearch';

describe('what a search asks the server for', () => {
  for (const [term, asked] of [
    ['timeout', 'timeout'],
    ['100%_done', '100%_done'],
    ['C:\\temp\\files', 'files'],
    ['\\', undefined],
    ['Übung macht', 'bung macht'],
    ['日本語', '日本語'],
    ['a\nbc', 'bc'],
    ['   ', undefined],
    ['x'.repeat(300), 'x'.repeat(200)],
  ] as const) {
    it(`asks for ${String(asked?.slice(0, 20))} to find ${JSON.stringify(term.slice(0, 20))}`, () => {
      assert.equal(serverTerm(term), asked);
    });
  }

  it('asks for types only where that finds all that is wanted', () => {
    assert.equal(serverTypes([], false), undefined);
    assert.equal(serverTypes(['OTHER'], false), undefined);
    assert.deepEqual(serverTypes(['DEBUG', 'LOG', 'INFO'], false), ['WARN', 'ERROR']);
    assert.equal(serverTypes(['DEBUG', 'LOG', 'INFO'], true), undefined);
    assert.deepEqual(serverTypes(['DEBUG', 'LOG', 'INFO', 'OTHER'], true), ['WARN', 'ERROR']);
    assert.equal(serverTypes(['DEBUG', 'LOG', 'INFO', 'WARN', 'ERROR'], false), undefined);
  });
});
