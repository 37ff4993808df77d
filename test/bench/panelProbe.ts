import type { Frame, JSHandle } from 'playwright-core';
import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { entryId, entryNumber } from './logProtocol';
import type { PanelCounts, PanelFrames, Probe } from './probeTypes';

/** Where the list is looked at, to see that every entry can be scrolled to. */
const PLACES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1] as const;

/** Until the rows of a place that was scrolled to have come. */
const SCROLLING_MS = 700;
const PATIENCE_MS = 15_000;

/** Looks at a log panel through the probe in its page. */
export class PanelProbe {
  private constructor(
    private readonly probe: JSHandle<Probe>,
    private readonly config: number,
  ) {}

  /** @throws Error for a page without a probe */
  static async of(frame: Frame, config: number): Promise<PanelProbe> {
    return new PanelProbe(await probeOf(frame), config);
  }

  async kept(): Promise<unknown> {
    return this.probe.evaluate((probe) => probe.kept());
  }

  async counts(): Promise<PanelCounts> {
    return eventually('the panel says what it holds', () => this.probe.evaluate((probe) => probe.counts()));
  }

  /** When the last of so many entries is the last row in sight, and all are counted. @throws Error after `timeoutMs` */
  async whenComplete(added: number, timeoutMs: number): Promise<number> {
    return this.probe.evaluate(
      (probe, [key, takenIn, timeout]) => probe.whenComplete(key, takenIn, timeout),
      [entryId(this.config, added), added, timeoutMs] as const,
    );
  }

  /** When the first rows were on screen since this page began. */
  async firstRowsAt(): Promise<number> {
    return this.probe.evaluate((probe) => probe.appearedAt('.log-row[data-key]'));
  }

  /**
   * Types a filter. How many milliseconds until what it leaves is on screen.
   *
   * @param last the numbers of the last entries that it leaves
   * @throws Error after `timeoutMs`
   */
  async filter(text: string, count: number, last: readonly number[], timeoutMs: number): Promise<number> {
    const keys = last.map((number) => entryId(this.config, number));
    return this.probe.evaluate(
      (probe, [typed, expected, ending, timeout]) => probe.whenFiltered(typed, expected, ending, timeout),
      [text, count, keys, timeoutMs] as const,
    );
  }

  /** Runs `work` and answers what the frames were like meanwhile. */
  async framesDuring(work: () => Promise<unknown>): Promise<PanelFrames> {
    await this.probe.evaluate((probe) => probe.startFrames());
    await work();
    return this.probe.evaluate((probe) => probe.stopFrames());
  }

  /** Runs `work` and answers when entries were first painted, by number: milliseconds since the epoch. */
  async paintingDuring(work: () => Promise<unknown>): Promise<ReadonlyMap<number, number>> {
    await this.probe.evaluate((probe) => probe.watchRows(true));
    await work();
    const painted = await this.probe.evaluate((probe) => probe.firstPainted());
    await this.probe.evaluate((probe) => probe.watchRows(false));
    return new Map(Object.entries(painted).map(([key, at]) => [entryNumber(key) ?? 0, at]));
  }

  /**
   * Scrolls through the list, which should hold the newest entries up to `last`, as many as the panel says. Answers what
   * is wrong: places that do not come to show entries without a break, from about where they belong.
   */
  async misplaced(last: number): Promise<readonly string[]> {
    const problems: string[] = [];
    for (const place of PLACES) {
      let seen = '';
      try {
        await eventually(
          'the place is in sight',
          async () => {
            await this.probe.evaluate((probe, fraction) => probe.scrollTo(fraction), place);
            await wait(SCROLLING_MS);
            const { entries } = await this.counts();
            const { keys, fills } = await this.probe.evaluate((probe) => probe.list());
            const numbers = keys.map((key) => entryNumber(key) ?? 0);
            seen = `${entries} entries, rows from ${numbers[0] ?? 'nothing'} to ${numbers.at(-1) ?? 'nothing'}`;
            return fills && belong(numbers, place, last - entries + 1, last);
          },
          { timeoutMs: PATIENCE_MS },
        );
      } catch {
        problems.push(`at ${place * 100} % of the newest entries, up to ${last}: ${seen}`);
      }
    }
    return problems;
  }
}

/** Whether entries stand in sight without a break, at a place of the list of those from `first` to `last`. */
function belong(numbers: readonly number[], place: number, first: number, last: number): boolean {
  const [top = 0, bottom = 0] = [numbers[0], numbers.at(-1)];
  if (!numbers.every((number, index) => number === top + index)) {
    return false;
  }
  if (place === 0 || place === 1) {
    return place === 0 ? top === first : bottom === last;
  }
  const expected = first + place * (last - first);
  const slack = (last - first) / 100;
  return top - slack <= expected && expected <= bottom + slack;
}

/** @throws Error for a page without a probe */
export async function probeOf(frame: Frame): Promise<JSHandle<Probe>> {
  return frame.evaluateHandle(() => {
    if (!window.benchProbe) {
      throw new Error('there is no probe on this page');
    }
    return window.benchProbe;
  });
}
