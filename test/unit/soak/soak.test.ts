import assert from 'node:assert/strict';
import { eventually } from '../../support/eventually';
import type { Census } from '../../support/leaks/census';
import { growing } from '../../support/leaks/growth';
import { SimulatedHour } from './simulatedHour';

const ROUNDS = 6;
const MINUTE = 60_000;
/** What the budget allows itself. */
const MOST_IN_A_MINUTE = 450;
const MOST_IN_AN_HOUR = 4_500;

/** What is kept up to a limit: the requests of an hour, 50 changes for Undo (two configs at most here), connections to the server. */
const LIMITS = {
  'CountedBudget.sent': MOST_IN_AN_HOUR,
  'ChangeHistory.own[]': 50,
  'ChangeHistory.own[][].change.configs': 100,
  'Dispatcher.open': 6,
  'Dispatcher.idle': 6,
};

/** What must be empty when everything has been disposed of. */
const NOTHING_LEFT = [
  'FakeClock.pending',
  'Listeners.listeners',
  'panels',
  'Sessions.sessions',
  'WaitingLine.queues.user',
  'WaitingLine.queues.background',
] as const;

describe('an hour of use, on a clock that is turned by hand', () => {
  const censuses: Census[] = [];
  let socketsBefore = 0;
  let hour: SimulatedHour;
  before(async () => {
    socketsBefore = sockets();
    hour = await SimulatedHour.start();
  });
  after(() => hour.stop());

  for (let round = 1; round <= ROUNDS; round++) {
    it(`ends up to date and whole after ${round * 10} minutes of work and faults`, async () => {
      await hour.round();
      hour.assertWell();
      censuses.push(hour.window.census());
    });
  }

  it('holds no more after an hour than after ten minutes', () => {
    assert.ok((censuses.at(-1)?.get('Listeners.listeners') ?? 0) > 0, 'something was counted');
    assert.deepEqual(growing(censuses, LIMITS), []);
    assert.equal(hour.window.underWay, 0);
  });

  it('stays within the rate limits, so that the server refuses nothing', () => {
    const { times } = hour.window.budget;
    const busiest = Math.max(
      ...times.map((time, index) => times.filter((other, at) => at >= index && other < time + MINUTE).length),
    );
    console.log(`      soak: ${times.length} requests in a simulated hour, ${busiest} in the busiest minute`);
    assert.ok(times.length <= MOST_IN_AN_HOUR);
    assert.ok(busiest <= MOST_IN_A_MINUTE);
    assert.equal(hour.refused, 0);
  });

  it('leaves no timer, listener, request or socket when it ends', async () => {
    await hour.stop();
    assertNothingLeft(hour);
    await eventually('all sockets are closed', () => sockets() <= socketsBefore);
  });
});

describe('a window that ends in the middle of it all', () => {
  const warnings: string[] = [];
  const listen = (warning: Error): void => void warnings.push(warning.message);
  let hour: SimulatedHour;
  beforeEach(async () => {
    process.on('warning', listen);
    hour = await SimulatedHour.start();
  });
  afterEach(async () => {
    process.off('warning', listen);
    await hour.stop();
  });

  for (const kind of ['hang', 'headersThenSilence', 'reset'] as const) {
    it(`leaves no timer, listener, request or socket: ${kind}`, async () => {
      const before = sockets();
      await hour.settle();
      await hour.beginEverything({ kind });
      assert.ok(hour.window.underWay > 0 || kind === 'reset');
      await hour.stop();
      assertNothingLeft(hour);
      await eventually('all sockets are closed', () => sockets() < before);
      assert.deepEqual(warnings, [], 'Node suspects no leak');
    });
  }
});

function assertNothingLeft({ window }: SimulatedHour): void {
  const left = window.census();
  assert.deepEqual(
    NOTHING_LEFT.filter((name) => left.get(name) !== 0).map((name) => `${name}: ${left.get(name)}`),
    [],
  );
  assert.equal(window.underWay, 0);
}

/** How many sockets and servers this process has. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource.startsWith('TCP')).length;
}
