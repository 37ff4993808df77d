import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { demoFixture } from '../../../src/demo/demoFixture';
import { PUBLISHED_RATES } from '../../../src/demo/rateLimit';
import { startDemoServer, type DemoServer } from '../../../src/demo/server';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import type { Change } from '../../../src/model/changes';
import { ConfigOrder } from '../../../src/model/configOrder';
import type { ConfigRow } from '../../../src/model/configRow';
import { planMove } from '../../../src/model/order';
import { SettingsWrites } from '../../../src/model/settingsWrites';
import { Undo } from '../../../src/model/undo';
import { FakeClock } from '../../support/fakeClock';
import type { Fault, FaultRule } from '../../support/faults/fault';
import { startFaultProxy, type FaultProxy } from '../../support/faults/faultProxy';
import { PLANTED_KEY } from '../api/clientHarness';
import { SimulatedWindow, type SimulatedPanel } from './simulatedWindow';

const SECOND = 1_000;
const MINUTE = 60_000;
/** Turns of the event loop in a row without a byte that came or went: everything is in this process, and takes a few. */
const QUIET_TURNS = 80;
const SILENT: ReadonlySet<Fault['kind']> = new Set(['hang', 'headersThenSilence']);
const GEO_IP = 11;
const PRIVACY = 12;
const EXPORT = 13;
const DISABLED = 17;

/** Each befalls every request for some seconds. Silence is waited for until the deadlines of the client. */
const FAULTS: readonly (readonly [Fault, number])[] = [
  [{ kind: 'answer', status: 500, body: { type: 'server_error', code: 'error', detail: 'no' } }, 5],
  [{ kind: 'html', status: 502 }, 5],
  [{ kind: 'html' }, 5],
  [{ kind: 'truncated' }, 5],
  [{ kind: 'resetMidBody' }, 5],
  [{ kind: 'answer', status: 429, headers: { 'Retry-After': '3' } }, 8],
  [{ kind: 'redirect', location: 'https://elsewhere.example/' }, 5],
  [{ kind: 'headersThenSilence' }, 40],
  [{ kind: 'hang' }, 40],
];

/** A window at work, ten simulated minutes at a time: always the same, so that the rounds can be compared. */
export class SimulatedHour {
  private single: SimulatedPanel;
  /** Requests may be under way that nobody will answer; and how many faults that keep silent are armed. */
  private silence = false;
  private armed = 0;
  private readonly several: SimulatedPanel;

  private constructor(
    readonly clock: FakeClock,
    private readonly server: DemoServer,
    private readonly proxy: FaultProxy,
    readonly window: SimulatedWindow,
    private readonly connectionId: string,
    private readonly served: { readonly refused: number; readonly moved: number },
  ) {
    this.single = window.openPanel(connectionId, [GEO_IP]);
    this.several = window.openPanel(connectionId, [PRIVACY, EXPORT]);
  }

  static async start(): Promise<SimulatedHour> {
    const clock = new FakeClock();
    const served = { refused: 0, moved: 0 };
    const server = await startDemoServer({
      profile: '2023-12',
      clock,
      fixture: demoFixture(PLANTED_KEY, clock.now()),
      rate: PUBLISHED_RATES,
      logs: { seed: 1, averageGapMs: 4_000, historyMs: 10 * MINUTE },
      onRequest: ({ status }) => {
        served.moved++;
        served.refused += status === 429 ? 1 : 0;
      },
    });
    const proxy = await startFaultProxy(server.url);
    const window = new SimulatedWindow(clock);
    const key = { text: PLANTED_KEY };
    const other = await window.connections.add({ origin: proxy.url, projectId: 2, key });
    const { id } = await window.connections.add({
      origin: proxy.url,
      projectId: 1,
      key: { keyId: other.keyId },
    });
    await window.project.opened();
    return new SimulatedHour(clock, server, proxy, window, id, served);
  }

  /** Requests that the server refused because there were too many. */
  get refused(): number {
    return this.served.refused;
  }

  /** Ten minutes. */
  async round(): Promise<void> {
    const end = this.clock.now() + 10 * MINUTE;
    await this.flow();
    await this.act();
    await this.suffer();
    await this.reconnect();
    assert.ok(this.clock.now() < end, 'a round takes less than ten minutes');
    await this.pass(end - this.clock.now());
  }

  /** Time for the list and the logs to come. */
  async settle(): Promise<void> {
    await this.pass(10 * SECOND);
  }

  /** What the round left on screen: the list and the logs are up to date, and whole as far as they are kept. */
  assertWell(): void {
    assert.equal(this.window.open.configs.state.kind, 'ready');
    assert.ok(this.window.open.configs.rows.every(({ pending }) => pending === undefined));
    for (const { model, updates } of [this.single, this.several]) {
      assert.equal(model.feeds.message().tone, 'live');
      assert.equal(model.buffer.size, model.buffer.cap);
      assert.ok(updates() > 0);
    }
  }

  /** Requests of every kind, none of which is ever answered; those that wait for a turn or to be sent again too. */
  async beginEverything(fault: Fault): Promise<void> {
    const { configs, writes } = this.window.open;
    this.inject({ fault });
    const ignore = (): undefined => undefined;
    void configs.refresh();
    writes.setEnabled(this.row(EXPORT), false).catch(ignore);
    writes.setEnabled(this.row(EXPORT), true).catch(ignore);
    writes.delete(this.row(PRIVACY)).catch(ignore);
    void this.single.model.mark('Job');
    this.single.model.startSearch();
    void this.several.model.goBackTo('2025-12-31T00:00:00.000000Z');
    this.several.model.setFilter({ ...SHOW_ALL, text: 'a' }, true);
    for (let id = 0; id < 10; id++) {
      configs.retrieve(GEO_IP).catch(ignore);
    }
    await this.pass(SECOND);
  }

  async stop(): Promise<void> {
    this.window.dispose();
    this.server.generator.stop();
    await this.rest();
    await this.proxy.close();
    await this.server.close();
    await this.rest();
  }

  /** Bursts, late entries, hidden panels, filters, history and a search. */
  private async flow(): Promise<void> {
    const { generator } = this.server;
    generator.burst(GEO_IP, 900);
    generator.burst(PRIVACY, 300, true);
    generator.burst(EXPORT, 400);
    await this.pass(20 * SECOND);
    generator.late(GEO_IP);
    this.single.model.setFilter({ ...SHOW_ALL, text: 'a', hiddenLevels: ['DEBUG'] }, true);
    await this.pass(20 * SECOND);
    this.single.model.feeds.setVisible(false);
    generator.burst(GEO_IP, 600);
    await this.pass(MINUTE);
    this.single.model.feeds.setVisible(true);
    this.several.model.setPaused(true);
    await this.pass(10 * SECOND);
    this.several.model.setPaused(false);
    this.several.model.loadOlder();
    void this.single.model.mark('Job');
    await this.pass(10 * SECOND);
    this.single.model.startSearch();
    await this.pass(10 * SECOND);
    this.single.model.setFilter(SHOW_ALL, true);
    this.single.close();
    this.single = this.window.openPanel(this.connectionId, [GEO_IP]);
    await this.pass(10 * SECOND);
    generator.burst(GEO_IP, 400);
    await this.pass(10 * SECOND);
  }

  /** Every kind of change, taken back again. */
  private async act(): Promise<void> {
    const { configs, writes } = this.window.open;
    const settings = new SettingsWrites(configs, writes);
    const never = new AbortController().signal;
    const disabled = await this.finish(writes.setEnabled(this.row(EXPORT), false));
    await this.undo('change' in disabled ? disabled.change : undefined);
    const deleted = await this.finish(writes.delete(this.row(DISABLED)));
    await this.undo('change' in deleted ? deleted.change : undefined);
    const row = this.row(PRIVACY);
    const wanted = { settings: { ...row.config?.config, mode: 'mask' }, fields: { description: 'other' } };
    const saved = await this.finish(settings.save(row, wanted));
    await this.undo('change' in saved ? saved.change : undefined);
    const plan = planMove(configs.rows, new Set([PRIVACY]), { kind: 'down' });
    const moved = await this.finish(new ConfigOrder(configs, writes).run(plan, { signal: never }));
    await this.undo('change' in moved ? moved.change : undefined);
    await this.finish(configs.retrieve(GEO_IP, { signal: never }));
  }

  /** Outages, each fault in turn, and a write that meets one. */
  private async suffer(): Promise<void> {
    const back = this.inject({ fault: { kind: 'reset' } });
    void this.single.model.feeds.loadOlder([]);
    await this.pass(40 * SECOND);
    back();
    await this.pass(20 * SECOND);
    for (const [fault, seconds] of FAULTS) {
      const disarm = this.inject({ fault });
      void this.window.open.configs.refresh();
      await this.pass(seconds * SECOND);
      disarm();
      await this.pass(5 * SECOND);
    }
    const { writes } = this.window.open;
    const disarm = this.inject({ fault: { kind: 'reset', forwards: true }, method: 'PATCH', nth: 1 });
    await this.finish(writes.setEnabled(this.row(EXPORT), false));
    await this.finish(writes.setEnabled(this.row(EXPORT), true));
    disarm();
  }

  /** Another key, another project, and back. */
  private async reconnect(): Promise<void> {
    const { connections, project } = this.window;
    const [other] = connections.all;
    assert.ok(other && other.id !== this.connectionId);
    await connections.setActive(other.id);
    await this.pass(10 * SECOND);
    await connections.setActive(this.connectionId);
    await project.opened();
    await connections.replaceKey(other, { text: PLANTED_KEY });
    await this.finish(project.opened());
    await this.pass(10 * SECOND);
  }

  private async undo(change: Change | undefined): Promise<void> {
    assert.ok(change, 'something was changed');
    const { history, open } = this.window;
    const { configs, writes, connection } = open;
    const { id } = history.add(connection.id, change, true);
    const undo = new Undo(configs, writes, new SettingsWrites(configs, writes));
    const { signal } = new AbortController();
    const found = await this.finish(undo.look(change, new Map(), signal));
    const undone = await this.finish(undo.restore(found, { signal }));
    assert.ok(undone.every(({ outcome }) => outcome.kind === 'restored'));
    history.end(connection.id, id, 'undone', true);
  }

  private row(id: number): ConfigRow {
    const row = this.window.open.configs.row(id);
    assert.ok(row, `row ${id} is in the list`);
    return row;
  }

  /** Lets time pass until something is done. */
  private async finish<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = work.finally(() => (isOver = true));
    over.catch(() => undefined);
    const isSettled = (): boolean => isOver;
    await this.rest();
    while (!isSettled()) {
      await this.clock.skip();
      await this.rest();
    }
    return over;
  }

  private async pass(ms: number): Promise<void> {
    await this.finish(
      new Promise<void>((resolve) => {
        this.clock.after(ms, resolve);
      }),
    );
  }

  /** @returns what disarms it */
  private inject(rule: FaultRule): () => void {
    const disarm = this.proxy.inject(rule);
    const isSilent = SILENT.has(rule.fault.kind);
    this.silence ||= isSilent;
    this.armed += isSilent ? 1 : 0;
    return () => {
      disarm();
      this.armed -= isSilent ? 1 : 0;
    };
  }

  /** Resolves when no request is under way but those that nobody will answer. */
  private async rest(): Promise<void> {
    const { window, served, proxy } = this;
    let moved = -1;
    for (let quiet = 0; window.underWay > 0 && !(this.silence && quiet >= QUIET_TURNS); quiet++) {
      const now = served.moved + proxy.requests.length;
      quiet = now === moved ? quiet : 0;
      moved = now;
      await nextTurn();
    }
    this.silence &&= this.armed > 0 || window.underWay > 0;
  }
}
