import assert from 'node:assert/strict';
import { LogBuffer } from '../../../src/logs/buffer';
import type { GapItem } from '../../../src/logs/items';
import { LogView } from '../../../src/logs/view';
import { entry, filterOf } from './viewEntries';

describe('log view', function () {
  this.timeout(10_000);

  it('shows everything until it is told otherwise', () => {
    const { buffer, view } = filled(3);
    assert.deepEqual(keys(view), ['e0', 'e1', 'e2']);
    buffer.insert([entry({ id: 'late', second: 1, fraction: 5 })]);
    assert.deepEqual(keys(view), ['e0', 'e1', 'late', 'e2']);
    assert.equal(view.entries, 4);
  });

  it('applies the filter to what comes later', () => {
    const { buffer, view } = filled(3);
    view.setFilter(filterOf({ hiddenLevels: ['ERROR'], text: 'NEEDLE' }));
    assert.deepEqual(keys(view), []);
    buffer.insert([
      entry({ id: 'a', second: 10, message: 'a needle' }),
      entry({ id: 'b', second: 11, message: 'a needle', type: 'ERROR' }),
      entry({ id: 'c', second: 12, message: 'hay' }),
    ]);
    assert.deepEqual(keys(view), ['a']);
    assert.equal(view.matches, 1);
    assert.equal(view.levels.ERROR, 1, 'a hidden level still counts what it would show');
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

  it('leaves cleared what comes after a gap that closes', () => {
    const { buffer, view } = filled(3);
    const gap = gapAt(1);
    buffer.insertGap(gap);
    view.clear();
    buffer.closeGap(gap);
    assert.deepEqual([view.total, view.cleared], [0, 3]);
  });

  it('knows where an item is or would be', () => {
    const { view } = filled(5);
    const third = view.at(2);
    assert.ok(third);
    assert.equal(view.indexOf(third), 2);
    view.setFilter(filterOf({ text: 'nothing like it' }));
    assert.equal(view.indexOf(third), 0);
  });

  it('finds the first entry at or after a time, not a gap before it', () => {
    const { buffer, view } = filled(5);
    buffer.insertGap(gapAt(3));
    buffer.insert([entry({ id: 'odd', timestamp: 'yesterday' })]);
    const at = (second: number): string | undefined =>
      view.at(view.indexAtTime(Date.UTC(2026, 0, 1) + second * 1000))?.key;
    assert.deepEqual([at(-9), at(2.5), at(3), at(99)], ['e0', 'e3', 'e3', 'odd']);
  });

  it('counts unknown levels under OTHER and known ones in whatever case', () => {
    const { buffer, view } = filled(0);
    buffer.insert([entry({ id: 'a', type: 'FATAL' }), entry({ id: 'b', type: 'warn' })]);
    assert.equal(view.levels.OTHER, 1);
    assert.equal(view.levels.WARN, 1);
  });

  it('lists a hundred sources of those that a server makes up, and those that are hidden', () => {
    const { buffer, view } = filled(0);
    buffer.insert(Array.from({ length: 300 }, (_, at) => entry({ id: `e${at}`, source: `s${at}` })));
    view.setFilter(filterOf({ hiddenSources: ['GONE', 'S299'] }));
    assert.equal(view.sources.length, 102);
    assert.deepEqual(view.sources[0], { source: 'GONE', count: 0 });
    assert.equal(view.shown, 299);
  });

  it('keeps the last valid text in force, and says what is wrong with the next', () => {
    const { view } = filled(3);
    view.setFilter(filterOf({ text: 'message e1' }));
    view.setFilter(filterOf({ text: '(', regex: true, hiddenLevels: ['ERROR'] }));
    assert.deepEqual(view.problem, { kind: 'invalid', detail: 'Unterminated group' });
    assert.deepEqual(keys(view), ['e1']);
    assert.equal(view.currentFilter.text, '(');
    view.setFilter(filterOf({ text: 'e2' }));
    assert.deepEqual([view.problem, keys(view)], [undefined, ['e2']]);
  });

  it('gives up a regular expression that takes for ever, when it is set', () => {
    const { buffer, view } = filled(3);
    buffer.insert([entry({ id: 'trap', second: 9, message: `${'a'.repeat(40)}!` })]);
    view.setFilter(filterOf({ text: 'e1' }));
    view.setFilter(filterOf({ text: '(a+)+$', regex: true }));
    assert.deepEqual(view.problem, { kind: 'slow' });
    assert.deepEqual(keys(view), ['e1']);
  });

  it('gives up a regular expression that takes for ever on what comes later, and shows everything', () => {
    const { buffer, view } = filled(3);
    view.setFilter(filterOf({ text: '(a+)+$', regex: true }));
    assert.equal(view.total, 0);
    buffer.insert([entry({ id: 'trap', second: 9, message: `${'a'.repeat(40)}!` })]);
    assert.deepEqual(view.problem, { kind: 'slow' });
    assert.equal(view.total, 4);
  });

  it('stops listening when it is disposed of', () => {
    const { buffer, view } = filled(1);
    view.dispose();
    buffer.insert([entry({ id: 'x', second: 5 })]);
    assert.equal(view.total, 1);
  });
});

describe('log view with a long search', () => {
  /** Each message is a slice of its own. */
  function slow(count: number) {
    const yields: (() => void)[] = [];
    const { buffer } = filled(count);
    const view = new LogView(buffer, {
      yieldNow: () => new Promise((resolve) => yields.push(resolve)),
      slice: { ms: 0, units: 1 },
    });
    const slice = async (): Promise<void> => {
      yields.splice(0).forEach((resolve) => resolve());
      await new Promise((resolve) => void setImmediate(resolve));
    };
    return { buffer, view, slice };
  }

  it('keeps the rows as they are until it ends, also those that come in', async () => {
    const { buffer, view, slice } = slow(5);
    let changes = 0;
    view.onDidChange(() => changes++);
    view.setFilter(filterOf({ text: 'e1' }));
    buffer.insert([entry({ id: 'new', second: 9 }), entry({ id: 'e10', second: 10 })]);
    await slice();
    assert.equal(view.busy, true);
    assert.equal(view.total, 7);
    assert.equal(view.roleAt(1), 'plain');
    for (let count = 0; count < 5; count++) {
      await slice();
    }
    assert.equal(view.busy, false);
    assert.deepEqual(keys(view), ['e1', 'e10']);
    assert.equal(changes, 3, 'the filter, what came in, and the end');
  });

  it('is given up for the next one', async () => {
    const { view, slice } = slow(5);
    view.setFilter(filterOf({ text: 'e1' }));
    view.setFilter(filterOf({ text: '' }));
    assert.equal(view.busy, false);
    view.setFilter(filterOf({ text: 'e2' }));
    for (let count = 0; count < 5; count++) {
      await slice();
    }
    assert.deepEqual(keys(view), ['e2']);
  });

  it('goes on while levels are hidden', async () => {
    const { view, slice } = slow(5);
    view.setFilter(filterOf({ text: 'e1' }));
    await slice();
    await slice();
    view.setFilter(filterOf({ text: 'e1', hiddenLevels: ['LOG'] }));
    assert.equal(view.total, 0);
    await slice();
    await slice();
    assert.deepEqual([view.busy, view.levels.LOG], [false, 1]);
  });
});

function keys(view: LogView): readonly string[] {
  return [...view.items()].map((item) => item.key);
}

function gapAt(second: number): GapItem {
  const { timestamp } = entry({ id: '', second });
  return { kind: 'gap', key: 'g', from: timestamp, to: timestamp, reason: 'tooFarBack', config: undefined };
}

function filled(count: number) {
  const buffer = new LogBuffer(1000);
  buffer.insert(Array.from({ length: count }, (_, second) => entry({ id: `e${second}`, second })));
  return { buffer, view: new LogView(buffer) };
}
