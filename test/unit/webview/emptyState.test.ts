import assert from 'node:assert/strict';
import type { UpdateMessage } from '../../../src/logs/protocol';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import { LogView } from '../../../src/logs/view';
import { type EmptyContext, emptyReason } from '../../../src/webview/state/emptyState';

describe('what an empty list says', () => {
  const none = new LogWindow(new LogView(new LogBuffer(10)), { several: false }).update('end', {
    problem: null,
    heldBack: null,
  });
  const live: EmptyContext = { settled: true, searching: false };
  const cases: readonly (readonly [string, Partial<UpdateMessage>, EmptyContext, string | undefined])[] = [
    ['nothing has come', {}, live, 'empty'],
    ['nothing is known yet', {}, { ...live, settled: false }, undefined],
    ['all is cleared', { cleared: 3 }, live, 'emptyCleared'],
    ['nothing passes the filter', { entries: 3 }, live, 'emptyFiltered'],
    ['all waits for other configs', { entries: 3, heldBack: { text: '', all: true } }, live, 'heldBack'],
    [
      'some wait for other configs, and no other passes the filter',
      { entries: 3, heldBack: { text: '', all: false } },
      live,
      'emptyFiltered',
    ],
    ['rows are there', { total: 1 }, live, undefined],
    ['a search has found nothing', { older: 'search' }, live, 'emptySearch'],
    [
      'a search has found nothing, and the log is not live',
      { older: 'search' },
      { ...live, settled: false },
      'emptySearch',
    ],
    ['a search goes on', { older: 'search' }, { ...live, searching: true }, undefined],
    ['what a search has found is hidden', { older: 'search', entries: 3 }, live, 'emptyFiltered'],
    [
      'history is being loaded, and nothing passes',
      { entries: 3 },
      { ...live, searching: true },
      'emptyFiltered',
    ],
  ];
  for (const [what, update, context, reason] of cases) {
    it(what, () => assert.equal(emptyReason({ ...none, ...update }, context), reason));
  }
});
