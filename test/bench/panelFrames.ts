import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from './benchmark';
import { BenchWindow, CONFIG } from './benchWindow';
import { percentile, sample } from './statistics';

const PER_SECOND = 10_000;
/** Before it counts: until the buffer is full and everything has warmed up. */
const WARM_UP_SECONDS = 12;
const CATCH_UP_MS = 30_000;

/** `panel.frame` and `panel.longtask`: one window, idle first, then with a flow of entries. */
export const panelFrames: Benchmark = {
  keys: ['panel.frame', 'panel.longtask'],
  async run({ quick }) {
    const seconds = quick ? 5 : 20;
    const warmUp = quick ? 2 : WARM_UP_SECONDS;
    return BenchWindow.use(async (window) => {
      const { server } = window;
      const panel = await window.openPanel();
      const { last: few } = await server.ask('add', { config: CONFIG.id, count: 1000, spacing: 1000 });
      await panel.whenComplete(few, CATCH_UP_MS);
      await wait(2000);
      const idle = await panel.framesDuring(() => wait(seconds * 1000));
      const flow = server.ask('flow', {
        config: CONFIG.id,
        perSecond: PER_SECOND,
        seconds: warmUp + seconds + 1,
      });
      await wait(warmUp * 1000);
      const busy = await panel.framesDuring(() => wait(seconds * 1000));
      const { last } = await flow;
      await panel.whenComplete(last, CATCH_UP_MS);
      const lost = await window.unsent();
      const [product, baseline] = [percentile(busy.frames, 95), percentile(idle.frames, 95)];
      const [longest, longestIdle] = [Math.max(0, ...busy.tasks), Math.max(0, ...idle.tasks)];
      return [
        {
          key: 'panel.frame',
          what: `95th percentile of frame times at ${PER_SECOND} entries/s / in an idle panel`,
          unit: 'ms',
          baseline: sample([baseline]),
          product: sample([product]),
          result: product / baseline,
          limit: 1.5,
          limitIs: 'most',
          lost,
          notes: [
            `${busy.frames.length} frames, median ${percentile(busy.frames, 50)} ms, longest ${percentile(busy.frames, 100)} ms`,
            `idle: longest ${percentile(idle.frames, 100)} ms`,
          ],
        },
        {
          key: 'panel.longtask',
          what: `longest task in the webview at ${PER_SECOND} entries/s; 0 where none is longer than 50 ms`,
          unit: 'ms',
          product: sample([longest]),
          result: longest,
          limit: 50,
          limitIs: 'most',
          lost,
          notes: [
            `${busy.tasks.length} tasks of more than 50 ms`,
            `longest in an idle panel ${longestIdle} ms`,
          ],
        },
      ];
    });
  },
};
