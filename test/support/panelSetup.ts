import assert from 'node:assert/strict';
import type { LogFilter } from '../../src/logs/protocol';
import { PollSchedule } from '../../src/logs/feed/pollSchedule';
import { SHOW_ALL } from '../../src/logs/view/filter';
import { defaultDisplay } from '../../src/views/logPanel/logPanelDefaults';
import type { LogPanelState } from '../../src/views/logPanel/logPanelState';
import { PanelModel } from '../../src/views/logPanel/panelModel';
import { FakeClock } from './fakeClock';
import { FakeLogServer, seededRandom } from './fakeLogServer';

/** The model of a log panel without a page, each config on a server of its own, with time that is moved by hand. */
export class PanelSetup {
  readonly clock = new FakeClock();
  readonly servers: readonly FakeLogServer[];
  model: PanelModel;

  constructor(configs = 1) {
    this.servers = Array.from({ length: configs }, (_, index) => {
      return new FakeLogServer(this.clock, seededRandom(index + 1));
    });
    this.model = this.create(undefined);
  }

  /** The server of the first config. */
  get server(): FakeLogServer {
    const [first] = this.servers;
    assert.ok(first);
    return first;
  }

  /** Starts the feeds, and gives them time for their first answers. */
  async start(): Promise<void> {
    this.model.feeds.setVisible(true);
    this.model.feeds.connect();
    await this.clock.advance(1000);
  }

  /** Reloads the window. */
  async reload(): Promise<void> {
    const { state } = this.model;
    this.model.dispose();
    this.model = this.create(structuredClone(state));
    await this.start();
  }

  filter(change: Partial<LogFilter>): void {
    this.model.setFilter({ ...this.model.filter, ...change }, false);
  }

  /** The messages that are shown, in order. */
  get messages(): readonly string[] {
    return [...this.model.content.view.items()].flatMap((item) =>
      item.kind === 'entry' ? [item.entry.message] : [],
    );
  }

  private create(state: LogPanelState | undefined): PanelModel {
    return new PanelModel({
      target: { connectionId: 'c', configIds: this.servers.map((_, index) => index + 1) },
      open: (config) => ({
        title: `Config ${config}`,
        where: 'here',
        fetchPage: this.servers[config - 1]?.fetch ?? assert.fail('no such config'),
      }),
      clock: this.clock,
      schedule: new PollSchedule(this.clock),
      cap: 100_000,
      filter: SHOW_ALL,
      display: defaultDisplay('local'),
      state,
      onDidChange: () => undefined,
      post: () => undefined,
      onError: (error) => assert.ifError(error),
      keepMore: () => undefined,
    });
  }
}
