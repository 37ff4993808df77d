import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from './benchmark';
import { BenchWindow, CONFIG } from './benchWindow';
import { percentile, sample } from './statistics';

/** Milliseconds between polls while entries flow. */
const POLL_INTERVAL = 1000;
const PER_SECOND = 8;
const CATCH_UP_MS = 10_000;

/** `panel.latency`: single entries at random moments, until each is painted. */
export const panelLatency: Benchmark = {
  keys: ['panel.latency'],
  async run({ quick }) {
    const seconds = quick ? 10 : 60;
    return BenchWindow.use(async (window) => {
      const { server } = window;
      const config = CONFIG.id;
      const panel = await window.openPanel();
      const { last: few } = await server.ask('add', { config, count: 1000, spacing: 1000 });
      await panel.whenComplete(few, CATCH_UP_MS);
      // Until the feed polls as often as it does while entries come.
      await server.ask('trickle', { config, perSecond: PER_SECOND, seconds: 3 });
      let inserted = { first: 0, last: 0, moments: [] as readonly number[] };
      const painted = await panel.paintingDuring(async () => {
        inserted = await server.ask('trickle', { config, perSecond: PER_SECOND, seconds });
        await panel.whenComplete(inserted.last, CATCH_UP_MS);
        await wait(100);
      });
      const arrivals = await server.ask('arrivals', { config });
      const whole: number[] = [];
      const own: number[] = [];
      for (const [index, moment] of inserted.moments.entries()) {
        const paintedAt = painted.get(inserted.first + index);
        if (paintedAt !== undefined) {
          whole.push(paintedAt - moment);
          own.push(paintedAt - (arrivals.find((at) => at >= moment) ?? moment));
        }
      }
      const unseen = inserted.moments.length - whole.length;
      const result = percentile(whole, 95) - POLL_INTERVAL;
      return [
        {
          key: 'panel.latency',
          what: 'from when the server has an entry to when it is painted, 95th percentile, less the poll interval of 1 s',
          unit: 'ms',
          product: sample([result]),
          result,
          limit: 150,
          limitIs: 'most',
          lost: (await window.unsent()) + unseen,
          notes: [
            `${whole.length} entries, median ${percentile(whole, 50)} ms with the wait for the poll`,
            `from the poll's arrival at the server to painted: median ${percentile(own, 50)} ms, 95th percentile ${percentile(own, 95)} ms`,
          ],
        },
      ];
    });
  },
};
