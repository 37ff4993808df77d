import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LogBuffer } from '../../../src/logs/buffer';
import { levelOf } from '../../../src/logs/filter';
import type { GapItem, LogItem } from '../../../src/logs/items';
import { LEVELS, type LogFilter } from '../../../src/logs/protocol';
import { LogView } from '../../../src/logs/view';
import { entry } from './viewEntries';

describe('log view', () => {
  it('shows everything until it is told otherwise', () => {
    const { buffer, view } = filled(3);
    assert.deepEqual(keys(view), ['e0', 'e1', 'e2']);
    buffer.insert([entry({ id: 'late', second: 1, fraction: 5 })]);
    assert.deepEqual(keys(view), ['e0', 'e1', 'late', 'e2']);
    assert.equal(view.entries, 4);
  });

  it('applies the filter to what comes later', () => {
    const { buffer, view } = filled(3);
    view.setFilter({ hiddenLevels: ['ERROR'], text: 'NEEDLE' });
    assert.deepEqual(keys(view), []);
    buffer.insert([
      entry({ id: 'a', second: 10, message: 'a needle' }),
      entry({ id: 'b', second: 11, message: 'a needle', type: 'ERROR' }),
      entry({ id: 'c', second: 12, message: 'hay' }),
    ]);
    assert.deepEqual(keys(view), ['a']);
    assert.equal(view.matching, 1);
    assert.equal(view.counts.ERROR, 1, 'a hidden level still counts what it would show');
  });

  it('brings back what was cleared, and shows late entries in the meantime', () => {
    const { buffer, view } = filled(3);
    view.clear();
    buffer.insert([entry({ id: 'late', second: 0, fraction: 1 }), entry({ id: 'new', second: 9 })]);
    assert.deepEqual(keys(view), ['late', 'new']);
    assert.equal(view.cleared, 3);
    view.showCleared();
    assert.deepEqual(keys(view), ['e0', 'late', 'e1', 'e2', 'new']);
    assert.equal(view.cleared, 0);
  });

  it('knows where an item is or would be', () => {
    const { view } = filled(5);
    const third = view.at(2);
    assert.ok(third);
    assert.equal(view.indexOf(third), 2);
    view.setFilter({ hiddenLevels: [], text: 'nothing like it' });
    assert.equal(view.indexOf(third), 0);
  });

  it('counts unknown levels under OTHER and known ones in whatever case', () => {
    const { buffer, view } = filled(0);
    buffer.insert([entry({ id: 'a', type: 'FATAL' }), entry({ id: 'b', type: 'warn' })]);
    assert.equal(view.counts.OTHER, 1);
    assert.equal(view.counts.WARN, 1);
  });

  it('stops listening when it is disposed of', () => {
    const { buffer, view } = filled(1);
    view.dispose();
    buffer.insert([entry({ id: 'x', second: 5 })]);
    assert.equal(view.total, 1);
  });

  it('agrees with filtering everything anew, whatever happens', () => {
    const steps = fc.array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({
            do: fc.constant('insert' as const),
            entries: fc.array(anyEntry, { maxLength: 12 }),
            older: fc.boolean(),
          }),
        },
        fc.record({ do: fc.constant('filter' as const), filter: anyFilter }),
        fc.record({ do: fc.constantFrom('clear' as const, 'showCleared' as const, 'closeGap' as const) }),
        fc.record({ do: fc.constantFrom('marker' as const, 'gap' as const), second: fc.nat(30) }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 25 }), (sequence, cap) => {
        const buffer = new LogBuffer(cap);
        const view = new LogView(buffer);
        let filter: LogFilter = { hiddenLevels: [], text: '' };
        let cleared = new Set<string>();
        let gap: GapItem | undefined;
        for (const [index, step] of sequence.entries()) {
          switch (step.do) {
            case 'insert':
              buffer.insert(step.entries, step.older ? 'older' : 'follow');
              break;
            case 'filter':
              filter = step.filter;
              view.setFilter(filter);
              break;
            case 'clear':
              view.clear();
              cleared = new Set([...cleared, ...buffer.slice().map((item) => item.key)]);
              break;
            case 'showCleared':
              view.showCleared();
              cleared = new Set();
              break;
            case 'marker':
              buffer.insertMarker({
                kind: 'marker',
                key: `m${index}`,
                timestamp: time(step.second),
                label: '',
              });
              break;
            case 'gap':
              gap = {
                kind: 'gap',
                key: `g${index}`,
                from: time(0),
                to: time(step.second),
                reason: 'tooFarBack',
              };
              buffer.insertGap(gap);
              break;
            case 'closeGap':
              if (gap) {
                buffer.closeGap(gap);
              }
              break;
          }
          // What has made room is forgotten: it counts as new when it comes back.
          cleared = new Set(buffer.slice().flatMap(({ key }) => (cleared.has(key) ? [key] : [])));
          assert.deepEqual(summary(view), expected(buffer.slice(), filter, cleared));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes 100,000 entries in pages, with a text filter, in time that grows with them only', () => {
    const buffer = new LogBuffer(50_000);
    const view = new LogView(buffer);
    view.setFilter({ hiddenLevels: [], text: 'message 7' });
    const started = performance.now();
    for (let page = 0; page < 100; page++) {
      buffer.insert(
        Array.from({ length: 1000 }, (_, at) =>
          entry({ id: `e${page * 1000 + at}`, second: page, fraction: at }),
        ),
      );
    }
    assert.equal(view.entries, 50_000);
    assert.ok(performance.now() - started < 3000, `took ${performance.now() - started} ms`);
  });
});

// One id is one entry: the server never changes one.
const anyEntry = fc.nat(60).map((id) =>
  entry({
    id: `e${id}`,
    second: (id * 7) % 30,
    type: ['LOG', 'error', 'DEBUG', 'odd'][id % 4] ?? 'LOG',
    message: ['alpha', 'Beta', 'alphabet'][id % 3] ?? '',
  }),
);

const anyFilter: fc.Arbitrary<LogFilter> = fc.record({
  hiddenLevels: fc.subarray([...LEVELS]),
  text: fc.constantFrom('', 'ALPHA', 'bet', 'none'),
});

function expected(items: readonly LogItem[], filter: LogFilter, cleared: ReadonlySet<string>) {
  const counts = { DEBUG: 0, LOG: 0, INFO: 0, WARN: 0, ERROR: 0, OTHER: 0 };
  const rows: string[] = [];
  let entries = 0;
  let matching = 0;
  for (const item of items.filter(({ key }) => !cleared.has(key))) {
    if (item.kind !== 'entry') {
      rows.push(item.key);
      continue;
    }
    entries++;
    const level = levelOf(item.entry);
    if (item.entry.message.toLowerCase().includes(filter.text.toLowerCase())) {
      counts[level]++;
      if (!filter.hiddenLevels.includes(level)) {
        matching++;
        rows.push(item.key);
      }
    }
  }
  const clearedEntries = items.filter(({ key, kind }) => kind === 'entry' && cleared.has(key)).length;
  return { rows, counts, entries, matching, cleared: clearedEntries };
}

function summary(view: LogView) {
  const { counts, entries, matching, cleared } = view;
  return { rows: keys(view), counts: { ...counts }, entries, matching, cleared };
}

function keys(view: LogView): readonly string[] {
  return Array.from({ length: view.total }, (_, index) => view.at(index)?.key ?? 'missing');
}

function filled(count: number) {
  const buffer = new LogBuffer(1000);
  buffer.insert(Array.from({ length: count }, (_, second) => entry({ id: `e${second}`, second })));
  return { buffer, view: new LogView(buffer) };
}

function time(second: number): string {
  return entry({ id: '', second }).timestamp;
}
