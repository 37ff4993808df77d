import assert from 'node:assert/strict';
import { startDemoServer, type DemoServer } from '../../../src/demo/server';
import { NetworkGate, type OutageKind } from '../../support/networkGate';
import { rawRequest } from '../../support/rawHttp';
import { seedOf } from '../../support/projectHarness';
import { OfflineWindow } from './offlineWindow';

const MINUTE = 60_000;
const CONFIGS = [1, 2, 3];

/** How long after the network is back all is as if nothing had been; requests that hang must run out first. */
const RECOVERY_MS: Readonly<Record<OutageKind, number>> = { refused: 30_000, silent: 65_000 };

describe('a network that dies for ten minutes', () => {
  let server: DemoServer;
  let gate: NetworkGate;
  let window: OfflineWindow;

  beforeEach(async () => {
    server = await startDemoServer({
      profile: '2023-12',
      fixture: { ...seedOf('2023-12'), logs: [] },
      logs: false,
    });
    gate = await NetworkGate.start(server.url);
    window = new OfflineWindow(server, gate, CONFIGS);
  });
  afterEach(async () => {
    await window.dispose();
    await gate.close();
    await server.close();
  });

  const isBack = (): boolean =>
    window.configs.state.kind === 'ready' && window.panels.every(({ feed }) => feed.state.kind === 'live');
  /** Once what was written last has been polled for. */
  const assertComplete = async (): Promise<void> => {
    window.writes = false;
    await window.pass(5_000);
    window.writes = true;
    for (const panel of window.panels) {
      assert.deepEqual(window.shown(panel), window.held(panel.configId), 'each entry once, in order');
    }
  };
  const rows = (): readonly string[] =>
    window.configs.rows.map(({ id, name, enabled }) => `${id} ${name ?? ''} ${String(enabled)}`);

  for (const kind of ['refused', 'silent'] as const) {
    it(`${kind}: one notice, what is shown says how old it is, and all comes back by itself`, async () => {
      await window.pass(2 * MINUTE);
      assert.ok(isBack());
      await assertComplete();
      const before = {
        rows: rows(),
        at: window.configs.rowsFrom,
        shown: window.panels.map((panel) => window.shown(panel)),
      };
      const disabled = window.configs.rows.find(({ enabled }) => enabled);
      assert.ok(disabled);

      await window.goDown(kind);
      window.attempts.length = 0;
      const told = await window.passUntil('it is told', () => window.notices.length === 1, 2 * MINUTE);
      await window.pass(5 * MINUTE - told);
      window.write(2, 4_000);
      await window.pass(5 * MINUTE);

      assert.equal(window.notices.length, 1);
      assert.ok(Math.abs((window.notices[0]?.since ?? 0) - (window.clock.now() - 10 * MINUTE)) < 2 * MINUTE);
      assert.equal(window.configs.state.kind, 'stale');
      assert.deepEqual([rows(), window.configs.rowsFrom], [before.rows, before.at]);
      for (const [index, panel] of window.panels.entries()) {
        assert.equal(panel.feed.state.kind, 'retrying');
        assert.deepEqual(window.shown(panel), before.shown[index], 'nothing is lost from sight');
      }
      const { length: attempts } = window.attempts;
      assert.ok(attempts > 0 && attempts < 300, `${attempts} requests`);
      assert.equal(window.budget.waitFor('user'), 0, 'what people do need not wait');
      window.panels.forEach(({ states }) => (states.length = 0));

      const answer = await rawRequest(server.url, {
        method: 'PATCH',
        path: `/api/projects/1/plugin_configs/${disabled.id}/`,
        headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
        body: '{"enabled": false}',
      });
      assert.equal(answer.status, 200);
      await window.comeBack();
      const took = await window.passUntil('all is back', isBack, RECOVERY_MS[kind]);
      await window.pass(MINUTE);
      assert.ok(isBack());
      await assertComplete();
      assert.equal(window.configs.row(disabled.id)?.enabled, false, 'what happened meanwhile is seen');
      assert.equal(window.notices.length, 1);
      for (const { states } of window.panels) {
        assert.equal(states.includes('stopped'), false);
        assert.equal(
          states.lastIndexOf('retrying') < states.indexOf('live'),
          true,
          'no going back and forth',
        );
      }
      console.log(
        `      offline and back (${kind}): ${attempts} requests in ten minutes, ${window.notices.length} notice, ` +
          `back after ${took / 1000} s, ${window.panels.map(({ buffer }) => buffer.size).join(' + ')} entries complete`,
      );
    }).timeout(60_000);
  }

  it('a shorter one is not worth a notice; each longer one has one', async () => {
    await window.pass(MINUTE);
    await window.goDown('refused');
    await window.pass(2_000);
    await window.comeBack();
    await window.passUntil('all is back', isBack, RECOVERY_MS.refused);
    assert.equal(window.notices.length, 0);
    for (let outage = 1; outage <= 3; outage++) {
      await window.goDown('refused');
      await window.pass(2 * MINUTE);
      assert.equal(window.notices.length, outage);
      await window.comeBack();
      await window.passUntil('all is back', isBack, RECOVERY_MS.refused);
    }
    await assertComplete();
  }).timeout(60_000);
});
