import assert from 'node:assert/strict';
import type { LogRow, UpdateMessage } from '../../../src/logs/protocol';
import { RowRequests } from '../../../src/webview/list/rowRequests';
import { RowWindow } from '../../../src/webview/list/rowWindow';

describe('row window', () => {
  it('refuses an update that builds on one it has missed, and keeps what it has', () => {
    const window = new RowWindow();
    assert.ok(window.apply(update({ revision: 1, basedOn: 0, rows: rows(0, 3), total: 3 })));
    assert.equal(window.apply(update({ revision: 3, basedOn: 2, rows: [], total: 0 })), false);
    assert.equal(window.apply(update({ revision: 2, basedOn: 1, rows: ['unknown'], total: 1 })), false);
    assert.equal(window.total, 3);
    assert.equal(window.indexOf('k1'), 1);
    assert.ok(
      window.apply(update({ revision: 2, basedOn: 1, rows: ['k2', ...rows(3, 4)], start: 2, total: 4 })),
    );
    assert.equal(window.at(2)?.key, 'k2');
    assert.equal(window.at(3)?.key, 'k3');
    assert.equal(window.at(1), undefined);
  });
});

describe('row requests', () => {
  const visible = { first: 400, end: 420 };

  it('asks once per place, and again when the screen nears the edge of what is held', () => {
    const window = new RowWindow();
    const requests = new RowRequests(false);
    window.apply(update({ rows: rows(300, 400), start: 300, total: 1000 }));
    const first = requests.next(window, visible, false, false);
    assert.deepEqual(first, {
      type: 'look',
      seq: 1,
      top: { index: 400, key: null },
      before: 40,
      size: 100,
    });
    assert.equal(requests.next(window, visible, false, false), undefined, 'the answer is on its way');
    window.apply(update({ rows: rows(360, 460), start: 360, total: 1000 }));
    assert.equal(
      requests.next(window, { first: 410, end: 430 }, false, false),
      undefined,
      'all around is held',
    );
    assert.equal(requests.next(window, { first: 410, end: 430 }, false, true)?.seq, 2, 'it rests there');
    assert.equal(requests.next(window, { first: 430, end: 450 }, false, false)?.seq, 3);
  });

  it('tells when it begins and ends to follow, and when the screen grows', () => {
    const window = new RowWindow();
    const requests = new RowRequests(true);
    window.apply(update({ rows: rows(0, 1000), total: 1000 }));
    assert.equal(requests.next(window, visible, true, false)?.top, null);
    assert.equal(requests.next(window, visible, true, false), undefined);
    assert.equal(requests.next(window, visible, false, false)?.top?.key, 'k400');
    assert.equal(requests.next(window, { first: 400, end: 460 }, false, false)?.size, 300);
    assert.equal(requests.next(window, visible, true, false)?.top, null);
  });

  it('knows by how much the list has moved since it asked', () => {
    const window = new RowWindow();
    const requests = new RowRequests(false);
    requests.next(window, visible, false, false);
    assert.equal(requests.shift(update({ look: 1, anchor: 410 })), 10);
    assert.equal(requests.shift(update({ look: 1, anchor: 405 })), -5);
    assert.equal(requests.shift(update({ look: 0, anchor: 900 })), 0, 'an answer to an older question');
    assert.equal(requests.shift(update({ look: 1, anchor: null })), 0);
  });
});

function rows(from: number, to: number): LogRow[] {
  return Array.from({ length: to - from }, (_, at) => ({
    kind: 'marker',
    key: `k${from + at}`,
    timestamp: '',
    label: '',
  }));
}

function update(changes: Partial<UpdateMessage>): UpdateMessage {
  return {
    type: 'update',
    revision: 1,
    basedOn: 0,
    look: 0,
    total: 0,
    shown: 0,
    entries: 0,
    cleared: 0,
    evicted: 0,
    evictedMore: false,
    matches: 0,
    match: null,
    levels: { DEBUG: 0, LOG: 0, INFO: 0, WARN: 0, ERROR: 0, OTHER: 0 },
    sources: [],
    configs: [],
    busy: false,
    problem: null,
    heldBack: null,
    unseen: 0,
    anchor: null,
    goTo: null,
    selection: null,
    start: 0,
    rows: [],
    expanded: [],
    older: 'more',
    ...changes,
  };
}
