import fs from 'node:fs';
import * as v from 'valibot';
import { startDemoServer, type DemoServer } from '../../src/demo/server';
import { bundlePageScript } from '../bench/bundle';
import { PanelProbe } from '../bench/panelProbe';
import { connectOwnServer } from '../support/connectOwnServer';
import { WATCH_VARIABLE } from '../support/driver-ext/soakProtocol';
import { eventually } from '../support/eventually';
import { startFaultProxy, type FaultProxy } from '../support/faults/faultProxy';
import { openWorkbench } from '../support/openWorkbench';
import { LogPanelPage } from '../support/page/logPanel';
import { EXTENSION_ID, type Workbench } from '../support/workbench';

const PROJECT = 'Web shop';
/** The config whose log is open at every sample. */
export const GEO_IP = 11;
/** The fewest entries that the setting allows: a panel is full after the first rounds. */
const CAP = 1_000;
const PATIENCE_MS = 60_000;

/** A window at work on a demo server with a log that flows, through a proxy that commits faults. */
export class SoakWindow {
  private constructor(
    readonly workbench: Workbench,
    readonly server: DemoServer,
    readonly proxy: FaultProxy,
    private readonly connectionId: string,
  ) {}

  static async open(): Promise<SoakWindow> {
    const server = await startDemoServer({ profile: '2023-12', logs: { averageGapMs: 500 } });
    const proxy = await startFaultProxy(server.url);
    const workbench = await openWorkbench({
      env: { [WATCH_VARIABLE]: EXTENSION_ID },
      settings: { 'files.autoSave': 'off', 'posthogPlugins.logs.maxEntries': CAP },
    });
    const probe = fs.readFileSync(await bundlePageScript('probe'), 'utf8');
    await workbench.page.addInitScript({ content: probe });
    await connectOwnServer(workbench, { url: proxy.url, key: server.key }, PROJECT);
    await workbench.tree.row('GeoIP').chooseInContextMenu('Show Logs');
    const page = await PanelProbe.of((await LogPanelPage.open(workbench)).frame, GEO_IP);
    const connectionId = await eventually('the panel is kept', async () => {
      const kept = v.safeParse(v.looseObject({ connectionId: v.string() }), await page.kept());
      return kept.success && kept.output.connectionId;
    });
    return new SoakWindow(workbench, server, proxy, connectionId);
  }

  /** Runs one of the product's commands for a config, as its menu does. */
  async run(command: string, configId: number): Promise<void> {
    await this.command(`posthogPlugins.${command}`, {
      kind: 'config',
      connectionId: this.connectionId,
      configId,
    });
  }

  async command(id: string, ...args: readonly unknown[]): Promise<void> {
    await this.workbench.driver.command(id, ...args);
  }

  /** The visible log panel. */
  panel(): Promise<LogPanelPage> {
    return LogPanelPage.open(this.workbench);
  }

  /** The first log panel in front and up to date, nothing else open, no notification: what every sample is taken of. */
  async rest(): Promise<void> {
    await this.run('showLogs', GEO_IP);
    await this.command('workbench.action.closeOtherEditors');
    const { frame } = await this.panel();
    await frame.locator('#state', { hasText: /^Live/ }).waitFor({ timeout: PATIENCE_MS });
    await this.command('notifications.clearAll');
  }

  async switchTo(connection: string): Promise<void> {
    await this.workbench.runCommand('Switch Connection…');
    await this.workbench.quickInput.pick(connection);
    await this.workbench.statusBar.waitFor(connection);
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.proxy.close();
    await this.server.close();
  }
}
