import assert from 'node:assert/strict';
import type { LogItem } from '../../../src/logs/items';
import { newestText } from '../../../src/logs/export/newestText';

const words = { names: undefined, gap: () => '' };

function items(count: number, message: string): LogItem[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'entry',
    key: String(index),
    config: undefined,
    entry: { id: String(index), timestamp: `t${index}`, type: 'LOG', source: 'S', message },
  }));
}

describe('the newest text', () => {
  let turns: number;
  const make = (list: readonly LogItem[], limit: number) => {
    turns = 0;
    return newestText(list, words, limit, () => {
      turns++;
      return Promise.resolve();
    });
  };

  it('is everything where it fits', async () => {
    const { bytes, leftOut } = await make(items(3, 'ü'), 100);
    assert.equal(Buffer.from(bytes).toString(), 't0 LOG S ü\nt1 LOG S ü\nt2 LOG S ü\n');
    assert.equal(leftOut, 0);
  });

  it('leaves out the oldest whole items beyond the limit, in bytes', async () => {
    // Each takes 12 bytes in 11 characters.
    for (const [limit, leftOut] of [
      [36, 0],
      [35, 1],
      [24, 1],
      [23, 2],
      [11, 3],
    ] as const) {
      const { bytes, leftOut: left } = await make(items(3, 'ü'), limit);
      assert.equal(left, leftOut, String(limit));
      assert.ok(bytes.length <= limit);
    }
  });

  it('lets others have a turn', async () => {
    const { bytes } = await make(items(2000, 'x'.repeat(1000)), 50_000_000);
    assert.ok(turns >= 7, String(turns));
    const lines = Buffer.from(bytes).toString().split('\n');
    assert.deepEqual(
      lines.slice(0, -1).map((line) => line.slice(0, line.indexOf(' '))),
      Array.from({ length: 2000 }, (_, index) => `t${index}`),
    );
  });
});
