import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import type { EntryRow, UpdateMessage } from '../../../src/logs/protocol';
import { LogView } from '../../../src/logs/view';
import { RowWindow } from '../../../src/webview/list/rowWindow';
import { entry, filterOf } from './viewEntries';

describe('log window', () => {
  it('sends the end of the list while following', () => {
    const { buffer, window } = filled(10);
    window.lookAt({ type: 'look', seq: 1, top: null, before: 0, size: 4 });
    assert.deepEqual(sentKeys(next(window)), ['e6', 'e7', 'e8', 'e9']);
    buffer.insert([entry({ id: 'new', second: 20 })]);
    const update = next(window);
    assert.deepEqual(update.rows.slice(0, 3), ['e7', 'e8', 'e9'], 'known rows go by key');
    assert.equal(update.unseen, 0);
  });

  it('keeps the place of the top row while others come before it', () => {
    const { buffer, window } = filled(10);
    next(window);
    window.lookAt({ type: 'look', seq: 1, top: { index: 5, key: 'e5' }, before: 1, size: 3 });
    assert.equal(next(window).anchor, 5);
    buffer.insert([entry({ id: 'early', second: 0, fraction: 1 }), entry({ id: 'new', second: 30 })]);
    const update = next(window);
    assert.equal(update.anchor, 6);
    assert.deepEqual(sentKeys(update), ['e4', 'e5', 'e6']);
    assert.equal(update.unseen, 1, 'only what came after the last row that was there counts as new');
  });

  it('stays near a top row that is filtered out or has made room', () => {
    const { buffer, view, window } = filled(10, 10);
    next(window);
    window.lookAt({ type: 'look', seq: 1, top: { index: 5, key: 'e5' }, before: 0, size: 3 });
    view.setFilter(filterOf({ text: 'e7' }));
    assert.equal(next(window).anchor, 0);
    view.setFilter(filterOf({}));
    assert.equal(next(window).anchor, 5);
    buffer.insert(Array.from({ length: 8 }, (_, at) => entry({ id: `n${at}`, second: 20 + at })));
    assert.equal(next(window).anchor, 0);
  });

  it('names unfolded rows wherever they are, until they make room', () => {
    const { buffer, window } = filled(10, 10);
    next(window);
    window.expand('e1', true);
    window.lookAt({ type: 'look', seq: 1, top: null, before: 0, size: 2 });
    assert.deepEqual(next(window).expanded, [{ key: 'e1', index: 1 }]);
    buffer.insert([entry({ id: 'a', second: 20 }), entry({ id: 'b', second: 21 })]);
    assert.deepEqual(next(window).expanded, []);
  });

  it('sends a gap again when it is being filled', () => {
    const { buffer, window } = filled(1);
    const to = entry({ id: '', second: 0 }).timestamp;
    buffer.insertGap({ kind: 'gap', key: 'g', from: to, to, reason: 'tooFarBack', config: undefined });
    next(window);
    assert.deepEqual(next(window).rows, ['g', 'e0']);
    window.setFilling('g', true);
    const [gap] = next(window).rows;
    assert.ok(typeof gap === 'object' && gap.kind === 'gap' && gap.filling);
  });

  it('restores a place by its timestamp, before its row has been fetched again', () => {
    const { buffer, view } = filled(0);
    const timestamp = entry({ id: '', second: 5 }).timestamp;
    const window = new LogWindow(
      view,
      { several: false },
      { kind: 'marker', key: 'e5', timestamp, label: '' },
    );
    assert.equal(window.following, false);
    buffer.insert(Array.from({ length: 10 }, (_, second) => entry({ id: `e${second}`, second })));
    assert.equal(next(window).anchor, 5);
  });

  it('tells a new webview where the one before was scrolled to', () => {
    const { window } = filled(10);
    next(window);
    window.lookAt({ type: 'look', seq: 7, top: { index: 5, key: 'e5' }, before: 0, size: 3 });
    window.restart();
    const { basedOn, look, anchor } = next(window);
    assert.deepEqual({ basedOn, look, anchor }, { basedOn: 0, look: 0, anchor: 5 });
  });

  it('goes to a row: says so once, and again to a webview that may not know', () => {
    const { view, window } = filled(100);
    window.lookAt({ type: 'look', seq: 1, top: null, before: 5, size: 21 });
    next(window);
    const item = view.at(50);
    assert.ok(item);
    window.goTo(item);
    assert.equal(window.following, false);
    const { goTo, start, rows } = next(window);
    assert.deepEqual(goTo, { index: 50, key: 'e50' });
    assert.deepEqual([start, rows.length], [40, 21], 'it is in the middle');
    assert.equal(next(window).goTo, null);
    assert.equal(next(window).start, 40, 'the window stays there until the webview looks');
    window.reset();
    assert.deepEqual(next(window).goTo, { index: 50, key: 'e50' });
    window.lookAt({ type: 'look', seq: 2, top: { index: 50, key: 'e50' }, before: 5, size: 21 });
    window.reset();
    assert.equal(next(window).goTo, null);
  });

  it('goes near a row that is not shown, and nowhere where there are none', () => {
    const { view, window } = filled(10);
    const item = view.at(5);
    assert.ok(item);
    view.setFilter(filterOf({ text: 'e9' }));
    window.goTo(item);
    assert.deepEqual(next(window).goTo, { index: 0, key: 'e9' });
    view.setFilter(filterOf({ text: 'none' }));
    window.goTo(item);
    assert.equal(next(window).goTo, null);
  });

  it('says which match it went to', () => {
    const { view, window } = filled(30);
    view.setFilter(filterOf({ text: 'e2', show: 'all' }));
    assert.equal(next(window).match, null);
    const index = view.nextMatch(2, 'next');
    const item = view.at(index ?? 0);
    assert.ok(item);
    window.goTo(item);
    const { match, matches } = next(window);
    assert.deepEqual([match, matches], [2, 11]);
    view.setFilter(filterOf({ text: 'e3', show: 'all' }));
    assert.equal(next(window).match, null);
  });

  it('keeps what is selected and active while rows come and go', () => {
    const { buffer, view, window } = filled(10, 12);
    next(window);
    window.select({ anchor: { index: 6, key: 'e6' }, head: { index: 3, key: 'e3' } });
    window.setActive('e4');
    assert.deepEqual(next(window).selection, { start: 3, end: 7 });
    buffer.insert([
      entry({ id: 'early', second: 0, fraction: 1 }),
      entry({ id: 'in', second: 4, fraction: 1 }),
    ]);
    assert.deepEqual(next(window).selection, { start: 4, end: 9 });
    view.setFilter(filterOf({ text: 'e3, e5, e9' }));
    assert.deepEqual(
      window.selectedItems().map(({ key }) => key),
      ['e3', 'e5'],
    );
    view.setFilter(filterOf({}));
    buffer.insert(Array.from({ length: 8 }, (_, at) => entry({ id: `n${at}`, second: 20 + at })));
    assert.deepEqual(
      window.selectedItems().map(({ key }) => key),
      ['e6'],
      'what made room is not selected',
    );
    assert.equal(window.activeItem?.key, 'e4');
    buffer.insert(Array.from({ length: 8 }, (_, at) => entry({ id: `o${at}`, second: 40 + at })));
    assert.equal(next(window).selection, null);
    window.selectAll();
    assert.equal(window.selectedItems().length, 12);
    window.select(null);
    assert.deepEqual(window.selectedItems(), []);
  });

  it('sends rows again when they look different, and only then', () => {
    const { view, window } = filled(3);
    next(window);
    view.setFilter(filterOf({ text: 'e1', show: 'all' }));
    const rows = next(window).rows as EntryRow[];
    assert.deepEqual(
      rows.map((row) => [row.role, row.hits]),
      [
        ['plain', []],
        ['match', [8, 10]],
        ['plain', []],
      ],
    );
    assert.deepEqual(next(window).rows, ['e0', 'e1', 'e2']);
  });

  it('tells plugin configs only where there are several', () => {
    const buffer = new LogBuffer(10);
    buffer.insert([entry({ id: 'a' })], 'follow', 7);
    const view = new LogView(buffer);
    for (const several of [true, false]) {
      const { rows, configs } = next(new LogWindow(view, { several }));
      assert.equal((rows[0] as EntryRow).config, several ? 7 : null);
      assert.deepEqual(configs, several ? [{ config: 7, count: 1 }] : []);
    }
  });

  it('gives the webview the very rows of the view, whatever happens and whatever is lost', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('insert' as const), seconds: fc.array(fc.nat(50), { maxLength: 8 }) }),
        fc.record({
          do: fc.constant('look' as const),
          index: fc.option(fc.nat(40), { nil: undefined }),
          before: fc.nat(5),
          size: fc.integer({ min: 1, max: 12 }),
        }),
        fc.record({ do: fc.constantFrom('lose' as const, 'restart' as const, 'clear' as const) }),
        fc.record({
          do: fc.constant('filter' as const),
          text: fc.constantFrom('', 'e1', 'n'),
          context: fc.nat(2),
          show: fc.constantFrom('matches' as const, 'all' as const),
        }),
        fc.record({ do: fc.constant('goTo' as const), index: fc.nat(40) }),
        fc.record({ do: fc.constant('select' as const), anchor: fc.nat(40), head: fc.nat(40) }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (sequence) => {
        const { buffer, view, window } = filled(20, 30);
        let webview = new RowWindow();
        let seq = 0;
        for (const [index, step] of sequence.entries()) {
          if (step.do === 'insert') {
            buffer.insert(step.seconds.map((second, at) => entry({ id: `n${index}-${at}`, second })));
          } else if (step.do === 'look') {
            const top =
              step.index === undefined
                ? null
                : { index: step.index, key: webview.at(step.index)?.key ?? null };
            window.lookAt({ type: 'look', seq: ++seq, top, before: step.before, size: step.size });
          } else if (step.do === 'filter') {
            view.setFilter(filterOf(step));
          } else if (step.do === 'goTo') {
            const item = view.at(step.index);
            if (item) {
              window.goTo(item);
            }
          } else if (step.do === 'select') {
            window.select({
              anchor: { index: step.anchor, key: null },
              head: { index: step.head, key: null },
            });
          } else if (step.do === 'clear') {
            view.clear();
          } else if (step.do === 'restart') {
            webview = new RowWindow();
            window.reset();
          } else {
            next(window);
          }
          let message = next(window);
          if (!webview.apply(message)) {
            window.reset();
            message = next(window);
            assert.ok(webview.apply(message));
          }
          if (message.goTo) {
            assert.equal(webview.at(message.goTo.index)?.key, message.goTo.key, 'is among the rows');
          }
          const selected = message.selection ?? { start: 0, end: 0 };
          assert.equal(window.selectedItems().length, selected.end - selected.start);
          assert.equal(webview.total, view.total);
          for (let at = webview.start; at < webview.end; at++) {
            const row = webview.at(at);
            assert.equal(row?.key, view.at(at)?.key);
            if (row?.kind === 'entry') {
              assert.deepEqual([row.role, row.apart], [view.roleAt(at), view.apartAt(at)]);
              assert.deepEqual(row.hits, view.matcher.hits(row.head).flat());
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

function next(window: LogWindow): UpdateMessage {
  return window.update('more', { problem: null, heldBack: null });
}

function filled(count: number, cap = 1000) {
  const buffer = new LogBuffer(cap);
  buffer.insert(Array.from({ length: count }, (_, second) => entry({ id: `e${second}`, second })));
  const view = new LogView(buffer);
  return { buffer, view, window: new LogWindow(view, { several: false }) };
}

function sentKeys(update: ReturnType<LogWindow['update']>): readonly string[] {
  return update.rows.map((row) => (typeof row === 'string' ? row : row.key));
}
