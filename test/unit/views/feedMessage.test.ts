import assert from 'node:assert/strict';
import { feedMessage } from '../../../src/views/logPanel/feedMessage';

describe('what the state line says', () => {
  for (const [fetched, detail] of [
    [1, '1 entry'],
    [4999, `${(4999).toLocaleString()} entries`],
  ] as const) {
    it(`counts ${detail} while it catches up`, () => {
      const message = feedMessage({ kind: 'catchingUp', fetched }, 0, false);
      assert.deepEqual([message.text, message.detail], ['Catching up…', detail]);
    });
  }
});
