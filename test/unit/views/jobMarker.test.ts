import assert from 'node:assert/strict';
import { LogBuffer } from '../../../src/logs/buffer';
import { jobMarker } from '../../../src/views/logPanel/jobMarker';
import { entry } from '../logs/viewEntries';

describe('job marker', () => {
  const now = Date.UTC(2026, 0, 1, 0, 10);

  it('comes right after the newest entry, whatever this machine’s clock says', () => {
    const buffer = new LogBuffer(10);
    buffer.insert([entry({ id: 'before', second: 50, fraction: 7 })]);
    const marker = jobMarker('Run Job: export', buffer.newestTimestamp, now);
    buffer.insertMarker(marker);
    buffer.insert([entry({ id: 'after', second: 50, fraction: 8 })]);
    assert.deepEqual(
      buffer.slice().map(({ key }) => key),
      ['before', marker.key, 'after'],
    );
    assert.match(marker.label, /^Run Job: export · /);
  });

  it('comes before what arrives in an empty log, also where this machine’s clock is ahead', () => {
    const buffer = new LogBuffer(10);
    const marker = jobMarker('Run Job: export', undefined, now);
    buffer.insertMarker(marker);
    buffer.insert([entry({ id: 'after', second: 8 * 60 })]);
    assert.equal(buffer.at(0)?.key, marker.key);
  });
});
