import assert from 'node:assert/strict';
import { LogBuffer } from '../../../src/logs/buffer';
import type { LogFilter } from '../../../src/logs/protocol';
import { LogView } from '../../../src/logs/view';
import { LogWindow } from '../../../src/logs/rows/logWindow';
import { cpuTime } from '../../support/cpuTime';
import { entry, filterOf } from './viewEntries';

/** What a size of a log is compared with: a quarter of it. */
const TIMES = 4;
/**
 * How much more a size may take than a quarter of it, where it grows with the size: with room for what the machine does
 * beside it, and below the sixteen times of what grows with the square.
 */
const MOST_TIMES = 10;
const TRIES = 4;

/** How the time grows, not how long it is: that is the machine's. */
describe('speed of the log view', function () {
  this.timeout(120_000);

  it('takes entries in pages, with a text filter, in time that grows with their number only', () => {
    const insert = (pages: number) => (): void => {
      const buffer = new LogBuffer(1_000_000);
      const following = new LogView(buffer);
      following.setFilter(filterOf({ text: 'message 7' }));
      for (let page = 0; page < pages; page++) {
        buffer.insert(
          Array.from({ length: 1000 }, (_, at) =>
            entry({ id: `e${page * 1000 + at}`, second: page, fraction: at }),
          ),
        );
      }
      assert.equal(following.entries, pages * 1000);
    };
    assertGrowth('inserting', leastTime(insert(10)), leastTime(insert(10 * TIMES)));
  });

  const filters: readonly (readonly [string, Partial<LogFilter>])[] = [
    ['a text that is rare', { text: 'id 19999' }],
    ['a text that is everywhere', { text: 'DURATION' }],
    ['several texts and whole words', { text: 'timeout, id 77, !debug', wholeWord: true }],
    ['a regular expression', { text: 'id \\d*77\\b.*ms', regex: true }],
    ['a text with context', { text: 'id 99', context: 3 }],
  ];
  for (const [what, parts] of filters) {
    it(`applies ${what} in time that grows with the number of entries only`, async () => {
      const apply = async (pages: number): Promise<number> => {
        const { view, window } = logOf(pages);
        return leastTimeOf(async () => {
          view.setFilter(filterOf({}));
          await settled(view);
          const started = cpuTime();
          view.setFilter(filterOf(parts));
          await settled(view);
          assert.ok(window.update('more', { problem: null, heldBack: null }).shown > 0);
          return cpuTime() - started;
        });
      };
      assertGrowth(what, await apply(25), await apply(25 * TIMES));
    });
  }

  it('hides levels and makes time lines in time that grows with the number of entries only', () => {
    const hide = (pages: number): number => {
      const { view } = logOf(pages);
      return leastTime(() => {
        view.setFilter(filterOf({ hiddenLevels: ['INFO'] }));
        assert.equal(view.at(0) === undefined, false);
        view.setFilter(filterOf({}));
        view.timeline(120);
      });
    };
    assertGrowth('hiding a level', hide(25), hide(25 * TIMES));
  });

  it('updates what is on screen in a time that has nothing to do with the number of entries', () => {
    const update = (pages: number): number => {
      const { window } = logOf(pages);
      return leastTime(() => {
        for (let time = 0; time < 100; time++) {
          const index = (time % 5) * 190;
          window.lookAt({ type: 'look', seq: 1, top: { index, key: null }, before: 0, size: 60 });
          window.update('more', { problem: null, heldBack: null });
        }
      });
    };
    const few = update(1);
    const many = update(100);
    console.log(`      100 updates: ${few.toFixed(1)} ms of 1,000 entries, ${many.toFixed(1)} ms of 100,000`);
    assert.ok(many < 10 * Math.max(few, 1));
  });

  it('searches 200 MB in slices, between which others have their turn', async () => {
    const buffer = new LogBuffer(1000);
    const huge = `${'x'.repeat(10_000_000)}end`;
    buffer.insert(
      Array.from({ length: 20 }, (_, second) => entry({ id: `e${second}`, second, message: huge })),
    );
    let slices = 0;
    const searching = new LogView(buffer, {
      yieldNow: async () => {
        slices++;
        await new Promise((resolve) => void setImmediate(resolve));
      },
    });
    for (const parts of [{ text: 'END' }, { text: 'x(?=end)', regex: true }]) {
      slices = 0;
      searching.setFilter(filterOf(parts));
      await settled(searching);
      assert.equal(searching.shown, 20);
      console.log(`      ${slices} slices`);
      assert.ok(slices >= 2);
    }
  });
});

function assertGrowth(what: string, quarter: number, whole: number): void {
  console.log(
    `      ${what}: ${quarter.toFixed(1)} ms, ${whole.toFixed(1)} ms for ${TIMES} times as many entries`,
  );
  // Below a few milliseconds the clock itself is most of what is measured.
  assert.ok(whole < MOST_TIMES * Math.max(quarter, 3));
}

/** Milliseconds of computing in the quickest of several tries: what disturbs one of them is not counted. */
function leastTime(work: () => void): number {
  const times = Array.from({ length: TRIES }, () => {
    const started = cpuTime();
    work();
    return cpuTime() - started;
  });
  return Math.min(...times);
}

async function leastTimeOf(timed: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < TRIES; time++) {
    least = Math.min(least, await timed());
  }
  return least;
}

/** A log of so many pages of 1,000 entries with 120 characters. */
function logOf(pages: number) {
  const buffer = new LogBuffer(100_000);
  for (let page = 0; page < pages; page++) {
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
