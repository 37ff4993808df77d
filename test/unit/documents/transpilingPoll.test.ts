import assert from 'node:assert/strict';

import { TranspilingPoll } from '../../../src/documents/transpilingPoll';
import { FakeClock } from '../../support/fakeClock';

const URI = 'posthog-plugin:/c/1/x.frontend.js';

function setUp(answers: readonly ('transpiling' | 'done')[] = []) {
  const clock = new FakeClock(0);
  const reads: number[] = [];
  const givenUp: string[] = [];
  const open = { value: true };
  const poll = new TranspilingPoll({
    clock,
    isOpen: () => open.value,
    read: () => {
      reads.push(clock.now());
      return Promise.resolve(answers[reads.length - 1] ?? 'transpiling');
    },
    onGivenUp: (uri) => givenUp.push(uri),
  });
  return { clock, reads, givenUp, open, poll };
}

describe('waiting for a front end', () => {
  it('reads it at growing intervals until it is there', async () => {
    const { clock, reads, givenUp, poll } = setUp(['transpiling', 'transpiling', 'done']);
    poll.start(URI);
    await clock.advance(60_000);
    assert.deepEqual(reads, [1_300, 2_900, 4_800]);
    assert.deepEqual(givenUp, []);
    assert.equal(clock.armed, 0);
  });

  it('gives up after 30 attempts, and says so', async () => {
    const { clock, reads, givenUp, poll } = setUp();
    poll.start(URI);
    await clock.advance(3_600_000);
    assert.equal(reads.length, 30);
    assert.equal(reads.at(-1), 106_500);
    assert.equal((reads[29] ?? 0) - (reads[28] ?? 0), 4_000);
    assert.deepEqual(givenUp, [URI]);
    assert.equal(clock.armed, 0);
  });

  it('reads nothing once the document is closed', async () => {
    const { clock, reads, givenUp, open, poll } = setUp();
    poll.start(URI);
    await clock.advance(1_300);
    open.value = false;
    await clock.advance(3_600_000);
    assert.equal(reads.length, 1);
    assert.deepEqual(givenUp, []);
    assert.equal(clock.armed, 0);
  });

  it('goes on as it is when it is begun again, and begins anew after it has ended', async () => {
    const { clock, reads, poll } = setUp(['transpiling', 'done', 'done']);
    poll.start(URI);
    await clock.advance(1_000);
    poll.start(URI);
    await clock.advance(60_000);
    assert.deepEqual(reads, [1_300, 2_900]);
    poll.start(URI);
    await clock.advance(1_300);
    assert.equal(reads.length, 3);
  });

  it('ends a read that is under way, and leaves no timer', async () => {
    const clock = new FakeClock(0);
    const signals: AbortSignal[] = [];
    const poll = new TranspilingPoll({
      clock,
      isOpen: () => true,
      read: (_uri, signal) => {
        signals.push(signal);
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve('transpiling')));
      },
      onGivenUp: () => assert.fail('it was ended'),
    });
    poll.start(URI);
    poll.start(`${URI}2`);
    await clock.advance(1_300);
    assert.equal(signals.length, 2);
    poll.dispose();
    await clock.advance(60_000);
    assert.ok(signals.every(({ aborted }) => aborted));
    assert.equal(signals.length, 2);
    assert.equal(clock.armed, 0);
  });
});
