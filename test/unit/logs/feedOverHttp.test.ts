import assert from 'node:assert/strict';
import { type Clock, systemClock } from '../../../src/api/clock';
import { listLogs } from '../../../src/api/pluginConfigs';
import { LogBuffer } from '../../../src/logs/buffer';
import { LogFeed } from '../../../src/logs/feed';
import { eventually } from '../../support/eventually';
import { DemoApi } from '../api/demoApi';

const CONFIG = 13;

/** Waits take a twentieth of their time. */
const hurried: Clock = {
  now: () => Date.now() * 20,
  after: (ms, callback) => systemClock.after(ms / 20, callback),
};

describe('log feed over HTTP', () => {
  for (const profile of ['2021-12', '2023-12'] as const) {
    it(`delivers what a ${profile} server holds: bursts, one instant, late arrivals, a pause`, async () => {
      const demo = await DemoApi.start(profile);
      const buffer = new LogBuffer(100_000);
      const feed = new LogFeed({
        fetchPage: (request, signal) =>
          listLogs(demo.api, CONFIG, request, { signal, priority: 'background' }),
        clock: hurried,
        buffer,
      });
      const { generator, state } = demo.server;
      const complete = (): void => {
        const held = state.logs.rows(1, CONFIG).map((row) => row.id);
        const shown = buffer.slice().map((item) => item.key);
        assert.deepEqual([...shown].sort(), [...held].sort());
      };
      const caughtUp = (what: string): Promise<true> =>
        eventually(what, () => {
          complete();
          return true;
        });
      try {
        feed.start();
        await eventually('the feed is live', () => feed.state.kind === 'live');
        generator.burst(CONFIG, 3_500);
        generator.burst(CONFIG, 2_300, true);
        await caughtUp('the bursts are here');
        for (let second = 0; second < 5; second++) {
          generator.burst(CONFIG, 40);
          generator.late(CONFIG, second * 5_000);
        }
        feed.pause();
        generator.burst(CONFIG, 1_500);
        feed.resume();
        await caughtUp('the late ones are here');
        const newest = buffer.newestTimestamp;
        assert.equal(newest, state.logs.rows(1, CONFIG)[0]?.timestamp);
        assert.ok(demo.requests.every(({ status }) => status === 200));
      } finally {
        feed.dispose();
        await demo.close();
      }
    }).timeout(30_000);
  }
});
