import assert from 'node:assert/strict';
import * as v from 'valibot';
import { LogBuffer } from '../../../src/logs/buffer';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import { hostMessageSchema, webviewMessageSchema } from '../../../src/logs/protocol';
import { LogView } from '../../../src/logs/view';
import { entry } from './viewEntries';

describe('log panel protocol', () => {
  it('takes the updates that the host makes', () => {
    const buffer = new LogBuffer(10);
    const window = new LogWindow(new LogView(buffer), { several: true });
    buffer.insert([entry({ id: 'a', message: 'x\ny', type: 'FATAL' }), entry({ id: 'b', second: 1 })]);
    buffer.insert([{ ...entry({ id: 'c', message: 'Sent {"a":1}' }), instance_id: 'i' }], 'follow', 7);
    const { timestamp } = entry({ id: 'c', second: 2 });
    buffer.insertMarker({ kind: 'marker', key: 'm', timestamp, label: 'Run Job: export' });
    buffer.insertGap({
      kind: 'gap',
      key: 'g',
      from: timestamp,
      to: timestamp,
      reason: 'oneTimestampTooBig',
      config: 7,
    });
    for (const update of [
      window.update('more', { problem: null, heldBack: null }),
      window.update('end', { problem: 'Too slow.', heldBack: { text: 'Held back.', all: true } }),
    ]) {
      assert.deepEqual(v.parse(hostMessageSchema, structuredClone(update)), update);
    }
  });

  const refused: readonly (readonly [string, unknown])[] = [
    ['no message', undefined],
    ['an unknown type', { type: 'eval', code: '1' }],
    ['a look of a million rows', { type: 'look', seq: 1, top: null, before: 0, size: 1_000_000 }],
    ['a negative index', { type: 'look', seq: 1, top: { index: -1, key: null }, before: 0, size: 1 }],
    ['a filter that is not text', { type: 'filter', filter: { ...SHOW_ALL, text: 1 } }],
    ['an unknown level', { type: 'filter', filter: { ...SHOW_ALL, hiddenLevels: ['FATAL'] } }],
    ['a key of a megabyte', { type: 'copy', key: 'x'.repeat(1_000_000) }],
  ];
  for (const [what, message] of refused) {
    it(`refuses ${what} from the webview`, () => {
      assert.equal(v.is(webviewMessageSchema, message), false);
    });
  }
});
