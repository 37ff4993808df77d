import assert from 'node:assert/strict';
import { LogBuffer } from '../../../src/logs/buffer';
import type { LogFilter } from '../../../src/logs/protocol';
import { LogView } from '../../../src/logs/view';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import { cpuTime } from '../../support/cpuTime';
import { entry, filterOf } from './viewEntries';

/** What it takes is printed; the limits are for what grows in the wrong way. */
describe('speed of the log view', function () {
  this.timeout(60_000);

  let view: LogView;
  let window: LogWindow;

  before(() => ({ view, window } = usual()));

  it('takes 100,000 entries in pages, with a text filter, in time that grows with them only', () => {
    const buffer = new LogBuffer(50_000);
    const following = new LogView(buffer);
    following.setFilter(filterOf({ text: 'message 7' }));
    const took = measure('100 pages of 1,000 entries', () => {
      for (let page = 0; page < 100; page++) {
        buffer.insert(
          Array.from({ length: 1000 }, (_, at) =>
            entry({ id: `e${page * 1000 + at}`, second: page, fraction: at }),
          ),
        );
      }
    });
    assert.equal(following.entries, 50_000);
    assert.ok(took < 15_000);
  });

  const filters: readonly (readonly [string, Partial<LogFilter>])[] = [
    ['a text that is rare', { text: 'id 99999' }],
    ['a text that is everywhere', { text: 'DURATION' }],
    ['several texts and whole words', { text: 'timeout, id 77, !debug', wholeWord: true }],
    ['a regular expression', { text: 'id \\d*77\\b.*ms', regex: true }],
    ['a text with context', { text: 'id 99', context: 3 }],
  ];
  for (const [what, parts] of filters) {
    it(`applies ${what} to 100,000 entries of 120 characters`, async () => {
      view.setFilter(filterOf({}));
      const started = cpuTime();
      view.setFilter(filterOf(parts));
      await settled(view);
      const { shown } = window.update('more', { problem: null, heldBack: null });
      const took = cpuTime() - started;
      console.log(`      ${took.toFixed(1)} ms, ${shown} shown`);
      assert.ok(took < 5000);
    });
  }

  it('hides levels, makes time lines and updates', async () => {
    view.setFilter(filterOf({ text: 'id' }));
    await settled(view);
    measure('hiding a level', () => view.setFilter(filterOf({ text: 'id', hiddenLevels: ['INFO'] })));
    measure('the first row after it', () => view.at(0));
    view.setFilter(filterOf({}));
    const timelines = [1, 2, 3].map(() => measure('a time line', () => view.timeline(120)));
    assert.ok(Math.min(...timelines) < 200);
    const updates = [0, 1, 2, 3, 4].map((time) => {
      window.lookAt({ type: 'look', seq: 1, top: { index: time * 1000, key: null }, before: 0, size: 60 });
      return measure('an update of 60 new rows', () =>
        window.update('more', { problem: null, heldBack: null }),
      );
    });
    assert.ok(Math.min(...updates) < 100);
  });

  it('searches 200 MB in slices', async () => {
    const buffer = new LogBuffer(1000);
    const huge = `${'x'.repeat(10_000_000)}end`;
    buffer.insert(
      Array.from({ length: 20 }, (_, second) => entry({ id: `e${second}`, second, message: huge })),
    );
    let longest = 0;
    let began = 0;
    const searching = new LogView(buffer, {
      yieldNow: async () => {
        longest = Math.max(longest, cpuTime() - began);
        await new Promise((resolve) => void setImmediate(resolve));
        began = cpuTime();
      },
    });
    for (const parts of [{ text: 'END' }, { text: 'x(?=end)', regex: true }]) {
      const started = cpuTime();
      began = started;
      searching.setFilter(filterOf(parts));
      await settled(searching);
      assert.equal(searching.shown, 20);
      console.log(`      ${(cpuTime() - started).toFixed(0)} ms, longest slice ${longest.toFixed(1)} ms`);
    }
    assert.ok(longest < 2000);
  });
});

function usual() {
  const buffer = new LogBuffer(100_000);
  for (let page = 0; page < 100; page++) {
    buffer.insert(
      Array.from({ length: 1000 }, (_, at) => {
        const id = page * 1000 + at;
        const message = `Event ${id} with id ${id} was exported to the bucket posthog-events in region eu-central-1, duration ${id % 900} ms, status ok`;
        return entry({ id: `e${id}`, second: page, fraction: at, message, type: id % 9 ? 'INFO' : 'ERROR' });
      }),
    );
  }
  const view = new LogView(buffer);
  return { view, window: new LogWindow(view, { several: false }) };
}

async function settled(view: LogView): Promise<void> {
  while (view.busy) {
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

function measure(what: string, work: () => void): number {
  const started = cpuTime();
  work();
  const took = cpuTime() - started;
  console.log(`      ${what}: ${took.toFixed(2)} ms`);
  return took;
}
