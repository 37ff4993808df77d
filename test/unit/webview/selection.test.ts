import assert from 'node:assert/strict';
import type { LogRow, WebviewMessage } from '../../../src/logs/protocol';
import { Selection } from '../../../src/webview/list/selection';

describe('selection', () => {
  it('is extended from where it began, wherever that row has moved', () => {
    const { selection, rows, ranges } = make();
    selection.only(5);
    selection.extend(5, 8);
    rows.first -= 10;
    selection.moved(10, true);
    selection.extend(18, 3);
    assert.deepEqual(ranges(), ['k5@5–k5', 'k5@5–k8', 'k5@15–k-7']);
  });

  it('begins at the active row where there is none', () => {
    const { selection, ranges } = make();
    selection.extend(2, 3);
    selection.extend(3, 4);
    assert.deepEqual(ranges(), ['k2@2–k3', 'k2@2–k4']);
  });

  it('is cleared once, and begins anew then', () => {
    const { selection, ranges } = make();
    assert.equal(selection.clear(), false);
    selection.only(5);
    assert.equal(selection.clear(), true);
    assert.equal(selection.clear(), false);
    selection.extend(7, 8);
    assert.deepEqual(ranges(), ['k5@5–k5', 'none', 'k7@7–k8']);
  });

  it('is known to be there where the host says so', () => {
    const { selection, ranges } = make();
    selection.all();
    selection.moved(0, true);
    assert.equal(selection.clear(), true);
    assert.deepEqual(ranges(), ['all', 'none']);
  });
});

function make() {
  const rows = {
    first: 0,
    total: 100,
    at: (index: number): LogRow => ({
      kind: 'marker',
      key: `k${index + rows.first}`,
      timestamp: '',
      label: '',
    }),
    indexOf: (key: string): number => Number(key.slice(1)) - rows.first,
  };
  const posted: WebviewMessage[] = [];
  const selection = new Selection(rows, (message) => posted.push(message));
  const ranges = (): readonly string[] =>
    posted.map((message) =>
      message.type === 'select' && message.range
        ? `${message.range.anchor.key}@${message.range.anchor.index}–${message.range.head.key}`
        : message.type === 'selectAll'
          ? 'all'
          : 'none',
    );
  return { selection, rows, ranges };
}
