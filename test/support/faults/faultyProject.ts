import assert from 'node:assert/strict';
import { Budget } from '../../../src/api/budget';
import { ApiClient } from '../../../src/api/client';
import { listLogs } from '../../../src/api/pluginConfigs';
import type { Fixture } from '../../../src/demo/fixture';
import { LogBuffer } from '../../../src/logs/buffer';
import { type FeedState, LogFeed } from '../../../src/logs/feed';
import type { ConfigRow } from '../../../src/model/configRow';
import { ConfigWrites } from '../../../src/model/configWrites';
import { PluginConfigs } from '../../../src/model/pluginConfigs';
import { DemoServerHarness } from '../demoServer';
import { rawRequest } from '../rawHttp';
import { AutoClock, type Traffic } from './autoClock';
import { TRUSTED } from './certificates';
import { Connections } from './connections';
import { startFaultProxy, type FaultProxy } from './faultProxy';

export interface FaultyProjectOptions {
  readonly fixture: Fixture;
  /** The config whose log is followed. */
  readonly followed: number;
  /** What the key store holds from the first fault on; the key stays without it. */
  readonly laterKey?: string;
}

/** Project 1 of a demo server of December 2023 behind a faulty way to it, over TLS, with its rows and one log read. */
export class FaultyProject {
  readonly feed: LogFeed;
  readonly buffer = new LogBuffer(100_000);
  readonly configs: PluginConfigs;
  readonly writes: ConfigWrites;
  /** Requests that the client has made, those included that did not leave. */
  attempts = 0;
  /** Called after each, with how many there were. */
  onAttempt: ((count: number) => void) | undefined;
  private readonly client: ApiClient;
  private readonly budget: Budget;
  private readonly traffic: Traffic;

  private constructor(
    private readonly options: FaultyProjectOptions,
    readonly clock: AutoClock,
    readonly demo: DemoServerHarness,
    readonly proxy: FaultProxy,
    readonly connections: Connections,
  ) {
    const { followed, laterKey } = options;
    const { key } = demo.server;
    this.budget = new Budget(clock);
    this.client = new ApiClient({
      origin: proxy.url,
      key: {
        read: () => Promise.resolve(proxy.requests.some(({ fault }) => fault) ? (laterKey ?? key) : key),
      },
      network: { openSocket: connections.open },
      budget: this.budget,
      clock,
      random: () => 0,
      onRequest: () => this.onAttempt?.(++this.attempts),
    });
    this.configs = new PluginConfigs({ client: this.client, projectId: 1, clock });
    this.writes = new ConfigWrites(this.configs);
    this.feed = new LogFeed({
      fetchPage: (request, signal) =>
        listLogs(this.configs.api, followed, request, { signal, priority: 'background' }),
      clock,
      buffer: this.buffer,
      random: () => 0.5,
    });
    this.traffic = {
      get busy() {
        return connections.busy || proxy.underWay > 0;
      },
      get moved() {
        return connections.moved + proxy.requests.length;
      },
    };
  }

  static async start(options: FaultyProjectOptions): Promise<FaultyProject> {
    const clock = new AutoClock();
    const demo = new DemoServerHarness({ profile: '2023-12', fixture: options.fixture });
    const { url } = await demo.start();
    const proxy = await startFaultProxy(url, { certificate: TRUSTED, clock });
    const project = new FaultyProject(options, clock, demo, proxy, new Connections());
    await project.configs.refresh();
    assert.equal(project.configs.state.kind, 'ready');
    project.feed.start();
    await project.feedState(({ kind }) => kind === 'live');
    project.feed.pause();
    return project;
  }

  /** Waits for something that may need time to pass. */
  until<T>(work: Promise<T>): Promise<T> {
    return this.clock.until(work, this.traffic);
  }

  row(id: number): ConfigRow {
    const row = this.configs.row(id);
    assert.ok(row, `no row ${id}`);
    return row;
  }

  /** The first state of the feed, from now on, that is waited for. */
  feedState(isMeant: (state: FeedState) => boolean): Promise<FeedState> {
    return new Promise((resolve) => {
      const look = (state: FeedState): void => {
        if (isMeant(state)) {
          stop();
          resolve(state);
        }
      };
      const stop = this.feed.onDidChangeState(look);
      look(this.feed.state);
    });
  }

  /** What the server answers when it is asked directly, by nothing that is being tested. */
  async ask(path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { url, key } = this.demo.server;
    const { text } = await rawRequest(url, {
      method: 'GET',
      path: `/api/projects/1/plugin_configs/${path}`,
      headers: { Authorization: `Bearer ${key}` },
    });
    const { results } = JSON.parse(text) as { readonly results: readonly Record<string, unknown>[] };
    return results;
  }

  /** Ids of the log as the server holds it, oldest first. */
  async storedLog(): Promise<readonly unknown[]> {
    const entries = await this.ask(`${this.options.followed}/logs?limit=100000`);
    return entries.map(({ id }) => id).reverse();
  }

  /** Nothing may be left that waits for the clock. */
  async close(): Promise<void> {
    this.feed.dispose();
    this.configs.dispose();
    this.budget.dispose();
    await this.client.dispose();
    await this.proxy.close();
    await this.demo.stop();
    assert.equal(this.clock.armed, 0, 'timers are left');
  }
}
