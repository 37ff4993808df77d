import { demoFixture } from '../../../src/demo/demoFixture';
import type { DemoServer } from '../../../src/demo/server';
import { COMMANDS } from '../../../src/ids';
import { ServerLog, type EntryContent } from '../serverLog';
import { ConnectedWindow, type ConnectedOptions } from './connectedWindow';
import type { EditorWindow } from './editorWindow';
import { LogPanelPage } from './page/logPanelPage';
import { shown } from './page/shown';
import { SkippableClock } from './skippableClock';

/** The demo project's name. */
export const PROJECT = 'Web shop';
const KEY = 'phx_keyOfTheDemoProjectInMemory0123456789ab';

export interface LogWindowOptions extends Omit<ConnectedOptions, 'server' | 'project'> {
  /** Of the plugin configs with logs that the test writes. */
  readonly configs?: readonly string[];
  /** Puts entries into the logs before any panel is opened. */
  readonly fill?: (...logs: readonly ServerLog[]) => void;
}

/** A window that is connected to the demo project, whose logs only the test writes, and its log panels. */
export class LogWindow {
  private readonly pages: LogPanelPage[] = [];

  private constructor(
    private readonly connected: ConnectedWindow,
    readonly logs: readonly ServerLog[],
    private readonly clock: SkippableClock,
  ) {}

  static async open({ configs = ['GeoIP'], fill, ...options }: LogWindowOptions = {}): Promise<LogWindow> {
    const fixture = demoFixture(KEY, Date.now());
    const clock = new SkippableClock();
    const connected = await ConnectedWindow.open({
      ...options,
      server: { profile: '2023-12', fixture },
      project: PROJECT,
    });
    const logs = configs.map((name) => new ServerLog(connected.demo.server, name));
    fill?.(...logs);
    return new LogWindow(connected, logs, clock);
  }

  /** As `open`, with the log panel of the first config. */
  static async withPanel(options: LogWindowOptions = {}): Promise<PanelWindow> {
    const opened = await LogWindow.open(options);
    await opened.window.tree.row(options.configs?.[0] ?? 'GeoIP').chooseInContextMenu('Show Logs');
    const panel = await opened.page(/ — Logs$/);
    await panel.waitForState(/^Live/);
    return Object.assign(opened, { panel });
  }

  get window(): EditorWindow {
    return this.connected.window;
  }

  get server(): DemoServer {
    return this.connected.demo.server;
  }

  get proxy(): ConnectedWindow['proxy'] {
    return this.connected.proxy;
  }

  /** The log of the first config. */
  get log(): ServerLog {
    const [log] = this.logs;
    if (!log) {
      throw new Error('the test writes no log');
    }
    return log;
  }

  /** Paths with query of all log requests, in order. */
  get requests(): readonly string[] {
    return this.connected.demo.requests.map(({ path }) => path).filter((path) => path.includes('/logs'));
  }

  /** The panel that is in front, with its page. */
  async page(title: RegExp): Promise<LogPanelPage> {
    const panel = await this.window.logPanel(title);
    const known = this.pages.find((page) => page.panel === panel);
    const page = known ?? LogPanelPage.open(this.window.editor, panel);
    if (!known) {
      this.pages.push(page);
    }
    return page;
  }

  /** Adds entries to a log, and clicks into the panel, which looks for them at once. @returns the id of the last one */
  add(entries: number, content: EntryContent = {}, log = this.log): string {
    const last = log.add(entries, content);
    this.pages.findLast(({ panel }) => panel.visible && !panel.disposed)?.activate();
    return last;
  }

  /** Twenty seconds go by, more than there ever are between two polls: whatever asks the server now and then has asked it. */
  async timeGoesBy(): Promise<void> {
    this.clock.skip(20_000);
    await this.roundTrip();
  }

  /** What was sent before has reached the server: it has answered what was sent after that. */
  async roundTrip(): Promise<void> {
    const { requests } = this.connected.demo;
    const before = requests.length;
    await this.window.command(COMMANDS.refresh);
    await shown('the server was asked for the plugin configs', () =>
      requests.slice(before).some(({ path }) => path.includes('/plugin_configs/?')),
    );
  }

  async close(): Promise<void> {
    try {
      this.pages.forEach((page) => page.close());
    } finally {
      await this.connected.close();
      this.clock.close();
    }
  }
}

/** A window with a log panel open. */
export type PanelWindow = LogWindow & { readonly panel: LogPanelPage };
