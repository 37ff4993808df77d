import { LogBuffer } from '../../src/logs/buffer';
import { LogFeed } from '../../src/logs/feed';
import { FakeClock } from '../support/fakeClock';
import { FakeLogServer } from '../support/fakeLogServer';
import type { Benchmark } from './benchmark';
import { sample } from './statistics';

const HOUR = 3_600_000;
const HOURS = 3;
/** A new entry shows within so many milliseconds, after however long a time. */
const NOTICED_MS = 16_000;
const SIZES = [0, 50, 20_000] as const;

/** `idle.requests`: a feed on a clock that is turned by hand, with logs of several sizes in which nothing happens. */
export const idleRequests: Benchmark = {
  keys: ['idle.requests'],
  async run() {
    const worst: number[] = [];
    let lost = 0;
    for (const size of SIZES) {
      const idle = await idleFor(size);
      worst.push(idle.worstHour);
      lost += idle.lost;
    }
    const most = Math.max(...worst);
    return [
      {
        key: 'idle.requests',
        what: `requests in the worst hour of ${HOURS}, one idle panel`,
        unit: 'requests',
        product: sample(worst),
        result: most,
        limit: 300,
        limitIs: 'most',
        lost,
        notes: SIZES.map((size, index) => `${size} entries: ${worst[index] ?? 0}`),
      },
    ];
  },
};

async function idleFor(size: number): Promise<{ readonly worstHour: number; readonly lost: number }> {
  const clock = new FakeClock();
  const server = new FakeLogServer(clock);
  const buffer = new LogBuffer(100_000);
  const times: number[] = [];
  server.add('2026-01-01T00:00:00.000001Z', size, 1000);
  const feed = new LogFeed({
    fetchPage: (request, signal) => {
      times.push(clock.now());
      return server.fetch(request, signal);
    },
    clock,
    buffer,
    // The clock must not run on while entries are being taken in.
    yieldNow: () => Promise.resolve(),
  });
  feed.start();
  await clock.advance(HOURS * HOUR);
  const requests = [...times];
  const late = server.add('2026-01-01T03:00:00.000001Z', 3, 1000);
  await clock.advance(NOTICED_MS);
  feed.dispose();
  const missing = late.filter(({ id }) => !buffer.has(id)).length;
  return { worstHour: busiestHour(requests), lost: missing };
}

/** @param times in order */
function busiestHour(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? time) <= time - HOUR) {
      first++;
    }
    most = Math.max(most, index - first + 1);
  }
  return most;
}
