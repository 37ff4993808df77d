import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Budget } from '../../../src/api/budget';
import { FakeClock } from '../../support/fakeClock';

describe('Budget', () => {
  it('lets requests go at once below the limits, without a timer', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock, { burst: 3, sustained: 100 });
    await budget.take('user');
    await budget.take('user');
    await budget.take('user');
    assert.equal(clock.armed, 0);
  });

  it('holds the next one until the window has moved on', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock, { burst: 2, sustained: 100 });
    const gone: number[] = [];
    const start = clock.now();
    for (let n = 0; n < 5; n++) {
      void budget.take('user').then(() => gone.push(clock.now() - start));
    }
    await clock.advance(59_999);
    assert.deepEqual(gone, [0, 0]);
    await clock.advance(60_001);
    assert.deepEqual(gone, [0, 0, 60_000, 60_000, 120_000]);
    assert.equal(clock.armed, 0);
  });

  it('keeps the hourly limit as well', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock, { burst: 10, sustained: 12 });
    let gone = 0;
    for (let n = 0; n < 13; n++) {
      void budget.take('user').then(() => gone++);
    }
    await clock.advance(3_599_999);
    assert.equal(gone, 12);
    await clock.advance(1);
    assert.equal(gone, 13);
  });

  it('lets a person go ahead of what happens by itself', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock, { burst: 1, sustained: 100 });
    await budget.take('user');
    const order: string[] = [];
    void budget.take('background').then(() => order.push('background'));
    void budget.take('user').then(() => order.push('user'));
    await clock.advance(120_000);
    assert.deepEqual(order, ['user', 'background']);
  });

  it('keeps a tenth for a person', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock, { burst: 10, sustained: 100 });
    let background = 0;
    for (let n = 0; n < 10; n++) {
      void budget.take('background').then(() => background++);
    }
    await clock.advance(0);
    assert.equal(background, 9);
    await budget.take('user');
    assert.equal(budget.waitFor('user'), 60_000);
    budget.dispose();
  });

  it('holds everything back when a server says so, but never longer than an hour', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock);
    budget.holdBack(37_000);
    let gone = false;
    void budget.take('user').then(() => (gone = true));
    await clock.advance(36_999);
    assert.equal(gone, false);
    await clock.advance(1);
    assert.equal(gone, true);
    budget.holdBack(1e15);
    assert.equal(budget.waitFor('user'), 3_600_000);
  });

  it('lets a waiting request be given up, and leaves no timer', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock, { burst: 1, sustained: 100 });
    await budget.take('user');
    const controller = new AbortController();
    const waiting = budget.take('user', controller.signal);
    assert.equal(clock.armed, 1);
    controller.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    assert.equal(clock.armed, 0);
    await assert.rejects(budget.take('user', controller.signal), /enough/);
  });

  it('rejects whoever waits when it is disposed of', async () => {
    const clock = new FakeClock();
    const budget = new Budget(clock, { burst: 1, sustained: 100 });
    await budget.take('user');
    const waiting = budget.take('background');
    budget.dispose();
    await assert.rejects(waiting, /disposed/);
    assert.equal(clock.armed, 0);
  });

  it('never lets more go than a sliding window allows, and starves nobody', async () => {
    const wish = fc.record({
      gap: fc.integer({ min: 0, max: 30_000 }),
      priority: fc.constantFrom('user' as const, 'background' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 40 }), async (wishes) => {
        const clock = new FakeClock();
        const budget = new Budget(clock, { burst: 5, sustained: 1000 });
        const times: number[] = [];
        for (const { gap, priority } of wishes) {
          await clock.advance(gap);
          void budget.take(priority).then(() => times.push(clock.now()));
        }
        await clock.advance(3_600_000);
        assert.equal(times.length, wishes.length);
        for (const [at, time] of times.entries()) {
          const inWindow = times.slice(0, at + 1).filter((other) => other > time - 60_000).length;
          assert.ok(inWindow <= 5, `${inWindow} in a minute`);
        }
      }),
      { numRuns: 25 },
    );
  });
});
