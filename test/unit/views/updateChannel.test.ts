import assert from 'node:assert/strict';
import { UpdateChannel } from '../../../src/views/logPanel/updateChannel';
import { FakeClock } from '../../support/fakeClock';

describe('update channel', () => {
  it('sends at most every 33 ms, and what happened meanwhile goes along', async () => {
    const { clock, channel, sent } = open();
    for (let ms = 0; ms < 330; ms++) {
      channel.schedule();
      await clock.advance(1);
    }
    assert.ok(sent.length >= 9 && sent.length <= 11, `${sent.length} updates`);
    await clock.advance(100);
    const settled = sent.length;
    await clock.advance(1000);
    assert.equal(sent.length, settled, 'nothing more without a change');
  });

  it('hurries for what a person waits for', () => {
    const { channel, sent } = open();
    channel.hurry();
    assert.equal(sent.length, 1);
  });

  it('waits for the answer to one update before it sends the next', async () => {
    const { clock, channel, sent } = open({ slow: true });
    channel.hurry();
    channel.hurry();
    channel.schedule();
    await clock.advance(500);
    assert.equal(sent.length, 1);
    sent[0]?.();
    await clock.advance(50);
    assert.equal(sent.length, 2);
  });

  it('sends nothing while the page is away, and is not held up by an answer that never came', async () => {
    const { clock, channel, sent } = open({ slow: true });
    channel.hurry();
    channel.setOpen(false);
    channel.hurry();
    channel.schedule();
    await clock.advance(500);
    assert.equal(sent.length, 1);
    channel.setOpen(true);
    channel.hurry();
    assert.equal(sent.length, 2);
    channel.dispose();
    assert.equal(clock.armed, 0);
  });
});

function open({ slow = false } = {}) {
  const clock = new FakeClock();
  const sent: (() => void)[] = [];
  const channel = new UpdateChannel(
    clock,
    () =>
      new Promise((resolve) => {
        sent.push(() => resolve(true));
        if (!slow) {
          resolve(true);
        }
      }),
  );
  channel.setOpen(true);
  return { clock, channel, sent };
}
