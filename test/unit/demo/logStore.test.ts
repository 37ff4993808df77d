import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FixtureLogEntry } from '../../../src/demo/fixture';
import { LogStore } from '../../../src/demo/logStore';
import { formatMicros } from '../../../src/demo/timestamps';
import { cpuTime } from '../../support/cpuTime';

const START = Date.UTC(2023, 10, 9) * 1000;

function entry(id: number, micros: number): FixtureLogEntry {
  return {
    id: String(id),
    team_id: 1,
    plugin_id: 1,
    plugin_config_id: 1,
    timestamp: formatMicros(START + micros),
    source: 'PLUGIN',
    type: 'LOG',
    message: `line ${id}`,
    instance_id: 'i',
  };
}

/** The microseconds since `START`, of timestamps within its first second. */
function microsOf({ timestamp }: FixtureLogEntry): number {
  return Number(/\.(\d{6})Z$/.exec(timestamp)?.[1] ?? 0);
}

describe('log store', () => {
  it('gives newest first, ties in order of arrival, however the entries came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }), { maxLength: 6 }),
        (batches) => {
          const store = new LogStore();
          const all: FixtureLogEntry[] = [];
          for (const batch of batches) {
            const entries = batch.map((micros, index) => entry(all.length + index, micros));
            store.insert(entries);
            all.push(...entries);
          }
          const expected = all.toSorted((a, b) => microsOf(b) - microsOf(a));
          assert.deepEqual(
            store.rows(1, 1).map(({ id }) => id),
            expected.map(({ id }) => id),
          );
        },
      ),
    );
  });

  it('cuts windows with strict bounds, with and without a filter', () => {
    const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });
    const bound = fc.option(fc.integer({ min: -1, max: 21 }), { nil: undefined });
    const limit = fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined });
    fc.assert(
      fc.property(times, bound, bound, limit, fc.boolean(), (micros, after, before, maximum, isFiltered) => {
        const store = new LogStore();
        store.insert(micros.map((time, index) => entry(index, time)));
        const result = store.query(1, 1, {
          after: after === undefined ? undefined : START + after,
          before: before === undefined ? undefined : START + before,
          limit: maximum,
          ...(isFiltered && { matches: () => true }),
        });
        const expected = store
          .rows(1, 1)
          .filter(
            (row) => row.micros - START > (after ?? -Infinity) && row.micros - START < (before ?? Infinity),
          )
          .slice(0, maximum);
        assert.equal(result.count, expected.length);
        assert.deepEqual(result.slice(2, 5), expected.slice(2, 7));
      }),
    );
  });

  it('takes 100,000 entries, and then looks them up, in no time', function () {
    this.timeout(5000);
    const store = new LogStore();
    store.insert(Array.from({ length: 100_000 }, (_, index) => entry(index, index * 7)));
    const started = cpuTime();
    for (let time = 0; time < 1000; time += 1) {
      store.insert([entry(100_000 + time, time * 650)]);
      assert.equal(store.query(1, 1, { after: START + time * 600, limit: 100 }).slice(0, 100).length, 100);
    }
    assert.ok(cpuTime() - started < 3000);
  });
});
