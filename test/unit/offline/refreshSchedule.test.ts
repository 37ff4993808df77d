import assert from 'node:assert/strict';
import { ApiError, type ApiErrorKind } from '../../../src/api/errors';
import type { ListState } from '../../../src/model/pluginConfigs';
import { RefreshSchedule } from '../../../src/model/refreshSchedule';
import { FakeClock } from '../../support/fakeClock';

const stale = (kind: ApiErrorKind): ListState => ({
  kind: 'stale',
  error: new ApiError({
    kind,
    operation: 'listPluginConfigs',
    method: 'GET',
    path: '/',
    origin: 'https://posthog.example.com',
    attempts: 1,
    applied: 'no',
  }),
});

describe('RefreshSchedule', () => {
  let clock: FakeClock;
  let list: { state: ListState };
  let isVisible: boolean;
  let repeats: boolean;
  /** Seconds after the start, with the priority. */
  let reads: string[];
  let schedule: RefreshSchedule;

  beforeEach(() => {
    clock = new FakeClock();
    const start = clock.now();
    list = { state: { kind: 'ready' } };
    isVisible = true;
    repeats = true;
    reads = [];
    schedule = new RefreshSchedule({
      clock,
      seen: () => (isVisible ? { list, repeats } : undefined),
      refresh: (priority) => {
        reads.push(`${(clock.now() - start) / 1_000} ${priority}`);
        return Promise.resolve();
      },
    });
  });
  afterEach(() => {
    schedule.dispose();
    assert.equal(clock.armed, 0, 'no timer is left');
  });

  it('reads at once what is first seen, then every minute', async () => {
    schedule.check();
    await clock.advance(130_000);
    assert.deepEqual(reads, ['0 user', '60 background', '120 background']);
    list = { state: { kind: 'ready' } };
    schedule.check();
    assert.deepEqual(reads.at(-1), '130 user', 'another list is another project');
  });

  it('reads nothing while nobody looks, and what is old as soon as somebody does', async () => {
    schedule.check();
    await clock.advance(1_000);
    isVisible = false;
    schedule.check();
    await clock.advance(300_000);
    isVisible = true;
    schedule.check();
    await clock.advance(0);
    assert.deepEqual(reads, ['0 user', '301 background']);
    repeats = false;
    schedule.check();
    await clock.advance(300_000);
    assert.equal(reads.length, 2);
  });

  it('asks every 15 seconds where the server cannot be reached, and not where only a person can help', async () => {
    schedule.check();
    list.state = stale('network');
    await clock.advance(31_000);
    assert.deepEqual(reads, ['0 user', '15 background', '30 background']);
    for (const kind of ['auth', 'gone'] as const) {
      list.state = stale(kind);
      schedule.check();
      schedule.doubted();
      schedule.recovered();
      await clock.advance(600_000);
      assert.equal(reads.length, 3);
    }
  });

  it('reads soon when the server is in doubt, and when it answers again; at most every five seconds', async () => {
    schedule.check();
    await clock.advance(20_000);
    schedule.recovered();
    await clock.advance(0);
    assert.equal(reads.length, 1, 'it was never unreachable');
    schedule.doubted();
    await clock.advance(0);
    assert.deepEqual(reads.at(-1), '20 background');
    list.state = stale('network');
    schedule.check();
    schedule.recovered();
    schedule.recovered();
    await clock.advance(5_000);
    assert.deepEqual(reads.slice(2), ['25 background']);
  });

  it('leaves no timer when it ends during a read', async () => {
    schedule.check();
    schedule.dispose();
    await clock.advance(600_000);
    assert.deepEqual(reads, ['0 user']);
  });
});
