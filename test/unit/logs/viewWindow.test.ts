import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogWindow } from '../../../src/logs/logWindow';
import { LogView } from '../../../src/logs/view';
import { RowWindow } from '../../../src/webview/rowWindow';
import { entry } from './viewEntries';

describe('log window', () => {
  it('sends the end of the list while following', () => {
    const { buffer, window } = filled(10);
    window.lookAt({ type: 'look', seq: 1, top: null, before: 0, size: 4 });
    assert.deepEqual(sentKeys(window.update('more')), ['e6', 'e7', 'e8', 'e9']);
    buffer.insert([entry({ id: 'new', second: 20 })]);
    const update = window.update('more');
    assert.deepEqual(update.rows.slice(0, 3), ['e7', 'e8', 'e9'], 'known rows go by key');
    assert.equal(update.unseen, 0);
  });

  it('keeps the place of the top row while others come before it', () => {
    const { buffer, window } = filled(10);
    window.update('more');
    window.lookAt({ type: 'look', seq: 1, top: { index: 5, key: 'e5' }, before: 1, size: 3 });
    assert.equal(window.update('more').anchor, 5);
    buffer.insert([entry({ id: 'early', second: 0, fraction: 1 }), entry({ id: 'new', second: 30 })]);
    const update = window.update('more');
    assert.equal(update.anchor, 6);
    assert.deepEqual(sentKeys(update), ['e4', 'e5', 'e6']);
    assert.equal(update.unseen, 1, 'only what came after the last row that was there counts as new');
  });

  it('stays near a top row that is filtered out or has made room', () => {
    const { buffer, view, window } = filled(10, 10);
    window.update('more');
    window.lookAt({ type: 'look', seq: 1, top: { index: 5, key: 'e5' }, before: 0, size: 3 });
    view.setFilter({ hiddenLevels: [], text: 'e7' });
    assert.equal(window.update('more').anchor, 0);
    view.setFilter({ hiddenLevels: [], text: '' });
    assert.equal(window.update('more').anchor, 5);
    buffer.insert(Array.from({ length: 8 }, (_, at) => entry({ id: `n${at}`, second: 20 + at })));
    assert.equal(window.update('more').anchor, 0);
  });

  it('names unfolded rows wherever they are, until they make room', () => {
    const { buffer, window } = filled(10, 10);
    window.update('more');
    window.expand('e1', true);
    window.lookAt({ type: 'look', seq: 1, top: null, before: 0, size: 2 });
    assert.deepEqual(window.update('more').expanded, [{ key: 'e1', index: 1 }]);
    buffer.insert([entry({ id: 'a', second: 20 }), entry({ id: 'b', second: 21 })]);
    assert.deepEqual(window.update('more').expanded, []);
  });

  it('sends a gap again when it is being filled', () => {
    const { buffer, window } = filled(1);
    const to = entry({ id: '', second: 0 }).timestamp;
    buffer.insertGap({ kind: 'gap', key: 'g', from: to, to, reason: 'tooFarBack' });
    window.update('more');
    assert.deepEqual(window.update('more').rows, ['g', 'e0']);
    window.setFilling('g', true);
    const [gap] = window.update('more').rows;
    assert.ok(typeof gap === 'object' && gap.kind === 'gap' && gap.filling);
  });

  it('restores a place by its timestamp, before its row has been fetched again', () => {
    const { buffer, view } = filled(0);
    const timestamp = entry({ id: '', second: 5 }).timestamp;
    const window = new LogWindow(view, { kind: 'marker', key: 'e5', timestamp, label: '' });
    assert.equal(window.following, false);
    buffer.insert(Array.from({ length: 10 }, (_, second) => entry({ id: `e${second}`, second })));
    assert.equal(window.update('more').anchor, 5);
  });

  it('tells a new webview where the one before was scrolled to', () => {
    const { window } = filled(10);
    window.update('more');
    window.lookAt({ type: 'look', seq: 7, top: { index: 5, key: 'e5' }, before: 0, size: 3 });
    window.restart();
    const { basedOn, look, anchor } = window.update('more');
    assert.deepEqual({ basedOn, look, anchor }, { basedOn: 0, look: 0, anchor: 5 });
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
          } else if (step.do === 'clear') {
            view.clear();
          } else if (step.do === 'restart') {
            webview = new RowWindow();
            window.reset();
          } else {
            window.update('more');
          }
          if (!webview.apply(window.update('more'))) {
            window.reset();
            assert.ok(webview.apply(window.update('more')));
          }
          assert.equal(webview.total, view.total);
          for (let at = webview.start; at < webview.end; at++) {
            assert.equal(webview.at(at)?.key, view.at(at)?.key);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

function filled(count: number, cap = 1000) {
  const buffer = new LogBuffer(cap);
  buffer.insert(Array.from({ length: count }, (_, second) => entry({ id: `e${second}`, second })));
  const view = new LogView(buffer);
  return { buffer, view, window: new LogWindow(view) };
}

function sentKeys(update: ReturnType<LogWindow['update']>): readonly string[] {
  return update.rows.map((row) => (typeof row === 'string' ? row : row.key));
}
