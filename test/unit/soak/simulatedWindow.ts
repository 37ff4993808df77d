import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Budget } from '../../../src/api/budget';
import type { Priority } from '../../../src/api/waitingLine';
import { ActiveProject, type OpenProject } from '../../../src/connection/activeProject';
import { Connections } from '../../../src/connection/connections';
import { DemoProject } from '../../../src/connection/demoProject';
import { Emitter } from '../../../src/connection/emitter';
import { KeyStore } from '../../../src/connection/keyStore';
import { Outages } from '../../../src/connection/outages';
import { Projects } from '../../../src/connection/projects';
import { Sessions } from '../../../src/connection/sessions';
import { PollSchedule } from '../../../src/logs/feed/pollSchedule';
import { SHOW_ALL } from '../../../src/logs/view/filter';
import { ChangeHistory } from '../../../src/model/changeHistory';
import { RefreshSchedule } from '../../../src/model/refreshSchedule';
import { defaultDisplay } from '../../../src/views/logPanel/logPanelDefaults';
import { LogSources } from '../../../src/views/logPanel/logSources';
import { PanelModel } from '../../../src/views/logPanel/panelModel';
import { UpdateChannel } from '../../../src/views/logPanel/updateChannel';
import type { FakeClock } from '../../support/fakeClock';
import { FakeSecretStore, FakeStateStore } from '../../support/fakeStores';
import { census, type Census } from '../../support/leaks/census';

/** Entries that a panel keeps: few, so that every panel is full long before it is measured first. */
const CAP = 300;

/** Notes when requests went. */
class CountedBudget extends Budget {
  /** Milliseconds since the epoch, in order. */
  readonly times: number[] = [];

  constructor(private readonly now: FakeClock) {
    super(now);
  }

  override async take(priority: Priority, signal?: AbortSignal): Promise<void> {
    await super.take(priority, signal);
    this.times.push(this.now.now());
  }
}

/** A log panel without its page: whatever is to be sent there is taken at once. */
export interface SimulatedPanel {
  readonly model: PanelModel;
  /** Updates that the page got. */
  readonly updates: () => number;
  close(): void;
}

/** The parts of one window as `extension.ts` wires them, on a clock that is turned by hand and with real requests. */
export class SimulatedWindow {
  readonly budget: CountedBudget;
  readonly connections: Connections;
  readonly project: ActiveProject;
  readonly history: ChangeHistory;
  private readonly secrets = new FakeSecretStore();
  private readonly keys = new KeyStore(this.secrets);
  private readonly demo = new DemoProject(() => assert.fail('nobody asks for the demo'));
  private readonly outages = new Outages();
  private readonly sessions: Sessions;
  private readonly projects: Projects;
  private readonly refreshes: RefreshSchedule;
  private readonly schedule: PollSchedule;
  private readonly panels = new Set<SimulatedPanel>();
  private answers = 0;

  constructor(private readonly clock: FakeClock) {
    const global = new FakeStateStore();
    this.budget = new CountedBudget(clock);
    this.connections = new Connections({
      global,
      workspace: new FakeStateStore(),
      keys: this.keys,
      newId: randomUUID,
      onDamaged: () => assert.fail('nothing is damaged'),
    });
    this.sessions = new Sessions({
      connections: this.connections,
      demo: this.demo,
      network: { optionsFor: () => ({}), onDidChange: new Emitter().event },
      budget: this.budget,
      clock,
      onRequest: (record, origin) => {
        this.answers++;
        this.outages.note(record, origin, clock.now());
      },
      onStorageError: (error) => assert.ifError(error),
    });
    this.project = new ActiveProject({
      connections: this.connections,
      sessions: this.sessions,
      memory: global,
      clock,
      onOpenError: (error) => assert.ifError(error),
    });
    this.projects = new Projects(this.connections, this.sessions, this.project, this.demo);
    this.history = new ChangeHistory({
      store: global,
      // Timers fall between milliseconds here, which the machine's clock does not tell.
      clock: { now: () => Math.floor(clock.now()) },
      newId: randomUUID,
      onDamaged: () => assert.fail('nothing is damaged'),
    });
    this.schedule = new PollSchedule(clock);
    this.refreshes = new RefreshSchedule({
      clock,
      seen: () => this.project.current && { list: this.project.current.configs, repeats: true },
      refresh: async (priority) => this.project.current?.configs.refresh({ priority }),
    });
    this.project.onDidChange(() => this.refreshes.check());
    this.outages.onDidEnd(() => {
      this.refreshes.recovered();
      this.panels.forEach(({ model }) => model.feeds.reached());
    });
    this.connections.onDidChange(() => this.panels.forEach(({ model }) => model.feeds.connectionsChanged()));
  }

  /** Requests that are not answered, and have not failed. */
  get underWay(): number {
    return this.budget.times.length - this.answers;
  }

  /** @throws Error while no project is open */
  get open(): OpenProject {
    const { current } = this.project;
    assert.ok(current, 'a project is open');
    return current;
  }

  openPanel(connectionId: string, configIds: readonly number[]): SimulatedPanel {
    const { clock } = this;
    const sources = new LogSources(this.projects);
    let updates = 0;
    const channel = new UpdateChannel(clock, () => {
      updates++;
      model.content.window.update(model.older, { problem: null, heldBack: null });
      model.feeds.message();
      return Promise.resolve(true);
    });
    const model = new PanelModel({
      target: { connectionId, configIds },
      open: (configId) => sources.open({ connectionId, configId }),
      clock,
      schedule: this.schedule,
      cap: CAP,
      filter: SHOW_ALL,
      display: defaultDisplay('local'),
      state: undefined,
      onDidChange: () => channel.schedule(),
      post: () => undefined,
      onError: (error) => assert.ifError(error),
      keepMore: () => undefined,
    });
    channel.setOpen(true);
    model.feeds.setVisible(true);
    model.feeds.connect();
    const panel: SimulatedPanel = {
      model,
      updates: () => updates,
      close: () => {
        this.panels.delete(panel);
        channel.dispose();
        model.dispose();
      },
    };
    this.panels.add(panel);
    return panel;
  }

  /** What everything holds now, armed timers included. */
  census(): Census {
    const { clock, budget, connections, project, history, sessions, projects, outages, refreshes, keys } =
      this;
    const parts = { budget, connections, project, history, sessions, projects, outages, refreshes, keys };
    const counts = new Map(census({ clock, ...parts, schedule: this.schedule, panels: this.panels }));
    counts.delete('CountedBudget.times'); // Is ours, and grows.
    return counts;
  }

  /** In the order in which the editor ends an extension's parts. */
  dispose(): void {
    this.keys.dispose();
    this.connections.dispose();
    this.demo.dispose();
    this.budget.dispose();
    this.outages.dispose();
    this.sessions.dispose();
    this.project.dispose();
    this.projects.dispose();
    this.refreshes.dispose();
    [...this.panels].forEach((panel) => panel.close());
  }
}
