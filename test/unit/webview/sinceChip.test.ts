import assert from 'node:assert/strict';
import type { PanelStrings } from '../../../src/logs/protocol';
import { sinceWords } from '../../../src/webview/toolbar/sinceChip';

describe('where the entries begin that are shown', () => {
  const now = Date.UTC(2026, 10, 30, 13);
  const words = (label: string, timestamp: string): string =>
    sinceWords({ key: 'k', label, timestamp }, 'utc', now, {} as PanelStrings);

  it('is the time of an entry as the list writes it', () => {
    assert.equal(words('', '2026-11-30T12:44:46.252023Z'), '12:44:46.252');
    assert.equal(words('', '2026-11-29T12:44:46.252023Z'), '2026-11-29 12:44:46.252');
  });

  it('is what a marker says', () => {
    assert.equal(words('Run Job: export', '2026-11-30T12:44:46.252023Z'), 'Run Job: export');
  });
});
