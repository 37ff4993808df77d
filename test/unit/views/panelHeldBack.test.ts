import assert from 'node:assert/strict';
import { addMicroseconds } from '../../../src/logs/timestamp';
import { heldBackText } from '../../../src/views/logPanel/heldBackText';
import { apiError, type FakeLogServer } from '../../support/fakeLogServer';
import { PanelSetup } from '../../support/panelSetup';

const START = '2026-01-01T00:00:00.000000Z';
const BEFORE = addMicroseconds(START, -60_000_000);

describe('a log panel of several configs, of which one ends in many entries at one time', () => {
  let panel: PanelSetup;
  let server: FakeLogServer;
  const pages = (): number => server.requests.filter(({ before }) => before !== undefined).length;

  beforeEach(() => {
    panel = new PanelSetup(2);
    ({ server } = panel);
    panel.servers[1]?.add(BEFORE, 5, 1, 'other');
  });

  afterEach(() => panel.model.dispose());

  for (const count of [300, 9000]) {
    it(`loads on by itself until they can be shown: ${count}`, async () => {
      server.add(START, count);
      await panel.start();
      await panel.clock.advance(20_000);
      assert.equal(panel.messages.filter((message) => message === 'x').length, count);
      assert.ok(pages() <= 10, `${pages()} pages`);
    });
  }

  it('says what is waited for where older ones cannot be loaded, and asks no more by itself', async () => {
    server.add(START, 300);
    server.failures.push(undefined, ...Array.from({ length: 20 }, () => apiError('server', { status: 503 })));
    await panel.start();
    await panel.clock.advance(60_000);
    const { model } = panel;
    assert.deepEqual(panel.messages, []);
    assert.deepEqual(heldBackText(model.heldBack), {
      text: 'Entries are held back until older ones of Config 1 are loaded.',
      all: true,
    });
    assert.equal(model.older, 'failed');
    server.failures.length = 0;
    model.loadOlder();
    await panel.clock.advance(60_000);
    assert.ok(panel.messages.length >= 300);
  });

  it('waits for all configs before, and asks for nothing while paused', async () => {
    const [, other] = panel.servers;
    assert.ok(other);
    other.latency = 5000;
    server.add(START, 300);
    await panel.start();
    assert.equal(panel.model.heldBack?.all, true);
    panel.model.setPaused(true);
    await panel.clock.advance(60_000);
    assert.equal(pages(), 0);
    panel.model.setPaused(false);
    await panel.clock.advance(15_000);
    assert.equal(panel.messages.filter((message) => message === 'x').length, 300);
  });
});
