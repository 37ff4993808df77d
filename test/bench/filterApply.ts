import type { Benchmark } from './benchmark';
import { BenchWindow, CONFIG } from './benchWindow';
import type { Matches } from './logProtocol';
import { percentile, sample } from './statistics';

const ENTRIES = 100_000;
const PATIENCE_MS = 60_000;

/** What is typed, and which messages it leaves: from many to few. */
const FILTERS = [
  { typed: 'done in', any: ['done in'], none: [] },
  { typed: '!order', any: [], none: ['order'] },
  { typed: 'order', any: ['order'], none: [] },
  { typed: 'kyōto, OSLO', any: ['kyōto', 'oslo'], none: [] },
  { typed: 'Rates of the Day', any: ['rates of the day'], none: [] },
  { typed: 'order, !kyōto', any: ['order'], none: ['kyōto'] },
  { typed: 'TypeError', any: ['typeerror'], none: [] },
  { typed: '9a7', any: ['9a7'], none: [] },
] as const;

/** `filter.apply`: filters are typed at once into the box of a panel with 100,000 entries. */
export const filterApply: Benchmark = {
  keys: ['filter.apply'],
  async run({ quick, say }) {
    const rounds = quick ? 2 : 6;
    return BenchWindow.use(async (window) => {
      const { server } = window;
      const panel = await window.openPanel();
      const { last: added } = await server.ask('add', { config: CONFIG.id, count: ENTRIES, spacing: 100 });
      await panel.whenComplete(added, PATIENCE_MS);
      const { entries } = await panel.counts();
      const matches = (any: readonly string[], none: readonly string[]): Promise<Matches> =>
        server.ask('matches', { config: CONFIG.id, newest: entries, any, none });
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        for (const { typed, any, none } of FILTERS) {
          const { count, last } = await matches(any, none);
          const ms = await panel.filter(typed, count, last, PATIENCE_MS);
          if (round > 0) {
            times.push(ms);
          } else {
            say(`${typed}: ${count} entries, ${ms} ms`);
          }
        }
      }
      const everything = await matches([], []);
      await panel.filter('', everything.count, everything.last, PATIENCE_MS);
      const slowest = percentile(times, 95);
      return [
        {
          key: 'filter.apply',
          what: 'a text filter over 100,000 entries, from typing it to its rows and counts on screen, 95th percentile',
          unit: 'ms',
          product: sample(times),
          result: slowest,
          limit: 100,
          limitIs: 'most',
          lost: await window.unsent(),
          notes: [`${times.length} times, ${FILTERS.length} different filters`],
        },
      ];
    });
  },
};
