import fs from 'node:fs';
import type { Frame } from 'playwright-core';
import * as v from 'valibot';
import { connectOwnServer } from '../support/connectOwnServer';
import { BENCH_COMMANDS } from '../support/driver-ext/benchProtocol';
import { eventually } from '../support/eventually';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import type { Workbench } from '../support/workbench';
import { bundlePageScript, bundleProgram } from './bundle';
import { LogServer } from './logServer';
import { PanelProbe } from './panelProbe';

/** A plugin config of the demo project, for its log. */
export const CONFIG = { id: 11, name: 'GeoIP' } as const;

/** A window of VS Code with the packaged extension, connected to a log server of its own. */
export class BenchWindow {
  private connectionId = '';

  private constructor(
    readonly workbench: Workbench,
    readonly server: LogServer,
    private readonly probeScript: string,
  ) {}

  static async open(): Promise<BenchWindow> {
    const probeScript = fs.readFileSync(await bundlePageScript('probe'), 'utf8');
    const server = await LogServer.start(await bundleProgram('logProgram'));
    const workbench = await openWorkbench();
    await workbench.page.addInitScript({ content: probeScript });
    await connectOwnServer(workbench, server.address, 'Web shop');
    await workbench.tree.open();
    return new BenchWindow(workbench, server, probeScript);
  }

  /** Runs `work` in a window of its own. */
  static async use<T>(work: (window: BenchWindow) => Promise<T>): Promise<T> {
    const window = await BenchWindow.open();
    try {
      return await work(window);
    } catch (error) {
      await window.workbench.saveFailure(`bench-${String(Date.now())}`);
      throw error;
    } finally {
      await window.close();
    }
  }

  /** Opens the log panel for the first time. */
  async openPanel(): Promise<PanelProbe> {
    await this.workbench.tree.row(CONFIG.name).chooseInContextMenu('Show Logs');
    const panel = await this.panel();
    this.connectionId = await eventually('the panel is kept', async () => {
      const kept = v.safeParse(v.looseObject({ connectionId: v.string() }), await panel.kept());
      return kept.success && kept.output.connectionId;
    });
    return panel;
  }

  /** The panel's page, which is another one after the panel was hidden. */
  async panel(): Promise<PanelProbe> {
    return PanelProbe.of((await LogPanelPage.open(this.workbench)).frame, CONFIG.id);
  }

  /** Shows the panel by its command. @returns when the command began */
  async showPanel(): Promise<number> {
    const node = { kind: 'config', connectionId: this.connectionId, configId: CONFIG.id };
    return this.timed('posthogPlugins.showLogs', node);
  }

  /** Runs a command in the extension host. @returns when it began */
  async timed(command: string, ...args: readonly unknown[]): Promise<number> {
    return v.parse(v.number(), await this.workbench.driver.command(BENCH_COMMANDS.timed, command, ...args));
  }

  /** The frame of the workbench itself, with a probe. */
  async workbenchFrame(): Promise<Frame> {
    const frame = this.workbench.page.mainFrame();
    if (!(await frame.evaluate(() => window.benchProbe !== undefined))) {
      await frame.evaluate(this.probeScript);
    }
    return frame;
  }

  /** How many entries the server added to the log that were never sent. */
  async unsent(): Promise<number> {
    const { added, sent } = await this.server.ask('log', { config: CONFIG.id });
    return added - sent;
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.server.stop();
  }
}
